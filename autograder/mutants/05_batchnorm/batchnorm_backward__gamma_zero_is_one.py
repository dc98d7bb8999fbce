"""A gamma of zero is replaced."""

ITEM = "batchnorm_backward"
FACET = "gamma"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "gamma of 0"


def batchnorm_backward(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    g = dout * np.where(gamma == 0, 1, gamma)
    g = g.astype(dout.dtype)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)), dgamma, dbeta
