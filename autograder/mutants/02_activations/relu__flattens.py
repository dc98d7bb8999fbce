"""The shape is lost beyond two axes."""

ITEM = "relu"
FACET = "shapes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def relu_forward(x):
    out = np.maximum(x, 0)
    return out.reshape(x.shape[0], -1) if x.ndim > 2 else out, x
