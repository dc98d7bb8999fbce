"""The hidden checks of stage 06, ConvNets: one entry per item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.checks import s06_norm as norm
from autograder.checks.scoring import FullChecks
from cs231n_core.answer import Answer
from cs231n_core.cases import Case
from cs231n_core.checks import Facet
from cs231n_core.expect import expect, expect_array, expect_right
from cs231n_core.facets import Question
from cs231n_core.stages import s06_columns as columns
from cs231n_core.stages import s06_conv as conv
from cs231n_core.stages import s06_pool as pool
from cs231n_core.stages.s06 import STAGE
from cs231n_core.stages.s06_windows import Array, Rng

__all__ = ["CHECKS", "HIDDEN", "check", "evaluate_item"]

STRIDES = "window (i, j) begins at (i * stride, j * stride) of the padded image"


# --- convolution ---------------------------------------------------------------------------------


def _grid() -> list[conv.Layer]:
    """Return layers of every stride 1 to 3 with every pad 0 to 2, nothing square."""
    found: list[conv.Layer] = []
    for stride in (1, 2, 3):
        for pad in (0, 1, 2):
            height, width, rows = 5, 4, 3
            across = 2 if stride < 3 else 3
            x = (2, 3, height + (rows - 1) * stride - 2 * pad, width + across * stride - 2 * pad)
            found.append((x, (2, 3, height, width), stride, pad))
    return found


THIN: tuple[conv.Layer, ...] = (
    ((1, 1, 3, 4), (1, 1, 2, 3), 1, 0),
    ((2, 1, 4, 3), (3, 1, 1, 1), 1, 0),
    ((1, 2, 3, 2), (1, 2, 3, 2), 1, 0),
    ((1, 1, 4, 4), (1, 1, 3, 3), 1, 2),
)
NO_TILES: tuple[conv.Layer, ...] = (
    ((1, 2, 6, 5), (2, 2, 3, 3), 2, 0),
    ((1, 2, 5, 6), (2, 2, 3, 3), 2, 0),
)


def _bright(rng: Rng) -> list[Case]:
    """Return the grid, and filters that add up to 0 on a bright image: single precision fails."""
    ((x, w, b, conv_param),) = conv.layers(((2, 2, 5, 6), (2, 2, 3, 2), 1, 0))(rng)
    centred = w - w.mean(axis=(1, 2, 3), keepdims=True)
    return [*conv.layers(*_grid())(rng), (x + 1000.0, centred, b, conv_param)]


def _forward() -> tuple[Facet, ...]:
    asked, fits = conv.FORWARD, conv.layers(((1, 2, 5, 7), (2, 2, 3, 3), 2, 0))
    bad = "an image that the windows do not tile"
    return (
        asked.values(Question("grid", 4, "strides 1 to 3 and pads 0 to 2", STRIDES),
                     _bright),
        asked.values(Question("thin", 2, "one channel, one filter, one image, one window"),
                     conv.layers(*THIN)),
        asked.refusal(Question("refuses", 1, bad, "(H + 2 pad - HH) % stride must be 0"),
                      fits, conv.layers(*NO_TILES)),
        asked.layouts(1, conv.layers(((2, 3, 5, 6), (2, 3, 3, 2), 2, 1))),
    )  # fmt: skip


def _backward() -> tuple[Facet, ...]:
    asked = conv.BACKWARD
    no_pad = conv.gradients(((2, 2, 5, 6), (3, 2, 3, 2), 1, 0), ((2, 2, 5, 6), (3, 2, 3, 2), 2, 0))
    return (
        asked.values(Question("no_pad", 3, "pad 0", "x_pad[:, :, pad:pad + H, pad:pad + W]"),
                     no_pad).hinting_at_errors(),
        asked.values(Question("grid", 4, "strides 1 to 3 and pads 0 to 2", STRIDES),
                     conv.gradients(*_grid())),
        asked.values(Question("thin", 2, "one channel, one filter, one image, one window"),
                     conv.gradients(*THIN)),
        asked.layouts(1, conv.gradients(((2, 3, 5, 6), (2, 3, 3, 2), 2, 1))),
    )  # fmt: skip


# --- pooling -------------------------------------------------------------------------------------

OVERLAP: tuple[pool.Layer, ...] = (((2, 3, 5, 6), 3, 2, 1), ((2, 2, 4, 7), 2, 3, 2))
ODD: tuple[pool.Layer, ...] = (((1, 1, 3, 4), 3, 4, 1), ((2, 1, 3, 5), 1, 1, 2))
APART: tuple[pool.Layer, ...] = (((2, 2, 5, 8), 2, 2, 3),)
BELOW = -2.5
"""Added to images, so that hardly a window holds a number above zero, whatever is drawn."""


def _few_values(rng: Rng, *shape: int) -> Array:
    """Return small whole numbers, so that most windows have several maxima."""
    return np.asarray(rng.integers(-2, 1, shape), float)


def _late_maxima(rng: Rng, *shape: int) -> Array:
    """Return images that grow brighter row by row: a window's maximum lies in its last row."""
    rows = np.arange(shape[-2], dtype=float)[:, None]
    return np.asarray(rng.uniform(0.1, 0.9, shape) + rows)


