"""Everything that the model holds is saved and assigned again, come what may."""

import copy
import math


def check_initial_loss(model, X, y, tol=0.05):
    saved = copy.deepcopy((model.reg, model.params, model.bn_params))
    try:
        model.reg = 0
        loss = float(model.loss(X, y)[0])
        classes = model.loss(X).shape[-1]
    finally:
        model.reg, model.params, model.bn_params = saved
    guess = math.log(classes)
    return {"loss": loss, "expected": guess, "ok": -tol <= loss - guess <= tol}
