"""The visible checks of max pooling by loops, forward and backward."""

from __future__ import annotations

from collections.abc import Callable
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
    mixed_up,
    normal,
    views,
)

Named = dict[str, Mistakes]
Cache = tuple[Array, Param]


def _windows(x: Array, param: Param) -> Array:
    return views(x, param["pool_height"], param["pool_width"], param["stride"])


def forward(x: Array, pool_param: Param) -> tuple[Array]:
    """Return the largest entry of every window."""
    return (_windows(x, pool_param).max(axis=(4, 5)),)


def forward_mistakes(x: Array, pool_param: Param) -> Named:
    """Return wrong outputs."""
    windows, (out,) = _windows(x, pool_param), forward(x, pool_param)
    height, width, stride = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    flat = windows.reshape(*windows.shape[:4], -1)
    largest = np.take_along_axis(flat, np.abs(flat).argmax(axis=-1)[..., None], -1)[..., 0]
    size = "the output size is H // pool_height: count by the stride"
    found: list[tuple[str, Any]] = [
        ("this is the mean of each window", windows.mean(axis=(4, 5))),
        ("abs is taken first: the largest entry may be negative", np.abs(windows).max(axis=(4, 5))),
        ("this is the entry of largest absolute value, not the largest", largest),
        (
            "the maximum starts from 0: the largest entry of a window may be negative",
            np.maximum(out, 0),
        ),
        ("this is the smallest entry", windows.min(axis=(4, 5))),
        (
            "the maximum goes over the channels too",
            np.broadcast_to(out.max(axis=1, keepdims=True), out.shape),
        ),
        ("the maximum goes over the channels too", out.max(axis=1)),
        (size, out[:, :, : x.shape[2] // height, : x.shape[3] // width]),
        ("window height and width are swapped", _swapped(x, height, width, stride)),
        (
            "windows are placed by their size: window (i, j) begins at (i * stride, j * stride)",
            _by_size(x, out.shape, height, width),
        ),
        (
            "the stride is ignored: window (i, j) begins at (i * stride, j * stride)",
            _windows(x, {**pool_param, "stride": 1}).max(axis=(4, 5))[
                :, :, : out.shape[2], : out.shape[3]
            ],
        ),
    ]
    return {"out": tuple((text, value) for text, value in found if value is not None)}


def _swapped(x: Array, height: int, width: int, stride: int) -> Array | None:
    if height == width:
        return None
    param = {"pool_height": width, "pool_width": height, "stride": stride}
    found = mixed_up(forward, x, param)
    return None if found is None else found[0]


def _by_size(x: Array, shape: tuple[int, ...], height: int, width: int) -> Array | None:
    """Return the maxima of windows side by side, where a mistake cuts them off at the border."""
    out = np.empty(shape)
    for i, j in np.ndindex(*shape[2:]):
        window = x[:, :, i * height : (i + 1) * height, j * width : (j + 1) * width]
        if window.size == 0:
            return None
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out


# --- backward ------------------------------------------------------------------------------------


def _hits(windows: Array, last: bool = False) -> Array:
    """Return 1 at the first (or last) maximum of each window, row by row, and 0 elsewhere."""
    flat = windows.reshape(*windows.shape[:4], -1)
    flat = flat[..., ::-1] if last else flat
    hits = (np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., None]).astype(flat.dtype)
    hits = hits[..., ::-1] if last else hits
    return np.asarray(hits.reshape(windows.shape))


def backward(dout: Array, cache: Cache) -> tuple[Array]:
    """Return the gradient of x."""
    x, param = cache
    pieces = dout[..., None, None] * _hits(_windows(x, param))
    return (add_back(pieces, x.shape, param["stride"]),)


def backward_mistakes(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of x."""
    x, param = cache
    windows, stride = _windows(x, param), param["stride"]
    first, given = _hits(windows), dout[..., None, None]
    ties = (windows == windows.max(axis=(4, 5), keepdims=True)).astype(x.dtype)
    share = ties / ties.sum(axis=(4, 5), keepdims=True)
    over = "windows that overlap overwrite each other: a pixel gets the sum (+=, not =)"

    def added(pieces: Array, assign: str = "") -> Array:
        return add_back(given * pieces, x.shape, stride, assign=assign)

    found = (
        (over, added(first, "window")),
        (over, _winners_only(dout, first, x.shape, stride)),
        ("every one of equal maxima gets the gradient: only the first does", added(ties)),
        ("equal maxima share the gradient: the first gets all", added(share)),
        ("the last of equal maxima gets the gradient: the first does", added(_hits(windows, True))),
        (
            "the maximum of the whole map gets everything: each window has its own",
            _to_the_largest(dout, x),
        ),
        (
            "every entry of the window gets a share: that is average pooling",
            added(np.full(windows.shape, 1 / windows[0, 0, 0, 0].size)),
        ),
        ("every entry of the window gets the gradient", added(np.ones_like(windows))),
        (
            "it is 1 where a window has its maximum: dout is missing",
            add_back(first, x.shape, stride),
        ),
    )
    return {"dx": found}


def _winners_only(dout: Array, hits: Array, shape: tuple[int, ...], stride: int) -> Array:
    """Return what ``dx[place] = dout`` leaves at each maximum, window after window."""
    dx = np.zeros(shape)
    for n, c, i, j, k, m in zip(*np.nonzero(hits), strict=True):
        dx[n, c, i * stride + k, j * stride + m] = dout[n, c, i, j]
    return dx


def _to_the_largest(dout: Array, x: Array) -> Array:
    dx = np.zeros_like(x)
    for n, c in np.ndindex(*x.shape[:2]):
        place = np.unravel_index(x[n, c].argmax(), x.shape[2:])
        dx[(n, c, *place)] = dout[n, c].sum()
    return dx


# --- inputs --------------------------------------------------------------------------------------

Layer = tuple[tuple[int, ...], int, int, int]
"""The shape of x, height and width of a window, stride."""


def layers(*sizes: Layer, shift: float = 0.0, values: Callable[..., Array] = normal) -> Draw:
    """Return a draw of one pooling per entry; ``shift`` is added to x."""

    def draw(rng: Rng) -> list[Case]:
        return [
            (
                values(rng, *shape) + shift,
                {"pool_height": height, "pool_width": width, "stride": stride},
            )
            for shape, height, width, stride in sizes
        ]

    return draw


def gradients(*sizes: Layer, values: Callable[..., Array] = normal) -> Draw:
    """Return a draw of one backward call per entry: a dout, and the cache of the layer."""

    def draw(rng: Rng) -> list[Case]:
        calls = []
        for cache in layers(*sizes, values=values)(rng):
            calls.append((normal(rng, *forward(*cache)[0].shape), cache))
        return calls

    return draw


def square_layer(x: Array, pool_param: Param) -> Case:
    """Return the layer with square images and windows."""
    stride = pool_param["stride"]
    size = 2 + 2 * stride
    return np.resize(x, (*x.shape[:2], size, size)), {
        "pool_height": 2,
        "pool_width": 2,
        "stride": stride,
    }


def square_gradient(dout: Array, cache: Cache) -> Case:
    """Return the backward call of the square layer."""
    layer = square_layer(*cache)
    return np.resize(dout, forward(*layer)[0].shape), layer


FORWARD = AskedImages(
    "max_pool_forward_naive",
    forward,
    ("x", "pool_param"),
    ("out",),
    forward_mistakes,
    square=square_layer,
    forward=True,
)
BACKWARD = AskedImages(
    "max_pool_backward_naive",
    backward,
    ("dout", "cache"),
    ("dx",),
    backward_mistakes,
    square=square_gradient,
)


def forward_item(hidden: int) -> Item:
    """Return the item of the forward pass, with its visible facets."""
    tiles = layers(((2, 3, 4, 6), 2, 2, 2))
    facets = (
        FORWARD.values(
            Question("tiles", 3, "2×2 windows, stride 2", "the largest entry, channel by channel"),
            tiles,
        ),
        FORWARD.values(
            Question("negative", 1, "windows without a positive entry"),
            layers(((2, 2, 4, 6), 2, 2, 2), shift=-9.0),
        ),
        FORWARD.dtypes(1, tiles),
        FORWARD.purity(1, tiles),
    )
    return Item("max_pool_forward_naive", 3, ("max_pool_forward_naive",), facets, hidden)


def backward_item(hidden: int) -> Item:
    """Return the item of the backward pass, with its visible facets."""
    tiles = gradients(((2, 3, 4, 6), 2, 2, 2))
    hint = "find the maximum of each window again, and add the window's dout there"
    facets = (
        BACKWARD.values(Question("tiles", 3, "2×2 windows, stride 2", hint), tiles),
        BACKWARD.dtypes(1, tiles),
        BACKWARD.purity(1, tiles),
    )
    return Item("max_pool_backward_naive", 4, ("max_pool_backward_naive",), facets, hidden)
