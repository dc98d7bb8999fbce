"""The experiments of a babysitter: rates, gaps, dead units, late starts, one run against many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cs231n_core.arrays import Array
from cs231n_core.classifiers import FullyConnectedNet, ThreeLayerConvNet
from cs231n_core.stages.lab07.runs import (
    Epoch,
    Progress,
    Run,
    Split,
    measure,
    reference_net,
    run,
    runaway,
)

SMALL = 768
"""Numbers per image of `small_images`."""


def epoch_line(epoch: Epoch, epochs: int, lr: float) -> str:
    """Return an epoch's measurements in the style of the old course logs.

    Examples
    --------
    >>> epoch_line(Epoch(3, 2.3, 0.1, 0.12, 0.1), 10, 1e-6)
    'epoch   3 / 10: cost 2.300000, train 0.100, val 0.120, lr 1e-06'
    """
    return (
        f"epoch {epoch.number:3d} / {epochs}: cost {epoch.cost:.6f}, train {epoch.train:.3f}, "
        f"val {epoch.val:.3f}, lr {lr:g}"
    )


@dataclass(frozen=True)
class FirstLoss:
    """The loss of an untrained network: of the data, and with the penalty."""

    data: float
    total: float
    squares: float


def first_loss(model: FullyConnectedNet, images: Split, reg: float = 0.0) -> FirstLoss:
    """Return the loss without and with a penalty, and the sum of the squared weights."""
    old, losses = model.reg, []
    for strength in (0.0, reg):
        model.reg = strength
        losses.append(float(model.loss(images.x, images.y)[0]))
    model.reg = old
    squares = sum(
        float(np.sum(np.square(w, dtype=np.float64)))
        for name, w in model.params.items()
        if name.startswith("W")
    )
    return FirstLoss(losses[0], losses[1], squares)


def twenty(images: Split, seed: int = 0, *, lr: float = 1e-3, epochs: int = 200) -> Run:
    """Train the reference net on the first 20 images, which are its validation set, too."""
    few = images.first(20)
    same = Split(few.x, few.y, few.x, few.y)
    return run(reference_net(seed), same, lr=lr, epochs=epochs, batch=20, momentum=0.0)


def range_test(
    images: Split,
    rates: Sequence[float],
    *,
    scale: float,
    seeds: int = 3,
    progress: Progress = iter,
) -> Array:
    """Return the loss after 100 steps, the mean of the last ten, per rate and seed.

    A loss above 10, or none, becomes 10: on a figure that is far enough.

    Parameters
    ----------
    images : Split
        Of `small_images`.
    scale : float
        Standard deviation of the first weights.

    Returns
    -------
    losses : (len(rates), seeds) array
    """
    runs = [(lr, seed) for lr in rates for seed in range(seeds)]
    ends = []
    for lr, seed in progress(runs):
        net = reference_net(seed, scale=scale, pixels=SMALL)
        losses = run(net, images.first(5000), lr=lr, epochs=2, seed=seed, abort=_hopeless).losses
        end = float(np.mean(losses[-10:])) if len(losses) == 100 else np.inf
        ends.append(min(end, 10.0) if np.isfinite(end) else 10.0)
    return np.array(ends).reshape(len(rates), seeds)


def _hopeless(losses: Sequence[float]) -> bool:
    return not np.isfinite(losses[-1]) or losses[-1] > 1e3


def deep_net(seed: int, *, layers: int, scale: float | None = None) -> FullyConnectedNet:
    """Return a net of ``layers`` hidden layers of 50 units for `small_images`.

    Without ``scale`` the weights have He's standard deviation, √(2 / fan-in).
    """
    net = FullyConnectedNet([50] * layers, input_dim=SMALL, weight_scale=1.0, seed=seed)
    for name, w in net.params.items():
        if name.startswith("W"):
            std = np.sqrt(2 / len(w)) if scale is None else scale
            net.params[name] = w * w.dtype.type(std)
    return net


def dead_units(net: FullyConnectedNet, images: Split) -> list[NDArray[np.bool_]]:
    """Return for each hidden layer which units no training image turns on.

    After a divergence no unit counts as dead: NaN is neither on nor off.
    """
    x, dead = images.x.reshape(len(images.x), -1), []
    with np.errstate(all="ignore"):
        for i in range(1, net.num_layers):
            pre = x @ net.params[f"W{i}"] + net.params[f"b{i}"]
            dead.append(np.asarray((pre <= 0).all(axis=0)))
            x = np.maximum(pre, 0)
    return dead


@dataclass(frozen=True)
class Casualties:
    """Dead units of the second layer after training, of 50, and the cost; NaN runs have None."""

    lr: float
    dead: int | None
    cost: float


def casualties(
    images: Split, rates: Sequence[float], *, seeds: int = 3, progress: Progress = iter
) -> list[list[Casualties]]:
    """Train two hidden layers by plain SGD for 3 epochs and count the dead, per rate and seed."""
    table: dict[float, list[Casualties]] = {lr: [] for lr in rates}
    for lr, seed in progress([(lr, seed) for lr in rates for seed in range(seeds)]):
        net = deep_net(seed, layers=2, scale=0.05)
        cost = run(net, images, lr=lr, epochs=3, seed=seed, momentum=0.0).log[-1].cost
        count = int(dead_units(net, images)[1].sum()) if np.isfinite(cost) else None
        table[lr].append(Casualties(lr, count, cost))
    return list(table.values())


def late_start(images: Split, seed: int = 0) -> dict[str, list[float]]:
    """Return the losses of four hidden layers from weights that are too small, and from He's."""
    nets = {
        "He's weights": deep_net(seed, layers=4),
        "weights too small (std .03)": deep_net(seed, layers=4, scale=0.03),
    }
    rates = (0.02, 0.1)
    return {
        name: run(net, images, lr=lr, epochs=8, seed=seed).losses
        for (name, net), lr in zip(nets.items(), rates, strict=True)
    }


