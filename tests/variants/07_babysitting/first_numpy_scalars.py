"""Returns NumPy scalars and a NumPy truth value."""

import copy


def check_initial_loss(model, X, y, tol=0.05):
    other = copy.deepcopy(model)
    other.reg = 0.0
    loss = np.float64(other.loss(X, y)[0])
    expected = -np.log(1.0 / other.loss(X).shape[1])
    return {"loss": loss, "expected": expected, "ok": np.abs(loss - expected) <= tol}
