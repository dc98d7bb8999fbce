"""Divides by the number of windows of a pixel."""

ITEM = "col2im"
FACET = "several"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def col2im(cols, x_shape, field_height, field_width, padding, stride):
    N, C, H, W = x_shape
    OH = (H + 2 * padding - field_height) // stride + 1
    OW = (W + 2 * padding - field_width) // stride + 1
    x_pad = np.zeros((N, C, H + 2 * padding, W + 2 * padding), cols.dtype)
    for c in range(C):
        for i in range(field_height):
            for j in range(field_width):
                row = (c * field_height + i) * field_width + j
                for h in range(OH):
                    for w in range(OW):
                        column = (h * OW + w) * N
                        x_pad[:, c, h * stride + i, w * stride + j] += cols[
                            row, column : column + N
                        ]
    count = np.zeros_like(x_pad)
    for h in range(OH):
        for w in range(OW):
            top, left = h * stride, w * stride
            count[:, :, top : top + field_height, left : left + field_width] += 1
    x_pad = x_pad / np.maximum(count, 1)
    return x_pad[:, :, padding : padding + H, padding : padding + W]
