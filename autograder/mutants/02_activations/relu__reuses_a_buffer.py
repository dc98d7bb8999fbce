"""Forward writes into one buffer per size: a later call overwrites an earlier out."""

ITEM = "relu"
FACET = "independent"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "outside the cache"


buffer = np.zeros(1000)


def relu_forward(x):
    out = buffer.astype(x.dtype, copy=False)[: x.size].reshape(x.shape)
    np.maximum(x, 0, out=out)
    return out, x
