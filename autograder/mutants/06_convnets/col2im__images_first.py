"""Reads the columns image by image."""

ITEM = "col2im"
FACET = "several"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "image by image"


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
                        column = h * OW + w
                        x_pad[:, c, h * stride + i, w * stride + j] += cols[row, column :: OH * OW]
    return x_pad[:, :, padding : padding + H, padding : padding + W]
