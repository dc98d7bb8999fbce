"""Backward divides by the batch size, which is the loss function's business."""

ITEM = "tanh"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "batch size"


def tanh_backward(dout, cache):
    return dout * (1 - cache**2) / dout.shape[0]
