"""The loss of guessing in decimal logarithms."""

ITEM = "check_initial_loss"
FACET = "numbers"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "log10"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log10(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
