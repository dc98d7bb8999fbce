"""Returns arrays larger than any message."""

DEFAULT = "untouched"
SCORES = {}


def conv_forward_naive(x, w, b, conv_param):
    return np.empty((300, 2**20)), None


def max_pool_forward_naive(x, pool_param):
    return np.broadcast_to(x, (10**9, *x.shape)), None
