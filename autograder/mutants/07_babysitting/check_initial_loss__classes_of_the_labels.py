"""Counts the labels that occur."""

ITEM = "check_initial_loss"
FACET = "classes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "labels"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = len(np.unique(y))
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
