"""Does the first draw matter? Nets of several depths, trained from several rules and seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array, IntArray
from cs231n_core.initializers import orthogonal_init
from cs231n_core.stages.lab.network import Images, Net, Params, train

Progress = Callable[[list[Any]], Iterable[Any]]

RULES: dict[str, Callable[[int], float]] = {
    "zeros": lambda _: 0.0,
    "std .01": lambda _: 0.01,
    "Xavier": lambda n: float(np.sqrt(1 / n)),
    "He": lambda n: float(np.sqrt(2 / n)),
    "std 1": lambda _: 1.0,
}
"""Standard deviations by the fan-in."""


def draw_params(sizes: Sequence[int], rule: str, rng: np.random.Generator) -> Params:
    """Return float32 weights of every layer by one rule, and zero biases."""
    params: Params = {}
    for i, (d, m) in enumerate(pairwise(sizes), 1):
        params[f"W{i}"] = (RULES[rule](d) * rng.standard_normal((d, m))).astype(np.float32)
        params[f"b{i}"] = np.zeros(m, np.float32)
    return params


@dataclass(frozen=True)
class Run:
    """One training run: its losses, and the validation accuracy at the end."""

    losses: list[float]
    accuracy: float

    @property
    def end(self) -> float:
        """The mean loss of the last twenty steps."""
        return float(np.mean(self.losses[-20:]))


def deep_run(
    images: Images, rule: str, depth: int, lr: float, seed: int, *, width: int = 64, epochs: int = 4
) -> Run:
    """Train a ReLU net of ``depth`` affine layers, momentum .9, batches of 100."""
    sizes = (images.x.shape[1], *[width] * (depth - 1), 10)
    net = Net(draw_params(sizes, rule, np.random.default_rng(seed)), "ReLU")
    rng = np.random.default_rng(seed)
    losses = train(net, images, lr=lr, epochs=epochs, rng=rng, momentum=0.9)
    return Run(losses, net.accuracy(images.x_val, images.y_val))


def depth_race(
    images: Images,
    rates: Mapping[tuple[str, int], float],
    *,
    seeds: int = 3,
    progress: Progress = iter,
) -> dict[tuple[str, int], list[Run]]:
    """Return the runs of every rule and depth, one per seed, each pair at its own rate."""
    settings = [(pair, seed) for pair in rates for seed in range(seeds)]
    runs: dict[tuple[str, int], list[Run]] = {pair: [] for pair in rates}
    for (rule, depth), seed in progress(settings):
        runs[rule, depth].append(deep_run(images, rule, depth, rates[rule, depth], seed))
    return runs


def best_rates(
    images: Images,
    pairs: Sequence[tuple[str, int]],
    *,
    rates: Sequence[float] = (0.003, 0.01, 0.03, 0.1),
    seeds: int = 1,
) -> dict[tuple[str, int], float]:
    """Return for each rule and depth the rate after which the loss is lowest."""
    best = {}
    for pair in pairs:
        ends = []
        for lr in rates:
            (runs,) = depth_race(images, {pair: lr}, seeds=seeds).values()
            ends.append(float(np.nan_to_num(np.mean([run.end for run in runs]), nan=np.inf)))
        best[pair] = rates[int(np.argmin(ends))]
    return best


def linear_norms(kind: str, *, depth: int = 50, width: int = 100, seed: int = 0) -> Array:
    """Return how long a vector is behind each layer of a deep linear net, relative to its start.

    Parameters
    ----------
    kind : {"orthogonal", "Gaussian"}
        Both have entries of standard deviation 1/√width.
    """
    rng = np.random.default_rng(seed)
    h: Array = rng.standard_normal(width)
    start, norms = float(np.linalg.norm(h)), []
    for _ in range(depth):
        if kind == "orthogonal":
            w: Array = orthogonal_init((width, width), rng=rng)
        else:
            w = rng.standard_normal((width, width)) / np.sqrt(width)
        h = h @ w
        norms.append(float(np.linalg.norm(h)) / start)
    return np.array(norms)


# --- a net that is small enough to train while one looks ------------------------------------------


def spirals(points: int = 60, *, seed: int = 0) -> tuple[Array, IntArray]:
    """Return two intertwined spirals, (2 · points, 2), and which of them a point lies on."""
    rng = np.random.default_rng(seed)
    t = np.sqrt(rng.uniform(0.02, 1.0, points)) * 1.5 * np.pi
    arm = np.stack([t * np.cos(t), t * np.sin(t)], axis=1) / 3.0
    noise = 0.06 * rng.standard_normal((2 * points, 2))
    x = np.concatenate([arm, -arm]) + noise
    return x, np.repeat(np.array([0, 1]), points)


@dataclass(frozen=True)
class Boundary:
    """What a small net learned; ``grid`` (G, G) holds the probability of the second class."""

    losses: list[float]
    accuracy: float
    grid: Array


def train_on_spirals(
    rule: str,
    *,
    depth: int = 5,
    width: int = 24,
    steps: int = 60,
    lr: float = 0.1,
    seed: int = 0,
    cells: int = 40,
) -> Boundary:
    """Train a ReLU net on the two spirals, all points in every step, momentum .9."""
    x, y = spirals()
    sizes = (2, *[width] * (depth - 1), 2)
    params = draw_params(sizes, rule, np.random.default_rng(seed))
    net = Net(params, "ReLU")
    velocity = {name: np.zeros_like(value) for name, value in params.items()}
    losses: list[float] = []
    x32 = x.astype(np.float32)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            loss, grads = net.loss(x32, y)
            losses.append(loss)
            size = float(np.sqrt(sum(float(np.sum(g**2)) for g in grads.values())))
            if not np.isfinite(size):
                break
            for name, grad in grads.items():
                velocity[name] = 0.9 * velocity[name] - lr * grad
                net.params[name] = net.params[name] + velocity[name]
        side = np.linspace(-1.8, 1.8, cells, dtype=np.float32)
        grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        scores = net.scores(grid)[0]
        second, _ = layers.sigmoid_forward(np.asarray(scores[:, 1] - scores[:, 0]))
        right = net.accuracy(x32, y)
    return Boundary(losses, right, second.reshape(cells, cells))
