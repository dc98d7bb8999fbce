"""Fits of single activations: the slope that PReLU learns, the curves that maxout can bend to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array


def fit_slope(
    true_slope: float = 0.3,
    *,
    start: float = 0.0,
    noise: float = 0.1,
    seed: int = 0,
    steps: int = 60,
    lr: float = 1.0,
) -> Array:
    """Return PReLU's slope after every step of learning it from noisy examples.

    Parameters
    ----------
    true_slope : float
        The slope for negative inputs that made the data.
    start : float
        Where the learned slope begins.

    Returns
    -------
    slopes : (steps + 1,) array
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(500)
    y = np.where(x > 0, x, true_slope * x) + noise * rng.standard_normal(500)
    alpha = np.array(start)
    slopes = [start]
    for _ in range(steps):
        out, cache = layers.prelu_forward(x, alpha)
        _, dalpha = layers.prelu_backward((out - y) / len(x), cache)
        alpha = alpha - lr * dalpha
        slopes.append(float(alpha))
    return np.array(slopes)


@dataclass(frozen=True)
class MaxoutFit:
    """A maxout unit of one input and its largest error on the grid it was fitted to."""

    w: Array
    b: Array
    x: Array
    target: Array
    out: Array

    @property
    def error(self) -> float:
        """The largest distance from the target."""
        return float(np.abs(self.out - self.target).max())

    @property
    def used(self) -> int:
        """How many of the pieces win somewhere on the grid."""
        values = self.x[:, None] * self.w.ravel() + self.b.ravel()
        return len(np.unique(values.argmax(axis=1)))


def tangents(k: int, target: str = "square", spread: float = 1.0) -> MaxoutFit:
    """Return the maxout of k lines that hug a convex curve on [-1, 1].

    Each line touches its own stretch of the curve and is shifted up by half of the gap that a
    tangent leaves, so that the error is the same above and below.

    Parameters
    ----------
    k : int
        The number of pieces, at least 1.
    target : str
        ``"square"`` or ``"abs"``.
    spread : float
        The stretches cover [-spread, spread]; 1 is best on [-1, 1].
    """
    x = np.linspace(-1.0, 1.0, 801)
    half = spread / k
    centres = np.linspace(-spread + half, spread - half, k) if k > 1 else np.zeros(1)
    if target == "abs":
        slope, offset = np.sign(centres), np.zeros(k)
        wanted = np.abs(x)
    else:
        slope, offset = 2.0 * centres, half**2 / 2.0 - centres**2
        wanted = x**2
    return _fit(slope, offset, x, wanted)


def _fit(slope: Array, offset: Array, x: Array, wanted: Array) -> MaxoutFit:
    w, b = slope.reshape(1, 1, -1), offset.reshape(1, -1)
    out, _ = layers.maxout_forward(x.reshape(-1, 1), w, b)
    return MaxoutFit(w, b, x, wanted, out.ravel())


def learn_maxout(
    wanted: Array, k: int, *, seed: int, steps: int = 1500, lr: float = 0.2
) -> MaxoutFit:
    """Return the maxout of k pieces that gradient descent finds for a curve on [-1, 1].

    Parameters
    ----------
    wanted : (N,) array
        The curve on an even grid over [-1, 1].
    k : int
        The number of pieces.
    """
    rng = np.random.default_rng(seed)
    x = np.linspace(-1.0, 1.0, len(wanted)).reshape(-1, 1)
    w, b = rng.standard_normal((1, 1, k)), 0.1 * rng.standard_normal((1, k))
    for _ in range(steps):
        out, cache = layers.maxout_forward(x, w, b)
        dout = 2.0 * (out - wanted[:, None]) / len(x)
        _, dw, db = layers.maxout_backward(dout, cache)
        w, b = w - lr * dw, b - lr * db
    return _fit(w.ravel(), b.ravel(), x.ravel(), wanted)
