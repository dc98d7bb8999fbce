"""Each derivative in float64, cast back."""

import numpy as np


def wide(value):
    return np.asarray(value, np.float64)


def bn_dbeta(dout, cache):
    return wide(dout).sum(axis=0).astype(dout.dtype)


def bn_dgamma(dout, cache):
    return (wide(dout) * wide(cache["x_hat"])).sum(axis=0).astype(dout.dtype)


def bn_dxhat(dout, cache):
    return (wide(dout) * wide(cache["gamma"])).astype(dout.dtype)


def bn_dvar(dxhat, cache):
    away = wide(cache["x"]) - wide(cache["mean"])
    total = (wide(dxhat) * away).sum(axis=0)
    return (-total / 2 * wide(cache["inv_std"]) ** 3).astype(dxhat.dtype)


def bn_dmu(dxhat, dvar, cache):
    away = wide(cache["x"]) - wide(cache["mean"])
    own = -wide(dxhat).sum(axis=0) * wide(cache["inv_std"])
    return (own - 2 * wide(dvar) * away.mean(axis=0)).astype(dxhat.dtype)


def bn_dx(dxhat, dvar, dmu, cache):
    away = wide(cache["x"]) - wide(cache["mean"])
    shared = (2 * wide(dvar) * away + wide(dmu)) / len(away)
    return (wide(dxhat) * wide(cache["inv_std"]) + shared).astype(dxhat.dtype)
