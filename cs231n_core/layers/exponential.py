"""Activations with an exponential negative side: ELU and SELU."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.layers._inputs import entries, number, upstream

SELU_ALPHA = 1.6732632423543772
"""Klambauer et al., 2017, equation 14: what makes mean 0 and variance 1 a fixed point."""

SELU_LAMBDA = 1.0507009873554805
"""The scale that belongs to `SELU_ALPHA`."""


class EluCache(NamedTuple):
    """What `elu_backward` needs."""

    x: Array
    alpha: float


def elu_forward(x: Array, alpha: float = 1.0) -> tuple[Array, EluCache]:
    """Return ``x`` where x > 0 and ``alpha * (exp(x) - 1)`` elsewhere.

    Parameters
    ----------
    x : (...,) float array
    alpha : float
        The negative side saturates at ``-alpha``. A fixed hyperparameter, not a learned one.

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : EluCache

    Notes
    -----
    exp(x) - 1 loses all digits near 0; expm1 does not. It is asked for x <= 0 only, where it
    cannot overflow.

    References
    ----------
    Clevert, Unterthiner, Hochreiter, "Fast and Accurate Deep Network Learning by Exponential
    Linear Units", ICLR 2016, section 3.

    Examples
    --------
    >>> elu_forward(np.array([-1000.0, 0.0, 1000.0]))[0]
    array([  -1.,    0., 1000.])
    """
    x = entries("elu_forward", "x", x)
    scale = number("elu_forward", "alpha", alpha)
    return _elu(x, scale), EluCache(x, scale)


def elu_backward(dout: Array, cache: EluCache) -> Array:
    """Return ``dout`` where x > 0 and ``dout * alpha * exp(x)`` elsewhere.

    Parameters
    ----------
    dout : (...,) float array
    cache : EluCache
        From `elu_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = elu_forward(np.array([-1.0, 0.0, 1.0]), alpha=2.0)
    >>> elu_backward(np.ones(3), cache).round(4)
    array([0.7358, 2.    , 1.    ])
    """
    x, alpha = cache
    dout = upstream("elu_backward", dout, x.shape)
    with np.errstate(under="ignore"):
        return dout * _elu_slope(x, alpha)


def selu_forward(x: Array) -> tuple[Array, Array]:
    """Return ``lambda * elu(x, alpha)`` with the two constants that keep mean 0 and variance 1.

    The fixed point is reached if the weights of a unit are drawn with variance 1 / fan_in and the
    inputs are standardised.

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
    Klambauer, Unterthiner, Mayr, Hochreiter, "Self-Normalizing Neural Networks", NeurIPS 2017,
    equations 2 and 14.

    Examples
    --------
    >>> selu_forward(np.array([-1.0, 1.0]))[0].round(4)
    array([-1.1113,  1.0507])
    """
    x = entries("selu_forward", "x", x)
    return SELU_LAMBDA * _elu(x, SELU_ALPHA), x


def selu_backward(dout: Array, cache: Array) -> Array:
    """Return ``dout * lambda`` where x > 0 and ``dout * lambda * alpha * exp(x)`` elsewhere.

    Parameters
    ----------
    dout : (...,) float array
    cache : (...,) array
        ``x`` of `selu_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = selu_forward(np.array([-1.0, 1.0]))
    >>> selu_backward(np.ones(2), cache).round(4)
    array([0.6468, 1.0507])
    """
    x = cache
    dout = upstream("selu_backward", dout, x.shape)
    with np.errstate(under="ignore"):
        return dout * (SELU_LAMBDA * _elu_slope(x, SELU_ALPHA))


def _elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _elu_slope(x: Array, alpha: float) -> Array:
    with np.errstate(under="ignore"):
        return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
