"""relu_backward hands the gradient on everywhere, as if the unit were never off."""


def relu_backward(dout, cache):
    return dout.copy()
