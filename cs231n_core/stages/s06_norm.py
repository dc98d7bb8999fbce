"""The visible checks of spatial batch normalisation, and what its hidden ones need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, CheckFailed, Facet, Item
from cs231n_core.expect import (
    Mistakes,
    expect,
    expect_array,
    expect_close,
    expect_right,
    expect_unchanged,
    frozen,
    plain,
)
from cs231n_core.facets import Question
from cs231n_core.layers import batchnorm_forward
from cs231n_core.layers._running import BatchNormCache
from cs231n_core.stages.s06_asking import AskedImages
from cs231n_core.stages.s06_windows import Array, Rng, normal

NAME = "spatial_batchnorm_forward"
RUNNING = ("running_mean", "running_var")
EPS = 1e-5
MAPS = (0, 2, 3)
"""The axes over which a map's statistics are taken."""

Param = dict[str, Any]
Call = tuple[Array, Array, Array]
Named = dict[str, Mistakes]


def per_map(values: Array) -> Array:
    """Return one number per channel in a shape that goes with images."""
    return values.reshape(1, -1, 1, 1)


def rows_of(x: Array) -> Array:
    """Return images (N, C, H, W) as rows (N * H * W, C): every pixel is an example."""
    return x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def images_of(rows: Array, shape: tuple[int, ...]) -> Array:
    """Return rows as images again."""
    n, c, h, w = shape
    return rows.reshape(n, h, w, c).transpose(0, 3, 1, 2)


def call(rng: Rng, *shape: int) -> Call:
    """Return an x, every channel with a mean and a spread of its own, a gamma and a beta."""
    c = shape[1]
    x = rng.normal(size=shape) * per_map(rng.uniform(0.4, 2.0, c))
    signs = rng.permutation(np.resize([1.0, -1.0], c))
    gamma, beta = rng.uniform(0.5, 2.5, c) * signs, rng.uniform(0.5, 2.0, c) * signs
    return x + per_map(rng.uniform(-3.0, 3.0, c)), gamma, beta


def statistics(rng: Rng, c: int) -> Param:
    """Return a ``bn_param`` in mode test with running statistics."""
    mean, var = rng.uniform(-2.0, 2.0, c), rng.uniform(0.3, 2.5, c)
    return {"mode": "test", "running_mean": mean, "running_var": var}


def _scaled(x: Array, mean: Array, var: Array, eps: float = EPS) -> Array:
    return np.asarray((x - mean) / np.sqrt(var + eps))


def _over(x: Array, *axes: int) -> Array:
    return _scaled(x, x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True))


def normalised(given: Call, param: Mapping[str, Any]) -> Array:
    """Return the right output, computed in float64."""
    x, gamma, beta = (array.astype(np.float64) for array in given)
    eps = param.get("eps", EPS)
    if param["mode"] == "train":
        mean, var = x.mean(axis=MAPS), x.var(axis=MAPS)
    else:
        mean, var = (np.asarray(param[key], np.float64) for key in RUNNING)
    x_hat = _scaled(x, per_map(mean), per_map(var), eps)
    return np.asarray(per_map(gamma) * x_hat + per_map(beta), given[0].dtype)


