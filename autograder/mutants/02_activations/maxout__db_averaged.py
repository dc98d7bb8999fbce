"""db is a mean over the batch."""

ITEM = "maxout"
FACET = "db"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def maxout_backward(dout, cache):
    x, w, winner = cache
    dz = np.where(winner[:, :, None] == np.arange(w.shape[2]), dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    return dx, np.tensordot(x, dz, axes=([0], [0])), dz.mean(axis=0)
