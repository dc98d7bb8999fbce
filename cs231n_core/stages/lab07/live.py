"""Runs so small that they fit between two moves of a slider."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.data_utils import get_CIFAR10_data
from cs231n_core.stages.lab07.runs import (
    Run,
    Split,
    reference_net,
    run,
    runaway,
    small_images,
    split,
)


@lru_cache(maxsize=1)
def tiny_images() -> Split:
    """Return 500 images of 8×8 pixels with standard deviation 1, and 500 to validate on."""
    data = get_CIFAR10_data(500, 500, 1, dtype=np.float32)
    images = small_images(small_images(split(data)))
    return images.divided(float(images.x.std()))


def live_run(lr: float, *, steps: int = 60, cut_after: int = 0, cut_to: float = 1.0) -> Run:
    """Train 192-50-10 on `tiny_images` with the abort rule; the rate may be cut once.

    Parameters
    ----------
    lr : float
    steps : int
    cut_after, cut_to : int, float
        From this step on the rate is ``cut_to * lr``; 0 for never.
    """
    images = tiny_images()

    def rate(step: int) -> float:
        return lr * cut_to if cut_after and step >= cut_after else lr

    net = reference_net(0, scale=0.02, pixels=images.x[0].size)
    return run(net, images, lr=rate, epochs=steps / 10, batch=50, abort=runaway)


@lru_cache(maxsize=1)
def _start() -> tuple[Array, Array, Split]:
    rng = np.random.default_rng(0)
    images = tiny_images()
    pixels = images.x[0].size
    return rng.standard_normal((pixels, 50)), rng.standard_normal((50, 10)), images


def first_losses(reg: float, scale: float) -> tuple[float, float]:
    """Return the loss of untrained data, and the penalty, of a 192-50-10 net.

    Parameters
    ----------
    reg : float
        Strength of ½ · reg · ‖W‖².
    scale : float
        Standard deviation of the weights.
    """
    w1, w2, images = _start()
    x = images.x.reshape(len(images.x), -1).astype(np.float64)
    scores = np.maximum(x @ (scale * w1), 0) @ (scale * w2)
    scores -= scores.max(axis=1, keepdims=True)
    right = scores[np.arange(len(scores)), images.y]
    loss = float((np.log(np.exp(scores).sum(axis=1)) - right).mean())
    return loss, float(0.5 * reg * scale**2 * ((w1**2).sum() + (w2**2).sum()))
