"""ConvNets and a dense net of the same size, trained from several seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.fast_layers import max_pool_backward_fast, max_pool_forward_fast
from cs231n_core.layer_utils import (
    conv_bn_relu_backward,
    conv_bn_relu_forward,
    conv_relu_backward,
    conv_relu_forward,
)
from cs231n_core.layers import (
    affine_backward,
    affine_forward,
    relu_backward,
    relu_forward,
    softmax_loss,
)

Params = dict[str, Array]
Progress = Callable[[list[Any]], Iterable[Any]]
POOL = {"pool_height": 2, "pool_width": 2, "stride": 2}
SAME = {"stride": 1, "pad": 1}


@dataclass(frozen=True)
class Images:
    """Standardised images (N, 3, H, W), float32, with their labels."""

    x: Array
    y: IntArray
    x_val: Array
    y_val: IntArray

    def first(self, count: int) -> Images:
        """Return the same with the first ``count`` training images only."""
        return Images(self.x[:count], self.y[:count], self.x_val, self.y_val)

    def reordered(self, seed: int = 0) -> Images:
        """Return the same with the pixels of all images in one other order."""
        places = np.random.default_rng(seed).permutation(self.x[0, 0].size)

        def turned(x: Array) -> Array:
            flat = x.reshape(*x.shape[:2], -1)[..., places]
            return np.ascontiguousarray(flat.reshape(x.shape))

        return Images(turned(self.x), self.y, turned(self.x_val), self.y_val)


def small_images(data: dict[str, Any]) -> Images:
    """Return images at half the size, centred by pixel and divided by one standard deviation."""

    def halved(x: Array) -> Array:
        n, c, h, w = x.shape
        blocks = np.asarray(x, np.float32).reshape(n, c, h // 2, 2, w // 2, 2)
        return np.asarray(blocks.mean(axis=(3, 5)))

    x, x_val = halved(data["X_train"]), halved(data["X_val"])
    mean = x.mean(axis=0)
    spread = (x - mean).std()
    return Images((x - mean) / spread, data["y_train"], (x_val - mean) / spread, data["y_val"])


@dataclass
class ConvNet:
    """Blocks of conv 3×3 - [spatial batch norm] - ReLU - 2×2 max pool, then one affine layer."""

    params: Params
    norm: bool = False
    bn_params: list[dict[str, Any]] = field(default_factory=list)

    @property
    def blocks(self) -> int:
        """The number of convolutions."""
        return sum(value.ndim == 4 for value in self.params.values())

    def scores(self, x: Array, mode: str = "test") -> tuple[Array, list[Any]]:
        """Return the class scores (N, 10) and the caches."""
        caches: list[Any] = []
        for i in range(1, self.blocks + 1):
            x, cache = self._convolve(i, x, mode)
            x, pool = max_pool_forward_fast(x, POOL)
            caches.append((cache, pool))
        out, last = affine_forward(x, self.params["W"], self.params["b"])
        return out, [*caches, last]

    def _convolve(self, i: int, x: Array, mode: str) -> tuple[Array, Any]:
        w, b = self.params[f"W{i}"], self.params[f"b{i}"]
        if not self.norm:
            return conv_relu_forward(x, w, b, SAME)
        gamma, beta, bn = self.params[f"gamma{i}"], self.params[f"beta{i}"], self.bn_params[i - 1]
        bn["mode"] = mode
        return conv_bn_relu_forward(x, w, b, gamma, beta, SAME, bn)

    def loss(self, x: Array, y: IntArray) -> tuple[float, Params]:
        """Return the softmax loss in mode train and the gradient of every parameter."""
        scores, caches = self.scores(x, "train")
        loss, dscores = softmax_loss(scores, y)
        grads: Params = {}
        dx, grads["W"], grads["b"] = affine_backward(dscores, caches[-1])
        for i in range(self.blocks, 0, -1):
            cache, pool = caches[i - 1]
            dx, names = max_pool_backward_fast(dx, pool), [f"W{i}", f"b{i}"]
            back = conv_bn_relu_backward if self.norm else conv_relu_backward
            names += [f"gamma{i}", f"beta{i}"] if self.norm else []
            dx, *found = back(dx, cache)  # type: ignore[assignment]
            grads |= dict(zip(names, found, strict=True))
        return float(loss), grads

    def accuracy(self, x: Array, y: IntArray) -> float:
        """Return the share of images whose largest score is the right class."""
        return float((self.scores(x)[0].argmax(axis=1) == y).mean())


@dataclass
class DenseNet:
    """Affine - ReLU - affine on the pixels as one row."""

    params: Params

    def scores(self, x: Array) -> tuple[Array, list[Any]]:
        """Return the class scores (N, 10) and the caches."""
        hidden, first = affine_forward(x, self.params["W1"], self.params["b1"])
        hidden, gate = relu_forward(hidden)
        out, last = affine_forward(hidden, self.params["W"], self.params["b"])
        return out, [first, gate, last]

    def loss(self, x: Array, y: IntArray) -> tuple[float, Params]:
        """Return the softmax loss and the gradient of every parameter."""
        scores, (first, gate, last) = self.scores(x)
        loss, dscores = softmax_loss(scores, y)
        grads: Params = {}
        dhidden, grads["W"], grads["b"] = affine_backward(dscores, last)
        _, grads["W1"], grads["b1"] = affine_backward(relu_backward(dhidden, gate), first)
        return float(loss), grads

    def accuracy(self, x: Array, y: IntArray) -> float:
        """Return the share of images whose largest score is the right class."""
        return float((self.scores(x)[0].argmax(axis=1) == y).mean())


Net = ConvNet | DenseNet


def conv_net(
    seed: int = 0, *, filters: Sequence[int] = (8,), size: int = 16, norm: bool = False
) -> ConvNet:
    """Return a ConvNet for images of size×size, He's weights, small scores at the start."""
    rng = np.random.default_rng(seed)
    params: Params = {}
    channels = 3
    for i, count in enumerate(filters, start=1):
        params |= _weights(f"{i}", rng, (count, channels, 3, 3), 9 * channels)
        if norm:
            params[f"gamma{i}"] = np.ones(count, np.float32)
            params[f"beta{i}"] = np.zeros(count, np.float32)
        channels, size = count, size // 2
    flat = channels * size * size
    params |= _weights("", rng, (flat, 10), 100 * flat)
    return ConvNet(params, norm, [{"mode": "train"} for _ in filters] if norm else [])


