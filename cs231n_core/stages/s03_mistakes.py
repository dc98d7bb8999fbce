"""Wrong statistics and wrong uses of them, each with the sentence that names the mistake."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.s03_cases import Stats

Found = list[tuple[str, Any]]


def wrong_offsets(X: Array, mode: str) -> Found:
    """Return wrong offsets of these data in this mode."""
    x = X.astype(np.float64)
    if mode == "minmax":
        return _wrong_middles(x)
    found: Found = [
        (
            "there is one mean per example: axis=1 averages over the features of an example, and "
            "a feature is averaged over all examples, axis=0",
            x.mean(axis=1),
        ),
        ("one mean for the whole array: each feature has its own", x.mean()),
        (
            "one mean for the whole array: each feature has its own",
            np.full(x.shape[1:], x.mean()),
        ),
        ("the means are rounded to whole numbers", np.floor(x.mean(axis=0))),
        ("this is the median", np.median(x, axis=0)),
        ("this is a sum: divide by the number of examples", x.sum(axis=0)),
    ]
    if x.ndim == 4:
        n = len(x)
        each = ("there is one mean per example: average over the examples too", x.mean((1, 2, 3)))
        by_channel: Found = [
            (
                "the mean is taken over the examples only: a channel's runs over height and width "
                "as well",
                x.mean(axis=0),
            ),
            (
                "divided by the number of examples N only: a channel has N · H · W numbers",
                x.sum(axis=(0, 2, 3)) / n,
            ),
            (
                "divided by the number of pixels of one image only: a channel has N · H · W "
                "numbers",
                x.sum(axis=(0, 2, 3)) * n / x.size * x.shape[1],
            ),
            ("the channel is axis 1: this averages over it", x.mean(axis=(0, 1, 2))),
            ("the channel is axis 1: this averages over it", x.mean(axis=(0, 1, 3))),
            ("the means are rounded to whole numbers", np.floor(x.mean(axis=(0, 2, 3)))),
        ]
        whole: Found = [
            ("one mean per channel: mean_image keeps one per entry", x.mean(axis=(0, 2, 3)))
        ]
        return [each, *(by_channel if mode.startswith("channel") else whole), *found]
    return found


def _wrong_middles(x: Array) -> Found:
    return [
        ("this is the minimum: the middle of the range is mapped to 0", x.min(axis=0)),
        ("this is the mean: min-max needs the middle of the range", x.mean(axis=0)),
        (
            "the range of the whole array is used: each feature has its own minimum and maximum",
            np.full(x.shape[1:], (x.min() + x.max()) / 2),
        ),
        (
            "there is one number per example: the range is over axis 0",
            (x.min(axis=1) + x.max(axis=1)) / 2,
        ),
        (
            "minimum plus maximum left the range of the input's integers: make it float first",
            (x.min(axis=0) + x.max(axis=0)) % 256 / 2,
        ),
    ]


def wrong_scales(X: Array, mode: str, eps: float) -> Found:
    """Return wrong scales of these data in this mode."""
    x = X.astype(np.float64)
    axes: Any = (0, 2, 3) if mode.startswith("channel") else 0
    std, var = x.std(axis=axes), x.var(axis=axes)
    count = x.size // std.size
    if mode == "minmax":
        return _wrong_ranges(x)
    if not mode.endswith("standardize"):
        return [("this mode only centres: its scale is 1", std)]
    found: Found = [
        (
            "a feature that varies by less than eps counts as constant, and its scale is 1"
            if np.all(std > 1e-8)
            else "the scale of a constant feature is 0 or next to it, and dividing by it gives NaN "
            "or huge numbers: it must be 1",
            std,
        ),
        ("this is the variance: the scale is its root", var),
        ("divided by the count minus 1", std * np.sqrt(count / max(1, count - 1))),
        ("there is one number per example: the deviation is over axis 0", x.std(axis=1)),
        ("one deviation for the whole array", x.std()),
        ("one deviation for the whole array", np.full(std.shape, x.std())),
        ("this is the largest magnitude", np.abs(x).max(axis=axes)),
        ("eps is added to the scale: it only decides what counts as constant", std + eps),
        ("the root mean square: subtract the mean first", np.sqrt((x**2).mean(axis=axes))),
        ("a constant feature gets the scale eps: its scale is 1", np.maximum(std, eps)),
        ("the scale is 1 everywhere: this mode divides by the deviation", np.ones_like(std)),
    ]
    if x.ndim == 4:
        found += [
            ("the deviation is taken over the examples only", x.std(axis=0)),
            (
                "it averages the deviations of the places: take all numbers of the channel "
                "together",
                x.std(axis=0).mean(axis=(1, 2)),
            ),
        ]
    return found


def _wrong_ranges(x: Array) -> Found:
    low, high = x.min(axis=0), x.max(axis=0)
    return [
        ("this is the whole range: [-1, 1] is 2 wide, so divide by half of it", high - low),
        (
            "the range of the whole array is used: each feature has its own minimum and maximum",
            np.full(x.shape[1:], (x.max() - x.min()) / 2),
        ),
        (
            "the scale of a constant feature is 0, and dividing by it gives NaN: it must be 1",
            (high - low) / 2,
        ),
        ("this is the maximum: the scale is half the range", high),
        ("this is the standard deviation: the scale is half the range", x.std(axis=0)),
    ]


def wrong_uses(X: Array, stats: Stats) -> Found:
    """Return wrong ways to centre and scale X."""
    offset, scale = stats["offset"], stats["scale"]
    x, found = X.astype(np.float64), []
    if stats["mode"].startswith("channel"):
        found = _wrong_axes(x, offset, scale)
        offset, scale = offset[:, None, None], scale[:, None, None]
    right = (x - offset) / scale
    axes = (0, 2, 3) if stats["mode"].startswith("channel") and x.ndim == 4 else (0,)
    own = x - x.mean(axis=axes, keepdims=True)
    spread = x.std(axis=axes, keepdims=True)
    refit = (
        "it is centred on the mean of these data: use the training set's, from stats",
        own if np.all(scale == 1) else own / np.where(spread > 0, spread, 1.0),
    )
    return [
        *found,
        refit,
        ("the offset is added: subtract it", (x + offset) / scale),
        ("scaled before it is centred: subtract first, then divide", x / scale - offset),
        ("multiplied by the scale: divide by it", (x - offset) * scale),
        ("it is centred and not scaled", x - offset),
        ("it is scaled and not centred", x / scale),
        ("values are clipped to [-1, 1]: data beyond the training range keep going", _clip(right)),
        (
            "subtracted in the input's whole numbers, where 2 - 5 is 253: make it float first",
            ((x - np.floor(offset)) % 256) / scale,
        ),
        ("the result is cut to whole numbers", np.trunc(right)),
        ("it is divided by the square of the scale", (x - offset) / scale**2),
    ]


def _wrong_axes(x: Array, offset: Array, scale: Array) -> Found:
    c, sentence = len(offset), "the (C,) statistics met the {} axis: make them (C, 1, 1)"
    found: Found = []
    if x.shape[-1] == c:
        found.append((sentence.format("last"), (x - offset) / scale))
    if x.shape[-2] == c:
        turned = (x - offset[:, None]) / scale[:, None]
        found.append((sentence.format("second last"), turned))
    return found


def _clip(x: Array) -> Array:
    return np.clip(x, -1.0, 1.0)


def wrong_inverses(Xp: Array, stats: Stats) -> Found:
    """Return wrong ways back from Xp."""
    x = Xp.astype(np.float64)
    if stats["mode"] == "pca_whiten":
        return _wrong_returns(x, stats)
    offset, scale = stats["offset"], stats["scale"]
    found: Found = []
    if stats["mode"].startswith("channel"):
        if x.shape[-1] == len(offset):
            sentence = "the (C,) statistics met the last axis: make them (C, 1, 1)"
            found = [(sentence, x * scale + offset)]
        offset, scale = offset[:, None, None], scale[:, None, None]
    return [
        *found,
        ("the offset is not added back: the mean is missing", x * scale),
        ("the scale is not multiplied back", x + offset),
        ("multiplied by the square of the scale", x * scale**2 + offset),
        (
            "the order is wrong: what was divided last is multiplied first",
            (x + offset) * scale,
        ),
        ("the offset is subtracted: add it back", x * scale - offset),
        ("it is divided by the scale: multiply", x / scale + offset),
        ("values are clipped to the training range", _clip(x) * scale + offset),
        ("values are cut off at 0 and 255", np.clip(x * scale + offset, 0, 255)),
        ("values are rounded to whole numbers", np.round(x * scale + offset)),
    ]


def _wrong_returns(x: Array, stats: Stats) -> Found:
    mean, turn, spread = stats["mean"], stats["directions"], stats["spread"]
    found: Found = [
        ("the mean is not added back after a whitening", (x * spread) @ turn.T),
        (
            "the whitening is rotated back and not multiplied by the spread",
            x @ turn.T + mean,
        ),
        ("multiplied by the square of the spread", (x * spread**2) @ turn.T + mean),
        ("multiplied by the variances: the spread is their root", _by_variances(x, stats)),
        ("it is divided by the spread: multiply", (x / spread) @ turn.T + mean),
    ]
    if turn.shape[0] == turn.shape[1]:
        found += [
            ("rotated forward instead of back: directions.T", (x * spread) @ turn + mean),
            (
                "the order is wrong: multiply by the spread before rotating back",
                (x @ turn.T) * spread + mean,
            ),
            ("the mean is added before rotating back", (x * spread + mean) @ turn.T),
        ]
    return found


def _by_variances(x: Array, stats: Stats) -> Array:
    back: Array = (x * stats["variances"]) @ stats["directions"].T + stats["mean"]
    return back


def wrong_whitenings(X: Array, stats: Stats) -> Found:
    """Return wrong coordinates of X."""
    x = X.astype(np.float64)
    mean, turn, spread = stats["mean"], stats["directions"], stats["spread"]
    found: Found = [
        (
            "it is centred on the mean of these data: use the training set's, from stats",
            (x - x.mean(axis=0)) @ turn / spread,
        ),
        ("it is not centred: subtract stats['mean'] first", x @ turn / spread),
        ("it is rotated and not divided by the spread", (x - mean) @ turn),
        ("divided by the variances: the spread is their root", _over_variances(x, stats)),
        ("multiplied by the spread: divide by it", (x - mean) @ turn * spread),
        ("the mean is added", (x + mean) @ turn / spread),
    ]
    if turn.shape[0] == turn.shape[1]:
        found += [
            (
                "scaled before it is rotated: the spread belongs to the directions, not to the "
                "features",
                ((x - mean) / spread) @ turn,
            ),
            ("rotated by the transpose: the directions are columns", (x - mean) @ turn.T / spread),
            ("rotated back: whitening ends with the scaled coordinates", _zca(x, stats)),
        ]
    elif x.ndim == 2:
        short = (x - mean) @ turn / spread
        padded = np.zeros_like(x)
        padded[:, : short.shape[1]] = short
        found += [("it has as many columns as the data: only k directions are kept", padded)]
    return found


def _over_variances(x: Array, stats: Stats) -> Array:
    turned: Array = (x - stats["mean"]) @ stats["directions"]
    return turned / np.where(stats["variances"] > 0, stats["variances"], 1.0)


def _zca(x: Array, stats: Stats) -> Array:
    whitened = (x - stats["mean"]) @ stats["directions"] / stats["spread"]
    return np.asarray(whitened @ stats["directions"].T)
