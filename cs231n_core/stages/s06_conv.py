"""The visible checks of the convolution by loops, forward and backward."""

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
    Param,
    Rng,
    add_back,
    cropped,
    mixed_up,
    normal,
    padded,
    views,
)

Named = dict[str, Mistakes]
Cache = tuple[Array, Array, Array, Param]


def correlate(x_pad: Array, w: Array, stride: int) -> Array:
    """Return the products of filters (F, C, HH, WW) with the windows of padded images."""
    windows = views(x_pad, w.shape[2], w.shape[3], stride)
    return np.asarray(np.einsum("ncijkl,fckl->nfij", windows, w))


def forward(x: Array, w: Array, b: Array, conv_param: Param) -> tuple[Array]:
    """Return the output of the convolution."""
    out = correlate(padded(x, conv_param["pad"]), w, conv_param["stride"])
    return (out + b[:, None, None],)


def forward_mistakes(x: Array, w: Array, b: Array, conv_param: Param) -> Named:
    """Return wrong outputs."""
    stride, pad = conv_param["stride"], conv_param["pad"]
    bias, x_pad = b[:, None, None], padded(x, pad)
    plain = correlate(x_pad, w, stride)
    out_height, out_width = plain.shape[2:]
    dense = correlate(x_pad, w, 1)
    sides = ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0))
    step = "the stride is ignored: window (i, j) begins at (i * stride, j * stride)"
    channels = "channels are left out: a filter goes through all of them, and they are added up"
    found: list[tuple[str, Any]] = [
        ("the bias is missing", plain),
        (
            "the bias is added once per channel: once per output is enough",
            plain + x.shape[1] * bias,
        ),
        (
            "the filter is flipped: these layers slide it as it is",
            correlate(x_pad, w[:, :, ::-1, ::-1], stride) + bias,
        ),
        (step, dense + bias),
        (step, dense[:, :, :out_height, :out_width] + bias),
        ("padding is ignored", mixed_up(correlate, x, w, stride)),
        (channels, correlate(x_pad[:, :1], w[:, :1], stride) + bias),
        (channels, correlate(x_pad[:, -1:], w[:, -1:], stride) + bias),
        ("the channels are averaged: they are added up", plain / x.shape[1] + bias),
        (
            "one output size serves both axes: the width has its own",
            (plain + bias)[:, :, :, :out_height],
        ),
    ]
    found[5] = (found[5][0], None if found[5][1] is None else found[5][1] + bias)
    if pad:
        wrong = (np.pad(x, sides), np.pad(x, [side[::-1] for side in sides]))
        text = "padding is on one side only: pad on every side"
        found += [(text, correlate(each, w, stride) + bias) for each in wrong]
    return {"out": tuple((text, value) for text, value in found if value is not None)}


def backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b."""
    x, w, _, param = cache
    return _dx(dout, w, x.shape, param), _dw(dout, x, w, param), dout.sum(axis=(0, 2, 3))


def _pieces(dout: Array, w: Array) -> Array:
    return np.asarray(np.einsum("nfij,fckl->ncijkl", dout, w))


def _room(shape: tuple[int, ...], pad: int) -> tuple[int, ...]:
    return (*shape[:2], shape[2] + 2 * pad, shape[3] + 2 * pad)


def _dx(dout: Array, w: Array, shape: tuple[int, ...], param: Param, assign: str = "") -> Array:
    pad = param["pad"]
    whole = add_back(_pieces(dout, w), _room(shape, pad), param["stride"], assign=assign)
    return cropped(whole, pad, shape[2:])


def _dw(dout: Array, x: Array, w: Array, param: Param, stride: int = 0) -> Array:
    windows = views(padded(x, param["pad"]), w.shape[2], w.shape[3], stride or param["stride"])
    windows = windows[:, :, : dout.shape[2], : dout.shape[3]]
    return np.asarray(np.einsum("nfij,ncijkl->fckl", dout, windows))


def backward_mistakes(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of x, w and b."""
    return {
        "dx": _dx_mistakes(dout, cache),
        "dw": _dw_mistakes(dout, cache),
        "db": _db_mistakes(dout),
    }


