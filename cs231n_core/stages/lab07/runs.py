"""The network that is babysat, and a training loop that watches and never saves you."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers import FullyConnectedNet
from cs231n_core.errors import explain

Abort = Callable[[Sequence[float]], bool]
Progress = Callable[[list[Any]], Any]


@dataclass(frozen=True)
class Split:
    """Images, standardised or not, with their labels: what `run` trains and measures on."""

    x: Array
    y: IntArray
    x_val: Array
    y_val: IntArray

    def first(self, count: int) -> Split:
        """Return the same with the first ``count`` training images only."""
        return Split(self.x[:count], self.y[:count], self.x_val, self.y_val)

    def divided(self, by: float) -> Split:
        """Return the same with every pixel divided by one number."""
        divisor = self.x.dtype.type(by)
        return Split(self.x / divisor, self.y, self.x_val / divisor, self.y_val)


def split(data: Mapping[str, Any]) -> Split:
    """Return the parts of a CS231n data dictionary as a `Split`."""
    return Split(data["X_train"], data["y_train"], data["X_val"], data["y_val"])


def small_images(images: Split) -> Split:
    """Return images of a quarter of the pixels, each the mean of 2×2, for quick experiments."""

    def halved(x: Array) -> Array:
        n, c, h, w = x.shape
        return np.asarray(x.reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5)))

    return Split(halved(images.x), images.y, halved(images.x_val), images.y_val)


def reference_net(
    seed: int = 0, *, scale: float = 1e-4, reg: float = 0.0, pixels: int = 3072
) -> FullyConnectedNet:
    """Return the stage's network: one hidden layer of 50 ReLU units, ten classes, float32.

    Parameters
    ----------
    seed : int
        Of the weights.
    scale : float
        Their standard deviation. 0.0001 suits pixels that were only centred.
    reg : float
        Strength of the penalty ½ · reg · ‖W‖².
    pixels : int
        Numbers per image.
    """
    return FullyConnectedNet([50], input_dim=pixels, weight_scale=scale, reg=reg, seed=seed)


@dataclass(frozen=True)
class Epoch:
    """What is measured after an epoch, on at most 1,000 images.

    ``cost`` is the mean of −log p over training images, computed as a naive program would, so that
    a probability that underflows gives infinity; ``confidence`` the mean largest probability.
    """

    number: int
    cost: float
    train: float
    val: float
    confidence: float


@dataclass(frozen=True)
class Run:
    """One training run: its model as it ended, every step's loss, every epoch's measurements.

    ``ratios`` holds for each weight array the size of each update beside the weights.
    """

    model: Any
    losses: list[float]
    log: list[Epoch]
    ratios: dict[str, list[float]]
    stopped: str = ""

    @property
    def steps(self) -> int:
        """The number of updates."""
        return len(self.losses)


def measure(model: Any, images: Split, epoch: int, count: int = 1000) -> Epoch:
    """Return cost, accuracies and confidence of a model, NaN included."""
    with np.errstate(all="ignore"):
        scores = model.loss(images.x[:count]).astype(np.float64)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(p))
        cost = float(-np.log(p[rows, images.y[:count]]).mean())
        val = model.loss(images.x_val[:count]).argmax(axis=1) == images.y_val[:count]
    train = float((scores.argmax(axis=1) == images.y[:count]).mean())
    return Epoch(epoch, cost, train, float(val.mean()), float(p.max(axis=1).mean()))


def run(  # noqa: PLR0913 - the settings of a run
    model: Any,
    images: Split,
    *,
    lr: float | Callable[[int], float],
    epochs: float = 10,
    seed: int = 0,
    momentum: float = 0.9,
    batch: int = 100,
    abort: Abort | None = None,
    watch_updates: bool = False,
    progress: Progress = iter,
) -> Run:
    """Train by momentum SGD and write down everything; NaN does not end it, only ``abort`` does.

    Parameters
    ----------
    model : with params and loss
    images : Split
    lr : float, or function of the step
    epochs : float
        Passes over the images; 0.5 is half a pass.
    seed : int
        Of the order of the images.
    abort : callable, optional
        Gets the losses so far after every step; the run ends when it returns True.
    watch_updates : bool
        Also record `Run.ratios`.
    progress : callable
        What the list of epochs is wrapped in, so that a notebook can show how far it is.

    Raises
    ------
    ValueError
        If the images do not fill one batch.
    """
    per_epoch = len(images.x) // batch
    if per_epoch < 1:
        raise ValueError(
            explain("run", "the number of images is", len(images.x), f"at least {batch}")
        )
    rng, total = np.random.default_rng(seed), round(epochs * per_epoch)
    velocity = {name: np.zeros_like(w) for name, w in model.params.items()}
    result = Run(model, [], [], {name: [] for name in model.params if name.startswith("W")})
    stopped = ""
    for epoch in progress(list(range(1, -(-total // per_epoch) + 1))):
        order = rng.permutation(len(images.x))
        for i in range(min(per_epoch, total - (epoch - 1) * per_epoch)):
            rows = order[i * batch : (i + 1) * batch]
            rate = lr(result.steps) if callable(lr) else lr
            _step(result, images.x[rows], images.y[rows], velocity, rate, momentum, watch_updates)
            if abort is not None and abort(result.losses):
                stopped = f"stopped after step {result.steps} of {total}"
                break
        result.log.append(measure(model, images, epoch))
        if stopped:
            break
    return Run(model, result.losses, result.log, result.ratios, stopped)


def _step(
    result: Run,
    x: Array,
    y: IntArray,
    velocity: dict[str, Array],
    lr: float,
    momentum: float,
    watch: bool,
) -> None:
    params = result.model.params
    with np.errstate(all="ignore"):
        loss, grads = result.model.loss(x, y)
        result.losses.append(float(loss))
        for name, grad in grads.items():
            velocity[name] = momentum * velocity[name] - lr * grad
            if watch and name in result.ratios:
                result.ratios[name].append(_norm(velocity[name]) / _norm(params[name]))
            params[name] = params[name] + velocity[name]


def _norm(values: Array) -> float:
    return float(np.linalg.norm(values.ravel())) or np.nan


def runaway(losses: Sequence[float], factor: float = 3.0) -> bool:
    """Tell whether the latest loss is not finite, or above ``factor`` times the first.

    Examples
    --------
    >>> runaway([2.3, 2.0, 7.1]), runaway([2.3, float("nan")]), runaway([2.3, 6.0])
    (True, True, False)
    """
    return not np.isfinite(losses[-1]) or losses[-1] > factor * losses[0]
