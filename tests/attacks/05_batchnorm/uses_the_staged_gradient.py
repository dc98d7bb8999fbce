"""Takes the derivatives from the course's own."""

DEFAULT = "untouched"
SCORES = {}


from cs231n_core.layers import batchnorm_backward_staged
from cs231n_core.stages import s05_graph


def bn_dbeta(dout, cache):
    return batchnorm_backward_staged(dout, cache)["dbeta"]


def bn_dgamma(dout, cache):
    return s05_graph.dgamma(dout, cache)
