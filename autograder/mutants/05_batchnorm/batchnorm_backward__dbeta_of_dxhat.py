"""dbeta is summed from dxhat."""

ITEM = "batchnorm_backward"
FACET = "dbeta"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "dxhat"


def batchnorm_backward(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), g.sum(axis=0)
    return inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)), dgamma, dbeta
