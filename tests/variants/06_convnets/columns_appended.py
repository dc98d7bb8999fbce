"""One column after the other, then transposed."""

import numpy as np


def im2col(x, field_height, field_width, padding, stride):
    n, c, h, w = x.shape
    oh = (h + 2 * padding - field_height) // stride + 1
    ow = (w + 2 * padding - field_width) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    found = []
    for i in range(oh):
        for j in range(ow):
            for a in range(n):
                top, left = i * stride, j * stride
                found.append(
                    x_pad[a, :, top : top + field_height, left : left + field_width].ravel()
                )
    cols = np.stack(found).T
    return cols