def forward_mistakes(given: Call, param: Mapping[str, Any]) -> Mistakes:
    """Return wrong outputs."""
    x, gamma, beta = given
    n, c, h, w = x.shape
    g, b, right = per_map(gamma), per_map(beta), normalised(given, param)
    unturned = x.reshape(-1, c)
    mixed = _over(unturned, 0) * gamma + beta
    own = {
        "mean and variance are taken per pixel: a map has one of each, over N, H and W": (0,),
        "mean and variance are taken per image and map: the batch belongs to them": (2, 3),
        "mean and variance are taken per image: each map has its own": (1, 2, 3),
        "mean and variance go over all channels: each map has its own": (0, 1, 2, 3),
    }
    turned = right.transpose(0, 2, 3, 1)
    back = "the rows are not turned back: reshape to (N, H, W, C) first, then transpose(0, 3, 1, 2)"
    found: list[tuple[str, Array]] = [
        ("the reshape mixes channels: transpose to (N, H, W, C) before it", mixed.reshape(x.shape)),
        (back, turned.reshape(x.shape)),
        (back, turned),
        (back, turned.transpose(0, 3, 2, 1)),
        (back, turned.reshape(n, w, h, c).transpose(0, 3, 2, 1)),
        ("eps is always 1e-5: bn_param may hold another", normalised(given, {**param, "eps": EPS})),
        ("gamma and beta are missing", (right - b) / g),
        ("beta is missing", right - b),
        ("gamma is missing", (right - b) / g + b),
    ]
    if param["mode"] == "train":
        found += [(text, _over(x, *axes) * g + b) for text, axes in own.items()]
    else:
        text = "mode test uses the statistics of this batch: it must use the running ones"
        found.append((text, _over(x, *MAPS) * g + b))
    if w == c:
        text = "gamma and beta go along the last axis: reshape them to (1, C, 1, 1)"
        found.append((text, (right - b) / g * gamma + beta))
    return tuple(found)


def ask(answer: Answer, given: Call, param: Param) -> Any:
    """Call the answer on copies of x, gamma and beta, and on this very ``bn_param``."""
    return answer.forward(NAME, *(array.copy() for array in given), param)[0]


def running(param: Mapping[str, Any], key: str, like: Array) -> Array:
    """Return a running statistic that the answer has left in ``bn_param``."""
    expect(key in param, f"after a call in mode train bn_param has no {key}")
    value = plain(param[key], key, like.shape)
    if value.shape != like.shape:
        raise CheckFailed(f"{key} has shape {value.shape}, expected {like.shape}: one per map")
    return expect_array(value, key, like.shape, like.dtype)


# --- backward ------------------------------------------------------------------------------------


def cache_of(given: Call) -> BatchNormCache:
    """Return what the given ``batchnorm_forward`` returns for the images as rows."""
    x, gamma, beta = given
    return batchnorm_forward(rows_of(x), gamma, beta, {"mode": "train"})[1]


def _pieces(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array, Array]:
    """Return dout and x_hat as rows, gamma and 1/std."""
    x = cache.x
    return rows_of(dout), (x - x.mean(axis=0)) * cache.inv_std, cache.gamma, cache.inv_std


def _backward(rows: Array, x_hat: Array, gamma: Array, inv_std: Array) -> Array:
    g = rows * gamma
    return np.asarray(inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)))