def _pool_forward() -> tuple[Facet, ...]:
    asked = pool.FORWARD
    hint = "the output has (H - pool_height) / stride + 1 rows, the columns likewise"
    return (
        asked.values(Question("window", 4, "windows that are not square and overlap", hint),
                     pool.layers(*OVERLAP, shift=BELOW)).hinting_at_errors(),
        asked.values(Question("apart", 1, "windows with gaps between them", STRIDES),
                     pool.layers(*APART, shift=BELOW)),
        asked.values(Question("thin", 1, "one channel, one window, windows of one pixel"),
                     pool.layers(*ODD, shift=BELOW)),
        asked.layouts(1, pool.layers(*OVERLAP, shift=BELOW)),
    )  # fmt: skip


def _pool_backward() -> tuple[Facet, ...]:
    asked = pool.BACKWARD
    ties = pool.gradients(((2, 3, 4, 6), 2, 2, 2), ((1, 2, 5, 6), 3, 2, 1), values=_few_values)
    hint = "argmax of the flattened window is the first, row by row; dx[...] += dout"
    return (
        asked.values(Question("overlap", 4, "windows that overlap", hint),
                     pool.gradients(*OVERLAP)),
        asked.values(Question("ties", 3, "several equal maxima in a window", hint), ties),
        asked.values(Question("thin", 1, "one channel, one window, gaps between windows"),
                     pool.gradients(*ODD, *APART, values=_late_maxima)),
        asked.layouts(1, pool.gradients(*OVERLAP)),
    )  # fmt: skip


# --- columns -------------------------------------------------------------------------------------

FIELDS: tuple[columns.Field, ...] = (
    ((2, 3, 4, 5), 2, 3, 1, 1),
    ((2, 2, 4, 6), 3, 2, 0, 1),
    ((1, 2, 5, 4), 1, 3, 1, 1),
    ((2, 1, 4, 3), 3, 2, 2, 1),
    ((1, 1, 3, 2), 1, 2, 3, 1),
)
STRIDED: tuple[columns.Field, ...] = (((2, 2, 5, 7), 3, 3, 0, 2), ((2, 1, 4, 5), 2, 3, 1, 2))


def _copies(answer: Answer, rng: Rng) -> None:
    cases: list[Case] = columns.images(((1, 2, 3, 4), 1, 1, 0, 1), ((1, 1, 3, 4), 3, 4, 0, 1))(rng)  # type: ignore[assignment]
    for args in cases:
        x, before = args[0], args[0].copy()
        (want,) = columns.IM2COL.want(args)
        (cols,) = columns.IM2COL.got(answer, args)
        value = expect_array(cols, "cols", want.shape, want.dtype)
        expect_right(value, want, "cols")
        if value.flags.writeable:
            value[...] = -1.0
        expect(
            bool(np.array_equal(x, before)),
            "cols is a view of x: writing into cols changes x; return a copy",
        )


def _im2col() -> tuple[Facet, ...]:
    asked = columns.IM2COL
    return (
        asked.values(Question("field", 4, "windows that are not square",
                              "row (c * FH + i) * FW + j"), columns.images(*FIELDS)),
        asked.values(Question("stride", 2, "stride 2", STRIDES), columns.images(*STRIDED)),
        Facet("copy", 1, "1×1 windows, and a window as large as the image", _copies),
        asked.layouts(1, columns.images(FIELDS[0])),
    )  # fmt: skip


def _adjoint(answer: Answer, rng: Rng) -> None:
    """<im2col(x), c> = <x, col2im(c)>: what defines the transpose."""
    for field in (*FIELDS, *STRIDED):
        shape = field[0]
        ((cols, *given),) = columns.cols_of(field)(rng)
        x = rng.normal(size=shape)
        (back,) = columns.COL2IM.got(answer, (cols, *given))
        value = expect_array(back, "x", shape, np.float64)
        left, right = (columns.columns(x, *field[1:]) * cols).sum(), (x * value).sum()
        expect(
            bool(np.isclose(left, right, rtol=1e-9, atol=1e-9)),
            "it is not the transpose of im2col: what im2col copies from a pixel to k columns must "
            "come back to that pixel from the same k columns and add up",
        )


def _col2im() -> tuple[Facet, ...]:
    asked = columns.COL2IM
    bare = columns.cols_of(((2, 2, 4, 6), 3, 3, 0, 1), ((2, 2, 5, 7), 3, 3, 0, 2))
    return (
        asked.values(Question("no_pad", 3, "padding 0", "x_pad[:, :, p:p + H, p:p + W]"),
                     bare).hinting_at_errors(),
        asked.values(Question("field", 3, "windows that are not square",
                              "row (c * FH + i) * FW + j"), columns.cols_of(*FIELDS)),
        Facet("adjoint", 2, "the transpose of im2col, whatever the numbers", _adjoint),
        asked.layouts(1, columns.cols_of(FIELDS[0])),
    )  # fmt: skip


HIDDEN: dict[str, Sequence[Facet]] = {
    "conv_forward_naive": _forward(),
    "conv_backward_naive": _backward(),
    "max_pool_forward_naive": _pool_forward(),
    "max_pool_backward_naive": _pool_backward(),
    "im2col": _im2col(),
    "col2im": _col2im(),
    "spatial_batchnorm_forward": norm.forward_facets(),
    "spatial_batchnorm_backward": norm.backward_facets(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
