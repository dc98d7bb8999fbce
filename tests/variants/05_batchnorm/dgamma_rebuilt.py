"""x_hat rebuilt from x, mean and inv_std."""

import numpy as np


def bn_dgamma(dout, cache):
    x_hat = (cache["x"] - cache["mean"]) * cache["inv_std"]
    return sum(dout * x_hat)
