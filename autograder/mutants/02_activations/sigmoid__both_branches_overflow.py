"""Two stable branches, both evaluated everywhere by np.where."""

ITEM = "sigmoid"
FACET = "quiet"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def sigmoid_forward(x):
    out = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
    out = np.where(np.isnan(out), 0, out)
    return out, out
