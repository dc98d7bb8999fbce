"""Centre, scale and whiten data with statistics of the training set, and undo it.

Fit on the training data alone, then apply the same statistics to all data: a test set that is
centred on its own mean tells the model something about itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.arrays import Array
from cs231n_core.errors import explain

MODES = ("mean_image", "channel_mean", "channel_standardize", "feature_standardize", "minmax")
"""The modes of `fit_preprocessor`."""

_ROWS_AT_A_TIME = 1024
Data = NDArray[Any]


@dataclass(frozen=True)
class Preprocessor:
    """Statistics of a training set: applying them is ``(X - offset) / scale``.

    ``offset`` and ``scale`` have the shape of an example, or of its channels (C, 1, 1).
    """

    mode: str
    offset: Array
    scale: Array
    example_shape: tuple[int, ...]


@dataclass(frozen=True)
class Whitening:
    """Directions of a training set, (D, k), by falling variance, (k,), around its mean (D,).

    ``spread`` (k,) is what the coordinates along the directions are divided by.
    """

    mean: Array
    directions: Array
    variances: Array
    spread: Array
    example_shape: tuple[int, ...]


def fit_preprocessor(X_train: Data, mode: str, eps: float = 1e-8) -> Preprocessor:
    """Return the statistics with which `apply_preprocessor` centres and scales.

    Parameters
    ----------
    X_train : (N, ...) array of any number type
        For the channel modes (N, C, H, W).
    mode : str
        - ``"mean_image"``: subtract the mean of each entry over all examples;
        - ``"channel_mean"``: subtract the mean of each channel over examples and places;
        - ``"channel_standardize"``: also divide by the channel's standard deviation;
        - ``"feature_standardize"``: as mean_image, and divide by each entry's deviation;
        - ``"minmax"``: map the range of each entry to [-1, 1].
    eps : float
        An entry that spreads no more than this is constant; it is centred and not divided.

    Returns
    -------
    stats : Preprocessor
        Its arrays are float64.

    Raises
    ------
    ValueError
        If the mode is unknown, there is no example, or the data has no channels.

    References
    ----------
    LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.3.

    Examples
    --------
    >>> stats = fit_preprocessor(np.array([[1, 50, 7], [3, 70, 7]]), "feature_standardize")
    >>> stats.offset, stats.scale
    (array([ 2., 60.,  7.]), array([ 1., 10.,  1.]))
    """
    X = _examples("fit_preprocessor", X_train)
    if mode not in MODES:
        raise ValueError(explain("fit_preprocessor", "mode is", repr(mode), ", ".join(MODES)))
    channels = mode.startswith("channel")
    if channels and X.ndim != 4:
        expected = "(N, C, H, W)"
        raise ValueError(explain("fit_preprocessor", "X_train has shape", X.shape, expected, mode))
    axes = (0, 2, 3) if channels else (0,)
    if mode == "minmax":
        low, high = X.min(axis=0).astype(np.float64), X.max(axis=0).astype(np.float64)
        offset, spread = low / 2 + high / 2, high / 2 - low / 2
    else:
        offset = X.mean(axis=axes, dtype=np.float64, keepdims=True)[0]
        scaled = mode.endswith("standardize")
        spread = np.sqrt(_variance(X, offset, axes)) if scaled else np.ones_like(offset)
    scale = np.where(spread > eps, spread, 1.0)
    return Preprocessor(mode, np.asarray(offset), scale, X.shape[1:])


def apply_preprocessor(X: Data, stats: Preprocessor | Whitening) -> Array:
    """Return data that is centred and scaled by the statistics of the training set.

    Parameters
    ----------
    X : (N, ...) array, or one example (...,)
        Of any number type.
    stats : Preprocessor or Whitening

    Returns
    -------
    Xp : new C-contiguous array
        float64 if X is; otherwise float32. For a Whitening (N, k) or (k,).

    Raises
    ------
    ValueError
        If the examples have another shape than those of the training set.

    Examples
    --------
    >>> stats = fit_preprocessor(np.array([[0.0], [10.0]]), "minmax")
    >>> apply_preprocessor(np.array([[5.0], [20.0]]), stats)  # nothing is clipped
    array([[0.],
           [3.]])
    """
    if isinstance(stats, Whitening):
        return pca_whiten_apply(X, stats)
    X = _like_training("apply_preprocessor", X, stats.example_shape)
    dtype = _float_type(X)
    centred = np.subtract(X, stats.offset.astype(dtype), dtype=dtype)
    return np.ascontiguousarray(centred / stats.scale.astype(dtype))


def invert_preprocessor(Xp: Array, stats: Preprocessor | Whitening) -> Array:
    """Return the data that preprocessing has made into Xp.

    After a whitening that kept k < D directions this is the data's projection onto them.

    Parameters
    ----------
    Xp : array
        As `apply_preprocessor` returns.
    stats : Preprocessor or Whitening

    Returns
    -------
    X : (N, ...) array, or one example, of the dtype of ``Xp``

    Raises
    ------
    ValueError
        If Xp has not the shape that `apply_preprocessor` gives.

    Examples
    --------
    >>> stats = fit_preprocessor(np.array([[0.0], [10.0]]), "minmax")
    >>> invert_preprocessor(np.array([[0.0], [3.0]]), stats)
    array([[ 5.],
           [20.]])
    """
    where = "invert_preprocessor"
    if isinstance(stats, Preprocessor):
        Xp = _like_training(where, Xp, stats.example_shape)
        dtype = _float_type(Xp)
        return np.ascontiguousarray(Xp * stats.scale.astype(dtype) + stats.offset.astype(dtype))
    Xp = _like_training(where, Xp, stats.spread.shape)
    dtype = _float_type(Xp)
    rows = (Xp * stats.spread.astype(dtype)) @ stats.directions.T.astype(dtype)
    back: Array = rows + stats.mean.astype(dtype)
    return back.reshape(*Xp.shape[:-1], *stats.example_shape)


def pca_whiten_fit(
    X_train: Data, k: int | None = None, eps: float = 1e-5, *, whiten: bool = True
) -> Whitening:
    """Return the k directions in which the training data varies most, and how much.

    Parameters
    ----------
    X_train : (N, ...) array of any number type
        Examples of D numbers each.
    k : int, optional
        Without it all D.
    eps : float
        Added to each variance before the root, so that directions of noise are not blown up.
    whiten : bool
        False for a rotation alone: the coordinates are not divided.

    Returns
    -------
    stats : Whitening
        Its arrays are float64. A direction's sign has no meaning.

    Raises
    ------
    ValueError
        If k is not between 1 and D, eps is negative or there is no example.

    References
    ----------
    Bell, Sejnowski, "The 'independent components' of natural scenes are edge filters", Vision
    Research 1997, section 3.

    Examples
    --------
    >>> X = np.array([[3.0, 0.0], [-3.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    >>> stats = pca_whiten_fit(X, eps=0.0)
    >>> stats.variances
    array([4.5, 0.5])
    >>> np.cov(pca_whiten_apply(X, stats).T, bias=True).round(12) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    X = _examples("pca_whiten_fit", X_train)
    example_shape = X.shape[1:]
    rows = X.reshape(len(X), math.prod(example_shape))
    size = rows.shape[1]
    k = size if k is None else k
    if not 1 <= k <= size:
        raise ValueError(explain("pca_whiten_fit", "k is", k, f"1 to {size}, the size of a row"))
    if eps < 0:
        raise ValueError(explain("pca_whiten_fit", "eps is", eps, "0 or more"))
    mean = rows.mean(axis=0, dtype=np.float64)
    centred = rows - mean
    values, vectors = np.linalg.eigh(centred.T @ centred / len(rows))
    # Rounding makes some of the variances that are zero slightly negative.
    variances = np.maximum(values[::-1][:k], 0.0)
    spread = np.sqrt(variances + eps) if whiten else np.ones(k)
    # A direction without any spread has only zeros as coordinates: divide them by anything.
    spread = np.where(spread > 0, spread, 1.0)
    directions = np.ascontiguousarray(vectors[:, ::-1][:, :k])
    return Whitening(mean, directions, variances, spread, example_shape)


def pca_whiten_apply(X: Data, stats: Whitening) -> Array:
    """Return the coordinates of data along the directions of the training set, scaled.

    Parameters
    ----------
    X : (N, ...) array, or one example (...,)
        Of any number type.
    stats : Whitening
        From `pca_whiten_fit`.

    Returns
    -------
    Xw : (N, k) or (k,) array
        float64 if X is; otherwise float32.

    Raises
    ------
    ValueError
        If the examples have another shape than those of the training set.

    Examples
    --------
    >>> stats = pca_whiten_fit(np.array([[0.0, 0.0], [2.0, 0.0]]), k=1, eps=0.0)
    >>> np.abs(pca_whiten_apply(np.array([[5.0, 9.0]]), stats))
    array([[4.]])
    """
    X = _like_training("pca_whiten_apply", X, stats.example_shape)
    dtype = _float_type(X)
    lead = X.shape[: X.ndim - len(stats.example_shape)]
    rows = X.reshape(*lead, stats.mean.size)
    centred = np.subtract(rows, stats.mean.astype(dtype), dtype=dtype)
    turned: Array = centred @ stats.directions.astype(dtype)
    whitened: Array = turned / stats.spread.astype(dtype)
    return whitened


def _examples(where: str, X: Data) -> Data:
    X = np.asarray(X)
    if X.ndim < 2 or X.size == 0 or X.dtype.kind not in "iuf":
        got = f"{X.shape} and dtype {X.dtype}"
        raise ValueError(explain(where, "X_train has shape", got, "(N, ...) numbers, N >= 1"))
    return X


def _like_training(where: str, X: Data, example_shape: tuple[int, ...]) -> Data:
    X = np.asarray(X)
    if example_shape not in (X.shape, X.shape[1:]):
        expected = f"(N, {', '.join(map(str, example_shape))}) or one such example"
        raise ValueError(
            explain(where, "X has shape", X.shape, expected, "fit and apply on the same layout")
        )
    return X


def _float_type(X: Data) -> Any:
    return np.float64 if X.dtype == np.float64 else np.float32


def _variance(X: Data, mean: Array, axes: tuple[int, ...]) -> Array:
    """Return the variance, a part of the rows at a time: X may be most of the memory."""
    total = np.zeros_like(mean)
    for start in range(0, len(X), _ROWS_AT_A_TIME):
        apart = X[start : start + _ROWS_AT_A_TIME] - mean
        total += np.square(apart).sum(axis=axes, keepdims=True)[0]
    variance: Array = total * (total.size / X.size)
    return variance
