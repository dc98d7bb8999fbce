"""GELU: the input times the probability that a normal variable lies below it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.layers._inputs import entries, number, scaled, upstream
from cs231n_core.layers.normal import normal_cdf, normal_density

_TANH_SCALE = math.sqrt(2 / math.pi)
_TANH_CUBE = 0.044715


class GeluCache(NamedTuple):
    """What `gelu_backward` and `gelu_tanh_backward` need; ``gate`` is what x was multiplied by."""

    x: Array
    alpha: float
    gate: Array


def gelu_forward(x: Array, alpha: float = 1.0) -> tuple[Array, GeluCache]:
    """Return ``x * Φ(alpha * x)`` with the exact normal distribution function Φ.

    Parameters
    ----------
    x : (...,) float array
    alpha : float
        Sharpness: towards infinity this becomes ReLU; at 0 it is ``x / 2``.

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : GeluCache

    References
    ----------
    Hendrycks, Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, section 2 (alpha = 1).

    Examples
    --------
    >>> gelu_forward(np.array([-np.inf, 0.0, 1.0]))[0].round(4)
    array([0.    , 0.    , 0.8413])
    """
    x = entries("gelu_forward", "x", x)
    sharpness = number("gelu_forward", "alpha", alpha)
    gate = normal_cdf(scaled(sharpness, x))
    return _gated(x, gate), GeluCache(x, sharpness, gate)


def gelu_backward(dout: Array, cache: GeluCache) -> Array:
    """Return ``dout * (Φ(z) + z * φ(z))`` with ``z = alpha * x`` and the normal density φ.

    Parameters
    ----------
    dout : (...,) float array
    cache : GeluCache
        From `gelu_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = gelu_forward(np.array([-1.0, 0.0, 1.0]))
    >>> gelu_backward(np.ones(3), cache).round(4)
    array([-0.0833,  0.5   ,  1.0833])
    """
    x, alpha, gate = cache
    dout = upstream("gelu_backward", dout, x.shape)
    z = scaled(alpha, x)
    with np.errstate(under="ignore"):
        slope: Array = gate + np.clip(z, -40, 40) * normal_density(z)
        return dout * slope


def gelu_tanh_forward(x: Array, alpha: float = 1.0) -> tuple[Array, GeluCache]:
    """Return the tanh approximation of GELU, right to about 5e-4.

    ``x / 2 * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z**3)))`` with ``z = alpha * x``.

    Parameters
    ----------
    x : (...,) float array
    alpha : float

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : GeluCache

    References
    ----------
    Hendrycks, Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, section 2.

    Examples
    --------
    >>> x = np.linspace(-4, 4, 801)
    >>> error = gelu_tanh_forward(x)[0] - gelu_forward(x)[0]
    >>> float(np.abs(error).max().round(5))
    0.00047
    """
    x = entries("gelu_tanh_forward", "x", x)
    sharpness = number("gelu_tanh_forward", "alpha", alpha)
    near = _near(sharpness, x)
    gate = (1 + np.tanh(_TANH_SCALE * (near + _TANH_CUBE * near * near * near))) / 2
    return _gated(x, gate), GeluCache(x, sharpness, gate)


def gelu_tanh_backward(dout: Array, cache: GeluCache) -> Array:
    """Return ``dout`` times the derivative of `gelu_tanh_forward`.

    Parameters
    ----------
    dout : (...,) float array
    cache : GeluCache
        From `gelu_tanh_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = gelu_tanh_forward(np.array([-1.0, 0.0, 1.0]))
    >>> gelu_tanh_backward(np.ones(3), cache).round(4)
    array([-0.083,  0.5  ,  1.083])
    """
    x, alpha, gate = cache
    dout = upstream("gelu_tanh_backward", dout, x.shape)
    near = _near(alpha, x)
    inner = _TANH_SCALE * (near + 3 * _TANH_CUBE * near * near * near)
    with np.errstate(under="ignore"):
        slope: Array = gate + 2 * gate * (1 - gate) * inner
        return dout * slope


def _near(alpha: float, x: Array) -> Array:
    """Return alpha · x up to where tanh has reached its limit, so that no cube overflows."""
    return np.clip(scaled(alpha, x), -40, 40)


def _gated(x: Array, gate: Array) -> Array:
    """Return ``x * gate``, where a closed gate gives zero for an infinite x too."""
    with np.errstate(invalid="ignore", under="ignore"):
        return np.where(gate == 0, 0, x * gate)
