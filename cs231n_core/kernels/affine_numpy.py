"""The affine layer in NumPy: the definition of correct for the compiled kernels."""

from __future__ import annotations

from cs231n_core.arrays import Array


def affine_forward(rows: Array, w: Array, b: Array) -> Array:
    """Return ``rows @ w + b``.

    Parameters
    ----------
    rows : (N, D) float array
    w : (D, M) float array
    b : (M,) float array

    Returns
    -------
    out : (N, M) float array
    """
    return rows @ w + b


def affine_backward(
    dout: Array, rows: Array, w: Array, need_dx: bool
) -> tuple[Array | None, Array]:
    """Return the gradients of the rows, if needed, and of w.

    Parameters
    ----------
    dout : (N, M) float array
    rows : (N, D) float array
    w : (D, M) float array
    need_dx : bool

    Returns
    -------
    dx : (N, D) float array, or None
    dw : (D, M) float array
    """
    return dout @ w.T if need_dx else None, rows.T @ dout
