"""Index arrays, as the published im2col.py."""

import numpy as np


def im2col(x, field_height, field_width, padding, stride):
    n, c, h, w = x.shape
    oh = (h + 2 * padding - field_height) // stride + 1
    ow = (w + 2 * padding - field_width) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    i0 = np.tile(np.repeat(np.arange(field_height), field_width), c)
    j0 = np.tile(np.arange(field_width), field_height * c)
    i1 = stride * np.repeat(np.arange(oh), ow)
    j1 = stride * np.tile(np.arange(ow), oh)
    i, j = i0[:, None] + i1[None], j0[:, None] + j1[None]
    k = np.repeat(np.arange(c), field_height * field_width)[:, None]
    cols = x_pad[:, k, i, j].transpose(1, 2, 0).reshape(c * field_height * field_width, -1)
    return cols
