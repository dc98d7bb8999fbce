"""dalpha keeps the shape of x."""

ITEM = "prelu"
FACET = "dalpha"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "not summed over the batch"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    return np.where(x > 0, dout, slope * dout), dout * np.minimum(x, 0)
