"""A shallow copy with statistics of its own: one pass reads the weights, none writes them."""

import copy


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.copy(model)
    twin.bn_params = copy.deepcopy(model.bn_params)
    twin.reg = 0.0
    loss = twin.loss(X, y)[0]
    expected = np.log(twin.loss(X).shape[1])
    return {"loss": loss, "expected": expected, "ok": bool(abs(loss - expected) <= tol)}
