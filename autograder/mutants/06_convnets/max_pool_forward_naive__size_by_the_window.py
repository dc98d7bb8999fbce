"""Counts windows as if they never overlapped."""

ITEM = "max_pool_forward_naive"
FACET = "window"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "count by the stride"


def max_pool_forward_naive(x, pool_param):
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    N, C, H, W = x.shape
    OH, OW = H // ph, W // pw
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride, j * stride
            window = x[:, :, top : top + ph, left : left + pw]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, pool_param)
