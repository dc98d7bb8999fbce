"""The visible checks of im2col and col2im."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Item
from cs231n_core.expect import Mistakes
from cs231n_core.facets import Question
from cs231n_core.stages.s06_asking import AskedImages
from cs231n_core.stages.s06_windows import (
    Array,
    Rng,
    add_back,
    cropped,
    mixed_up,
    normal,
    padded,
    steps,
    views,
)

Named = dict[str, Mistakes]

ORDER = (1, 4, 5, 2, 3, 0)
"""Axes of windows (N, C, OH, OW, HH, WW) in the order of rows and columns."""

IMAGES_FIRST = "columns go image by image: the images vary fastest, column (h * OW + w) * N + n"
BY_COLUMNS = "the entries of a window run down its columns: they run along its rows"
UPSTREAM = "the row index multiplies by the field's height: row (c * FH + i) * FW + j"
STRIDE = "the stride is ignored: window (h, w) begins at (h * stride, w * stride)"


def columns(
    x: Array, height: int, width: int, padding: int, stride: int, order: tuple[int, ...] = ORDER
) -> Array:
    """Return the windows as columns, their axes in another order for a mistake."""
    windows = views(padded(x, padding), height, width, stride)
    c, i, j, h, w, n = (windows.shape[axis] for axis in order)
    return windows.transpose(order).reshape(c * i * j, h * w * n)


def im2col(x: Array, height: int, width: int, padding: int, stride: int) -> tuple[Array]:
    """Return the windows as columns."""
    return (columns(x, height, width, padding, stride),)


def im2col_mistakes(x: Array, height: int, width: int, padding: int, stride: int) -> Named:
    """Return wrong columns."""
    geometry = (height, width, padding, stride)
    right = columns(x, *geometry)

    def turned(*order: int) -> Array:
        return columns(x, *geometry, order)

    found: list[tuple[str, Any]] = [
        (IMAGES_FIRST, turned(1, 4, 5, 0, 2, 3)),
        (BY_COLUMNS, turned(1, 5, 4, 2, 3, 0)),
        ("windows run down the image: they run along its rows", turned(1, 4, 5, 3, 2, 0)),
        ("channels vary fastest in a column: they vary slowest", turned(4, 5, 1, 2, 3, 0)),
        ("windows are rows here: they are columns", right.T),
        ("padding is ignored", mixed_up(columns, x, height, width, 0, stride)),
        (STRIDE, columns(x, height, width, padding, 1)),
        (STRIDE, _without_stride(x, geometry)),
        (UPSTREAM, mixed_up(_upstream, right, x.shape[1], height, width)),
    ]
    return {"cols": tuple((text, value) for text, value in found if value is not None)}


def _without_stride(x: Array, geometry: tuple[int, int, int, int]) -> Array:
    """Return columns of windows that begin at (h, w), as many as there should be."""
    height, width, padding, stride = geometry
    x_pad = padded(x, padding)
    down, across = (steps(n, k, stride) for n, k in zip(x_pad.shape[2:], geometry[:2], strict=True))
    windows = views(x_pad, height, width, 1)[:, :, :down, :across]
    rows = x.shape[1] * height * width
    return windows.transpose(ORDER).reshape(rows, -1)


def _upstream(right: Array, channels: int, height: int, width: int) -> Array:
    cols = np.zeros_like(right)
    for row, (c, i, j) in enumerate(np.ndindex(channels, height, width)):
        cols[c * height * width + i * height + j] = right[row]
    return cols


def col2im(
    cols: Array, x_shape: tuple[int, ...], height: int, width: int, padding: int, stride: int
) -> tuple[Array]:
    """Return images: every pixel the sum of its entries in the columns."""
    return (_images(cols, x_shape, (height, width, padding, stride)),)


def _room(x_shape: tuple[int, ...], padding: int) -> tuple[int, ...]:
    return (*x_shape[:2], x_shape[2] + 2 * padding, x_shape[3] + 2 * padding)


def _pieces(
    cols: Array,
    x_shape: tuple[int, ...],
    geometry: tuple[int, int, int, int],
    order: tuple[int, ...] = ORDER,
) -> Array:
    """Return the columns as windows (N, C, OH, OW, HH, WW)."""
    height, width, padding, stride = geometry
    room = _room(x_shape, padding)
    sizes = (*x_shape[:2], steps(room[2], height, stride), steps(room[3], width, stride))
    shape = (*sizes, height, width)
    laid = cols.reshape([shape[axis] for axis in order])
    return laid.transpose(np.argsort(order))


def _images(
    cols: Array,
    x_shape: tuple[int, ...],
    geometry: tuple[int, int, int, int],
    *,
    order: tuple[int, ...] = ORDER,
    assign: str = "",
) -> Array:
    pieces = _pieces(cols, x_shape, geometry, order)
    whole = add_back(pieces, _room(x_shape, geometry[2]), geometry[3], assign=assign)
    return cropped(whole, geometry[2], x_shape[2:])


def col2im_mistakes(
    cols: Array, x_shape: tuple[int, ...], height: int, width: int, padding: int, stride: int
) -> Named:
    """Return wrong images."""
    geometry = (height, width, padding, stride)
    right = _images(cols, x_shape, geometry)
    counts = _images(np.ones_like(cols), x_shape, geometry)
    over = "a pixel of several windows keeps one of them: add them up (array[index] += loses some)"
    whole = add_back(_pieces(cols, x_shape, geometry), _room(x_shape, padding), stride)
    found: list[tuple[str, Any]] = [
        (over, _images(cols, x_shape, geometry, assign="entry")),
        (over, _images(cols, x_shape, geometry, assign="window")),
        ("it is averaged over the windows of a pixel: add them up", right / np.maximum(counts, 1)),
        ("padding is still there: cut it off", whole),
        (
            "it is empty: with padding 0, [p:-p] is [0:0]; cut from p to p + H",
            right[:, :, :0, :0],
        ),
        (IMAGES_FIRST, _images(cols, x_shape, geometry, order=(1, 4, 5, 0, 2, 3))),
        (BY_COLUMNS, _images(cols, x_shape, geometry, order=(1, 5, 4, 2, 3, 0))),
        (STRIDE, cropped(add_back(_pieces(cols, x_shape, geometry), _room(x_shape, padding), 1),
                         padding, x_shape[2:])),
    ]  # fmt: skip
    wrong_rows = mixed_up(_upstream_back, cols, x_shape, geometry)
    found.append((UPSTREAM, wrong_rows))
    return {"x": tuple((text, value) for text, value in found if value is not None)}


def _upstream_back(
    cols: Array, x_shape: tuple[int, ...], geometry: tuple[int, int, int, int]
) -> Array:
    height, width = geometry[:2]
    shape = (x_shape[1], height, width)
    rows = [c * height * width + i * height + j for c, i, j in np.ndindex(shape)]
    return _images(cols[rows], x_shape, geometry)


# --- inputs --------------------------------------------------------------------------------------

Field = tuple[tuple[int, ...], int, int, int, int]
"""The shape of x, field height and width, padding, stride."""


def images(*sizes: Field) -> Draw:
    """Return a draw of one call of im2col per entry."""
    return lambda rng: [(normal(rng, *shape), *rest) for shape, *rest in sizes]


def cols_of(*sizes: Field, ones: bool = False) -> Draw:
    """Return a draw of one call of col2im per entry, of random columns or of ones."""

    def draw(rng: Rng) -> list[Case]:
        calls = []
        for shape, height, width, padding, stride in sizes:
            rest = (height, width, padding, stride)
            wanted = columns(np.zeros(shape), *rest).shape
            cols = np.ones(wanted) if ones else normal(rng, *wanted)
            calls.append((cols, shape, *rest))
        return calls

    return draw


def square_images(x: Array, *rest: int) -> Case:
    """Return a call of im2col with square images and fields."""
    return np.resize(x, (*x.shape[:2], 6, 6)), 2, 2, rest[2], 2


def square_columns(cols: Array, x_shape: tuple[int, ...], *rest: int) -> Case:
    """Return a call of col2im with square images and fields."""
    shape = (*x_shape[:2], 6, 6)
    wanted = columns(np.zeros(shape), 2, 2, rest[2], 2).shape
    return np.resize(cols, wanted), shape, 2, 2, rest[2], 2


FIELD = ("field_height", "field_width", "padding", "stride")
IM2COL = AskedImages(
    "im2col", im2col, ("x", *FIELD), ("cols",), im2col_mistakes, square=square_images
)
COL2IM = AskedImages(
    "col2im", col2im, ("cols", "x_shape", *FIELD), ("x",), col2im_mistakes, square=square_columns
)


def im2col_item(hidden: int) -> Item:
    """Return the item of im2col, with its visible facets."""
    small = images(((1, 1, 3, 4), 2, 2, 0, 1))
    several = images(((2, 3, 4, 5), 2, 2, 1, 1))
    hint = "row (c * FH + i) * FW + j, column (h * OW + w) * N + n"
    facets = (
        IM2COL.values(Question("single", 2, "one image of 3×4 pixels, 2×2 windows"), small),
        IM2COL.values(
            Question("several", 2, "two images of three channels, padded", hint), several
        ),
        IM2COL.dtypes(1, several),
        IM2COL.purity(1, several),
    )
    return Item("im2col", 3, ("im2col",), facets, hidden)


def col2im_item(hidden: int) -> Item:
    """Return the item of col2im, with its visible facets."""
    size = ((2, 3, 4, 5), 2, 2, 1, 1)
    hint = "a pixel that k windows hold gets k numbers, added up"
    facets = (
        COL2IM.values(
            Question("counts", 2, "columns of ones: how many windows hold each pixel", hint),
            cols_of(((1, 1, 3, 4), 2, 2, 0, 1), ones=True),
        ),
        COL2IM.values(Question("several", 2, "random columns, padded images", hint), cols_of(size)),
        COL2IM.dtypes(1, cols_of(size)),
        COL2IM.purity(1, cols_of(size)),
    )
    return Item("col2im", 3, ("col2im",), facets, hidden)
