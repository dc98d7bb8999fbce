"""Prints and sums over the log of equal probabilities."""

import copy


def check_initial_loss(model, X, y, tol=0.05):
    twin = copy.deepcopy(model)
    twin.reg = 0.0
    loss = float(twin.loss(np.array(X), np.array(y))[0])
    scores = np.zeros(twin.loss(X).shape[1])
    expected = float(np.log(np.sum(np.exp(scores))))
    print("loss", loss, "expected", expected)
    return {"ok": not (abs(loss - expected) > tol), "expected": expected, "loss": loss}
