"""Layers that are used together, as one layer: CS231n's sandwiches."""

from __future__ import annotations

from typing import Any

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.layers import (
    ACTIVATIONS,
    affine_backward,
    affine_forward,
    relu_backward,
    relu_forward,
)


def affine_relu_forward(x: Array, w: Array, b: Array) -> tuple[Array, Any]:
    """Return the ReLU of an affine layer.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) float array
    w : (D, M) float array
    b : (M,) float array

    Returns
    -------
    out : (N, M) float array
    cache : tuple
        The caches of both layers.

    Examples
    --------
    >>> import numpy as np
    >>> affine_relu_forward(np.array([[1.0, 2.0]]), np.eye(2), np.array([-5.0, 0.0]))[0]
    array([[0., 2.]])
    """
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (fc_cache, relu_cache)


def affine_relu_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b.

    Parameters
    ----------
    dout : (N, M) float array
    cache : tuple
        From `affine_relu_forward`.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array
    dw : (D, M) float array
    db : (M,) float array

    Examples
    --------
    >>> import numpy as np
    >>> _, cache = affine_relu_forward(np.array([[1.0, 2.0]]), np.eye(2), np.array([-5.0, 0.0]))
    >>> affine_relu_backward(np.array([[3.0, 4.0]]), cache)[2]
    array([0., 4.])
    """
    fc_cache, relu_cache = cache
    return affine_backward(relu_backward(dout, relu_cache), fc_cache)


def affine_activation_forward(
    x: Array, w: Array, b: Array, activation: str = "relu"
) -> tuple[Array, Any]:
    """Return an activation of an affine layer.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) float array
    w : (D, M) float array
    b : (M,) float array
    activation : str
        A name in `cs231n_core.layers.ACTIVATIONS`.

    Returns
    -------
    out : (N, M) float array
    cache : tuple
        The caches of both layers, and the name.

    Raises
    ------
    ValueError
        If there is no activation of that name.

    Examples
    --------
    >>> import numpy as np
    >>> affine_activation_forward(np.zeros((1, 2)), np.eye(2), np.zeros(2), "sigmoid")[0]
    array([[0.5, 0.5]])
    """
    if activation not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise ValueError(
            explain("affine_activation_forward", "activation is", repr(activation), known)
        )
    a, fc_cache = affine_forward(x, w, b)
    out, cache = ACTIVATIONS[activation][0](a)
    return out, (fc_cache, cache, activation)


def affine_activation_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b.

    Parameters
    ----------
    dout : (N, M) float array
    cache : tuple
        From `affine_activation_forward`.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array
    dw : (D, M) float array
    db : (M,) float array

    Examples
    --------
    >>> import numpy as np
    >>> _, cache = affine_activation_forward(np.zeros((1, 2)), np.eye(2), np.zeros(2), "sigmoid")
    >>> affine_activation_backward(np.ones((1, 2)), cache)[2]
    array([0.25, 0.25])
    """
    fc_cache, inner, activation = cache
    return affine_backward(ACTIVATIONS[activation][1](dout, inner), fc_cache)
