"""Asks the model itself in mode train: batch norm learns from the look."""

ITEM = "check_initial_loss"
FACET = "batchnorm"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "running statistics"


def check_initial_loss(model, X, y, tol=0.05):
    reg, model.reg = model.reg, 0.0
    loss, _ = model.loss(X, y)
    model.reg = reg
    classes = model.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
