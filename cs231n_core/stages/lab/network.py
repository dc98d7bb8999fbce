"""A small classifier with any activation, built from the core's layers, and what trains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array, IntArray
from cs231n_core.stages.lab.activations import ACTIVATIONS, Activation, averages

Params = dict[str, Array]

TRAINED = ACTIVATIONS | {
    "GELU": Activation("GELU", layers.gelu_tanh_forward, layers.gelu_tanh_backward)
}
"""What networks are trained with: GELU in its tanh form, which is many times as fast in NumPy and
differs from the exact one by less than 0.0005."""


@dataclass(frozen=True)
class Images:
    """Standardised images as rows, float32, with their labels."""

    x: Array
    y: IntArray
    x_val: Array
    y_val: IntArray

    def first(self, count: int) -> Images:
        """Return the same with the first ``count`` training images only."""
        return Images(self.x[:count], self.y[:count], self.x_val, self.y_val)


def thumbnails(data: dict[str, Any]) -> Images:
    """Return training and validation images at half the size, as standardised rows.

    A quarter of the numbers makes every experiment four times as fast.

    Parameters
    ----------
    data : dict
        What ``get_CIFAR10_data`` returns: ``X_train`` (N, 3, 32, 32), ``y_train`` (N,), and the
        same for ``val``.

    Returns
    -------
    images : Images
        ``x`` (N, 768): over the training images each number has mean 0, and all of them together
        have standard deviation 1.
    """
    x, x_val = (_halved(np.asarray(data[name])) for name in ("X_train", "X_val"))
    mean = x.mean(axis=0)
    spread = (x - mean).std()
    return Images((x - mean) / spread, data["y_train"], (x_val - mean) / spread, data["y_val"])


def _halved(x: Array) -> Array:
    """Return images (N, 3, H, W) as float32 rows, each number the mean of 2×2 pixels."""
    n, c, h, w = x.shape
    blocks = x.astype(np.float32).reshape(n, c, h // 2, 2, w // 2, 2)
    return np.asarray(blocks.mean(axis=(3, 5)).reshape(n, -1))


def make_params(
    sizes: Sequence[int], activation: str, rng: np.random.Generator, *, bias: float = 0.0
) -> Params:
    """Return float32 weights that keep the forward signal's size, whatever the activation.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, hidden layers, classes.
    activation : str
        A name of `ACTIVATIONS`, or ``"maxout"`` for layers of two linear pieces.
    bias : float
        The start of every hidden bias.

    Returns
    -------
    params : dict
        ``W1`` (D, M), ``b1`` (M,) and so on; for maxout (D, M, 2) and (M, 2).
    """
    params: Params = {}
    pieces = (2,) if activation == "maxout" else ()
    gain = 1.0 if activation == "maxout" else averages([activation])[0].gain
    last = len(sizes) - 1
    for i, (fan_in, width) in enumerate(pairwise(sizes), start=1):
        shape = (fan_in, width, *(pieces if i < last else ()))
        # The images have size one already, so the first layer needs no gain; the last gives
        # small scores, so that every network starts from the loss log(10).
        scale = (1.0 if i == 1 else gain if i < last else 0.1) / np.sqrt(fan_in)
        params[f"W{i}"] = (scale * rng.standard_normal(shape)).astype(np.float32)
        params[f"b{i}"] = np.full(shape[1:], bias if i < last else 0.0, dtype=np.float32)
    return params


@dataclass
class Net:
    """A stack of affine layers with one activation between them."""

    params: Params
    activation: str
    pre: list[Array] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The number of affine layers."""
        return len(self.params) // 2

    def scores(self, x: Array) -> tuple[Array, list[Any]]:
        """Return the class scores (N, C) and the caches; keep the pre-activations in ``pre``."""
        caches: list[Any] = []
        self.pre = []
        for i in range(1, self.depth):
            x, cache = self._hidden(x, self.params[f"W{i}"], self.params[f"b{i}"])
            caches.append(cache)
        out, cache = layers.affine_forward(
            x, self.params[f"W{self.depth}"], self.params[f"b{self.depth}"]
        )
        return out, [*caches, cache]

    def _hidden(self, x: Array, w: Array, b: Array) -> tuple[Array, Any]:
        if self.activation == "maxout":
            return layers.maxout_forward(x, w, b)
        a, affine = layers.affine_forward(x, w, b)
        self.pre.append(a)
        out, cache = TRAINED[self.activation].forward(a)
        return out, (affine, cache)

    def loss(self, x: Array, y: IntArray) -> tuple[float, Params]:
        """Return the softmax loss and the gradient of every parameter."""
        scores, caches = self.scores(x)
        loss, dout = layers.softmax_loss(scores, y)
        grads: Params = {}
        for i in range(self.depth, 0, -1):
            dout, grads[f"W{i}"], grads[f"b{i}"] = self._back(i, dout, caches[i - 1])
        return float(loss), grads

    def _back(self, i: int, dout: Array, cache: Any) -> tuple[Array, Array, Array]:
        if i == self.depth:
            return layers.affine_backward(dout, cache)
        if self.activation == "maxout":
            return layers.maxout_backward(dout, cache)
        affine, inner = cache
        da = TRAINED[self.activation].backward(dout, inner)
        da = da[0] if isinstance(da, tuple) else da
        if i == 1:  # nobody asks for the gradient of the images: that saves a third of the work
            return da, affine.x.T @ da, da.sum(axis=0)
        return layers.affine_backward(da, affine)

    def accuracy(self, x: Array, y: IntArray) -> float:
        """Return the share of images whose largest score is the right class."""
        return float((self.scores(x)[0].argmax(axis=1) == y).mean())


def batches(
    images: Images, epochs: int, rng: np.random.Generator, size: int = 100
) -> Iterator[tuple[int, Array, IntArray]]:
    """Yield ``(step, x, y)``: every image once per epoch, in a new order each time."""
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(images.x))
        for start in range(0, len(order) - size + 1, size):
            rows = order[start : start + size]
            step += 1
            yield step, images.x[rows], images.y[rows]


Watch = Callable[[int, Net], bool | None]


def train(
    net: Net,
    images: Images,
    *,
    lr: float,
    epochs: int,
    rng: np.random.Generator,
    momentum: float = 0.0,
    watch: Watch | None = None,
) -> list[float]:
    """Train ``net`` by stochastic gradient descent and return the loss of every step.

    ``watch(step, net)`` is called after each step; training ends early when it returns True, or
    when the loss is no longer a finite number.
    """
    velocity = {name: np.zeros_like(value) for name, value in net.params.items()}
    losses: list[float] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for step, x, y in batches(images, epochs, rng):
            loss, grads = net.loss(x, y)
            losses.append(loss)
            for name, grad in grads.items():
                velocity[name] = momentum * velocity[name] - lr * grad
                net.params[name] = net.params[name] + velocity[name]
            if not np.isfinite(loss) or (watch is not None and watch(step, net)):
                break
    return losses
