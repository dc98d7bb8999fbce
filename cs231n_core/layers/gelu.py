"""GELU: the input times the probability that a normal variable lies below it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.layers._inputs import number, scaled, upstream

_TANH_SCALE = math.sqrt(2 / math.pi)
_TANH_CUBE = 0.044715
_erfc = np.frompyfunc(math.erfc, 1, 1)


class GeluCache(NamedTuple):
    """What `gelu_backward` and `gelu_tanh_backward` need."""

    x: Array
    alpha: float


def normal_cdf(x: Array) -> Array:
    """Return the probability Φ(x) that a standard normal variable is at most ``x``.

    Computed as erfc(-x / √2) / 2 in float64, which keeps all digits in both tails.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    probability : (...,) array of the shape and dtype of ``x``

    Examples
    --------
    >>> normal_cdf(np.array([-np.inf, 0.0, 1.0])).round(4)
    array([0.    , 0.5   , 0.8413])
    """
    x = float_array("normal_cdf", "x", x)
    with np.errstate(under="ignore"):
        tail = np.asarray(_erfc(x.astype(np.float64) * -math.sqrt(0.5)), np.float64)
        return np.asarray(tail / 2, x.dtype)


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
    x = float_array("gelu_forward", "x", x)
    sharpness = number("gelu_forward", "alpha", alpha)
    return _gated(x, normal_cdf(scaled(sharpness, x))), GeluCache(x, sharpness)


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
    x, alpha = cache
    dout = upstream("gelu_backward", dout, x.shape)
    z = scaled(alpha, x)
    # Beyond 40 the density is zero in float64, and z * z must not overflow.
    near = np.clip(z, -40, 40)
    with np.errstate(under="ignore"):
        density = np.exp(-near * near / 2) / math.sqrt(2 * math.pi)
        slope: Array = normal_cdf(z) + near * density
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
    x = float_array("gelu_tanh_forward", "x", x)
    sharpness = number("gelu_tanh_forward", "alpha", alpha)
    return _gated(x, (1 + _tanh_part(scaled(sharpness, x))) / 2), GeluCache(x, sharpness)


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
    x, alpha = cache
    dout = upstream("gelu_tanh_backward", dout, x.shape)
    z = scaled(alpha, x)
    t = _tanh_part(z)
    # Beyond 40 the slope of tanh is zero, and the cube must not overflow.
    near = np.clip(z, -40, 40)
    inner = _TANH_SCALE * (near + 3 * _TANH_CUBE * near**3)
    with np.errstate(under="ignore"):
        slope: Array = ((1 + t) + (1 - t * t) * inner) / 2
        return dout * slope


def _tanh_part(z: Array) -> Array:
    near = np.clip(z, -40, 40)
    return np.tanh(_TANH_SCALE * (near + _TANH_CUBE * near**3))


def _gated(x: Array, gate: Array) -> Array:
    """Return ``x * gate``, where a closed gate gives zero for an infinite x too."""
    with np.errstate(invalid="ignore", under="ignore"):
        return np.where(gate == 0, 0, x * gate)
