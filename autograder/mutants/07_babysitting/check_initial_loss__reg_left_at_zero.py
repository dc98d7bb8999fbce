"""Switches the penalty off and leaves it off."""

ITEM = "check_initial_loss"
FACET = "unchanged"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "model.reg"


def check_initial_loss(model, X, y, tol=0.05):
    twin = model
    twin.reg = 0.0
    loss, _ = twin.loss(X, y)
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
