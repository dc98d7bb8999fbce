"""ReLU, whose twin is in ``elementwise_numpy``, and Adam, whose twin is in ``optim``."""

cdef extern from "csrc/native.h" nogil:
    ctypedef struct cs_elementwise:
        Py_ssize_t count
        const void *x
        const void *dout
        void *out
        const void *m
        const void *v
        void *next_m
        void *next_v
        double learning_rate, beta1, beta2, epsilon, correct_m, correct_v


cdef extern from *:
    """
    static int cs_call_relu(int kind, const cs_elementwise *job) {
        return cs_active()->relu[kind](job);
    }
    static int cs_call_relu_back(int kind, const cs_elementwise *job) {
        return cs_active()->relu_back[kind](job);
    }
    static int cs_call_adam(int kind, const cs_elementwise *job) {
        return cs_active()->adam[kind](job);
    }
    """
    int cs_call_relu(int kind, const cs_elementwise *job) nogil
    int cs_call_relu_back(int kind, const cs_elementwise *job) nogil
    int cs_call_adam(int kind, const cs_elementwise *job) nogil


def relu_forward(x):
    """Return max(0, x); None if x is not plain."""
    cdef cs_elementwise job
    cdef Py_buffer view
    cdef int kind = kind_of(x)
    if kind < 0 or not opened(x, &view, x.ndim):
        return None
    try:
        out = empty(x.shape, FLOAT64 if kind else FLOAT32)
        job.count = view.len // view.itemsize
        job.x, job.out = view.buf, address(out)
        with nogil:
            cs_call_relu(kind, &job)
    finally:
        PyBuffer_Release(&view)
    return out


def relu_backward(dout, x):
    """Return dout where x > 0, else 0; None if the arrays are not plain and alike."""
    cdef cs_elementwise job
    cdef Py_buffer upstream, view
    cdef int kind = kind_of(x)
    if kind < 0 or kind_of(dout) != kind or not opened(x, &view, x.ndim):
        return None
    if not opened(dout, &upstream, x.ndim):
        PyBuffer_Release(&view)
        return None
    try:
        if upstream.len != view.len:
            return None
        dx = empty(x.shape, FLOAT64 if kind else FLOAT32)
        job.count = view.len // view.itemsize
        job.x, job.dout, job.out = view.buf, upstream.buf, address(dx)
        with nogil:
            cs_call_relu_back(kind, &job)
    finally:
        PyBuffer_Release(&upstream)
        PyBuffer_Release(&view)
    return dx


def adam(w, dw, m, v, double learning_rate, double beta1, double beta2, double epsilon,
         double correct_m, double correct_v):
    """Return the next w, m and v; None if the arrays are not plain and alike."""
    cdef cs_elementwise job
    cdef Py_buffer views[4]
    cdef int kind = kind_of(w), axes = 0, n = 0, i
    if kind < 0:
        return None
    axes = w.ndim
    try:
        for array in (w, dw, m, v):
            if kind_of(array) != kind or not opened(array, &views[n], axes):
                return None
            n += 1
            if views[n - 1].len != views[0].len:
                return None
        dtype = FLOAT64 if kind else FLOAT32
        next_w, next_m, next_v = empty(w.shape, dtype), empty(w.shape, dtype), empty(w.shape, dtype)
        job.count = views[0].len // views[0].itemsize
        job.x, job.dout, job.m, job.v = views[0].buf, views[1].buf, views[2].buf, views[3].buf
        job.out, job.next_m, job.next_v = address(next_w), address(next_m), address(next_v)
        job.learning_rate, job.epsilon = learning_rate, epsilon
        job.beta1, job.beta2, job.correct_m, job.correct_v = beta1, beta2, correct_m, correct_v
        with nogil:
            cs_call_adam(kind, &job)
    finally:
        for i in range(n):
            PyBuffer_Release(&views[i])
    return next_w, next_m, next_v
