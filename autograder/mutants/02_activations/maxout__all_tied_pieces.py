"""Every piece that equals the maximum gets the gradient."""

ITEM = "maxout"
FACET = "ties"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "tied"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    return z.max(axis=2), (x, w, z == z.max(axis=2, keepdims=True))


def maxout_backward(dout, cache):
    x, w, won = cache
    dz = np.where(won, dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    return dx, np.tensordot(x, dz, axes=([0], [0])), dz.sum(axis=0)
