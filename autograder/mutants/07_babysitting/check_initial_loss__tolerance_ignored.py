"""The tolerance is always 0.05."""

ITEM = "check_initial_loss"
FACET = "tolerance"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "tol"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= 0.05
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
