# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Compiled twins of the functions in ``im2col_numpy``.

Contract: the caller has checked the geometry, padded ``x`` and allocated the output. Nothing here
allocates, raises or validates. Arrays are C-contiguous, both float32 or both float64; what is only
read may be read-only.

    x_pad  (N, C, HP, WP)              read by im2col, added to by col2im
    cols   (C * FH * FW, OH * OW * N)  written by im2col, read by col2im

Row (c * FH + i) * FW + j of cols holds entry (i, j) of channel c of every window; column
(h * OW + w) * N + n holds the window at (h, w) of image n.
"""

from cython cimport floating


def im2col(const floating[:, :, :, ::1] x_pad, floating[:, ::1] cols,
           Py_ssize_t field_height, Py_ssize_t field_width, Py_ssize_t stride,
           Py_ssize_t out_height, Py_ssize_t out_width):
    """Copy every window of every image into a column."""
    cdef Py_ssize_t images = x_pad.shape[0], channels = x_pad.shape[1]
    cdef Py_ssize_t c, i, j, h, w, n, row, column
    with nogil:
        for c in range(channels):
            for i in range(field_height):
                for j in range(field_width):
                    row = (c * field_height + i) * field_width + j
                    for h in range(out_height):
                        for w in range(out_width):
                            column = (h * out_width + w) * images
                            for n in range(images):
                                cols[row, column + n] = x_pad[n, c, h * stride + i, w * stride + j]


def col2im(const floating[:, ::1] cols, floating[:, :, :, ::1] x_pad,
           Py_ssize_t field_height, Py_ssize_t field_width, Py_ssize_t stride,
           Py_ssize_t out_height, Py_ssize_t out_width):
    """Add every column back onto its window: the transpose of im2col."""
    cdef Py_ssize_t images = x_pad.shape[0], channels = x_pad.shape[1]
    cdef Py_ssize_t c, i, j, h, w, n, row, column
    with nogil:
        for c in range(channels):
            for i in range(field_height):
                for j in range(field_width):
                    row = (c * field_height + i) * field_width + j
                    for h in range(out_height):
                        for w in range(out_width):
                            column = (h * out_width + w) * images
                            for n in range(images):
                                x_pad[n, c, h * stride + i, w * stride + j] += cols[row, column + n]
