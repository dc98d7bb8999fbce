"""Computes the loss from the scores of mode test."""

ITEM = "check_initial_loss"
FACET = "batchnorm"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "loss"


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    s = twin.loss(X)
    s = s - s.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(len(y)), y].mean()
    classes = twin.loss(X[:1]).shape[1]
    expected = np.log(classes)
    ok = abs(loss - expected) <= tol
    return {"loss": float(loss), "expected": float(expected), "ok": bool(ok)}
