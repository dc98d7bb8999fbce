"""Batch normalisation; the twins are in ``batchnorm_numpy``."""

cdef extern from "csrc/native.h" nogil:
    ctypedef struct cs_batchnorm:
        Py_ssize_t images, channels, pixels
        double eps
        int frozen
        const void *x
        const void *dout
        const void *gamma
        const void *beta
        void *out
        void *mean
        void *rest
        void *var
        void *inv_std
        void *dgamma
        void *dbeta


cdef extern from *:
    """
    static int cs_call_batchnorm(int kind, const cs_batchnorm *job) {
        return cs_active()->batchnorm[kind](job);
    }
    """
    int cs_call_batchnorm(int kind, const cs_batchnorm *job) nogil


cdef inline void *channel(object array, int kind, Py_ssize_t channels) except NULL:
    """Return where a (C,) array of the kind begins; the caller made it plain."""
    cdef Entries entries
    if kind_of(array) != kind or not taken(array, 1, &entries):
        raise TypeError("batch norm: an array of the channels is not plain")
    if entries.shape[0] != channels:
        raise TypeError("batch norm: an array of the channels has another length")
    return entries.data


cdef inline bint sized(cs_batchnorm *job, object x) except -1:
    """Fill in x and its sizes; return whether it is plain and has two or four axes."""
    cdef Entries entries
    cdef int axes = x.ndim
    if (axes != 2 and axes != 4) or not taken(x, axes, &entries):
        return False
    job.x = entries.data
    job.images, job.channels = entries.shape[0], entries.shape[1]
    job.pixels = entries.shape[2] * entries.shape[3] if axes == 4 else 1
    return True


def batchnorm_forward(x, gamma, beta, double eps):
    """Return out, mean, rest, var and inv_std of the batch; None if x is not plain."""
    return run_forward(x, gamma, beta, eps, None)


def batchnorm_apply(x, gamma, beta, mean, inv_std):
    """Return out for statistics that are given; None if x is not plain."""
    done = run_forward(x, gamma, beta, 0, (mean, inv_std))
    return None if done is None else done[0]


cdef run_forward(x, gamma, beta, double eps, given):
    cdef cs_batchnorm job
    cdef int kind = kind_of(x)
    if kind < 0 or not sized(&job, x):
        return None
    dtype = FLOAT64 if kind else FLOAT32
    job.eps, job.frozen, job.dout = eps, given is not None, NULL
    job.gamma = channel(gamma, kind, job.channels)
    job.beta = channel(beta, kind, job.channels)
    out = empty(x.shape, dtype)
    mean, rest = empty(job.channels, dtype), empty(job.channels, dtype)
    var, inv_std = empty(job.channels, dtype), empty(job.channels, dtype)
    if given is not None:
        mean, inv_std = given
        rest[:] = 0
    job.out, job.rest, job.var = address(out), address(rest), address(var)
    job.mean = channel(mean, kind, job.channels)
    job.inv_std = channel(inv_std, kind, job.channels)
    with nogil:
        cs_call_batchnorm(kind, &job)
    return out, mean, rest, var, inv_std


def batchnorm_backward(dout, x, gamma, mean, rest, inv_std, bint frozen):
    """Return dx, dgamma and dbeta; None if dout or x is not plain."""
    cdef cs_batchnorm job
    cdef Entries upstream
    cdef int kind = kind_of(x)
    if kind < 0 or kind_of(dout) != kind or not sized(&job, x):
        return None
    if dout.shape != x.shape or not taken(dout, x.ndim, &upstream):
        return None
    dtype = FLOAT64 if kind else FLOAT32
    job.frozen, job.eps = frozen, 0
    job.dout, job.beta, job.var = upstream.data, NULL, NULL
    job.gamma = channel(gamma, kind, job.channels)
    job.mean = channel(mean, kind, job.channels)
    job.rest = channel(rest, kind, job.channels)
    job.inv_std = channel(inv_std, kind, job.channels)
    dx = empty(x.shape, dtype)
    dgamma, dbeta = empty(job.channels, dtype), empty(job.channels, dtype)
    job.out, job.dgamma, job.dbeta = address(dx), address(dgamma), address(dbeta)
    with nogil:
        cs_call_batchnorm(kind, &job)
    return dx, dgamma, dbeta
