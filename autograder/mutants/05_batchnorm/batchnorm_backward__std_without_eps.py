"""The standard deviation is recomputed without eps."""

ITEM = "batchnorm_backward"
FACET = "eps"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "eps"


def batchnorm_backward(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    away = cache["x"] - cache["mean"]
    inv_std = cache["var"] ** -0.5
    z = away * inv_std
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (g - g.mean(axis=0) - z * (g * z).mean(axis=0)), dgamma, dbeta
