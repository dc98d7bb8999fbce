"""SELU through the ELU functions of the notebook."""


def selu_forward(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    out, cache = elu_forward(x, alpha)
    return scale * out, (scale, cache)


def selu_backward(dout, cache):
    scale, inner = cache
    return elu_backward(scale * dout, inner)
