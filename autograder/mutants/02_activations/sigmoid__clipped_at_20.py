"""x is clipped to ±20 against the overflow, which flattens the tail."""

ITEM = "sigmoid"
FACET = "tail"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "clipped"


def sigmoid_forward(x):
    out = 1 / (1 + np.exp(-np.clip(x, -20, 20)))
    return out, out
