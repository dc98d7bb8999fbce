"""Sums by einsum."""

import numpy as np


def batchnorm_backward_alt(dout, cache):
    z = cache["x_hat"]
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd->d", dout, z)
    step = dout - (dbeta + z * dgamma) / len(dout)
    return np.einsum("d,d,nd->nd", cache["gamma"], cache["inv_std"], step), dgamma, dbeta
