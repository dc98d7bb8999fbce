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
    cdef Entries entries
    cdef int kind = kind_of(x)
    if kind < 0 or not taken(x, x.ndim, &entries):
        return None
    out = empty(x.shape, FLOAT64 if kind else FLOAT32)
    job.count, job.x, job.out = x.size, entries.data, address(out)
    with nogil:
        cs_call_relu(kind, &job)
    return out


def relu_backward(dout, x):
    """Return dout where x > 0, else 0; None if the arrays are not plain and alike."""
    cdef cs_elementwise job
    cdef Entries upstream, entries
    cdef int kind = kind_of(x)
    if kind < 0 or kind_of(dout) != kind or dout.shape != x.shape:
        return None
    if not taken(x, x.ndim, &entries) or not taken(dout, dout.ndim, &upstream):
        return None
    dx = empty(x.shape, FLOAT64 if kind else FLOAT32)
    job.count, job.x, job.dout, job.out = x.size, entries.data, upstream.data, address(dx)
    with nogil:
        cs_call_relu_back(kind, &job)
    return dx


def adam(w, dw, m, v, double learning_rate, double beta1, double beta2, double epsilon,
         double correct_m, double correct_v):
    """Return the next w, m and v; None if the arrays are not plain and alike."""
    cdef cs_elementwise job
    cdef Entries entries[4]
    cdef int kind = kind_of(w), i
    if kind < 0:
        return None
    shape, axes = w.shape, w.ndim
    for i, array in enumerate((w, dw, m, v)):
        if kind_of(array) != kind or array.shape != shape or not taken(array, axes, &entries[i]):
            return None
    dtype = FLOAT64 if kind else FLOAT32
    next_w, next_m, next_v = empty(shape, dtype), empty(shape, dtype), empty(shape, dtype)
    job.count = w.size
    job.x, job.dout = entries[0].data, entries[1].data
    job.m, job.v = entries[2].data, entries[3].data
    job.out, job.next_m, job.next_v = address(next_w), address(next_m), address(next_v)
    job.learning_rate, job.epsilon = learning_rate, epsilon
    job.beta1, job.beta2, job.correct_m, job.correct_v = beta1, beta2, correct_m, correct_v
    with nogil:
        cs_call_adam(kind, &job)
    return next_w, next_m, next_v
