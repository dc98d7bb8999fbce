"""Batch normalisation in NumPy: the definition of correct for the compiled kernels.

Axis 1 is the channel (or feature) axis; the statistics are taken over all others. The mean has two
parts: ``mean``, and ``rest``, what rounding the first to the dtype left over. ``x - mean - rest``
is exact to the last digits when the mean is far larger than the spread.
"""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array


def batchnorm_forward(
    x: Array, gamma: Array, beta: Array, eps: float
) -> tuple[Array, Array, Array, Array, Array]:
    """Return the normalised batch, scaled and shifted, and the statistics of the batch.

    Parameters
    ----------
    x : (N, C, ...) float array
    gamma, beta : (C,) float array
    eps : float

    Returns
    -------
    out : (N, C, ...) float array
    mean, rest, var, inv_std : (C,) float array
        ``var`` is the biased variance, ``inv_std`` is ``1 / sqrt(var + eps)``.
    """
    axes, along = _axes(x)
    mean = x.mean(axis=axes)
    centred = x - mean.reshape(along)
    rest = centred.mean(axis=axes)
    centred -= rest.reshape(along)
    var = np.square(centred).mean(axis=axes)
    inv_std = 1 / np.sqrt(var + x.dtype.type(eps))
    centred *= (gamma * inv_std).reshape(along)
    centred += beta.reshape(along)
    return centred, mean, rest, var, inv_std


def batchnorm_apply(x: Array, gamma: Array, beta: Array, mean: Array, inv_std: Array) -> Array:
    """Return the batch, normalised by statistics that are given, scaled and shifted.

    Parameters
    ----------
    x : (N, C, ...) float array
    gamma, beta, mean, inv_std : (C,) float array

    Returns
    -------
    out : (N, C, ...) float array
    """
    _, along = _axes(x)
    out = x - mean.reshape(along)
    out *= (gamma * inv_std).reshape(along)
    out += beta.reshape(along)
    return out


def batchnorm_backward(
    dout: Array, x: Array, gamma: Array, mean: Array, rest: Array, inv_std: Array, frozen: bool
) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta.

    Parameters
    ----------
    dout, x : (N, C, ...) float array
    gamma, mean, rest, inv_std : (C,) float array
    frozen : bool
        Whether the statistics are constants.

    Returns
    -------
    dx : (N, C, ...) float array
    dgamma, dbeta : (C,) float array
    """
    axes, along = _axes(x)
    x_hat = standardized(x, mean, rest, inv_std)
    dgamma, dbeta = (dout * x_hat).sum(axis=axes), dout.sum(axis=axes)
    slope = (gamma * inv_std).reshape(along)
    if frozen:
        return dout * slope, dgamma, dbeta
    count = x.dtype.type(x.size // x.shape[1])
    # Every x moves the mean and the variance of its channel; the two terms are what comes back.
    x_hat *= (dgamma / count).reshape(along)
    x_hat += (dbeta / count).reshape(along)
    dx: Array = slope * (dout - x_hat)
    return dx, dgamma, dbeta


def standardized(x: Array, mean: Array, rest: Array, inv_std: Array) -> Array:
    """Return ``(x - mean - rest) * inv_std``.

    Parameters
    ----------
    x : (N, C, ...) float array
    mean, rest, inv_std : (C,) float array

    Returns
    -------
    x_hat : (N, C, ...) float array
    """
    _, along = _axes(x)
    x_hat: Array = x - mean.reshape(along)
    x_hat -= rest.reshape(along)
    x_hat *= inv_std.reshape(along)
    return x_hat


def _axes(x: Array) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the axes of the statistics, and the shape that lines up an array of channels."""
    return (0, *range(2, x.ndim)), (1, -1, *(1,) * (x.ndim - 2))
