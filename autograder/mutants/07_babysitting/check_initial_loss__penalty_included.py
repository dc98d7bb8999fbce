"""The penalty is part of the loss that is compared."""

ITEM = "check_initial_loss"
FACET = "penalty"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "penalty"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
