"""Images as data: raw pixels, small and grey ones, how well a sample knows the mean, noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.preprocessing import pca_whiten_apply, pca_whiten_fit
from cs231n_core.stages.lab.network import Images


def halves(x: Array) -> Array:
    """Return images (N, C, H, W) at half the size, each number the mean of 2×2 pixels."""
    n, c, h, w = x.shape
    blocks = np.asarray(x, np.float32).reshape(n, c, h // 2, 2, w // 2, 2)
    return np.asarray(blocks.mean(axis=(3, 5)))


def greys(x: Array) -> Array:
    """Return images (N, 3, H, W) as grey rows at half the size, (N, H · W / 4), float64."""
    return np.asarray(halves(x).mean(axis=1, dtype=np.float64).reshape(len(x), -1))


def small(data: Mapping[str, Any]) -> Images:
    """Return training and validation images at half the size, (N, 3, 16, 16), 0 to 255."""
    x, x_val = halves(data["X_train"]), halves(data["X_val"])
    return Images(x, data["y_train"], x_val, data["y_val"])


def sampling_errors(x: Array, counts: Sequence[int], *, seeds: int = 3) -> Array:
    """Return how far the mean image of a sample is from the mean image of all.

    Parameters
    ----------
    x : (N, ...) array
    counts : (K,) sequence
        Sizes of the samples, drawn with replacement.

    Returns
    -------
    errors : (K, seeds) array
        Root mean square over the entries, in grey levels.
    """
    rows = x.reshape(len(x), -1)
    mean = rows.mean(axis=0, dtype=np.float64)
    errors = []
    for count in counts:
        for seed in range(seeds):
            chosen = np.random.default_rng([count, seed]).integers(0, len(rows), count)
            off = rows[chosen].mean(axis=0, dtype=np.float64) - mean
            errors.append(float(np.sqrt(np.mean(off**2))))
    return np.array(errors).reshape(len(counts), seeds)


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the slope of a line through log y over log x."""
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def noise_share(rows: Array, eps: Sequence[float], *, level: float = 1.0, seeds: int = 3) -> Array:
    """Return how large noise is beside the data once both are whitened.

    Parameters
    ----------
    rows : (N, D) array
    eps : (K,) sequence
        Of the whitening.
    level : float
        Standard deviation of the noise that is added to every number.

    Returns
    -------
    ratios : (K, seeds) array
        Root mean square of the whitened noise over that of the whitened data.
    """
    found = []
    for value in eps:
        stats = pca_whiten_fit(rows, eps=value)
        clean = pca_whiten_apply(rows, stats)
        for seed in range(seeds):
            noise = level * np.random.default_rng(seed).standard_normal(rows.shape)
            moved = pca_whiten_apply(rows + noise, stats) - clean
            found.append(float(np.sqrt(np.mean(moved**2) / np.mean(clean**2))))
    return np.array(found).reshape(len(eps), seeds)


def zca(rows: Array, eps: float, k: int | None = None) -> Array:
    """Return rows whitened and rotated back, so that they can be looked at as images."""
    stats = pca_whiten_fit(rows, k, eps)
    return np.asarray(pca_whiten_apply(rows, stats) @ stats.directions.T)
