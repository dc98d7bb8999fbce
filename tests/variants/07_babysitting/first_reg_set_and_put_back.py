"""Switches the penalty off for one call on a copied state of batch norm, and puts all back."""

import copy
import math


def check_initial_loss(model, X, y, tol=0.05):
    reg, state = model.reg, copy.deepcopy(model.bn_params)
    try:
        model.reg = 0
        loss = model.loss(X, y)[0]
        classes = model.loss(X).shape[-1]
    finally:
        model.reg = reg
        for bn, old in zip(model.bn_params, state):
            bn.clear()
            bn.update(old)
    expected = math.log(classes)
    return {"loss": loss, "expected": expected, "ok": math.fabs(loss - expected) <= tol}