def _dx_mistakes(dout: Array, cache: Cache) -> Mistakes:
    x, w, _, param = cache
    pad, stride, n = param["pad"], param["stride"], len(x)
    room, right = _room(x.shape, pad), _dx(dout, w, x.shape, param)
    dense = cropped(add_back(_pieces(dout, w), room, 1), pad, x.shape[2:])
    over = "windows that overlap overwrite each other: a pixel gets the sum (+=, not =)"
    last = "only the last filter counts: contributions of all filters add up"
    found: list[tuple[str, Array]] = [
        ("padding is still there: cut it off", add_back(_pieces(dout, w), room, stride)),
        (
            "it is empty: with pad 0, [pad:-pad] is [0:0]; cut from pad to pad + H",
            right[:, :, :0, :0],
        ),
        ("the stride is ignored: window (i, j) begins at (i * stride, j * stride)", dense),
        (over, _dx(dout, w, x.shape, param, "window")),
        (over, _dx(dout[:, -1:], w[-1:], x.shape, param, "window")),
        (last, _dx(dout[:, -1:], w[-1:], x.shape, param)),
        (
            "the filter is flipped: window and filter lie on each other as in forward",
            _dx(dout, w[:, :, ::-1, ::-1], x.shape, param),
        ),
        ("it is averaged over the batch: every image has its own gradient", right / n),
    ]
    return tuple(found)


def _dw_mistakes(dout: Array, cache: Cache) -> Mistakes:
    x, w, _, param = cache
    right, pad = _dw(dout, x, w, param), param["pad"]
    lost = "windows overwrite each other: every window adds to dw (+=, not =)"
    found: list[tuple[str, Any]] = [
        ("it is averaged over the batch: contributions add up", right / len(x)),
        ("it is averaged over the windows: contributions add up", right / dout[0, 0].size),
        ("it is averaged over batch and windows: contributions add up", right / dout[:, 0].size),
        ("only the first image counts: add up over the batch", _dw(dout[:1], x[:1], w, param)),
        ("only the last image counts: add up over the batch", _dw(dout[-1:], x[-1:], w, param)),
        ("the stride is ignored: window (i, j) begins at (i * stride, j * stride)",
         _dw(dout, x, w, param, stride=1)),
        (lost, _dw(_only_last(dout), x, w, param)),
        (lost, _dw(_only_last(dout[-1:]), x[-1:], w, param)),
        ("it is flipped", right[:, :, ::-1, ::-1]),
    ]  # fmt: skip
    if pad:
        cut = {"stride": param["stride"], "pad": 0}
        bare = mixed_up(_dw, dout, x, w, cut)
        found.append(("the windows are cut from x without its padding", bare))
    return tuple((text, value) for text, value in found if value is not None)


def _only_last(dout: Array) -> Array:
    kept = np.zeros_like(dout)
    kept[:, :, -1, -1] = dout[:, :, -1, -1]
    return kept


def _db_mistakes(dout: Array) -> Mistakes:
    right = dout.sum(axis=(0, 2, 3))
    return (
        ("it is not summed over the batch", dout.sum(axis=(2, 3))),
        ("it is not summed over the batch", dout[0].sum(axis=(1, 2))),
        ("only the last image counts: add up over the batch", dout[-1].sum(axis=(1, 2))),
        ("it is not summed over the places", dout.sum(axis=0)),
        ("it is averaged: contributions add up", right / len(dout)),
        ("it is averaged: contributions add up", dout.mean(axis=(0, 2, 3))),
        ("it is one number: every filter has a bias of its own", np.full(right.shape, dout.sum())),
    )


# --- inputs --------------------------------------------------------------------------------------

