"""The softmax loss of a linear classifier: by loops over the examples, and at once."""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.layers import softmax_loss


def softmax_loss_naive(W: Array, X: Array, y: IntArray, reg: float) -> tuple[float, Array]:
    """Return the mean cross-entropy plus ½ · reg · ‖W‖² and its gradient, example by example.

    Parameters
    ----------
    W : (D, C) float array
    X : (N, D) float array
    y : (N,) integer array
        The right classes, 0 <= y < C.
    reg : float

    Returns
    -------
    loss : float
    dW : (D, C) array

    Examples
    --------
    >>> loss, dW = softmax_loss_naive(np.zeros((2, 4)), np.ones((3, 2)), np.array([0, 1, 2]), 0.0)
    >>> round(loss, 6)  # log 4
    1.386294
    """
    loss, dW = 0.0, np.zeros_like(W)
    for x, label in zip(X, y, strict=True):
        scores = x @ W
        # The largest score becomes 0, so that no exponential overflows.
        p = np.exp(scores - scores.max())
        p /= p.sum()
        loss -= float(scores[label] - scores.max() - np.log(np.exp(scores - scores.max()).sum()))
        p[label] -= 1
        dW += np.outer(x, p)
    return loss / len(X) + 0.5 * reg * float(np.sum(W * W)), dW / len(X) + reg * W


def softmax_loss_vectorized(W: Array, X: Array, y: IntArray, reg: float) -> tuple[float, Array]:
    """Return what `softmax_loss_naive` returns, without a loop.

    Parameters
    ----------
    W : (D, C) float array
    X : (N, D) float array
    y : (N,) integer array
    reg : float

    Returns
    -------
    loss : float
    dW : (D, C) array

    Examples
    --------
    >>> W, X, y = np.zeros((2, 4)), np.ones((3, 2)), np.array([0, 1, 2])
    >>> softmax_loss_vectorized(W, X, y, 0.0)[1][0]
    array([-0.08333333, -0.08333333, -0.08333333,  0.25      ])
    """
    loss, dscores = softmax_loss(X @ W, y)
    return loss + 0.5 * reg * float(np.sum(W * W)), X.T @ dscores + reg * W
