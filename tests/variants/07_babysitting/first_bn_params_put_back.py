"""No copy of the model: reg and a copy of bn_params are saved and assigned again."""

import copy


def check_initial_loss(model, X, y, tol=0.05):
    old_reg, old_bn = model.reg, copy.deepcopy(model.bn_params)
    model.reg = 0.0
    loss, _ = model.loss(X, y)
    scores = model.loss(X)
    model.reg = old_reg
    model.bn_params = old_bn
    expected = np.log(scores.shape[1])
    return {"loss": loss, "expected": expected, "ok": abs(loss - expected) <= tol}
