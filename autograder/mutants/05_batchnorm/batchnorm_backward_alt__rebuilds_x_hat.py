"""x_hat is rebuilt by dividing by gamma."""

ITEM = "batchnorm_backward_alt"
FACET = "gamma"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "NaN"


def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    g, n = dout * gamma, len(dout)
    z = x_hat * gamma / gamma
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    return inv_std * (g - g.mean(axis=0) - z * (g * z).mean(axis=0)), dgamma, dbeta
