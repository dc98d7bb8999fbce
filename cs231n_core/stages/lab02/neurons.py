"""Experiments with one neuron: leaving saturation, the zig-zag, the dead half-plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.lab.activations import ACTIVATIONS


def steps_to_leave(
    activation: str, start: float, *, loss: str = "squared", limit: int = 100_000
) -> int | None:
    """Return how many steps of gradient descent a neuron needs to leave a wrong flat region.

    One neuron with one bias and no weights: its pre-activation begins at ``start``, on the wrong
    side of zero, and should come to the other side. Learning rate 1.

    Parameters
    ----------
    activation : str
        A name of `ACTIVATIONS`.
    start : float
        The first pre-activation. The wanted output belongs to the other sign.
    loss : str
        ``"squared"`` for (out − target)²/2, ``"cross-entropy"`` for a sigmoid's log loss.

    Returns
    -------
    steps : int or None
        None when the pre-activation is still on the wrong side after ``limit`` steps.
    """
    f = ACTIVATIONS[activation]
    a = np.array([start], dtype=np.float64)
    target = f.value(np.array([-np.sign(start) * 3.0]))
    for step in range(limit):
        if a[0] * start <= 0:
            return step
        out, cache = f.forward(a)
        gradient = out - target if loss == "cross-entropy" else f.backward(out - target, cache)
        if not gradient.any():
            return None
        a = a - gradient
    return None


@dataclass(frozen=True)
class ZigZag:
    """A path of the two weights of a logistic neuron, and the gradients along it."""

    path: Array
    gradients: Array
    losses: Array

    @property
    def one_sign(self) -> float:
        """The share of the gradients whose two components do not have opposite signs."""
        return float((self.gradients[:, 0] * self.gradients[:, 1] >= 0).mean())


def two_weight_data(*, shift: float, count: int = 200, seed: int = 0) -> tuple[Array, Array]:
    """Return inputs (N, 2) around ``shift`` and labels (N,) that need weights of opposite signs.

    With ``shift`` 0 the inputs are centred; with 1 every input is positive. The labels are the
    same for every shift.
    """
    rng = np.random.default_rng(seed)
    centred = rng.uniform(-1.0, 1.0, (count, 2))
    labels = rng.random(count) < 1.0 / (1.0 + np.exp(-4.0 * (centred[:, 0] - centred[:, 1])))
    return centred + shift, labels.astype(np.float64)


def follow(
    x: Array,
    y: Array,
    *,
    lr: float,
    steps: int,
    batch_size: int | None = None,
    seed: int = 1,
) -> ZigZag:
    """Train a logistic neuron with two weights and a bias, and keep its path.

    Parameters
    ----------
    x, y : (N, 2) and (N,) float arrays
    batch_size : int or None
        Examples per step; None means all of them.
    """
    rng = np.random.default_rng(seed)
    w, b = np.array([-1.0, -1.0]), 0.0
    sigmoid = ACTIVATIONS["sigmoid"].value
    path, gradients, losses = [w], [], []
    for _ in range(steps):
        rows = slice(None) if batch_size is None else rng.integers(0, len(x), batch_size)
        error = sigmoid(x[rows] @ w + b) - y[rows]
        gradient = x[rows].T @ error / len(error)
        w, b = w - lr * gradient, b - lr * float(error.mean())
        scores = x @ w + b
        losses.append(float(np.mean(np.logaddexp(0.0, scores) - y * scores)))
        path.append(w)
        gradients.append(gradient)
    return ZigZag(np.array(path), np.array(gradients), np.array(losses))


@dataclass(frozen=True)
class Cost:
    """What moving the inputs costs full-batch gradient descent: see `cost_of_shift`."""

    condition: float
    rate: float
    steps: int
    steps_slow: int


def cost_of_shift(shift: float, *, slow_rate: float = 0.3) -> Cost:
    """Return how long a logistic neuron learns when all its inputs are moved by ``shift``.

    Returns
    -------
    cost : Cost
        ``condition`` of the loss at its minimum (largest over smallest curvature); ``rate`` in
        1/4, 1/2, ..., 32 that needs the fewest ``steps`` to come within 1 % of the least loss;
        ``steps_slow``, the steps at ``slow_rate``.
    """
    x, y = two_weight_data(shift=shift)
    best = follow(*two_weight_data(shift=0.0), lr=4.0, steps=500)
    runs = {lr: follow(x, y, lr=lr, steps=500).losses for lr in 2.0 ** np.arange(-2, 6)}
    counts = {lr: _first_within(losses, best.losses[-1]) for lr, losses in runs.items()}
    rate = min(counts, key=lambda lr: counts[lr])
    slow = follow(x, y, lr=slow_rate, steps=500).losses
    w, centred = best.path[-1], x - shift
    p = ACTIVATIONS["sigmoid"].value(centred @ w)
    inputs = np.column_stack([x, np.ones(len(x))]) * np.sqrt(p * (1.0 - p))[:, None]
    condition = float(np.linalg.cond(inputs)) ** 2
    return Cost(condition, float(rate), counts[rate], _first_within(slow, best.losses[-1]))


def _first_within(losses: Array, least: float) -> int:
    good = np.flatnonzero(losses <= 1.01 * least)
    return int(good[0]) + 1 if len(good) else len(losses) + 1


def one_sign_by_batch(
    inputs: Array, upstream: Array, sizes: list[int], *, seed: int = 0, draws: int = 200
) -> list[float]:
    """Return how often all weight gradients of a neuron agree in sign, per batch size.

    Parameters
    ----------
    inputs : (N, D) array
        What the neuron receives.
    upstream : (N,) array
        dL/da of the neuron for each example.
    sizes : list of int
        Batch sizes.

    Returns
    -------
    shares : list of float
        For each size, the share of ``draws`` random batches without two opposite signs among
        the D components of the gradient.
    """
    rng = np.random.default_rng(seed)
    shares = []
    for size in sizes:
        rows = rng.integers(0, len(inputs), (draws, size))
        gradients = np.einsum("bnd,bn->bd", inputs[rows], upstream[rows])
        mixed = (gradients.max(axis=1) > 0) & (gradients.min(axis=1) < 0)
        shares.append(float(1.0 - mixed.mean()))
    return shares


def cloud(count: int = 500, *, offset: float = 0.0, seed: int = 3) -> Array:
    """Return a cloud of points (N, 2) from N(0, I), moved by ``offset`` along both axes."""
    return np.random.default_rng(seed).standard_normal((count, 2)) + offset


def activity(points: Array, angle: float, bias: float) -> Array:
    """Return the pre-activation (N,) of a ReLU whose weight vector of length 1 has this angle.

    ``angle`` is in degrees.
    """
    w = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    return np.asarray(points @ w + bias)


def dead_and_always_on(points: Array, bias: float, directions: int = 2000) -> tuple[float, float]:
    """Return the shares of all directions that give a unit never on, and one never off."""
    angles = np.linspace(0.0, 360.0, directions, endpoint=False)
    pre = np.stack([activity(points, angle, bias) for angle in angles], axis=1)
    return float((pre <= 0).all(axis=0).mean()), float((pre > 0).all(axis=0).mean())
