"""Filters that one can read, on one grey image."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.fast_layers import conv_forward_fast

FILTERS = {
    "nothing": ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    "blur": ((1, 1, 1), (1, 1, 1), (1, 1, 1)),
    "upright edges": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "level edges": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    "spots": ((0, -1, 0), (-1, 4, -1), (0, -1, 0)),
    "sharper": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
}
"""3×3 filters by what they bring out; ``blur`` is divided by nine."""


def kernel(name: str) -> Array:
    """Return a filter of `FILTERS`, (3, 3).

    Examples
    --------
    >>> float(kernel("blur").sum()), float(kernel("spots").sum())
    (1.0, 0.0)
    """
    values = np.array(FILTERS[name], dtype=np.float64)
    return values / 9 if name == "blur" else values


def grey(images: Array, index: int = 0) -> Array:
    """Return one image (H, W) as the mean of its channels, from 0 to 1.

    Parameters
    ----------
    images : (N, C, H, W) array
    """
    image = np.asarray(images[index], np.float64).mean(axis=0)
    return np.asarray((image - image.min()) / (image.max() - image.min()))


def filtered(image: Array, weights: Array, stride: int = 1) -> Array:
    """Return an image (H, W) under a filter (3, 3), padded by the pixels at its border."""
    x = np.pad(image, 1, mode="edge")[None, None]
    x = x[..., : x.shape[2] - (x.shape[2] - 3) % stride, : x.shape[3] - (x.shape[3] - 3) % stride]
    w, b = np.asarray(weights, np.float64)[None, None], np.zeros(1)
    return np.asarray(conv_forward_fast(x, w, b, {"stride": stride, "pad": 0})[0][0, 0])


def grey_filter(images: Array) -> Array:
    """Return colour images (N, 3, H, W) as grey ones by a 1×1 convolution, (N, 1, H, W)."""
    w = np.array([0.299, 0.587, 0.114], images.dtype).reshape(1, 3, 1, 1)
    param: dict[str, Any] = {"stride": 1, "pad": 0}
    return conv_forward_fast(images, w, np.zeros(1, images.dtype), param)[0]


def scene(size: int = 48) -> Array:
    """Return a grey picture (size, size) with a disc, a frame, stripes and a slope of brightness.

    Examples
    --------
    >>> scene().shape
    (48, 48)
    """
    y, x = np.mgrid[0:size, 0:size] / size
    image = 0.2 + 0.25 * x
    image[(x - 0.3) ** 2 + (y - 0.33) ** 2 < 0.04] = 0.9
    frame = (np.abs(x - 0.75) < 0.18) & (np.abs(y - 0.28) < 0.18)
    image[frame & ~((np.abs(x - 0.75) < 0.1) & (np.abs(y - 0.28) < 0.1))] = 0.75
    image[(y > 0.65) & (y < 0.92) & ((x * 12).astype(int) % 2 == 0)] = 0.95
    return np.asarray(image)
