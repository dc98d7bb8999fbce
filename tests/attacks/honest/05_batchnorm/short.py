"""Honest work on one exercise."""

DEFAULT = "untouched"
SCORES = {"dbeta": 1}


def bn_dbeta(dout, cache):
    return dout.sum(axis=0)
