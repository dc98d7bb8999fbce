"""The ratio of exponentials is inf / inf for large x."""

ITEM = "tanh"
FACET = "quiet"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "NaN"


def tanh_forward(x):
    out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return out, out
