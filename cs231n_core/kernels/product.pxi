"""The affine layer as products of matrices; the twins are in ``affine_numpy``."""

cdef extern from "csrc/native.h" nogil:
    ctypedef struct cs_product:
        Py_ssize_t rows, columns, steps
        Py_ssize_t a_row, a_step, b_step, b_column
        const void *a
        const void *b
        const void *bias
        void *c


cdef extern from *:
    """
    static int cs_call_product(int kind, const cs_product *job) {
        return cs_active()->product[kind](job);
    }
    """
    int cs_call_product(int kind, const cs_product *job) nogil


cdef inline int multiply(int kind, cs_product *job) except -1:
    cdef int failed
    with nogil:
        failed = cs_call_product(kind, job)
    if failed:
        raise MemoryError("affine: no scratch memory")
    return 0


def affine_forward(rows, w, b):
    """Return ``rows @ w + b``; None if the arrays are not plain and alike."""
    cdef cs_product job
    cdef Entries x_at, w_at, b_at
    cdef int kind = kind_of(rows)
    if kind < 0 or kind_of(w) != kind or kind_of(b) != kind:
        return None
    if not (taken(rows, 2, &x_at) and taken(w, 2, &w_at) and taken(b, 1, &b_at)):
        return None
    if x_at.shape[1] != w_at.shape[0] or b_at.shape[0] != w_at.shape[1]:
        return None
    job.rows, job.columns, job.steps = x_at.shape[0], w_at.shape[1], w_at.shape[0]
    job.a, job.a_row, job.a_step = x_at.data, job.steps, 1
    job.b, job.b_step, job.b_column = w_at.data, job.columns, 1
    job.bias = b_at.data
    out = empty((job.rows, job.columns), FLOAT64 if kind else FLOAT32)
    job.c = address(out)
    multiply(kind, &job)
    return out


def affine_backward(dout, rows, w, bint need_dx):
    """Return ``dout @ w.T`` (None unless needed) and ``rows.T @ dout``; None if not plain."""
    cdef cs_product job
    cdef Entries dout_at, x_at, w_at
    cdef int kind = kind_of(rows)
    if kind < 0 or kind_of(w) != kind or kind_of(dout) != kind:
        return None
    if not (taken(rows, 2, &x_at) and taken(w, 2, &w_at) and taken(dout, 2, &dout_at)):
        return None
    if (dout_at.shape[0] != x_at.shape[0] or dout_at.shape[1] != w_at.shape[1]
            or x_at.shape[1] != w_at.shape[0]):
        return None
    dtype = FLOAT64 if kind else FLOAT32
    job.bias, dx = NULL, None
    if need_dx:
        job.rows, job.columns, job.steps = x_at.shape[0], x_at.shape[1], w_at.shape[1]
        job.a, job.a_row, job.a_step = dout_at.data, job.steps, 1
        job.b, job.b_step, job.b_column = w_at.data, 1, job.steps
        dx = empty((job.rows, job.columns), dtype)
        job.c = address(dx)
        multiply(kind, &job)
    job.rows, job.columns, job.steps = w_at.shape[0], w_at.shape[1], x_at.shape[0]
    job.a, job.a_row, job.a_step = x_at.data, 1, job.rows
    job.b, job.b_step, job.b_column = dout_at.data, job.columns, 1
    dw = empty((job.rows, job.columns), dtype)
    job.c = address(dw)
    multiply(kind, &job)
    return dx, dw
