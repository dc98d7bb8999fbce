"""Losing pieces get the gradient too."""

ITEM = "maxout"
FACET = "dx"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "only the winner"


def maxout_backward(dout, cache):
    x, w, winner = cache
    dz = np.repeat(dout[:, :, None], w.shape[2], axis=2)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    return dx, np.tensordot(x, dz, axes=([0], [0])), dz.sum(axis=0)
