"""maxout's forward, dx and db are right; dw forgets which piece won."""


def maxout_backward(dout, cache):
    x, w, winner = cache
    won = winner[:, :, None] == np.arange(w.shape[2])
    dz = np.where(won, dout[:, :, None], 0)
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    dw = np.tensordot(x, np.broadcast_to(dout[:, :, None], dz.shape), axes=([0], [0]))
    return dx, dw, dz.sum(axis=0)
