"""A small classifier with or without batch normalisation, made of the course's layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array, IntArray
from cs231n_core.stages.lab.activations import ACTIVATIONS
from cs231n_core.stages.lab.network import Images, batches

Params = dict[str, Array]

NORMS = ("none", "before", "after")
"""Without batch normalisation, with it before each activation, with it after each."""


@dataclass
class Net:
    """A stack of affine layers with an activation, and batch normalisation where ``norm`` says.

    ``backward`` says how its gradient is computed: ``"whole"`` is the right way, ``"constants"``
    takes mean and variance for numbers that do not depend on x.
    """

    params: Params
    norm: str = "before"
    activation: str = "ReLU"
    backward: str = "whole"
    bn_params: list[dict[str, Any]] = field(default_factory=list)
    pre: list[Array] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The number of affine layers."""
        return sum(name.startswith("W") for name in self.params)

    def scores(self, x: Array, mode: str) -> tuple[Array, list[Any]]:
        """Return the class scores (N, C) and the caches; keep what enters the activations."""
        caches: list[Any] = []
        self.pre = []
        for i in range(1, self.depth):
            x, affine = layers.affine_forward(x, self.params[f"W{i}"], self.params[f"b{i}"])
            inner: list[Any] = []
            for part in self._order():
                x, cache = self._part(part, i, x, mode)
                inner.append(cache)
            caches.append((affine, inner))
        out, cache = layers.affine_forward(
            x, self.params[f"W{self.depth}"], self.params[f"b{self.depth}"]
        )
        return out, [*caches, cache]

    def _order(self) -> tuple[str, ...]:
        return {"none": ("f",), "before": ("bn", "f"), "after": ("f", "bn")}[self.norm]

    def _part(self, part: str, i: int, x: Array, mode: str) -> tuple[Array, Any]:
        if part == "f":
            self.pre.append(x)
            return ACTIVATIONS[self.activation].forward(x)
        bn_param = self.bn_params[i - 1]
        bn_param["mode"] = mode
        return layers.batchnorm_forward(
            x, self.params[f"gamma{i}"], self.params[f"beta{i}"], bn_param
        )

    def loss(self, x: Array, y: IntArray) -> tuple[float, Params]:
        """Return the softmax loss in mode train and the gradient of every parameter."""
        scores, caches = self.scores(x, "train")
        loss, dout = layers.softmax_loss(scores, y)
        grads: Params = {}
        last = self.depth
        dout, grads[f"W{last}"], grads[f"b{last}"] = layers.affine_backward(dout, caches[-1])
        for i in range(last - 1, 0, -1):
            affine, inner = caches[i - 1]
            for part, cache in zip(self._order()[::-1], inner[::-1], strict=True):
                dout = self._back(part, i, dout, cache, grads)
            if i == 1:  # nobody asks for the gradient of the images
                grads["W1"], grads["b1"] = affine.x.T @ dout, dout.sum(axis=0)
            else:
                dout, grads[f"W{i}"], grads[f"b{i}"] = layers.affine_backward(dout, affine)
        return float(loss), grads

    def _back(self, part: str, i: int, dout: Array, cache: Any, grads: Params) -> Array:
        if part == "f":
            return np.asarray(ACTIVATIONS[self.activation].backward(dout, cache))
        if self.backward == "constants":
            cache = cache._replace(frozen=True)
        dx, grads[f"gamma{i}"], grads[f"beta{i}"] = layers.batchnorm_backward_alt(dout, cache)
        return dx

    def accuracy(self, x: Array, y: IntArray, mode: str = "test") -> float:
        """Return the share of images whose largest score is the right class."""
        with np.errstate(over="ignore", invalid="ignore"):
            scores = self.scores(x, mode)[0]
        return float((scores.argmax(axis=1) == y).mean())


def make_net(
    sizes: Sequence[int],
    *,
    norm: str = "before",
    std: float | None = None,
    activation: str = "ReLU",
    momentum: float = 0.9,
    seed: int = 0,
) -> Net:
    """Return a float32 network whose weights are normal numbers.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, hidden layers, classes.
    norm : str
        One of `NORMS`.
    std : float, optional
        Standard deviation of every weight, by default He's rule, sqrt(2 / fan-in).
    momentum : float
        Of the running statistics.
    """
    rng = np.random.default_rng(seed)
    params: Params = {}
    for i, (fan_in, width) in enumerate(pairwise(sizes), start=1):
        scale = np.sqrt(2 / fan_in) if std is None else std
        params[f"W{i}"] = (scale * rng.standard_normal((fan_in, width))).astype(np.float32)
        params[f"b{i}"] = np.zeros(width, np.float32)
        if norm != "none" and i < len(sizes) - 1:
            params[f"gamma{i}"] = np.ones(width, np.float32)
            params[f"beta{i}"] = np.zeros(width, np.float32)
    bn_params = [{"mode": "train", "momentum": momentum} for _ in sizes[1:-1]]
    return Net(params, norm, activation, bn_params=bn_params)


def train(
    net: Net,
    images: Images,
    *,
    lr: float,
    epochs: int,
    seed: int,
    size: int = 50,
    momentum: float = 0.9,
) -> list[float]:
    """Train by gradient descent with momentum; return the loss of every step, NaN and inf too.

    Training ends when the loss is no longer a finite number.
    """
    velocity = {name: np.zeros_like(value) for name, value in net.params.items()}
    rng, losses = np.random.default_rng(seed), []
    with np.errstate(over="ignore", invalid="ignore"):
        for _, x, y in batches(images, epochs, rng, size):
            loss, grads = net.loss(x, y)
            losses.append(loss)
            if not np.isfinite(loss):
                break
            for name, grad in grads.items():
                velocity[name] = momentum * velocity[name] - lr * grad
                net.params[name] = net.params[name] + velocity[name]
    return losses
