"""The pieces are added instead of compared."""

ITEM = "maxout"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "summed"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    return z.sum(axis=2), (x, w, z.argmax(axis=2))
