"""dgamma is summed from dxhat."""

ITEM = "batchnorm_backward_alt"
FACET = "dgamma"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "gamma"


def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    dgamma, dbeta = (g * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)), dgamma, dbeta
