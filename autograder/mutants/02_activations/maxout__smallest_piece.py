"""The smallest piece wins."""

ITEM = "maxout"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "smallest"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    return z.min(axis=2), (x, w, z.argmin(axis=2))
