"""Returns the sum over the examples."""

ITEM = "check_initial_loss"
FACET = "numbers"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sum"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss) * len(X), "expected": float(expected), "ok": bool(ok)}
