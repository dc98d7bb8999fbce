"""Running and population statistics: how near they come, and what a wrong average forgets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.stages.lab.network import Images


def running_errors(momentum: float, *, steps: int = 150, start: float = 0.0) -> Array:
    """Return how far running_var is from the truth after each step, relative to it.

    Batches of 50 come from one normal distribution of variance 4; the network stands still.

    Parameters
    ----------
    momentum : float
    start : float
        The first value of running_var: 0 in CS231n, 1 in PyTorch.

    Returns
    -------
    errors : (steps,) array
        The mean over 20 features of abs(running_var / 4 - 1).
    """
    rng = np.random.default_rng(0)
    one = np.ones(20)
    bn_param = {"mode": "train", "momentum": momentum, "running_var": start * one}
    errors = []
    for _ in range(steps):
        x = 5 + 2 * rng.normal(size=(50, 20))
        layers.batchnorm_forward(x, one, 0 * one, bn_param)
        errors.append(float(np.abs(np.asarray(bn_param["running_var"]) / 4 - 1).mean()))
    return np.array(errors)


def too_early(steps: int) -> float:
    """Return the largest output in mode test after so many steps of mode train.

    The inputs are standard normal, so an output beyond 10 is not their doing.
    """
    rng = np.random.default_rng(0)
    one = np.ones(4)
    bn_param: dict[str, object] = {"mode": "train"}
    for _ in range(steps):
        layers.batchnorm_forward(rng.normal(size=(50, 4)), one, 0 * one, bn_param)
    bn_param["mode"] = "test"
    out, _ = layers.batchnorm_forward(rng.normal(size=(50, 4)), one, 0 * one, bn_param)
    return float(np.abs(out).max())


@dataclass(frozen=True)
class Pooled:
    """The variance of one feature over a data set, and two averages of its batches' variances."""

    whole: float
    mean_of_batches: float
    unweighted: float


def pooled(images: Images, *, by_class: bool) -> Pooled:
    """Return the variance of mean brightness, from batches that are shuffled or sorted by class."""
    brightness = images.x.mean(axis=1, dtype=np.float64)
    order = np.argsort(images.y, kind="stable") if by_class else np.arange(len(brightness))
    batches = np.array_split(brightness[order], 10)
    # The last batch is cut short, as the last of an epoch is.
    batches[-1] = batches[-1][: max(2, len(batches[-1]) // 20)]
    rows = np.concatenate(batches)
    sizes = np.array([len(b) for b in batches])
    variances = np.array([b.var() for b in batches])
    return Pooled(
        float(rows.var()),
        float(np.average(variances, weights=sizes)),
        float(variances.mean()),
    )
