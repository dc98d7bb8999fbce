"""db keeps the batch axis."""

ITEM = "maxout"
FACET = "db"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "not summed over the batch"


def maxout_backward(dout, cache):
    x, w, winner = cache
    dz = np.where(winner[:, :, None] == np.arange(w.shape[2]), dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    return dx, np.tensordot(x, dz, axes=([0], [0])), dz
