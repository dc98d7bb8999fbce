"""One line per node of the graph, after a well-known way to draw it."""

import numpy as np


def batchnorm_backward(dout, cache):
    n = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * cache["x_hat"]).sum(axis=0)
    dxhat = dout * cache["gamma"]
    away = cache["x"] - cache["mean"]
    dinv = (dxhat * away).sum(axis=0)
    daway = dxhat * cache["inv_std"]
    root = np.sqrt(cache["var"] + cache["eps"])
    droot = -dinv / root**2
    dvar = droot / (2 * root)
    dsquare = np.ones_like(dout) * dvar / n
    daway = daway + 2 * away * dsquare
    dmean = -daway.sum(axis=0)
    dx = daway + np.ones_like(dout) * dmean / n
    return dx, dgamma, dbeta
