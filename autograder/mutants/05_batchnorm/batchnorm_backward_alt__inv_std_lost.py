"""No division by the standard deviation."""

ITEM = "batchnorm_backward_alt"
FACET = "dx"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "inv_std"


def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0), dgamma, dbeta
