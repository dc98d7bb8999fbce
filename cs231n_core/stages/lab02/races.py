"""Experiments on images: which units die, which activation learns fastest, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.stages.lab.network import TRAINED, Images, Net, make_params, train
from cs231n_core.stages.lab02.neurons import one_sign_by_batch

Progress = Callable[[list[Any]], Iterable[Any]]
"""What a long loop is wrapped in, so that a notebook can show how far it is."""

PIXELS = 3 * 16 * 16
DEEP = (PIXELS, 100, 100, 10)
EIGHT = ("sigmoid", "tanh", "ReLU", "leaky ReLU", "ELU", "SELU", "GELU", "maxout")


def dead_units(net: Net, images: Images) -> list[NDArray[np.bool_]]:
    """Return for each hidden layer which units (M,) are off for every training image.

    Raises
    ------
    FloatingPointError
        If a pre-activation is NaN: the network has exploded, and no unit can be called dead.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        net.scores(images.x)
    if any(np.isnan(pre).any() for pre in net.pre):
        raise FloatingPointError("dead_units: the pre-activations are NaN, expected numbers")
    return [np.asarray((pre <= 0).all(axis=0)) for pre in net.pre]


def one_sign_shares(
    images: Images, activation: str, sizes: list[int], *, units: int = 10
) -> list[float]:
    """Return how often all 100 weight gradients of a second-layer unit agree in sign.

    Parameters
    ----------
    sizes : list of int
        Batch sizes; the answer has one share for each, averaged over the first ``units`` units.
    """
    net = Net(make_params(DEEP, activation, np.random.default_rng(0)), activation)
    some = images.first(1000)
    scores, caches = net.scores(some.x)
    _, dscores = layers.softmax_loss(scores, some.y)
    dout, _, _ = layers.affine_backward(dscores, caches[2])
    affine, inner = caches[1]
    da = TRAINED[activation].backward(dout, inner)
    shares = [one_sign_by_batch(affine.x, da[:, unit], sizes, seed=unit) for unit in range(units)]
    return [float(share) for share in np.mean(shares, axis=0)]


@dataclass(frozen=True)
class DeadRun:
    """One training run of a ReLU network: the dead share per hidden layer, before and after."""

    lr: float
    bias: float
    seed: int
    before: tuple[float, ...]
    after: tuple[float, ...] | None
    loss: float

    @property
    def exploded(self) -> bool:
        """Whether training ended in NaN; then there is no dead share."""
        return self.after is None


def dead_run(
    images: Images, *, lr: float, seed: int, bias: float = 0.0, epochs: int = 3
) -> DeadRun:
    """Train a 768-100-100-10 ReLU network and count the units that no image turns on."""
    net = Net(make_params(DEEP, "ReLU", np.random.default_rng(seed), bias=bias), "ReLU")
    before = tuple(float(layer.mean()) for layer in dead_units(net, images))
    losses = train(net, images, lr=lr, epochs=epochs, rng=np.random.default_rng(seed))
    try:
        after = tuple(float(layer.mean()) for layer in dead_units(net, images))
    except FloatingPointError:
        after = None
    return DeadRun(lr, bias, seed, before, after, float(np.mean(losses[-10:])))


def dead_sweep(
    images: Images,
    rates: Sequence[float],
    *,
    biases: Sequence[float] = (0.0,),
    seeds: int = 3,
    progress: Progress = iter,
) -> list[DeadRun]:
    """Return one `dead_run` for each learning rate, starting bias and seed."""
    settings = [(lr, bias, seed) for bias in biases for lr in rates for seed in range(seeds)]
    return [dead_run(images, lr=lr, bias=bias, seed=seed) for lr, bias, seed in progress(settings)]


@dataclass(frozen=True)
class Revival:
    """How many units of each hidden layer were dead at first, and how many of those came back."""

    dead_at_first: tuple[int, ...]
    came_back: tuple[int, ...]


