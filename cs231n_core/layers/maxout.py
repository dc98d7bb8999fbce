"""Maxout: a layer whose units output the largest of k affine functions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import matrix, refuse_empty, shaped, upstream


class MaxoutCache(NamedTuple):
    """What `maxout_backward` needs; ``winner`` is the (N, M) index of the largest piece."""

    x: Array
    w: Array
    winner: IntArray


def maxout_forward(x: Array, w: Array, b: Array) -> tuple[Array, MaxoutCache]:
    """Return for each unit the largest of its k pieces ``x @ w[:, m, j] + b[m, j]``.

    Parameters
    ----------
    x : (N, D) float array
    w : (D, M, k) float array
        M units of k pieces: k times the parameters of an affine layer.
    b : (M, k) float array

    Returns
    -------
    out : (N, M) float array
    cache : MaxoutCache

    Raises
    ------
    ValueError
        If the shapes do not fit, or k is 0.

    References
    ----------
    Goodfellow, Warde-Farley, Mirza, Courville, Bengio, "Maxout Networks", ICML 2013, section 3.

    Examples
    --------
    The absolute value is a maxout unit with the pieces x and -x:

    >>> x, w, b = np.array([[-3.0], [2.0]]), np.array([[[1.0, -1.0]]]), np.zeros((1, 2))
    >>> maxout_forward(x, w, b)[0]
    array([[3.],
           [2.]])
    """
    x = matrix("maxout_forward", "x", x, "(N, D)")
    w = matrix("maxout_forward", "w", w, "(D, M, k)")
    refuse_empty("maxout_forward", "x", x)
    units, pieces = w.shape[1:]
    if w.shape[0] != x.shape[1] or pieces == 0:
        raise ValueError(
            explain(
                "maxout_forward",
                "w has shape",
                w.shape,
                f"({x.shape[1]}, M, k) with k >= 1",
                f"x has {x.shape[1]} columns",
            )
        )
    b = shaped("maxout_forward", "b", b, (units, pieces), f"w has shape {w.shape}")
    z = (x @ w.reshape(x.shape[1], units * pieces)).reshape(-1, units, pieces) + b
    winner = z.argmax(axis=2)
    return np.take_along_axis(z, winner[..., None], axis=2)[..., 0], MaxoutCache(x, w, winner)


def maxout_backward(dout: Array, cache: MaxoutCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b: ``dout`` goes to the winning piece, the first of equals.

    Parameters
    ----------
    dout : (N, M) float array
    cache : MaxoutCache
        From `maxout_forward`.

    Returns
    -------
    dx : (N, D) float array
    dw : (D, M, k) float array
    db : (M, k) float array

    Examples
    --------
    >>> x, w, b = np.array([[-3.0], [2.0]]), np.array([[[1.0, -1.0]]]), np.zeros((1, 2))
    >>> _, cache = maxout_forward(x, w, b)
    >>> dx, dw, db = maxout_backward(np.array([[1.0], [10.0]]), cache)
    >>> dx.ravel(), db
    (array([-1., 10.]), array([[10.,  1.]]))
    """
    x, w, winner = cache
    dout = upstream("maxout_backward", dout, winner.shape)
    depth, units, pieces = w.shape
    dz = np.zeros((*winner.shape, pieces), dout.dtype)
    np.put_along_axis(dz, winner[..., None], dout[..., None], axis=2)
    flat = dz.reshape(len(x), units * pieces)
    dx = flat @ w.reshape(depth, units * pieces).T
    dw = (x.T @ flat).reshape(w.shape)
    return dx, dw, dz.sum(axis=0)
