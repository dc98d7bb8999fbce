"""A loss far below guessing is fine, too."""

ITEM = "check_initial_loss"
FACET = "too_good"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "absolute"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = loss - expected <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
