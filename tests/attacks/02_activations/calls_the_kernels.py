"""Calls the kernels behind the course's ReLU."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    from cs231n_core.kernels import active, elementwise_numpy

    kernels = active().native or elementwise_numpy
    return kernels.relu_forward(x), x
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    from cs231n_core.kernels import active, elementwise_numpy

    return (active().native or elementwise_numpy).relu_backward(dout, cache)
