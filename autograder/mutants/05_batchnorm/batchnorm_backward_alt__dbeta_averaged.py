"""dbeta is averaged over the batch."""

ITEM = "batchnorm_backward_alt"
FACET = "dbeta"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.mean(axis=0)
    return inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)), dgamma, dbeta
