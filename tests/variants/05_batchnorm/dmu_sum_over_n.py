"""Sums divided by N."""

import numpy as np


def bn_dmu(dxhat, dvar, cache):
    n = len(dxhat)
    spread = (cache["x"] - cache["mean"]).sum(axis=0) / n
    return np.sum(-dxhat * cache["inv_std"], axis=0) - 2 * dvar * spread
