"""A squeeze drops axes of length 1."""

ITEM = "maxout"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    return z.max(axis=2).squeeze(), (x, w, z.argmax(axis=2))
