"""Only takes rows."""

ITEM = "check_initial_loss"
FACET = "images"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    n, d = X.shape
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
