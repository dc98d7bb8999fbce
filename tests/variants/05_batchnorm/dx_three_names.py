"""Three named roads."""

import numpy as np


def bn_dx(dxhat, dvar, dmu, cache):
    n = cache["x"].shape[0]
    direct = dxhat / np.sqrt(cache["var"] + cache["eps"])
    by_var = (2 / n) * (cache["x"] - cache["mean"]) * dvar
    by_mean = np.ones_like(dxhat) * dmu / n
    return direct + by_var + by_mean