Layer = tuple[tuple[int, ...], tuple[int, ...], int, int]
"""Shapes of x and w, stride and pad."""


def layers(*sizes: Layer) -> Draw:
    """Return a draw of one convolution per entry."""
    return lambda rng: [one(rng, *size) for size in sizes]


def one(rng: Rng, x: tuple[int, ...], w: tuple[int, ...], stride: int, pad: int) -> Case:
    """Return x, w, b and conv_param."""
    b = rng.uniform(0.5, 1.5, w[0]) * rng.choice([-1.0, 1.0], w[0])
    return normal(rng, *x), normal(rng, *w), b, {"stride": stride, "pad": pad}


def gradients(*sizes: Layer) -> Draw:
    """Return a draw of one backward call per entry: a dout, and the cache of the layer."""

    def draw(rng: Rng) -> list[Case]:
        calls = []
        for size in sizes:
            cache = one(rng, *size)
            calls.append((normal(rng, *forward(*cache)[0].shape), cache))
        return calls

    return draw


def square_layer(x: Array, w: Array, b: Array, conv_param: Param) -> Case:
    """Return the layer with square images and filters."""
    small, filters = np.resize(x, (*x.shape[:2], 5, 5)), np.resize(w, (*w.shape[:2], 3, 3))
    return small, filters, b, {"stride": 1, "pad": conv_param["pad"]}


def square_gradient(dout: Array, cache: Cache) -> Case:
    """Return the backward call of the square layer."""
    layer = square_layer(*cache)
    return np.resize(dout, forward(*layer)[0].shape), layer


FORWARD = AskedImages(
    "conv_forward_naive",
    forward,
    ("x", "w", "b", "conv_param"),
    ("out",),
    forward_mistakes,
    square=square_layer,
    forward=True,
)
BACKWARD = AskedImages(
    "conv_backward_naive",
    backward,
    ("dout", "cache"),
    ("dx", "dw", "db"),
    backward_mistakes,
    square=square_gradient,
)


def forward_item(hidden: int) -> Item:
    """Return the item of the forward pass, with its visible facets."""
    plain = layers(((2, 3, 5, 7), (4, 3, 3, 2), 1, 0), ((2, 3, 4, 6), (4, 3, 3, 3), 1, 1))
    far = layers(((2, 2, 5, 8), (3, 2, 3, 2), 2, 1))
    places = "the output has (H + 2 pad - HH) / stride + 1 rows, the columns likewise with W and WW"
    facets = (
        FORWARD.values(
            Question("values", 4, "stride 1, without and with padding", places), plain
        ).hinting_at_errors(),
        FORWARD.values(
            Question("stride", 3, "stride 2, filters that are not square", places), far
        ).hinting_at_errors(),
        FORWARD.dtypes(1, far),
        FORWARD.purity(1, far),
    )
    return Item("conv_forward_naive", 5, ("conv_forward_naive",), facets, hidden)


def backward_item(hidden: int) -> Item:
    """Return the item of the backward pass, with its visible facets."""
    draw = gradients(((3, 2, 5, 6), (4, 2, 3, 2), 2, 1), ((2, 3, 4, 5), (2, 3, 3, 3), 1, 1))
    facets = (
        BACKWARD.values(
            Question("dx", 4, "dx at strides 2 and 1", "each window adds dout * w to its pixels"),
            draw,
            only="dx",
        ),
        BACKWARD.values(
            Question("dw", 4, "dw at strides 2 and 1", "each window adds dout * its pixels to dw"),
            draw,
            only="dw",
        ),
        BACKWARD.values(
            Question("db", 1, "db at strides 2 and 1", "b is added at every place of every image"),
            draw,
            only="db",
        ),
        BACKWARD.dtypes(1, draw),
        BACKWARD.purity(1, draw),
    )
    return Item("conv_backward_naive", 6, ("conv_backward_naive",), facets, hidden)
