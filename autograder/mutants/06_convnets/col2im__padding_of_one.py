"""Leaves room for one row of padding on each side."""

ITEM = "col2im"
FACET = "field"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised ValueError"


def col2im(cols, x_shape, field_height, field_width, padding, stride):
    N, C, H, W = x_shape
    p, FH, FW = padding, field_height, field_width
    OH = (H + 2 * p - FH) // stride + 1
    OW = (W + 2 * p - FW) // stride + 1
    x_pad = np.zeros((N, C, H + 2, W + 2), cols.dtype)
    for h, w in np.ndindex(OH, OW):
        top, left = h * stride, w * stride
        column = (h * OW + w) * N
        windows = cols[:, column : column + N].T.reshape(N, C, FH, FW)
        x_pad[:, :, top : top + FH, left : left + FW] += windows
    x = x_pad[:, :, p : p + H, p : p + W]
    return x