def backward(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta."""
    rows, x_hat, gamma, inv_std = _pieces(dout, cache)
    dx = images_of(_backward(rows, x_hat, gamma, inv_std), dout.shape)
    return dx, (rows * x_hat).sum(axis=0), rows.sum(axis=0)


def backward_mistakes(dout: Array, cache: BatchNormCache) -> Named:
    """Return wrong gradients of x, gamma and beta."""
    rows, x_hat, gamma, inv_std = _pieces(dout, cache)
    right = _backward(rows, x_hat, gamma, inv_std)
    n, c, h, w = dout.shape
    back = "the rows are not turned back: reshape to (N, H, W, C) first, then transpose(0, 3, 1, 2)"
    mix = "the reshape mixes channels: transpose dout to (N, H, W, C) before it"
    flat = dout.reshape(-1, c)
    times = images_of(rows * x_hat, dout.shape)
    mixed = _backward(flat, x_hat, gamma, inv_std)
    pixel = "it is summed over the batch only: every pixel uses the same number, sum over N, H, W"
    images = "it is summed over the pixels only: every image uses the same number, sum over N, H, W"
    mean = "it is averaged: contributions add up"
    grid = right.reshape(n, h, w, c)
    return {
        "dx": (
            (mix, mixed.reshape(dout.shape)),
            (mix, images_of(mixed, dout.shape)),
            (back, right.reshape(dout.shape)),
            (back, grid),
            (back, grid.transpose(0, 3, 2, 1)),
            (back, right.reshape(n, w, h, c).transpose(0, 3, 2, 1)),
            (
                "mean and var are treated as constants: both depend on x",
                images_of(rows * gamma * inv_std, dout.shape),
            ),
        ),
        "dgamma": (
            (mix, (flat * x_hat).sum(axis=0)),
            (pixel, times.sum(axis=0)),
            (images, times.sum(axis=(2, 3))),
            (mean, (rows * x_hat).mean(axis=0)),
        ),
        "dbeta": (
            (mix, flat.sum(axis=0)),
            (pixel, dout.sum(axis=0)),
            (images, dout.sum(axis=(2, 3))),
            (mean, rows.mean(axis=0)),
        ),
    }


def gradients(*shapes: tuple[int, ...], cut: Callable[[Call], Call] = lambda c: c) -> Draw:
    """Return a draw of one backward call per shape: a dout, and the cache of the rows."""

    def draw(rng: Rng) -> list[Case]:
        calls = [cut(call(rng, *shape)) for shape in shapes]
        return [(normal(rng, *given[0].shape), cache_of(given)) for given in calls]

    return draw


BACKWARD = AskedImages(
    "spatial_batchnorm_backward",
    backward,
    ("dout", "cache"),
    ("dx", "dgamma", "dbeta"),
    backward_mistakes,
)


# --- visible facets ------------------------------------------------------------------------------


def compare(answer: Answer, given: Call, param: Param) -> None:
    """Demand the right output for this call."""
    want, known = normalised(given, param), forward_mistakes(given, param)
    expect_close(ask(answer, given, dict(param)), want, "out", mistakes=known)


def _train(answer: Answer, rng: Rng) -> None:
    for shape in ((3, 4, 2, 5), (2, 3, 4, 3)):
        compare(answer, call(rng, *shape), {"mode": "train"})


def _test(answer: Answer, rng: Rng) -> None:
    compare(answer, call(rng, 3, 4, 2, 5), statistics(rng, 4))


def _dtype(answer: Answer, rng: Rng) -> None:
    x, gamma, beta = (array.astype(np.float32) for array in call(rng, 3, 4, 2, 5))
    want = normalised((x, gamma, beta), {"mode": "train"})
    out = ask(answer, (x, gamma, beta), {"mode": "train"})
    expect_array(out, "out", want.shape, np.float32)
    expect_right(out, want, "out")


def _pure(answer: Answer, rng: Rng) -> None:
    for param in ({"mode": "train"}, statistics(rng, 4)):
        given = call(rng, 3, 4, 2, 5)
        arrays = dict(zip(("x", "gamma", "beta"), given, strict=True))
        want, before = normalised(given, param), frozen(**arrays)
        out, _ = answer.forward(NAME, *given, dict(param))
        expect_unchanged(before, arrays, NAME)
        expect_right(out, want, "out")


def forward_item(hidden: int) -> Item:
    """Return the item of the forward pass, with its visible facets."""
    facets = (
        Facet(
            "train", 4, "out in mode train, H, W, N and C all different", _train,
            "every pixel of every image is a row of C numbers",
        ),
        Facet("test", 2, "out in mode test, with given running statistics", _test),
        Facet("dtype", 1, "float32 in, float32 out", _dtype),
        Facet("pure", 1, "x, gamma and beta stay as they were", _pure),
    )  # fmt: skip
    return Item(NAME, 3, (NAME,), facets, hidden)


def backward_item(hidden: int) -> Item:
    """Return the item of the backward pass, with its visible facets."""
    draw = gradients((3, 4, 2, 5), (2, 3, 4, 3))
    facets = (
        BACKWARD.values(
            Question("dx", 3, "dx for a random dout", "as forward: to rows, and back"),
            draw,
            only="dx",
        ),
        BACKWARD.values(Question("dgamma", 2, "dgamma for a random dout"), draw, only="dgamma"),
        BACKWARD.values(Question("dbeta", 1, "dbeta for a random dout"), draw, only="dbeta"),
        BACKWARD.dtypes(1, draw),
        BACKWARD.purity(1, draw),
    )
    return Item("spatial_batchnorm_backward", 3, ("spatial_batchnorm_backward",), facets, hidden)
