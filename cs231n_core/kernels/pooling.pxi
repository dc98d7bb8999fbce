"""Max pooling; the twins are in ``pooling_numpy``."""

cdef extern from "csrc/native.h" nogil:
    ctypedef struct cs_max_pool:
        Py_ssize_t planes, height, width
        Py_ssize_t window_height, window_width, stride, out_height, out_width
        int backward
        const void *source "from"
        void *target "to"
        unsigned char *winner


cdef extern from *:
    """
    static int cs_call_max_pool(int kind, const cs_max_pool *job) {
        return cs_active()->max_pool[kind](job);
    }
    """
    int cs_call_max_pool(int kind, const cs_max_pool *job) nogil


cdef object UINT8 = numpy.dtype(numpy.uint8)
widest_pool = 256
"""How many entries a window may have for its winner to be one byte."""


cdef inline int run_max_pool(int kind, cs_max_pool *job) except -1:
    cdef int failed
    with nogil:
        failed = cs_call_max_pool(kind, job)
    if failed:
        raise MemoryError("max pooling: no scratch memory")
    return 0


def max_pool_forward(x, Py_ssize_t height, Py_ssize_t width, Py_ssize_t stride):
    """Return the maxima and their places; None if x is not plain."""
    cdef cs_max_pool job
    cdef Entries images
    cdef int kind = kind_of(x)
    if kind < 0 or not taken(x, 4, &images):
        return None
    job.planes = images.shape[0] * images.shape[1]
    job.height, job.width = images.shape[2], images.shape[3]
    job.window_height, job.window_width, job.stride = height, width, stride
    job.out_height = (job.height - height) // stride + 1
    job.out_width = (job.width - width) // stride + 1
    job.backward = False
    shape = (images.shape[0], images.shape[1], job.out_height, job.out_width)
    out, winner = empty(shape, FLOAT64 if kind else FLOAT32), empty(shape, UINT8)
    job.source, job.target = images.data, address(out)
    job.winner = <unsigned char *>address(winner)
    run_max_pool(kind, &job)
    return out, winner


def max_pool_backward(dout, winner, x_shape, Py_ssize_t height, Py_ssize_t width,
                      Py_ssize_t stride):
    """Return the gradient of x; None if dout is not plain. ``winner`` is from the forward pass."""
    cdef cs_max_pool job
    cdef Entries shares
    cdef int kind = kind_of(dout)
    if kind < 0 or not taken(dout, 4, &shares):
        return None
    job.planes = shares.shape[0] * shares.shape[1]
    job.height, job.width = x_shape[2], x_shape[3]
    job.window_height, job.window_width, job.stride = height, width, stride
    job.out_height, job.out_width = shares.shape[2], shares.shape[3]
    job.backward = True
    dx = empty(x_shape, FLOAT64 if kind else FLOAT32)
    job.source, job.target = shares.data, address(dx)
    job.winner = <unsigned char *>address(winner)
    run_max_pool(kind, &job)
    return dx
