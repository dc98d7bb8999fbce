"""What surrounds batch normalisation: exact statistics, the identity, folding it away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import number, refuse_empty, shaped
from cs231n_core.layers._standardize import moments


def bn_population_stats(batches: Iterable[Array]) -> tuple[Array, Array]:
    """Return the exact mean and (biased) variance of all batches together, per feature.

    Averaging the variances of the batches would forget how much their means differ.

    Parameters
    ----------
    batches : iterable of (N_i, D) or (N_i, C, H, W) float arrays
        Batches of any sizes, such as a generator; read once, one batch in memory at a time.

    Returns
    -------
    mean, var : (D,) or (C,) array of the dtype of the batches

    Raises
    ------
    ValueError
        If there is no example, or the batches differ in features.

    References
    ----------
    Chan, Golub, LeVeque, "Algorithms for computing the sample variance", 1983, equations 2.1.

    Examples
    --------
    >>> bn_population_stats([np.array([[1.0], [3.0]]), np.array([[8.0]])])
    (array([4.]), array([8.66666667]))
    """
    count = 0
    dtype: np.dtype[np.floating[Any]] = np.dtype(np.float64)
    mean = var = np.zeros(0)
    for batch in batches:
        x = _features(batch, None if count == 0 else len(mean))
        if len(x) == 0:
            continue
        # float64, because many merges of float32 statistics would add up their rounding errors.
        part_mean, part_var, _ = (a.ravel() for a in moments(x.astype(np.float64), (0,)))
        if count == 0:
            dtype, mean, var = x.dtype, np.zeros_like(part_mean), np.zeros_like(part_var)
        share = len(x) / (count + len(x))
        apart = part_mean - mean
        var = (1 - share) * var + share * part_var + share * (1 - share) * apart**2
        mean = mean + share * apart
        count += len(x)
    if count == 0:
        raise ValueError(
            explain(
                "bn_population_stats",
                "batches hold",
                "no example",
                "at least one",
                "a generator that was already read is empty",
            )
        )
    return mean.astype(dtype), var.astype(dtype)


def _features(batch: Array, width: int | None) -> Array:
    """Return a batch as rows of features; for images, every pixel is an example of channels."""
    where = "bn_population_stats"
    x = float_array(where, "a batch", batch)
    if x.ndim not in (2, 4):
        raise ValueError(explain(where, "a batch has shape", x.shape, "(N, D) or (N, C, H, W)"))
    if width is not None and x.shape[1] != width:
        raise ValueError(
            explain(
                where, "a batch has", f"{x.shape[1]} features", f"{width}", "the first one has them"
            )
        )
    return x if x.ndim == 2 else x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def bn_identity_params(x: Array, eps: float = 1e-5) -> tuple[Array, Array]:
    """Return the gamma and beta with which batch normalisation leaves this batch as it is.

    ``gamma = sqrt(var + eps)``, not the variance, and ``beta = mean``. For another batch, with
    other statistics, they are not the identity.

    Parameters
    ----------
    x : (N, D) float array
    eps : float
        That of the layer.

    Returns
    -------
    gamma, beta : (D,) float array

    Examples
    --------
    >>> gamma, beta = bn_identity_params(np.array([[1.0], [5.0]]), eps=1e-12)
    >>> gamma.round(6), beta
    (array([2.]), array([3.]))
    """
    x = _features(x, None)
    refuse_empty("bn_identity_params", "x", x)
    mean, var, _ = moments(x, (0,))
    eps = number("bn_identity_params", "eps", eps)
    return np.sqrt(var + x.dtype.type(eps)).ravel(), mean.ravel()


def bn_fold(
    w: Array, b: Array, gamma: Array, beta: Array, mean: Array, var: Array, eps: float = 1e-5
) -> tuple[Array, Array]:
    """Return the weights of one layer that does what a layer and its batch normalisation do.

    Once the statistics are fixed, batch normalisation is one factor and one shift per feature:
    after training it costs nothing.

    Parameters
    ----------
    w : (D, M) or (F, C, HH, WW) float array
        Of the affine or convolutional layer; M or F features.
    b : (M,) or (F,) float array
    gamma, beta, mean, var : (M,) or (F,) float array
        Of the batch normalisation after it; ``mean`` and ``var`` the running or the population's.
    eps : float

    Returns
    -------
    w, b : new arrays of the same shapes

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> one = np.ones(1)
    >>> w, b = bn_fold(np.array([[3.0]]), one, 4 * one, 7 * one, 2 * one, 4 * one, eps=1e-12)
    >>> w.round(6), b.round(6)
    (array([[6.]]), array([5.]))
    """
    w = float_array("bn_fold", "w", w)
    if w.ndim not in (2, 4):
        raise ValueError(explain("bn_fold", "w has shape", w.shape, "(D, M) or (F, C, HH, WW)"))
    axis = 1 if w.ndim == 2 else 0
    width = w.shape[axis]
    why = f"w of shape {w.shape} has {width} features"
    given = {"b": b, "gamma": gamma, "beta": beta, "mean": mean, "var": var}
    b, gamma, beta, mean, var = (
        shaped("bn_fold", name, value, (width,), why) for name, value in given.items()
    )
    scale = gamma / np.sqrt(var + var.dtype.type(number("bn_fold", "eps", eps)))
    along = (1, -1) if axis == 1 else (-1, 1, 1, 1)
    return w * scale.reshape(along), (b - mean) * scale + beta
