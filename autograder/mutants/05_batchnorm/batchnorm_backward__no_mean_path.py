"""The mean is treated as a constant."""

ITEM = "batchnorm_backward"
FACET = "dx"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "mean"


def batchnorm_backward(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (g - x_hat * (g * x_hat).mean(axis=0)), dgamma, dbeta
