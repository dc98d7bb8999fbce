"""2 sigmoid(x) - 1 is tanh(x/2)."""

ITEM = "tanh"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "2x"


def tanh_forward(x):
    e = np.exp(-np.abs(x))
    out = np.sign(x) * (1 - e) / (1 + e)
    return out, out
