"""All six derivatives, entry by entry."""

import numpy as np


def bn_dbeta(dout, cache):
    total = np.zeros(dout.shape[1], dout.dtype)
    for row in dout:
        total += row
    return total


def bn_dgamma(dout, cache):
    total = np.zeros(dout.shape[1], dout.dtype)
    for row, x_hat in zip(dout, cache["x_hat"]):
        total += row * x_hat
    return total


def bn_dxhat(dout, cache):
    return np.stack([row * cache["gamma"] for row in dout])


def bn_dvar(dxhat, cache):
    total = np.zeros(dxhat.shape[1], dxhat.dtype)
    for row, x in zip(dxhat, cache["x"]):
        total += row * (x - cache["mean"])
    return total * (-1 / 2) * (cache["var"] + cache["eps"]) ** (-3 / 2)


def bn_dmu(dxhat, dvar, cache):
    total = np.zeros(dxhat.shape[1], dxhat.dtype)
    for row, x in zip(dxhat, cache["x"]):
        total -= row * cache["inv_std"]
        total += dvar * -2 * (x - cache["mean"]) / len(dxhat)
    return total


def bn_dx(dxhat, dvar, dmu, cache):
    n = dxhat.shape[0]
    dx = np.empty_like(dxhat)
    for i in range(n):
        dx[i] = dxhat[i] * cache["inv_std"] + dvar * 2 * (cache["x"][i] - cache["mean"]) / n
        dx[i] += dmu / n
    return dx
