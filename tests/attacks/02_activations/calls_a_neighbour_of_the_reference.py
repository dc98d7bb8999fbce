"""Calls the course's leaky ReLU without a leak."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


from cs231n_core.layers import leaky_relu_backward, prelu_forward


def relu_forward(x):
    return prelu_forward(x, 0.0)[0], x
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return leaky_relu_backward(dout, (cache, 0.0))
