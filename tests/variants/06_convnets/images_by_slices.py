"""One slice per entry of the window."""

import numpy as np


def col2im(cols, x_shape, field_height, field_width, padding, stride):
    n, c, h, w = x_shape
    fh, fw, p = field_height, field_width, padding
    oh, ow = (h + 2 * p - fh) // stride + 1, (w + 2 * p - fw) // stride + 1
    x_pad = np.zeros((n, c, h + 2 * p, w + 2 * p), dtype=cols.dtype)
    six = cols.reshape(c, fh, fw, oh, ow, n)
    for i in range(fh):
        for j in range(fw):
            rows = slice(i, i + stride * oh, stride)
            columns = slice(j, j + stride * ow, stride)
            x_pad[:, :, rows, columns] += six[:, i, j].transpose(3, 0, 1, 2)
    return x_pad[:, :, p : p + h, p : p + w]
