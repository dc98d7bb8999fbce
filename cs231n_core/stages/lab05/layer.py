"""One layer of batch normalisation on its own: what it changes, what it leaves, who moves whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.stages.lab.network import Images


def normalized(x: Array, eps: float = 1e-5) -> Array:
    """Return (x - mean) / sqrt(var + eps) per column of x (N, D)."""
    one = np.ones(x.shape[1], x.dtype)
    out, _ = layers.batchnorm_forward(x, one, 0 * one, {"mode": "train", "eps": eps})
    return out


def two_bumps(count: int = 4000, seed: int = 0) -> Array:
    """Return numbers (count, 1) around 2 and around 10, a third of them around 10."""
    rng = np.random.default_rng(seed)
    centres = np.where(rng.random(count) < 1 / 3, 10.0, 2.0)
    return (centres + rng.normal(size=count))[:, None]


@dataclass(frozen=True)
class Shape:
    """Four numbers about a distribution; a normal one has skewness 0 and kurtosis 3."""

    mean: float
    std: float
    skewness: float
    kurtosis: float


def shape_of(values: Array) -> Shape:
    """Return mean, standard deviation, skewness and kurtosis of all values."""
    mean, std = float(values.mean()), float(values.std())
    z = (values - mean) / std
    return Shape(mean, std, float((z**3).mean()), float((z**4).mean()))


def squared_reading(std: float, eps: float = 1e-5) -> float:
    """Return the output's spread when the root is taken of ``variance**2 + eps``."""
    x = std * np.random.default_rng(0).normal(size=10_000)
    return float(((x - x.mean()) / np.sqrt(x.var() ** 2 + eps)).std())


FIVE = np.array([-1.2, -0.4, 0.3, 1.1])
"""Four examples of a batch of five; the fifth is the reader's."""


def batch_of_five(value: float) -> Array:
    """Return the five normalised numbers (5,), the reader's last."""
    return np.asarray(normalized(np.append(FIVE, value)[:, None])[:, 0])


def jitter(size: int, draws: int = 2000, seed: int = 0) -> Array:
    """Return x_hat of an example with x = 1 in ``draws`` batches of N(0, 1) mates.

    Parameters
    ----------
    size : int
        Examples per batch, this one included.

    Returns
    -------
    x_hat : (draws,) array
    """
    rng = np.random.default_rng([seed, size])
    x = rng.normal(size=(size, draws))
    x[0] = 1.0
    return np.asarray(normalized(x)[0])


def saturated(gamma: float, beta: float = 0.0) -> float:
    """Return the share of tanh(gamma * x_hat + beta) beyond ±0.97 for normal x_hat."""
    z = np.random.default_rng(0).normal(size=20_000)
    return float((np.abs(np.tanh(gamma * z + beta)) > 0.97).mean())


@dataclass(frozen=True)
class MapStatistics:
    """What normalising images over one choice of axes does to their channels."""

    statistics: int
    channel_stds: Array
    kept: float


def per_map(images: Images) -> dict[str, MapStatistics]:
    """Return what three choices of axes do to thumbnails of three channels.

    ``channel`` takes one mean and variance per map, over images and places; ``everything`` one for
    all channels together; ``place`` one for every pixel of every channel. ``kept`` is the mean
    correlation of a map before and after, which is 1 if its inner structure is kept.
    """
    x = images.x[:500].reshape(-1, 3, 16, 16).astype(np.float64)
    x = x * np.array([1.0, 2.0, 0.5])[:, None, None] + np.array([0.0, 3.0, -1.0])[:, None, None]
    x += np.linspace(-2, 2, 16)  # brighter on the right, as under a window
    one = np.ones(3)
    channel, _ = layers.spatial_batchnorm_forward(x, one, 0 * one, {"mode": "train"})
    everything = (x - x.mean()) / x.std()
    place = normalized(x.reshape(len(x), -1)).reshape(x.shape)
    counts = {"channel": 3, "everything": 1, "place": 3 * 16 * 16}
    return {
        name: MapStatistics(counts[name], out.std(axis=(0, 2, 3)), _kept(x, out))
        for name, out in (("channel", channel), ("everything", everything), ("place", place))
    }


def _kept(before: Array, after: Array) -> float:
    a, b = (v.reshape(-1, 256) - v.reshape(-1, 256).mean(axis=1)[:, None] for v in (before, after))
    return float(((a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))).mean())
