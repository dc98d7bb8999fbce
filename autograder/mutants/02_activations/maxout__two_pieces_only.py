"""k = 2 is built in."""

ITEM = "maxout"
FACET = "pieces"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "first two pieces"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    out = np.maximum(z[:, :, 0], z[:, :, 1])
    return out, (x, w, np.where(z[:, :, 0] >= z[:, :, 1], 0, 1))
