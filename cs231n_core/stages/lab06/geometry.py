"""Where windows lie: how many fit, how often each pixel is read, what columns weigh."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.im2col import col2im, im2col
from cs231n_core.layers import conv_forward_naive


def fits(size: int, window: int, stride: int, pad: int) -> str:
    """Return how many windows fit side by side, or that they leave a rest.

    Examples
    --------
    >>> fits(7, 3, 2, 0), fits(8, 3, 2, 0)
    ('3', 'no: 1 left over')
    """
    room = size + 2 * pad - window
    if room < 0:
        return "no: the window is larger"
    rest = room % stride
    return f"no: {rest} left over" if rest else str(room // stride + 1)


def reads(
    height: int, width: int, window: tuple[int, int], stride: int = 1, pad: int = 0
) -> IntArray:
    """Return how many windows hold each pixel; windows that stick out are left out.

    Returns
    -------
    counts : (height, width) integer array

    Examples
    --------
    >>> reads(3, 4, (2, 2))
    array([[1, 2, 2, 1],
           [2, 4, 4, 2],
           [1, 2, 2, 1]])
    """
    counts = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for top in range(0, counts.shape[0] - window[0] + 1, stride):
        for left in range(0, counts.shape[1] - window[1] + 1, stride):
            counts[top : top + window[0], left : left + window[1]] += 1
    return counts[pad : pad + height, pad : pad + width]


class Weight(NamedTuple):
    """Megabytes of a batch of images, and of their columns."""

    images: float
    columns: float

    @property
    def factor(self) -> float:
        """How many times as large the columns are."""
        return self.columns / self.images


def weight(shape: tuple[int, int, int, int], window: int, stride: int = 1) -> Weight:
    """Return what float32 images and their im2col weigh, with padding that keeps the size.

    Examples
    --------
    >>> round(weight((100, 3, 32, 32), 3).factor, 6)
    9.0
    """
    n, c, h, w = shape
    pad = (window - 1) // 2
    down, across = ((size + 2 * pad - window) // stride + 1 for size in (h, w))
    count = n * c * window * window * down * across
    return Weight(4 * n * c * h * w / 1e6, 4 * count / 1e6)


def there_and_back(height: int, width: int, window: int) -> Array:
    """Return col2im(im2col(x)) for an x of ones: windows of stride 1, no padding."""
    x = np.ones((1, 1, height, width))
    cols = im2col(x, window, window, 0, 1)
    return np.asarray(col2im(cols, (1, 1, height, width), window, window, 0, 1)[0, 0])


def by_field_height(x: Array, window: tuple[int, int]) -> Array:
    """Return im2col with the row index of CS231n's Cython file: the height where the width belongs.

    Rows that would lie beyond the end are dropped; rows that nobody writes stay zero.

    Parameters
    ----------
    x : (N, C, H, W) array
    window : (FH, FW)
    """
    right = im2col(x, *window, 0, 1)
    cols = np.zeros_like(right)
    for row, (c, i, j) in enumerate(np.ndindex(x.shape[1], *window)):
        wrong = c * window[0] * window[1] + i * window[0] + j
        if wrong < len(cols):
            cols[wrong] = right[row]
    return cols


def truncated(x: Array, w: Array, stride: int) -> tuple[int, int]:
    """Return how many rows and columns of x no window reads if the rest is cut off silently."""
    lost = ((size - k) % stride for size, k in zip(x.shape[2:], w.shape[2:], strict=True))
    rows, columns = lost
    return rows, columns


class Shifted(NamedTuple):
    """The largest difference between f(shifted x) and shifted f(x), inside and at the border."""

    inside: float
    border: float


def shift_test(x: Array, w: Array, by: int = 2) -> Shifted:
    """Convolve images and images shifted to the right, and compare.

    Parameters
    ----------
    x : (N, C, H, W) array
    w : (F, C, 3, 3) array
    by : int
        Pixels.
    """
    b, param = np.zeros(len(w), x.dtype), {"stride": 1, "pad": 1}
    out, _ = conv_forward_naive(x, w, b, param)
    moved, _ = conv_forward_naive(np.roll(x, by, axis=3), w, b, param)
    difference = np.abs(moved - np.roll(out, by, axis=3))
    edge = np.zeros(difference.shape[3], bool)
    edge[[0, -1]] = edge[by - 1 : by + 1] = True
    return Shifted(float(difference[..., ~edge].max()), float(difference[..., edge].max()))
