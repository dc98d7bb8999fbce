# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The compiled kernels. How they are built up is told in ``csrc/native.h``.

This file: threads and levels. Each ``.pxi`` below binds one family of kernels; what it exports has
a NumPy twin of the same name in ``<family>_numpy.py``, the definition of correct.
"""

from cpython.buffer cimport PyBUF_C_CONTIGUOUS, PyBUF_WRITABLE, PyBuffer_Release, PyObject_GetBuffer
from libc.string cimport memset

import numpy


cdef extern from "csrc/conv.h" nogil:
    ctypedef struct cs_conv:
        const void *x
        const void *w
        const void *b
        const void *dout
        void *out
        void *dx
        void *dw
        void *db
        Py_ssize_t images, channels, height, width
        Py_ssize_t filters, field_height, field_width
        Py_ssize_t stride, pad, out_height, out_width
        int relu

cdef extern from "csrc/native.h" nogil:
    ctypedef struct cs_kernels:
        const char *name
        int (*conv_forward[2])(const cs_conv *job) noexcept nogil
        int (*conv_backward[2])(const cs_conv *job) noexcept nogil
    const cs_kernels *cs_level(int i)
    const cs_kernels *cs_active()
    void cs_use_level(const cs_kernels *level)
    int CS_MAX_THREADS
    int cs_threads()
    void cs_set_threads(int threads)


most_threads = CS_MAX_THREADS


def get_threads():
    """Return how many threads a kernel may use."""
    return cs_threads()


def set_threads(int threads):
    """Let every kernel use up to so many threads, 1 to ``most_threads``; the caller has checked."""
    cs_set_threads(threads)


def levels():
    """Return the names of the instruction levels that this processor can run, best first."""
    cdef int i = 0
    names = []
    while cs_level(i) != NULL:
        names.append(cs_level(i).name.decode())
        i += 1
    return tuple(names)


def get_level():
    """Return the name of the instruction level in use."""
    return cs_active().name.decode()


def set_level(name):
    """Use another instruction level, one of ``levels()``; the caller has checked."""
    cs_use_level(cs_level(levels().index(name)))


include "arrays.pxi"
include "convolution.pxi"
include "pooling.pxi"
include "batchnorm.pxi"
include "elementwise.pxi"
include "product.pxi"
