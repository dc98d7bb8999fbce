"""Everything becomes float64."""

ITEM = "sigmoid"
FACET = "dtype"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "dtype"


def sigmoid_forward(x):
    e = np.exp(-np.abs(x.astype(np.float64)))
    out = np.where(x >= 0, 1, e) / (1 + e)
    return out, out