def revival(
    images: Images, *, bias: float = -3.0, lr: float = 0.1, epochs: int = 5, seed: int = 0
) -> Revival:
    """Start half of all hidden units with a bias that kills them, train, and see who returns."""
    params = make_params(DEEP, "ReLU", np.random.default_rng(seed))
    for name in ("b1", "b2"):
        params[name][: len(params[name]) // 2] = bias
    net = Net(params, "ReLU")
    before = dead_units(net, images)
    train(net, images, lr=lr, epochs=epochs, rng=np.random.default_rng(seed))
    after = dead_units(net, images)
    return Revival(
        tuple(int(b.sum()) for b in before),
        tuple(int((b & ~a).sum()) for b, a in zip(before, after, strict=True)),
    )


def steps_to_error(
    images: Images,
    activation: str,
    *,
    lr: float,
    seed: int,
    error: float = 0.25,
    max_epochs: int = 80,
    sizes: Sequence[int] = (PIXELS, 60, 60, 60, 10),
    every: int = 10,
) -> int | None:
    """Return after how many steps of 100 images the training error is at most ``error``.

    The error over the first 1,000 training images is looked at after every ``every`` steps. None
    means: not within ``max_epochs``.
    """
    net = Net(make_params(sizes, activation, np.random.default_rng(seed)), activation)
    reached: list[int] = []
    looked_at = images.first(1000)

    def watch(step: int, net: Net) -> bool:
        if step % every == 0 and 1.0 - net.accuracy(looked_at.x, looked_at.y) <= error:
            reached.append(step)
        return bool(reached)

    rng = np.random.default_rng(seed)
    train(net, images, lr=lr, epochs=max_epochs, rng=rng, momentum=0.9, watch=watch)
    return reached[0] if reached else None


def race(
    images: Images, rates: Mapping[str, float], *, seeds: int = 3, progress: Progress = iter
) -> dict[str, list[int | None]]:
    """Return for each activation and seed the steps to 25 % training error, at its own rate."""
    runs = [(name, seed) for name in rates for seed in range(seeds)]
    steps: dict[str, list[int | None]] = {name: [] for name in rates}
    for name, seed in progress(runs):
        steps[name].append(steps_to_error(images, name, lr=rates[name], seed=seed))
    return steps


def bake_off(
    images: Images,
    rates: Mapping[str, float],
    *,
    hidden: int = 50,
    epochs: int = 4,
    seeds: int = 3,
    progress: Progress = iter,
) -> Array:
    """Return the validation accuracy of a 768-``hidden``-10 network per activation and seed.

    Parameters
    ----------
    rates : {activation: learning rate}
        Each activation trains at its own rate; one rate for all would favour one of them.

    Returns
    -------
    accuracy : (len(rates), seeds) array
    """
    runs = [(name, seed) for name in rates for seed in range(seeds)]
    accuracy = []
    for name, seed in progress(runs):
        net = Net(make_params((PIXELS, hidden, 10), name, np.random.default_rng(seed)), name)
        rng = np.random.default_rng(seed)
        train(net, images, lr=rates[name], epochs=epochs, rng=rng, momentum=0.9)
        accuracy.append(net.accuracy(images.x_val, images.y_val))
    return np.array(accuracy).reshape(len(rates), seeds)


def best_rates(
    images: Images,
    names: Sequence[str] = (
        "sigmoid",
        "tanh",
        "ReLU",
        "leaky ReLU",
        "ELU",
        "SELU",
        "GELU",
        "maxout",
    ),
    *,
    rates: Sequence[float] = (0.01, 0.03, 0.1),
    seeds: int = 2,
) -> dict[str, float]:
    """Return for each activation the learning rate with which `bake_off` ends best."""
    best = {}
    for name in names:
        means = [float(bake_off(images, {name: lr}, seeds=seeds).mean()) for lr in rates]
        best[name] = rates[int(np.argmax(means))]
    return best
