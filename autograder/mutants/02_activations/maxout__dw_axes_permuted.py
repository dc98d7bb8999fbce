"""dw has the shape (D, k, M)."""

ITEM = "maxout"
FACET = "dw"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "axes"


def maxout_backward(dout, cache):
    x, w, winner = cache
    dz = np.where(winner[:, :, None] == np.arange(w.shape[2]), dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    return dx, np.einsum("nd,nmk->dkm", x, dz), dz.sum(axis=0)
