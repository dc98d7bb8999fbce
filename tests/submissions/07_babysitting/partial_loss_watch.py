"""The abort rule never hears of inf with a minus sign, the first loss is compared one way only."""

# should_abort: -inf (2) of its 14 parts. check_initial_loss: a loss far too low (1) of 16.
SCORES = {"should_abort": 2.571429, "check_initial_loss": 2.8125}


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    if np.isnan(losses[-1]) or losses[-1] == np.inf:
        return True
    first = [loss for loss in losses if np.isfinite(loss)][0]
    return bool(losses[-1] > factor * first)


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss = twin.loss(X, y)[0]
    expected = np.log(twin.loss(X).shape[1])
    return {"loss": float(loss), "expected": float(expected), "ok": bool(loss <= expected + tol)}
