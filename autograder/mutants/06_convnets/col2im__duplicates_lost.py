"""Adds with arrays of indices, which lose what comes twice."""

ITEM = "col2im"
FACET = "counts"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "loses"


def col2im(cols, x_shape, field_height, field_width, padding, stride):
    N, C, H, W = x_shape
    OH = (H + 2 * padding - field_height) // stride + 1
    OW = (W + 2 * padding - field_width) // stride + 1
    x_pad = np.zeros((N, C, H + 2 * padding, W + 2 * padding), cols.dtype)
    c, i, j, h, w = np.indices((C, field_height, field_width, OH, OW))
    values = cols.reshape(C, field_height, field_width, OH, OW, N)
    x_pad[:, c, h * stride + i, w * stride + j] += values.transpose(5, 0, 1, 2, 3, 4)
    return x_pad[:, :, padding : padding + H, padding : padding + W]
