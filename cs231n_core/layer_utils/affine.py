"""Sandwiches around an affine layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, overload

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.layers import (
    ACTIVATIONS,
    affine_backward,
    affine_forward,
    batchnorm_backward_alt,
    batchnorm_forward,
    layernorm_backward,
    layernorm_forward,
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


@overload
def affine_relu_backward(
    dout: Array, cache: Any, need_dx: Literal[True] = True
) -> tuple[Array, Array, Array]: ...
@overload
def affine_relu_backward(
    dout: Array, cache: Any, need_dx: bool
) -> tuple[Array | None, Array, Array]: ...
def affine_relu_backward(
    dout: Array, cache: Any, need_dx: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x, w and b.

    Parameters
    ----------
    dout : (N, M) float array
    cache : tuple
        From `affine_relu_forward`.
    need_dx : bool
        Whether the gradient of x is wanted.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array, or None
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
    return affine_backward(relu_backward(dout, relu_cache), fc_cache, need_dx)


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


def affine_bn_relu_forward(
    x: Array, w: Array, b: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, Any]:
    """Return the ReLU of the batch normalisation of an affine layer.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) float array
    w : (D, M) float array
    b : (M,) float array
    gamma, beta : (M,) float array
    bn_param : dict
        As for `batchnorm_forward`.

    Returns
    -------
    out : (N, M) float array
    cache : tuple
        The caches of the three layers.

    Examples
    --------
    >>> import numpy as np
    >>> one, zero, x = np.ones(2), np.zeros(2), np.array([[1.0, 5.0], [3.0, 1.0]])
    >>> out, _ = affine_bn_relu_forward(x, np.eye(2), zero, one, zero, {"mode": "train"})
    >>> out.round(3)
    array([[0., 1.],
           [1., 0.]])
    """
    a, fc_cache = affine_forward(x, w, b)
    normal, norm_cache = batchnorm_forward(a, gamma, beta, bn_param)
    out, relu_cache = relu_forward(normal)
    return out, (fc_cache, norm_cache, relu_cache)


def affine_bn_relu_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array, Array, Array]:
    """Return the gradients of x, w, b, gamma and beta.

    Parameters
    ----------
    dout : (N, M) float array
    cache : tuple
        From `affine_bn_relu_forward`.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array
    dw : (D, M) float array
    db, dgamma, dbeta : (M,) float array

    Examples
    --------
    >>> import numpy as np
    >>> one, zero, x = np.ones(2), np.zeros(2), np.array([[1.0, 5.0], [3.0, 1.0]])
    >>> _, cache = affine_bn_relu_forward(x, np.eye(2), zero, one, zero, {"mode": "train"})
    >>> affine_bn_relu_backward(np.array([[1.0, 2.0], [3.0, 4.0]]), cache)[4]
    array([3., 2.])
    """
    fc_cache, norm_cache, relu_cache = cache
    da, dgamma, dbeta = batchnorm_backward_alt(relu_backward(dout, relu_cache), norm_cache)
    return *affine_backward(da, fc_cache), dgamma, dbeta


def affine_ln_relu_forward(
    x: Array, w: Array, b: Array, gamma: Array, beta: Array, ln_param: Mapping[str, Any]
) -> tuple[Array, Any]:
    """Return the ReLU of the layer normalisation of an affine layer.

    Parameters
    ----------
    x : (N, d_1, ..., d_k) float array
    w : (D, M) float array
    b : (M,) float array
    gamma, beta : (M,) float array
    ln_param : dict
        As for `layernorm_forward`.

    Returns
    -------
    out : (N, M) float array
    cache : tuple
        The caches of the three layers.

    Examples
    --------
    >>> import numpy as np
    >>> one, zero, x = np.ones(2), np.zeros(2), np.array([[1.0, 5.0], [3.0, 1.0]])
    >>> out, _ = affine_ln_relu_forward(x, np.eye(2), zero, one, zero, {})
    >>> out.round(3)
    array([[0., 1.],
           [1., 0.]])
    """
    a, fc_cache = affine_forward(x, w, b)
    normal, norm_cache = layernorm_forward(a, gamma, beta, ln_param)
    out, relu_cache = relu_forward(normal)
    return out, (fc_cache, norm_cache, relu_cache)


def affine_ln_relu_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array, Array, Array]:
    """Return the gradients of x, w, b, gamma and beta.

    Parameters
    ----------
    dout : (N, M) float array
    cache : tuple
        From `affine_ln_relu_forward`.

    Returns
    -------
    dx : (N, d_1, ..., d_k) float array
    dw : (D, M) float array
    db, dgamma, dbeta : (M,) float array

    Examples
    --------
    >>> import numpy as np
    >>> one, zero, x = np.ones(2), np.zeros(2), np.array([[1.0, 5.0], [3.0, 1.0]])
    >>> _, cache = affine_ln_relu_forward(x, np.eye(2), zero, one, zero, {})
    >>> affine_ln_relu_backward(np.array([[1.0, 2.0], [3.0, 4.0]]), cache)[4]
    array([3., 2.])
    """
    fc_cache, norm_cache, relu_cache = cache
    da, dgamma, dbeta = layernorm_backward(relu_backward(dout, relu_cache), norm_cache)
    return *affine_backward(da, fc_cache), dgamma, dbeta
