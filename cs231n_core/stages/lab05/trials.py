"""Training with and without batch normalisation: weight scales, rates, batches, seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.stages.lab.network import Images
from cs231n_core.stages.lab05.network import Net, make_net, train

Progress = Callable[[list[Any]], Iterable[Any]]
"""What a long loop is wrapped in, so that a notebook can show how far it is."""

DEEP = (768, 50, 50, 50, 50, 50, 10)
SHALLOW = (768, 50, 50, 10)
PAIR = ("none", "before")


@dataclass(frozen=True)
class Setting:
    """How one network is made and trained."""

    norm: str = "before"
    std: float | None = None
    activation: str = "ReLU"
    backward: str = "whole"
    lr: float = 0.03
    momentum: float = 0.9
    epochs: int = 4
    size: int = 50
    sizes: tuple[int, ...] = DEEP


def trained(images: Images, setting: Setting, seed: int) -> tuple[Net, list[float]]:
    """Return a network that was trained as the setting says, and the loss of every step."""
    net = make_net(
        setting.sizes,
        norm=setting.norm,
        std=setting.std,
        activation=setting.activation,
        seed=seed,
    )
    net.backward = setting.backward
    losses = train(
        net,
        images,
        lr=setting.lr,
        epochs=setting.epochs,
        seed=seed,
        size=setting.size,
        momentum=setting.momentum,
    )
    return net, losses


def accuracies(
    images: Images,
    settings: Sequence[Setting],
    *,
    seeds: int = 3,
    progress: Progress = iter,
) -> Array:
    """Return the training accuracy of each setting and seed; NaN where the loss exploded.

    Returns
    -------
    accuracy : (len(settings), seeds) array
    """
    runs = [(setting, seed) for setting in settings for seed in range(seeds)]
    found = []
    for setting, seed in progress(runs):
        net, losses = trained(images, setting, seed)
        fine = bool(np.isfinite(losses[-1]))
        found.append(net.accuracy(images.x, images.y) if fine else np.nan)
    return np.array(found).reshape(len(settings), seeds)


def written(accuracy: Array) -> str:
    """Return the mean and standard deviation of shares in percent, or how many are NaN.

    Examples
    --------
    >>> written(np.array([0.40, 0.42, 0.41]))
    '41.0 ± 1.0 %'
    >>> written(np.array([0.4, np.nan, np.nan]))
    '2 of 3 NaN'
    """
    lost = int(np.isnan(accuracy).sum())
    if lost:
        return f"{lost} of {accuracy.size} NaN"
    return f"{100 * accuracy.mean():.1f} ± {100 * accuracy.std(ddof=1):.1f} %"


@dataclass(frozen=True)
class Flow:
    """Size (root mean square) per hidden layer of what enters the activation, and of dW."""

    signal: Array
    gradient: Array


def flow(std: float, norm: str, *, seed: int = 0) -> Flow:
    """Send normal numbers through a fresh six-layer network and a normal gradient back.

    Parameters
    ----------
    std : float
        Standard deviation of every weight.
    norm : str
        ``"none"`` or ``"before"``.
    """
    rng = np.random.default_rng(seed)
    net = make_net((50,) * 6 + (10,), norm=norm, std=std, seed=seed)
    x, y = rng.standard_normal((100, 50)).astype(np.float32), rng.integers(0, 10, 100)
    _, grads = net.loss(x, y)
    sizes = [float(np.sqrt(np.mean(grads[f"W{i}"] ** 2))) for i in range(1, net.depth)]
    return Flow(np.array([float(np.sqrt(np.mean(p**2))) for p in net.pre]), np.array(sizes))


def bias_gradients(images: Images, norm: str) -> list[float]:
    """Return the largest entry of the gradient of each hidden layer's bias, in float64."""
    net = make_net(SHALLOW, norm=norm)
    net.params = {name: value.astype(np.float64) for name, value in net.params.items()}
    _, grads = net.loss(images.x[:100].astype(np.float64), images.y[:100])
    return [float(np.abs(grads[f"b{i}"]).max()) for i in range(1, net.depth)]


@dataclass(frozen=True)
class FromIdentity:
    """Per hidden layer: the learned gamma and beta beside those that would undo the layer."""

    gamma: list[float]
    undo_gamma: list[float]
    beta: list[float]
    undo_beta: list[float]


def distance_from_identity(images: Images, seed: int = 0) -> FromIdentity:
    """Train a network and compare gamma, beta with sqrt(var + eps), mean of each layer's input."""
    net, _ = trained(images, Setting(sizes=SHALLOW, epochs=8), seed)
    rows: list[list[float]] = [[], [], [], []]
    for i, bn_param in enumerate(net.bn_params, start=1):
        undo = np.sqrt(np.asarray(bn_param["running_var"]) + 1e-5), bn_param["running_mean"]
        mine = net.params[f"gamma{i}"], net.params[f"beta{i}"]
        values = (mine[0], undo[0], np.abs(mine[1]), np.abs(undo[1]))
        for row, value in zip(rows, values, strict=True):
            row.append(float(np.mean(value)))
    return FromIdentity(*rows)


def with_statistics(net: Net, images: Images, which: str) -> Net:
    """Return the network with its running statistics replaced.

    Parameters
    ----------
    which : str
        ``"running"`` keeps them; ``"population"`` computes them over all training images;
        ``"forgotten"`` leaves them out, as a file does that holds the weights alone.
    """
    copy = Net(net.params, net.norm, net.activation)
    copy.bn_params = [dict(bn_param) for bn_param in net.bn_params]
    if which == "forgotten":
        copy.bn_params = [{"mode": "test"} for _ in net.bn_params]
    if which == "population":
        x = images.x
        for i, bn_param in enumerate(copy.bn_params, start=1):
            a, _ = layers.affine_forward(x, net.params[f"W{i}"], net.params[f"b{i}"])
            mean, var = layers.bn_population_stats([a])
            bn_param |= {"mode": "test", "running_mean": mean, "running_var": var}
            gamma, beta = net.params[f"gamma{i}"], net.params[f"beta{i}"]
            out, _ = layers.batchnorm_forward(a, gamma, beta, bn_param)
            x, _ = layers.relu_forward(out)
    return copy


def folded_scores(net: Net, x: Array) -> Array:
    """Return the scores of a trained network whose normalisation is folded into its weights."""
    for i, bn_param in enumerate(net.bn_params, start=1):
        w, b = layers.bn_fold(
            net.params[f"W{i}"],
            net.params[f"b{i}"],
            net.params[f"gamma{i}"],
            net.params[f"beta{i}"],
            np.asarray(bn_param["running_mean"]),
            np.asarray(bn_param["running_var"]),
        )
        a, _ = layers.affine_forward(x, w, b)
        x, _ = layers.relu_forward(a)
    out, _ = layers.affine_forward(x, net.params[f"W{net.depth}"], net.params[f"b{net.depth}"])
    return out
