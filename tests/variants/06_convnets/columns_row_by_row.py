"""One row of the columns after the other."""

import numpy as np


def im2col(x, field_height, field_width, padding, stride):
    n, c, h, w = x.shape
    oh = (h + 2 * padding - field_height) // stride + 1
    ow = (w + 2 * padding - field_width) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = []
    for k in range(c):
        for p in range(field_height):
            for q in range(field_width):
                part = x_pad[:, k, p : p + stride * oh : stride, q : q + stride * ow : stride]
                rows.append(part[:, :oh, :ow].transpose(1, 2, 0).ravel())
    cols = np.array(rows)
    return cols
