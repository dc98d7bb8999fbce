"""Windows of images in plain NumPy: what stage 06 compares answers with.

Written with strided views and slices, not with loops over windows, and independent of the course's
layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

Array = np.ndarray
Rng = np.random.Generator
Param = Mapping[str, int]
Shape = tuple[int, ...]


def padded(x: Array, pad: int) -> Array:
    """Return images with ``pad`` rows and columns of zeros on every side."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def steps(size: int, window: int, stride: int) -> int:
    """Return how many windows fit side by side."""
    return (size - window) // stride + 1


def views(x_pad: Array, height: int, width: int, stride: int) -> Array:
    """Return all windows, (N, C, OH, OW, height, width), as a view of padded images."""
    every = np.lib.stride_tricks.sliding_window_view(x_pad, (height, width), axis=(2, 3))
    return every[:, :, ::stride, ::stride]


def entries(
    places: Shape, height: int, width: int, stride: int
) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
    """Yield ``(i, j, index)``: where entry (i, j) of all (OH, OW) windows lies in padded images."""
    rows, columns = places
    for i in range(height):
        for j in range(width):
            down = slice(i, i + stride * (rows - 1) + 1, stride)
            across = slice(j, j + stride * (columns - 1) + 1, stride)
            yield i, j, (slice(None), slice(None), down, across)


def add_back(pieces: Array, shape: Shape, stride: int, *, assign: str = "") -> Array:
    """Return padded images in which every pixel is the sum of what its windows hold.

    Parameters
    ----------
    pieces : (N, C, OH, OW, HH, WW) array
        One window of numbers per place.
    shape : (N, C, HP, WP)
        Of the result.
    assign : str
        What a mistake does instead of adding: ``"window"`` lets the last window win, ``"entry"``
        the last entry.
    """
    total = np.zeros(shape, pieces.dtype)
    height, width = pieces.shape[4:]
    if assign == "window":
        for i, j in np.ndindex(*pieces.shape[2:4]):
            top, left = i * stride, j * stride
            total[:, :, top : top + height, left : left + width] = pieces[:, :, i, j]
        return total
    for i, j, index in entries(pieces.shape[2:4], height, width, stride):
        total[index] = pieces[..., i, j] + (0 if assign else total[index])
    return total


def cropped(x_pad: Array, pad: int, size: tuple[int, ...]) -> Array:
    """Return padded images without their padding."""
    return x_pad[:, :, pad : pad + size[0], pad : pad + size[1]]


def mixed_up(run: Callable[..., Any], *args: Any) -> Any:
    """Return ``run(*args)``, or nothing where a mistake cannot be made at these sizes."""
    try:
        return run(*args)
    except (ValueError, IndexError):
        return None


def normal(rng: Rng, *shape: int) -> Array:
    """Return normal numbers of this shape, none of them near zero."""
    x = rng.normal(size=shape)
    return np.asarray(x + 0.05 * np.sign(x))
