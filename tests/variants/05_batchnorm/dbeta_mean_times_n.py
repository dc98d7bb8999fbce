"""The mean, times N."""

import numpy as np


def bn_dbeta(dout, cache):
    return dout.mean(axis=0) * len(dout)
