"""Each example is differentiated alone, with the others' statistics fixed."""

ITEM = "batchnorm_backward"
FACET = "balance"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "mean"


def batchnorm_backward(dout, cache):
    x_hat, gamma, inv_std = cache["x_hat"], cache["gamma"], cache["inv_std"]
    rows = [dout[i] * gamma * inv_std for i in range(len(dout))]
    return np.stack(rows), (dout * x_hat).sum(axis=0), dout.sum(axis=0)
