"""All six derivatives with einsum and dot products."""

import numpy as np


def bn_dbeta(dout, cache):
    return np.einsum("nd->d", dout)


def bn_dgamma(dout, cache):
    return np.einsum("nd,nd->d", dout, cache["x_hat"])


def bn_dxhat(dout, cache):
    return np.einsum("nd,d->nd", dout, cache["gamma"])


def bn_dvar(dxhat, cache):
    return -0.5 * np.einsum("nd,nd,d->d", dxhat, cache["x_hat"], cache["inv_std"] ** 2)


def bn_dmu(dxhat, dvar, cache):
    n = len(dxhat)
    through = (-2 / n) * dvar * np.einsum("nd->d", cache["x"] - cache["mean"])
    return through - np.einsum("nd,d->d", dxhat, cache["inv_std"])


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return np.einsum("nd,d->nd", dxhat, cache["inv_std"]) + (2 / n) * dvar * away + dmu / n
