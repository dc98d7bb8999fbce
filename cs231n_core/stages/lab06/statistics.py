"""Statistics of maps: what a shift leaves alone, how much an image trembles, ties and costs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.fast_layers import conv_forward_fast
from cs231n_core.gradient_check import eval_numerical_gradient_array
from cs231n_core.stages.lab06.backends import image_layer, seconds

PER_MAP = (0, 2, 3)
PER_PIXEL = (0,)
PER_BATCH = (0, 1, 2, 3)


def first_maps(x: Array, seed: int = 0, filters: int = 8) -> Array:
    """Return ReLU maps (N, filters, H, W) of images under random 3×3 filters, as before training.

    Parameters
    ----------
    x : (N, C, H, W) array
    """
    rng = np.random.default_rng(seed)
    shape = (filters, x.shape[1], 3, 3)
    w = rng.normal(0, np.sqrt(2 / (9 * x.shape[1])), shape).astype(x.dtype)
    out, _ = conv_forward_fast(x, w, np.zeros(filters, x.dtype), {"stride": 1, "pad": 1})
    return layers.relu_forward(out)[0]


# --- ties ----------------------------------------------------------------------------------------


class Ties(NamedTuple):
    """Shares of 2×2 windows with several maxima, and what two rules for them make of a gradient.

    ``differ`` is the size of the difference between "all of them share" and "the first gets all",
    relative to the gradient; ``after_gate`` the same behind the ReLU that comes next.
    """

    raw: float
    after_relu: float
    differ: float
    after_gate: float


def ties(x: Array) -> Ties:
    """Measure ties in 2×2 pooling windows of images (N, C, H, W), and of their first maps."""
    windows = _tiles(first_maps(x))
    winners = _winners(windows)
    share = winners / winners.sum(axis=-1, keepdims=True)
    first = np.arange(4) == windows.argmax(axis=-1)[..., None]
    dout = np.random.default_rng(0).normal(size=windows.shape[:-1])[..., None]
    size = float(np.linalg.norm(dout))
    gap = dout * (share - first)
    return Ties(
        float((_winners(_tiles(x)).sum(axis=-1) > 1).mean()),
        float((winners.sum(axis=-1) > 1).mean()),
        float(np.linalg.norm(gap)) / size,
        float(np.linalg.norm(gap * (windows > 0))) / size,
    )


def _tiles(x: Array) -> Array:
    """Return the 2×2 windows of images as rows of four, (N, C, H / 2, W / 2, 4)."""
    n, c, h, w = x.shape
    blocks = x.reshape(n, c, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5)
    return np.asarray(blocks.reshape(n, c, h // 2, w // 2, 4))


def _winners(windows: Array) -> Array:
    return np.asarray(windows == windows.max(axis=-1, keepdims=True))


# --- statistics ----------------------------------------------------------------------------------


def normalised(x: Array, of: Array, axes: tuple[int, ...]) -> Array:
    """Return x normalised with the mean and variance of ``of`` over these axes."""
    mean, var = of.mean(axis=axes, keepdims=True), of.var(axis=axes, keepdims=True)
    return np.asarray((x - mean) / np.sqrt(var + 1e-5))


def shift_error(x: Array, axes: tuple[int, ...], by: int = 2) -> float:
    """Return how much normalising a shifted image differs from shifting a normalised one.

    The statistics are those of all of ``x``, as in mode test; one image is shifted, round and
    round, so that nothing is lost at the border.
    """
    one = x[:1]
    moved = normalised(np.roll(one, by, axis=3), x, axes)
    return float(np.abs(moved - np.roll(normalised(one, x, axes), by, axis=3)).mean())


def trembling(x: Array, size: int, axes: tuple[int, ...], draws: int = 200) -> float:
    """Return the standard deviation of one image's normalised pixels over random batches.

    Parameters
    ----------
    x : (N, C, H, W) array
        The first image is the one that is watched, the others are its mates.
    size : int
        Images per batch.
    """
    rng = np.random.default_rng(0)
    seen = []
    for _ in range(draws):
        batch = x[[0, *rng.integers(1, len(x), size - 1)]]
        seen.append(normalised(batch[:1], batch, axes))
    return float(np.array(seen).std(axis=0).mean())


# --- gradients -----------------------------------------------------------------------------------


def conv_errors(stride: int, pad: int) -> list[float]:
    """Return the relative errors of the course's dx, dw, db against finite differences."""
    rng = np.random.default_rng(0)
    side = 5 if (5 + 2 * pad - 3) % stride == 0 else 6
    x, w, b = (rng.normal(size=s) for s in ((2, 2, side, side), (3, 2, 3, 3), (3,)))
    param: dict[str, Any] = {"stride": stride, "pad": pad}
    out, cache = layers.conv_forward_naive(x, w, b, param)
    dout = rng.normal(size=out.shape)
    grads = layers.conv_backward_naive(dout, cache)

    def again(_: Array) -> Array:
        return layers.conv_forward_naive(x, w, b, param)[0]

    numeric = [eval_numerical_gradient_array(again, a, dout) for a in (x, w, b)]
    return [
        float(np.abs(g - n).max() / np.abs(n).max()) for g, n in zip(grads, numeric, strict=True)
    ]


# --- costs ---------------------------------------------------------------------------------------


def exp_beside_convolution(channels: int, filters: int, size: int = 16) -> tuple[float, float]:
    """Return milliseconds of a 3×3 convolution and of exp on its output, 20 images, float32."""
    rng = np.random.default_rng(0)
    _, _, _, param = image_layer(size)
    x = rng.normal(size=(20, channels, size, size)).astype(np.float32)
    w = rng.normal(size=(filters, channels, 3, 3)).astype(np.float32)
    b = np.zeros(filters, np.float32)
    out, _ = conv_forward_fast(x, w, b, param)
    return 1e3 * seconds(lambda: conv_forward_fast(x, w, b, param)), 1e3 * seconds(
        lambda: np.exp(-np.abs(out))
    )
