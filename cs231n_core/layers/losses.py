"""Losses of a batch of class scores, with their gradients: softmax and multiclass SVM."""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import matrix


def softmax_loss(x: Array, y: IntArray) -> tuple[float, Array]:
    """Return the mean cross-entropy of the softmax of the scores, and its gradient.

    With ``p = exp(x) / sum(exp(x))`` per row, the loss is ``mean(-log(p[i, y[i]]))`` and
    ``dx = (p - onehot(y)) / N``.

    Parameters
    ----------
    x : (N, C) float array
        Score of each class for each example.
    y : (N,) integer array
        The right classes, 0 <= y < C.

    Returns
    -------
    loss : float
    dx : (N, C) array of the dtype of ``x``

    Raises
    ------
    ValueError, TypeError
        If the labels do not fit the scores.

    References
    ----------
    CS231n notes, "Linear classification", softmax classifier: shift the scores so that the
    largest is 0.

    Examples
    --------
    >>> loss, dx = softmax_loss(np.zeros((1, 10)), np.array([3]))
    >>> round(loss, 6)  # log 10: what ten classes cost before training
    2.302585
    """
    x, y = _scores("softmax_loss", x, y)
    rows = np.arange(len(y))
    with np.errstate(under="ignore"):
        shifted = x - x.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        dx = np.exp(log_p)
        dx[rows, y] -= 1
        dx /= len(y)
    return float(-log_p[rows, y].mean()), dx


def svm_loss(x: Array, y: IntArray) -> tuple[float, Array]:
    """Return the mean multiclass hinge loss of the scores with margin 1, and its gradient.

    ``loss = mean over i of sum over j != y[i] of max(0, x[i, j] - x[i, y[i]] + 1)``.

    Parameters
    ----------
    x : (N, C) float array
        Score of each class for each example.
    y : (N,) integer array
        The right classes, 0 <= y < C.

    Returns
    -------
    loss : float
    dx : (N, C) array of the dtype of ``x``

    Raises
    ------
    ValueError, TypeError
        If the labels do not fit the scores.

    References
    ----------
    Weston, Watkins, "Support Vector Machines for Multi-Class Pattern Recognition", ESANN 1999.

    Examples
    --------
    >>> loss, dx = svm_loss(np.array([[3.0, 2.5, -1.0]]), np.array([0]))
    >>> loss
    0.5
    >>> dx
    array([[-1.,  1.,  0.]])
    """
    x, y = _scores("svm_loss", x, y)
    rows = np.arange(len(y))
    margins = np.maximum(0, x - x[rows, y][:, None] + 1)
    margins[rows, y] = 0
    dx = (margins > 0).astype(x.dtype)
    dx[rows, y] -= dx.sum(axis=1)
    return float(margins.sum() / len(y)), dx / len(y)


def _scores(where: str, x: Array, y: IntArray) -> tuple[Array, IntArray]:
    x = matrix(where, "x", x, "(N, C)")
    labels = np.asarray(y)
    if labels.dtype.kind not in "iu":
        raise TypeError(
            explain(where, "y has dtype", labels.dtype, "integers", "y holds class numbers")
        )
    if labels.shape != x.shape[:1]:
        raise ValueError(
            explain(where, "y has shape", labels.shape, f"{x.shape[:1]}", "one class per row of x")
        )
    if labels.size == 0:
        raise ValueError(explain(where, "x has shape", x.shape, "at least one example"))
    if labels.min() < 0 or labels.max() >= x.shape[1]:
        wrong = labels[(labels < 0) | (labels >= x.shape[1])][0]
        raise ValueError(explain(where, "y contains", wrong, f"classes from 0 to {x.shape[1] - 1}"))
    return x, labels
