"""One column after the other."""

import numpy as np


def col2im(cols, x_shape, field_height, field_width, padding, stride):
    n, c, h, w = x_shape
    fh, fw, p = field_height, field_width, padding
    oh, ow = (h + 2 * p - fh) // stride + 1, (w + 2 * p - fw) // stride + 1
    x_pad = np.zeros((n, c, h + 2 * p, w + 2 * p), dtype=cols.dtype)
    for column in range(cols.shape[1]):
        place, a = divmod(column, n)
        i, j = divmod(place, ow)
        window = cols[:, column].reshape(c, fh, fw)
        x_pad[a, :, i * stride : i * stride + fh, j * stride : j * stride + fw] += window
    return x_pad[:, :, p : p + h, p : p + w]
