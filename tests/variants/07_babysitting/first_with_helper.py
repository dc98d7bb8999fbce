"""A helper does the comparison."""

import copy


def _differs(a, b, limit):
    return max(a, b) - min(a, b) > limit


def check_initial_loss(model, X, y, tol=0.05):
    probe = copy.deepcopy(model)
    probe.reg = 0.0
    data_loss = probe.loss(X, y)[0]
    guess = np.log(probe.loss(X).shape[1])
    return {
        "loss": float(data_loss),
        "expected": float(guess),
        "ok": not _differs(data_loss, guess, tol),
    }
