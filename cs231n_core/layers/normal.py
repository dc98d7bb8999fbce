"""The distribution function of the normal variable, for whole arrays at once."""

from __future__ import annotations

import math

import numpy as np

from cs231n_core.arrays import Array, float_array

# (1 + a) · 2Φ(-a) · exp(a² / 2) for a >= 0, as a polynomial in (a - 5) / (a + 5): the first 25
# terms of its Chebyshev series, computed with 60 digits. The terms left out add up to 3e-17.
_TAIL = (
    *(0.9230316597000755, -0.18310456366801808, 0.062060736851925695, 0.020004704770458764),
    *(-0.05280208593253451, 0.049073926487357304, -0.030340830806562448, 0.013044001335567792),
    *(-0.0033521446743291394, 1.5583194818677998e-05, 0.0003646682061522351),
    *(-0.0001072151622297444, -1.979189231866947e-05, 1.811964936251328e-05),
    *(-1.414125769263543e-07, -2.6148972038475173e-06, 2.568959421299268e-07),
    *(3.9255619840182374e-07, -5.37640425856043e-08, -6.190403511608414e-08),
    *(8.044986764337434e-09, 8.802319245519851e-09, -8.654594220164188e-10),
    *(-7.631632525265906e-10, 5.0173996033970265e-11),
)


def normal_cdf(x: Array) -> Array:
    """Return the probability Φ(x) that a standard normal variable is at most ``x``.

    Equal to ``math.erfc(-x / math.sqrt(2)) / 2``, at a fifth of the time. Both tails keep all
    digits: the largest relative error is below 1e-15 in float64.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    probability : (...,) array of the shape and dtype of ``x``

    References
    ----------
    Shepherd, Laframboise, "Chebyshev Approximation of (1 + 2x)exp(x²)erfc x in 0 ≤ x < ∞",
    Mathematics of Computation 36, 1981: the idea; the polynomial is our own.

    Examples
    --------
    >>> normal_cdf(np.array([-np.inf, 0.0, 1.0])).round(4)
    array([0.    , 0.5   , 0.8413])
    """
    x = float_array("normal_cdf", "x", x)
    # Beyond 40 the tail is zero in float64.
    a = np.minimum(np.abs(x), 40).astype(np.float64)
    t = (a - 5) / (a + 5)
    tail = np.full_like(t, _TAIL[-1])
    for coefficient in _TAIL[-2::-1]:
        tail *= t
        tail += coefficient
    with np.errstate(under="ignore"):
        tail *= _bell(a) / (2 * (1 + a))
        return np.asarray(np.where(x > 0, 1 - tail, tail), x.dtype)


def normal_density(x: Array) -> Array:
    """Return the density φ(x) of the standard normal variable, without overflow.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    density : (...,) array of the shape and dtype of ``x``

    Examples
    --------
    >>> normal_density(np.array([-np.inf, 0.0, 1.0])).round(4)
    array([0.    , 0.3989, 0.242 ])
    """
    x = float_array("normal_density", "x", x)
    a = np.minimum(np.abs(x), 40).astype(np.float64)
    with np.errstate(under="ignore"):
        return np.asarray(_bell(a) / math.sqrt(2 * math.pi), x.dtype)


def _bell(a: Array) -> Array:
    """Return exp(-a² / 2) for 0 <= a <= 40 in float64.

    Squaring rounds, and the exponential of a large number multiplies that error; the square of a
    number with few digits is exact.
    """
    few = a.astype(np.float32).astype(np.float64)
    bell: Array = np.exp(-few * few / 2) * np.exp(-(a - few) * (a + few) / 2)
    return bell
