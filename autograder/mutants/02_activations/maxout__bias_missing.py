"""The bias is left out."""

ITEM = "maxout"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "bias"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1)
    return z.max(axis=2), (x, w, z.argmax(axis=2))
