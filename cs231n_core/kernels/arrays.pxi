"""Plain arrays: how every binding takes arrays apart, at a cost of about 0.1 us each.

A plain array is a numpy.ndarray (no subclass) of float32 or float64 in the machine's byte order,
aligned and C-contiguous. It may be read-only where it is only read. What is not plain was made so
in Python, or goes there for a copy or an error message.
"""

cdef object ndarray = numpy.ndarray
cdef object empty = numpy.empty
cdef object FLOAT32 = numpy.dtype(numpy.float32)
cdef object FLOAT64 = numpy.dtype(numpy.float64)


cdef inline int kind_of(object array):
    """Return 0 for float32, 1 for float64, -1 for what is not a plain array's type or dtype."""
    if type(array) is not ndarray:
        return -1
    dtype = array.dtype
    return 0 if dtype is FLOAT32 else 1 if dtype is FLOAT64 else -1


cdef inline bint opened(object array, Py_buffer *view, int ndim) except -1:
    """Open the buffer of a C-contiguous, aligned array with ndim axes and at least one entry.

    Returns whether it is one; if so, the caller must close it with ``PyBuffer_Release``.
    """
    try:
        PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS)
    except (BufferError, ValueError):
        return False
    if view.ndim == ndim and view.len > 0 and <size_t>view.buf % <size_t>view.itemsize == 0:
        return True
    PyBuffer_Release(view)
    return False


ctypedef struct Entries:
    void *data
    Py_ssize_t shape[4]


cdef inline bint taken(object array, int ndim, Entries *entries) except -1:
    """Find the entries of an array as above, with at most 4 axes; return whether it is one.

    The entries stay where they are as long as the array lives.
    """
    cdef Py_buffer view
    cdef int i
    if not opened(array, &view, ndim):
        return False
    entries.data = view.buf
    for i in range(ndim):
        entries.shape[i] = view.shape[i]
    PyBuffer_Release(&view)
    return True


cdef inline void *address(object array) except NULL:
    """Return where the entries of a fresh array lie; it is valid as long as the array lives."""
    cdef Py_buffer view
    PyObject_GetBuffer(array, &view, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE)
    PyBuffer_Release(&view)
    return view.buf
