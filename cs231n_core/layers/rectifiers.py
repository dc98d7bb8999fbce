"""Activations made of two straight lines: ReLU, leaky ReLU and PReLU.

At x = 0, where the derivative does not exist, the slope of the negative side is taken, as PyTorch
does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.kernels import active, elementwise_numpy
from cs231n_core.layers._inputs import entries, number, scaled, upstream


class LeakyReluCache(NamedTuple):
    """What `leaky_relu_backward` needs."""

    x: Array
    alpha: float


class PreluCache(NamedTuple):
    """What `prelu_backward` needs."""

    x: Array
    alpha: Array


def relu_forward(x: Array) -> tuple[Array, Array]:
    """Return ``max(0, x)``.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : (...,) array
        ``x``.

    References
    ----------
    Nair, Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010;
    Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural
    Networks", NeurIPS 2012, section 3.1.

    Examples
    --------
    >>> relu_forward(np.array([-2.0, 0.0, 3.0]))[0]
    array([0., 0., 3.])
    """
    x = entries("relu_forward", "x", x)
    native = active().native
    out = None if native is None else native.relu_forward(x)
    return elementwise_numpy.relu_forward(x) if out is None else out, x


def relu_backward(dout: Array, cache: Array) -> Array:
    """Return ``dout`` where x > 0 and zero elsewhere.

    Parameters
    ----------
    dout : (...,) float array
    cache : (...,) array
        ``x`` of `relu_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = relu_forward(np.array([-2.0, 0.0, 3.0]))
    >>> relu_backward(np.array([5.0, 6.0, 7.0]), cache)
    array([0., 0., 7.])
    """
    x = cache
    dout = upstream("relu_backward", dout, x.shape)
    native = active().native
    dx = None if native is None else native.relu_backward(dout, x)
    return elementwise_numpy.relu_backward(dout, x) if dx is None else dx


def leaky_relu_forward(x: Array, alpha: float = 0.01) -> tuple[Array, LeakyReluCache]:
    """Return ``x`` where x > 0 and ``alpha * x`` elsewhere.

    Parameters
    ----------
    x : (...,) float array
    alpha : float
        The slope of the negative side. With alpha <= 1 this is ``max(alpha * x, x)``; beyond 1
        that formula swaps the branches.

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : LeakyReluCache

    References
    ----------
    Maas, Hannun, Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013,
    section 2.

    Examples
    --------
    >>> leaky_relu_forward(np.array([-2.0, 3.0]), alpha=0.1)[0]
    array([-0.2,  3. ])
    """
    x = entries("leaky_relu_forward", "x", x)
    slope = number("leaky_relu_forward", "alpha", alpha)
    return np.where(x > 0, x, scaled(slope, x)), LeakyReluCache(x, slope)


def leaky_relu_backward(dout: Array, cache: LeakyReluCache) -> Array:
    """Return ``dout`` where x > 0 and ``alpha * dout`` elsewhere.

    Parameters
    ----------
    dout : (...,) float array
    cache : LeakyReluCache
        From `leaky_relu_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = leaky_relu_forward(np.array([-2.0, 3.0]), alpha=0.1)
    >>> leaky_relu_backward(np.array([1.0, 1.0]), cache)
    array([0.1, 1. ])
    """
    x, alpha = cache
    dout = upstream("leaky_relu_backward", dout, x.shape)
    return np.where(x > 0, dout, alpha * dout)


def prelu_forward(x: Array, alpha: Array | float) -> tuple[Array, PreluCache]:
    """Return ``x`` where x > 0 and ``alpha * x`` elsewhere, with a learned alpha.

    Parameters
    ----------
    x : (N, C, ...) float array
    alpha : () or (C,) float array
        One slope for all units, or one for each unit or channel (axis 1 of ``x``).

    Returns
    -------
    out : (N, C, ...) array of the shape and dtype of ``x``
    cache : PreluCache

    Raises
    ------
    ValueError
        If ``alpha`` has another shape.

    References
    ----------
    He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, section 2.1: start from 0.25
    and do not decay alpha.

    Examples
    --------
    >>> x = np.array([[-1.0, -1.0], [2.0, -3.0]])
    >>> prelu_forward(x, np.array([0.25, 2.0]))[0]
    array([[-0.25, -2.  ],
           [ 2.  , -6.  ]])
    """
    x = entries("prelu_forward", "x", x)
    slopes = np.asarray(alpha, x.dtype)
    if slopes.shape not in ((), x.shape[1:2]):
        raise ValueError(
            explain(
                "prelu_forward",
                "alpha has shape",
                slopes.shape,
                "()" if x.ndim < 2 else f"() or ({x.shape[1]},)",
                f"x of shape {x.shape} has its units on axis 1",
            )
        )
    return np.where(x > 0, x, scaled(_along_units(slopes, x), x)), PreluCache(x, slopes)


def prelu_backward(dout: Array, cache: PreluCache) -> tuple[Array, Array]:
    """Return the gradients of x and alpha; alpha's is a sum over all that shares it.

    ``dalpha = sum(dout * x over x <= 0)``: over the batch and, for images, over height and width.

    Parameters
    ----------
    dout : (N, C, ...) float array
    cache : PreluCache
        From `prelu_forward`.

    Returns
    -------
    dx : (N, C, ...) float array
    dalpha : () or (C,) array
        The shape of ``alpha``.

    Examples
    --------
    >>> _, cache = prelu_forward(np.array([[-1.0, -1.0], [2.0, -3.0]]), np.array([0.25, 2.0]))
    >>> dx, dalpha = prelu_backward(np.array([[1.0, 1.0], [1.0, 10.0]]), cache)
    >>> dx
    array([[ 0.25,  2.  ],
           [ 1.  , 20.  ]])
    >>> dalpha
    array([ -1., -31.])
    """
    x, alpha = cache
    dout = upstream("prelu_backward", dout, x.shape)
    dx = np.where(x > 0, dout, _along_units(alpha, x) * dout)
    shares = dout * np.minimum(x, 0)
    shared = tuple(axis for axis in range(x.ndim) if alpha.ndim == 0 or axis != 1)
    return dx, np.asarray(shares.sum(axis=shared))


def _along_units(alpha: Array, x: Array) -> Array:
    """Give alpha the axes that let it broadcast along axis 1 of x."""
    return alpha if alpha.ndim == 0 else alpha.reshape(1, -1, *(1,) * (x.ndim - 2))
