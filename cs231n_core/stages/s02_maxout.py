"""The visible checks of maxout, with inputs for them and the wrong formulas that people write."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.cases import Case
from cs231n_core.checks import Item
from cs231n_core.expect import Mistakes
from cs231n_core.facets import Pair, Question
from cs231n_core.layers import maxout_backward, maxout_forward

MAXOUT = Pair("maxout", maxout_forward, maxout_backward, ("x", "w", "b"), ("dx", "dw", "db"))

Rng = np.random.Generator


def pieces(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> Any:
    """Return the (N, M, k) pieces of maxout, in one order of summation for all k."""
    return np.einsum("nd,dmk->nmk", x, w) + b


def maxout_out(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> Mistakes:
    """Return wrong values of maxout."""
    z = pieces(x, w, b)
    return (
        ("the pieces are summed: take the largest", z.sum(axis=2)),
        ("the pieces are averaged: take the largest", z.mean(axis=2)),
        ("this is the smallest piece: take the largest", z.min(axis=2)),
        (
            "this is the piece of largest magnitude: its sign counts too",
            np.take_along_axis(z, np.abs(z).argmax(axis=2)[:, :, None], axis=2)[:, :, 0],
        ),
        ("the bias is missing", (z - b).max(axis=2)),
        ("the bias is added after the maximum", (z - b).max(axis=2) + b.max(axis=1)),
        ("only the first two pieces are used: k may be any number", z[:, :, :2].max(axis=2)),
        ("these are all pieces: take the largest over the last axis", z),
    )


def maxout_gradients(dout: np.ndarray, x: np.ndarray, w: np.ndarray, b: np.ndarray) -> Mistakes:
    """Return wrong gradients of maxout."""
    z = pieces(x, w, b)
    k = w.shape[2]
    won = z.argmax(axis=2)[:, :, None] == np.arange(k)
    dz = np.where(won, dout[:, :, None], 0)
    every = np.broadcast_to(dout[:, :, None], z.shape)
    named = (
        ("every piece gets the gradient: only the winner does", every),
        ("the gradient is shared by all pieces: only the winner gets it", every / k),
        ("all tied pieces get the gradient: the first of them wins", dout[:, :, None] * _tied(z)),
        ("the last of tied pieces wins: it must be the first", dout[:, :, None] * _last(z)),
    )
    found: list[tuple[str, Any]] = []
    for sentence, wrong in named:
        found += [(sentence, value) for value in _affine(wrong, x, w)]
    return (
        *found,
        ("it is not summed over the batch", dz),
        ("it is averaged over the batch: the sum is asked for", dz.mean(axis=0)),
        ("its axes are in another order than those of w", _affine(dz, x, w)[1].swapaxes(1, 2)),
    )


def _affine(dz: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[Any, Any, Any]:
    dx = np.einsum("nmk,dmk->nd", dz, w)
    return dx, np.einsum("nd,nmk->dmk", x, dz), dz.sum(axis=0)


def _tied(z: np.ndarray) -> Any:
    return z == z.max(axis=2, keepdims=True)


def _last(z: np.ndarray) -> Any:
    k = z.shape[2]
    winner = k - 1 - z[:, :, ::-1].argmax(axis=2)
    return winner[:, :, None] == np.arange(k)


def linear_pieces(rng: Rng, n: int, d: int, m: int, k: int) -> Case:
    """Return arguments of maxout whose pieces are at least 0.01 apart."""
    while True:
        args = (rng.normal(size=(n, d)), rng.normal(size=(d, m, k)), rng.normal(size=(m, k)))
        ordered = np.sort(pieces(*args), axis=2)
        if k == 1 or np.min(ordered[:, :, -1] - ordered[:, :, -2]) > 0.01:
            return args


def two_pieces(rng: Rng) -> list[Case]:
    """Return arguments of maxout with k = 2, all sizes different."""
    return [linear_pieces(rng, 5, 4, 3, 2)]


def _item() -> Item:
    gradients = [
        MAXOUT.slopes(
            Question(grad, 2, f"{grad} for a random dout, k = 2"),
            two_pieces,
            maxout_gradients,
            only=grad,
        )
        for grad in MAXOUT.grads
    ]
    facets = (
        MAXOUT.values(Question("forward", 4, "values with k = 2 pieces"), two_pieces, maxout_out),
        *gradients,
        MAXOUT.dtypes(1, two_pieces),
        MAXOUT.purity(1, two_pieces),
    )
    return Item("maxout", 5, ("maxout_forward", "maxout_backward"), facets, 6)


ITEM = _item()
