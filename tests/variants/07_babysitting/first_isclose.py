"""Lets np.isclose decide; counts the classes on one example."""

import copy


def check_initial_loss(model, X, y, tol=0.05):
    model = copy.deepcopy(model)
    n_classes = np.shape(model.loss(X[:1]))[1]
    model.reg = 0
    loss, _grads = model.loss(X, y)
    expected = np.log(float(n_classes))
    near = np.isclose(loss, expected, rtol=0, atol=tol)
    return dict(loss=float(loss), expected=float(expected), ok=bool(near))
