"""Many images as one, under CS231n's names: arrays in, an array for ``plt.imshow`` out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.errors import explain

Images = NDArray[Any]


def visualize_grid(Xs: Images, ubound: float = 255.0, padding: int = 1) -> Images:
    """Return a square grid of images, each stretched to its own full range.

    Parameters
    ----------
    Xs : (N, H, W, C) array
        Of any numbers, such as filters.
    ubound : float
        What the largest entry of each image becomes; the smallest becomes 0. A constant image
        becomes 0 throughout.
    padding : int
        Black pixels between the images.

    Returns
    -------
    grid : (height, width, C) float64 array
        Divide by ``ubound`` or convert to uint8 to show it.

    Raises
    ------
    ValueError
        If there is no image.

    Examples
    --------
    >>> visualize_grid(np.arange(4.0).reshape(1, 2, 2, 1) - 7, ubound=3.0)[..., 0]
    array([[0., 1.],
           [2., 3.]])
    """
    Xs = _images("visualize_grid", Xs)
    low = Xs.min(axis=(1, 2, 3), keepdims=True)
    spread = Xs.max(axis=(1, 2, 3), keepdims=True) - low
    return _tiles(ubound * (Xs - low) / np.where(spread > 0, spread, 1), padding)


def vis_grid(Xs: Images) -> Images:
    """Return a square grid of images that keep their relative brightness, from 0 to 1.

    Parameters
    ----------
    Xs : (N, H, W, C) array

    Returns
    -------
    grid : (height, width, C) float64 array

    Raises
    ------
    ValueError
        If there is no image.

    Examples
    --------
    >>> vis_grid(np.array([5.0, 6.0, 7.0, 9.0]).reshape(4, 1, 1, 1))[..., 0]
    array([[0.  , 0.  , 0.25],
           [0.  , 0.  , 0.  ],
           [0.5 , 0.  , 1.  ]])
    """
    return _tiles(_stretched(_images("vis_grid", Xs)), 1)


def vis_nn(rows: Sequence[Sequence[Images]]) -> Images:
    """Return rows of images, such as each image beside its nearest neighbours, from 0 to 1.

    Parameters
    ----------
    rows : sequence of sequences of (H, W, C) arrays
        All of the same length and shape.

    Returns
    -------
    grid : (height, width, C) float64 array

    Raises
    ------
    ValueError
        If there is no image, or the rows differ in length.

    Examples
    --------
    >>> one = np.ones((2, 3, 1))
    >>> vis_nn([[one, 0 * one], [one, one]]).shape
    (5, 7, 1)
    """
    lengths = {len(row) for row in rows}
    if len(lengths) != 1:
        raise ValueError(explain("vis_nn", "rows have lengths", sorted(lengths), "one length"))
    flat = _images("vis_nn", np.array([image for row in rows for image in row]))
    return _tiles(_stretched(flat), 1, columns=lengths.pop())


def _images(where: str, Xs: Images) -> Images:
    Xs = np.asarray(Xs)
    if Xs.ndim != 4 or Xs.size == 0:
        hint = "filters (F, C, H, W) need .transpose(0, 2, 3, 1)"
        raise ValueError(explain(where, "Xs has shape", Xs.shape, "(N, H, W, C), N >= 1", hint))
    return Xs.astype(np.float64)


def _stretched(Xs: Images) -> Images:
    low, high = Xs.min(), Xs.max()
    stretched: Images = (Xs - low) / (high - low if high > low else 1)
    return stretched


def _tiles(Xs: Images, padding: int, columns: int | None = None) -> Images:
    """Put images side by side, row by row, ``padding`` black pixels between them."""
    count, height, width, channels = Xs.shape
    square = math.ceil(math.sqrt(count))
    columns, rows = (square, square) if columns is None else (columns, count // columns)
    shape = (rows * (height + padding) - padding, columns * (width + padding) - padding, channels)
    grid = np.zeros(shape)
    for i, image in enumerate(Xs):
        top, left = i // columns * (height + padding), i % columns * (width + padding)
        grid[top : top + height, left : left + width] = image
    return grid
