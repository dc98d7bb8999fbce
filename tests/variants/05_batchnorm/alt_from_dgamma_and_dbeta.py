"""dgamma and dbeta are the two sums that dx needs."""

import numpy as np


def batchnorm_backward_alt(dout, cache):
    n, z = len(dout), cache["x_hat"]
    dgamma, dbeta = np.sum(dout * z, axis=0), np.sum(dout, axis=0)
    dx = cache["gamma"] * cache["inv_std"] / n * (n * dout - dbeta - z * dgamma)
    return dx, dgamma, dbeta
