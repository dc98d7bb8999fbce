"""The convolution (``csrc/conv.h``). NumPy twins: ``convolution_numpy.py``."""


cdef bint conv_fits(cs_conv *job, const Entries *x, const Entries *w, object conv_param) except -1:
    """Fill in the sizes of a convolution; return whether its windows tile the padded images."""
    stride, pad = conv_param.get("stride"), conv_param.get("pad")
    if type(stride) is not int or type(pad) is not int:
        return False
    if not (0 < stride < 1 << 20 and 0 <= pad < 1 << 20):
        return False
    job.x, job.w = x.data, w.data
    job.images, job.channels, job.height, job.width = x.shape[0], x.shape[1], x.shape[2], x.shape[3]
    job.filters, job.field_height, job.field_width = w.shape[0], w.shape[2], w.shape[3]
    job.stride, job.pad = stride, pad
    cdef Py_ssize_t down = job.height + 2 * job.pad - job.field_height
    cdef Py_ssize_t across = job.width + 2 * job.pad - job.field_width
    job.out_height, job.out_width = down // job.stride + 1, across // job.stride + 1
    return (w.shape[1] == job.channels and down >= 0 and across >= 0
            and down % job.stride == 0 and across % job.stride == 0)


def conv_forward_plain(object x, object w, object b, object conv_param, bint relu):
    """Return the output for plain arrays that fit, None for any others."""
    cdef cs_conv job
    cdef Entries x_at, w_at, b_at
    cdef int kind = kind_of(x), failed
    if kind < 0 or kind_of(w) != kind or kind_of(b) != kind:
        return None
    if not (taken(x, 4, &x_at) and taken(w, 4, &w_at) and taken(b, 1, &b_at)):
        return None
    memset(&job, 0, sizeof(job))
    if not conv_fits(&job, &x_at, &w_at, conv_param) or b_at.shape[0] != job.filters:
        return None
    shape = (job.images, job.filters, job.out_height, job.out_width)
    out = empty(shape, FLOAT64 if kind else FLOAT32)
    job.b, job.out, job.relu = b_at.data, address(out), relu
    with nogil:
        failed = cs_active().conv_forward[kind](&job)
    if failed:
        raise MemoryError
    return out


def conv_backward_plain(object dout, object x, object w, object conv_param, bint need_dx):
    """Return dx (None unless needed), dw and db for plain arrays that fit, None for any others."""
    cdef cs_conv job
    cdef Entries x_at, w_at, dout_at
    cdef int kind = kind_of(x), failed
    if kind < 0 or kind_of(w) != kind or kind_of(dout) != kind:
        return None
    if not (taken(x, 4, &x_at) and taken(w, 4, &w_at) and taken(dout, 4, &dout_at)):
        return None
    memset(&job, 0, sizeof(job))
    if not conv_fits(&job, &x_at, &w_at, conv_param):
        return None
    if (dout_at.shape[0] != job.images or dout_at.shape[1] != job.filters
            or dout_at.shape[2] != job.out_height or dout_at.shape[3] != job.out_width):
        return None
    dtype = FLOAT64 if kind else FLOAT32
    dx = None
    if need_dx:
        dx = empty((job.images, job.channels, job.height, job.width), dtype)
        job.dx = address(dx)
    dw = empty((job.filters, job.channels, job.field_height, job.field_width), dtype)
    db = empty(job.filters, dtype)
    job.dout, job.dw, job.db = dout_at.data, address(dw), address(db)
    with nogil:
        failed = cs_active().conv_backward[kind](&job)
    if failed:
        raise MemoryError
    return dx, dw, db


def plainly(array, dtype):
    """Return the array itself if it is plain, otherwise a plain copy of it."""
    return numpy.require(array, dtype, ("C_CONTIGUOUS", "ALIGNED"))


def conv_forward(x, w, b, stride, pad, relu):
    """Return the output for any arrays that fit."""
    dtype = numpy.result_type(x, w, b)
    param = {"stride": int(stride), "pad": int(pad)}
    return conv_forward_plain(plainly(x, dtype), plainly(w, dtype), plainly(b, dtype), param, relu)


def conv_backward(dout, x, w, stride, pad, need_dx):
    """Return dx (None unless needed), dw and db for any arrays that fit."""
    dtype = numpy.result_type(dout, x, w)
    param = {"stride": int(stride), "pad": int(pad)}
    arrays = plainly(dout, dtype), plainly(x, dtype), plainly(w, dtype)
    dx, dw, db = conv_backward_plain(*arrays, param, need_dx)
    if need_dx:
        dx = dx.astype(numpy.result_type(dout, w), copy=False)
    dw = dw.astype(numpy.result_type(dout, x), copy=False)
    return dx, dw, db.astype(dout.dtype, copy=False)