GAP_RUNS: dict[str, tuple[int, int, float]] = {
    "500 images, 40 epochs": (500, 40, 0.0),
    "5,000 images, 4 epochs": (5000, 4, 0.0),
    "5,000 images, 4 epochs, reg 5": (5000, 4, 5.0),
}
"""Number of images, epochs and penalty of the runs of `gaps`."""


def gaps(
    images: Split, *, seeds: int = 3, progress: Progress = iter
) -> dict[str, list[tuple[float, float]]]:
    """Return the last training and validation accuracy of three kinds of runs, per seed."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in GAP_RUNS}
    for name, seed in progress([(name, seed) for name in GAP_RUNS for seed in range(seeds)]):
        count, epochs, reg = GAP_RUNS[name]
        net = reference_net(seed, scale=1e-2, reg=reg, pixels=SMALL)
        last = run(net, images.first(count), lr=0.03, epochs=epochs, seed=seed).log[-1]
        found[name].append((last.train, last.val))
    return found


def panda(images: Split, seed: int, steps: int) -> Run:
    """Train one model for all steps; lower its rate to a third when the loss stops falling."""
    net = reference_net(seed, scale=1e-2, pixels=SMALL)
    result, rate, done = None, 0.1, 0
    losses: list[float] = []
    while done < steps:
        result = run(net, images, lr=rate, epochs=2, seed=seed + done)
        losses += result.losses
        done += result.steps
        before, now = np.mean(result.losses[:50]), np.mean(result.losses[50:])
        if not now < before - 0.02:
            rate /= 3
    if result is None:
        return run(net, images, lr=rate, epochs=0, seed=seed)
    return Run(net, losses, [measure(net, images, done)], {}, f"rate {rate:.2g} at the end")


def caviar(images: Split, seed: int, steps: int, runs: int = 8) -> list[tuple[float, float]]:
    """Return rate and validation accuracy of runs that share the steps, each at a random rate."""
    rng = np.random.default_rng([seed, 1])
    found = []
    for lr in 10 ** rng.uniform(-3, 0, runs):
        net = reference_net(seed, scale=1e-2, pixels=SMALL)
        result = run(net, images, lr=float(lr), epochs=steps / runs / 50, seed=seed)
        found.append((float(lr), result.log[-1].val))
    return found


def conv_net(images: Split, seed: int = 0) -> ThreeLayerConvNet:
    """Return a ConvNet of eight 3×3 filters and 50 hidden units, float32, with He's weights."""
    net = ThreeLayerConvNet(
        images.x.shape[1:],
        num_filters=8,
        filter_size=3,
        hidden_dim=50,
        weight_scale=1.0,
        rng=np.random.default_rng(seed),
    )
    for name, factor in (("W1", 1.0), ("W2", 1.0), ("W3", 0.1)):
        w = net.params[name]
        fan_in = w[0].size if w.ndim == 4 else len(w)
        net.params[name] = w * w.dtype.type(factor * np.sqrt(2 / fan_in))
    return net


def steps_until_abort(losses: Sequence[float]) -> int:
    """Return after which step `runaway` would have ended a run; its length if never."""
    for step in range(1, len(losses) + 1):
        if runaway(losses[:step]):
            return step
    return len(losses)
