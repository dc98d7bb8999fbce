"""The affine layer: every output is a weighted sum of all inputs, plus a bias."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, overload

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.kernels import active, affine_numpy
from cs231n_core.layers._inputs import entries, matrix, refuse_empty, shaped, upstream


class AffineCache(NamedTuple):
    """What `affine_backward` needs."""

    x: Array
    w: Array
    b: Array


def affine_forward(x: Array, w: Array, b: Array) -> tuple[Array, AffineCache]:
    """Return ``x @ w + b``, with every example flattened to a row.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) float array
        N examples with D = d_1 · ... · d_k numbers each.
    w : (D, M) float array
    b : (M,) float array

    Returns
    -------
    out : (N, M) float array
    cache : AffineCache

    Raises
    ------
    ValueError
        If the shapes do not fit or there is nothing in x or w.

    Examples
    --------
    >>> import numpy as np
    >>> x, w, b = np.ones((1, 2, 2)), np.ones((4, 3)), np.array([0.0, 1.0, 2.0])
    >>> affine_forward(x, w, b)[0]
    array([[4., 5., 6.]])
    """
    x = entries("affine_forward", "x", x)
    w = matrix("affine_forward", "w", w, "(D, M)")
    refuse_empty("affine_forward", "w", w)
    if x.ndim == 0:
        raise ValueError(explain("affine_forward", "x has shape", x.shape, "(N, d_1, ..., d_k)"))
    rows = _rows(x)
    if rows.shape[1] != w.shape[0]:
        raise ValueError(
            explain(
                "affine_forward",
                "w has shape",
                w.shape,
                f"({rows.shape[1]}, M)",
                f"x of shape {x.shape} has {rows.shape[1]} numbers per example",
            )
        )
    b = shaped("affine_forward", "b", b, (w.shape[1],), f"w has {w.shape[1]} columns")
    native = _native()
    out = None if native is None else native.affine_forward(rows, w, b)
    if out is None:
        out = affine_numpy.affine_forward(rows, w, b)
    return out, AffineCache(x, w, b)


@overload
def affine_backward(
    dout: Array, cache: AffineCache, need_dx: Literal[True] = True
) -> tuple[Array, Array, Array]: ...
@overload
def affine_backward(
    dout: Array, cache: AffineCache, need_dx: bool
) -> tuple[Array | None, Array, Array]: ...
def affine_backward(
    dout: Array, cache: AffineCache, need_dx: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x, w and b: ``dout @ w.T``, ``x.T @ dout``, ``dout.sum(0)``.

    Parameters
    ----------
    dout : (N, M) float array
    cache : AffineCache
        From `affine_forward`.
    need_dx : bool
        Whether the gradient of x is wanted; the first layer of a net does not need it.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array, or None
    dw : (D, M) float array
    db : (M,) float array

    Examples
    --------
    >>> import numpy as np
    >>> _, cache = affine_forward(np.array([[1.0, 2.0]]), np.eye(2), np.zeros(2))
    >>> dx, dw, db = affine_backward(np.array([[1.0, 10.0]]), cache)
    >>> dw
    array([[ 1., 10.],
           [ 2., 20.]])
    """
    x, w, _ = cache
    dout = upstream("affine_backward", dout, (x.shape[0], w.shape[1]))
    rows, native = _rows(x), _native()
    grads = None if native is None else native.affine_backward(dout, rows, w, need_dx)
    dx, dw = affine_numpy.affine_backward(dout, rows, w, need_dx) if grads is None else grads
    return None if dx is None else dx.reshape(x.shape), dw, dout.sum(axis=0)


def _native() -> Any:
    """Return the compiled kernels if they are to multiply.

    NumPy's product is the faster one, but its threads go on spinning after each call and take the
    processors from the threads of the other kernels. With a single thread nothing is taken.
    """
    native = active().native
    return None if native is None or native.get_threads() == 1 else native


def _rows(x: Array) -> Array:
    """Flatten each example; an explicit width, because -1 has no answer for an empty batch."""
    width = 1
    for length in x.shape[1:]:
        width *= length
    return x.reshape(x.shape[0], width)