def dense_net(seed: int = 0, *, hidden: int = 7, size: int = 16) -> DenseNet:
    """Return a dense net of one hidden layer, He's weights, small scores at the start."""
    rng = np.random.default_rng(seed)
    pixels = 3 * size * size
    params = _weights("1", rng, (pixels, hidden), pixels)
    return DenseNet(params | _weights("", rng, (hidden, 10), 100 * hidden))


def _weights(name: str, rng: np.random.Generator, shape: tuple[int, ...], fan_in: int) -> Params:
    w = rng.normal(0.0, np.sqrt(2 / fan_in), shape).astype(np.float32)
    outputs = shape[0] if len(shape) == 4 else shape[1]
    return {f"W{name}": w, f"b{name}": np.zeros(outputs, np.float32)}


def size_of(net: Net) -> int:
    """Return the number of parameters."""
    return sum(value.size for value in net.params.values())


# --- training ------------------------------------------------------------------------------------


def train(
    net: Net,
    images: Images,
    *,
    lr: float = 0.03,
    epochs: int = 5,
    batch: int = 50,
    seed: int = 0,
    progress: Progress = iter,
) -> list[float]:
    """Train by gradient descent with momentum .9 and return the loss of every step."""
    rng = np.random.default_rng(seed)
    speed = {name: np.zeros_like(value) for name, value in net.params.items()}
    losses: list[float] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in progress(list(range(epochs))):
            order = rng.permutation(len(images.x))
            for start in range(0, len(order) - batch + 1, batch):
                rows = order[start : start + batch]
                loss, grads = net.loss(images.x[rows], images.y[rows])
                losses.append(loss)
                if not np.isfinite(loss):
                    return losses
                for name, grad in grads.items():
                    speed[name] = 0.9 * speed[name] - lr * grad
                    net.params[name] = net.params[name] + speed[name]
    return losses


@dataclass(frozen=True)
class Setting:
    """A network and how it is trained: ``kind`` is "conv", "conv + norm" or "dense"."""

    kind: str = "conv"
    lr: float = 0.03
    epochs: int = 5
    batch: int = 50
    filters: tuple[int, ...] = (8,)


def make_net(setting: Setting, seed: int) -> Net:
    """Return the fresh network of a setting."""
    if setting.kind == "dense":
        return dense_net(seed)
    return conv_net(seed, filters=setting.filters, norm=setting.kind == "conv + norm")


def accuracies(
    images: Images, settings: Sequence[Setting], *, seeds: int = 3, progress: Progress = iter
) -> tuple[Array, Array]:
    """Return training and validation accuracy of each setting and seed; NaN where it exploded.

    Returns
    -------
    train, val : (len(settings), seeds) arrays
    """
    runs = [(setting, seed) for setting in settings for seed in range(seeds)]
    found = []
    for setting, seed in progress(runs):
        net = make_net(setting, seed)
        losses = train(
            net, images, lr=setting.lr, epochs=setting.epochs, batch=setting.batch, seed=seed
        )
        fine = bool(np.isfinite(losses[-1]))
        pair = (net.accuracy(images.x, images.y), net.accuracy(images.x_val, images.y_val))
        found.append(pair if fine else (np.nan, np.nan))
    both = np.array(found).reshape(len(settings), seeds, 2)
    return both[..., 0], both[..., 1]


def written(accuracy: Array) -> str:
    """Return the mean and standard deviation of shares in percent, or how many are NaN.

    Examples
    --------
    >>> written(np.array([0.40, 0.42, 0.41]))
    '41.0 ± 1.0 %'
    """
    lost = int(np.isnan(accuracy).sum())
    if lost:
        return f"{lost} of {accuracy.size} NaN"
    return f"{100 * accuracy.mean():.1f} ± {100 * accuracy.std(ddof=1):.1f} %"
