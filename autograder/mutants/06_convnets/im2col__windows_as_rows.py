"""Returns the transpose."""

ITEM = "im2col"
FACET = "single"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "rows"


def im2col(x, field_height, field_width, padding, stride):
    N, C, H, W = x.shape
    OH = (H + 2 * padding - field_height) // stride + 1
    OW = (W + 2 * padding - field_width) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    cols = np.zeros((C * field_height * field_width, OH * OW * N), x.dtype)
    for c in range(C):
        for i in range(field_height):
            for j in range(field_width):
                row = (c * field_height + i) * field_width + j
                for h in range(OH):
                    for w in range(OW):
                        column = (h * OW + w) * N
                        cols[row, column : column + N] = x_pad[:, c, h * stride + i, w * stride + j]
    return cols.T
