"""exp(x) instead of exp(-x) in the denominator."""

ITEM = "sigmoid"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sign"


def sigmoid_forward(x):
    e = np.exp(-np.abs(x))
    out = np.where(x >= 0, e, 1) / (1 + e)
    return out, out
