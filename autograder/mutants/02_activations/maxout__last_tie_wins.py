"""The last of tied pieces wins."""

ITEM = "maxout"
FACET = "ties"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "last of tied"


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=1) + b
    return z.max(axis=2), (x, w, w.shape[2] - 1 - z[:, :, ::-1].argmax(axis=2))
