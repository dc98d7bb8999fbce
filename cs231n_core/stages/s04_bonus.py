"""The visible checks of the bonus exercises: orthogonal_init and lsuv_init."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_core.answer import Answer, kind_of
from cs231n_core.checks import Facet, Item
from cs231n_core.diagnostics import activate
from cs231n_core.expect import expect, expect_array, expect_unchanged, frozen
from cs231n_core.stages import s04_random as chance
from cs231n_core.stages.s04_units import Stack, stack
from cs231n_core.stages.s04_weights import fresh

Rng = np.random.Generator


def ask_orthogonal(answer: Answer, rng: Rng, rows: int, columns: int, gain: float = 1.0) -> None:
    """Demand orthonormal columns, or rows if the matrix is wide, times the gain."""
    q = chance.draw(
        answer, "orthogonal_init", (rows, columns), gain, rng=fresh(rng), wanted=np.float64
    )
    tall = rows >= columns
    gram, size = (q.T @ q, columns) if tall else (q @ q.T, rows)
    want = gain**2 * np.eye(size)
    if np.allclose(gram, want, rtol=0, atol=1e-7 * gain**2):
        return
    where = f"q of shape {rows} × {columns}"
    expect(bool(np.isfinite(q).all()), f"{where} has entries that are NaN or infinite")
    diagonal = np.diag(gram)
    if np.allclose(gram, np.diag(diagonal), rtol=0, atol=1e-7 * float(diagonal.max())):
        if np.allclose(diagonal, 1) and gain != 1:
            chance.raise_for(where, "the gain is lost: the columns have length 1")
        if np.allclose(diagonal, gain):
            chance.raise_for(where, "the columns have length √gain: the factor is gain itself")
        chance.raise_for(where, "its columns are at right angles, but not of length gain")
    lines = "columns" if tall else "rows"
    if np.allclose(diagonal, gain**2):
        chance.raise_for(where, f"its {lines} have the right length, but are not at right angles")
    if not tall and np.allclose(np.linalg.norm(q, axis=0), gain):
        chance.raise_for(where, "a wide matrix cannot have orthonormal columns: make its rows so")
    chance.raise_for(where, f"its {lines} are not orthonormal: is this a plain random matrix?")


def _square(answer: Answer, rng: Rng) -> None:
    ask_orthogonal(answer, rng, 6, 6)


def _scaled(answer: Answer, rng: Rng) -> None:
    ask_orthogonal(answer, rng, 8, 8, 3.0)
    ask_orthogonal(answer, rng, 5, 5, 0.5)


def orthogonal_item() -> Item:
    """Return the item orthogonal_init with its visible facets."""
    hint = "np.linalg.qr of a random normal matrix returns a q with orthonormal columns"
    facets = (
        Facet("square", 3, "square: QᵀQ is the identity", _square, hint),
        Facet("gain", 2, "square, with a gain", _scaled),
    )
    return Item("orthogonal_init", 2, ("orthogonal_init",), facets, 4, bonus=True)


# --- lsuv_init ------------------------------------------------------------------------------------


def ask_lsuv(answer: Answer, case: Stack, name: str) -> list[np.ndarray]:
    """Demand that every layer's pre-activation has a standard deviation within 2 % of 1."""
    x, weights = case
    got = answer.call("lsuv_init", [w.copy() for w in weights], x.copy(), name)
    done = scaled_weights(got, weights)
    h = raw = x
    for i, (w, given) in enumerate(zip(done, weights, strict=True)):
        z = h @ w
        if not abs(float(z.std()) - 1) <= 0.02:
            factor = float(np.linalg.norm(w) / np.linalg.norm(given))
            divisors = wrong_divisors(h @ given, raw @ given, x, given, name)
            _complain(f"layer {i + 1}", z, factor, divisors)
        h, raw = activate(name, z), activate(name, raw @ given)
    return done


def scaled_weights(got: Any, weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return what lsuv_init returned if it is a list of matrices of the right shapes."""
    expect(
        type(got) in (list, tuple) and len(got) == len(weights),
        f"lsuv_init returned {kind_of(got)}, expected a list of {len(weights)} matrices",
    )
    return [
        expect_array(w, f"weights[{i}]", given.shape, given.dtype)
        for i, (w, given) in enumerate(zip(got, weights, strict=True))
    ]


def wrong_divisors(
    z: np.ndarray, raw: np.ndarray, x: np.ndarray, given: np.ndarray, name: str
) -> list[tuple[str, float]]:
    """Return wrong numbers to divide a weight matrix by; ``z`` is what it puts out."""
    alone = x @ given if x.shape[1] == given.shape[0] else z
    return [
        ("nothing was scaled", 1.0),
        ("it is divided by the variance: divide by the standard deviation", float(z.var())),
        ("it is multiplied by the standard deviation: divide", float(1 / z.std())),
        ("it is divided by the root mean square: the mean is not spread", rms(z)),
        ("it is measured behind the activation: measure h @ w", float(activate(name, z).std())),
        ("it was measured with x: push the data through the layers before", float(alone.std())),
        ("the layers before were still unscaled when it was measured", float(raw.std())),
        ("it is divided by the std of the weights: measure the output", float(given.std())),
        ("one unit alone was measured", float(z[:, 0].std())),
        (
            "the std of the units are averaged: take all outputs together",
            float(z.std(axis=0).mean()),
        ),
    ]


def _complain(
    where: str, z: np.ndarray, factor: float, divisors: Sequence[tuple[str, float]]
) -> None:
    expect(bool(np.isfinite(z).all()), f"{where}: its output is NaN or infinite")
    for sentence, divisor in divisors:
        if abs(factor * divisor - 1) <= 1e-5:
            chance.raise_for(where, sentence)
    side = "large" if z.std() > 1 else "small"
    chance.raise_for(where, f"the std of its output, before the activation, is too {side}")


def rms(values: np.ndarray) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values**2)))


def small_and_large(rng: Rng) -> Stack:
    """Return a stack whose first weights are far too small and whose last are too large."""
    x, weights = stack(rng, (9, 9, 9, 5), 60, 1.0)
    x = x - x.mean(axis=0)
    return x, [0.02 * weights[0], 3.0 * weights[1], 20.0 * weights[2]]


def _three(answer: Answer, rng: Rng) -> None:
    ask_lsuv(answer, small_and_large(rng), "tanh")


def _kept(answer: Answer, rng: Rng) -> None:
    x, weights = small_and_large(rng)
    given = {"x": x.copy(), **{f"weights[{i}]": w.copy() for i, w in enumerate(weights)}}
    before = frozen(**given)
    got = answer.call("lsuv_init", [given[f"weights[{i}]"] for i in range(3)], given["x"], "tanh")
    expect_unchanged(before, given, "lsuv_init")
    h = x
    for w in scaled_weights(got, weights):
        expect(
            abs(float((h @ w).std()) - 1) <= 0.02,
            "lsuv_init is not right yet: this check counts once the values are right",
        )
        h = np.tanh(h @ w)


def lsuv_item() -> Item:
    """Return the item lsuv_init with its visible facets."""
    hint = "layer after layer: w / (h @ w).std(), then h = activate(activation, h @ w)"
    facets = (
        Facet("three", 4, "three tanh layers, weights of the wrong size", _three, hint),
        Facet("pure", 1, "x and the weights are left as they were", _kept),
    )
    return Item("lsuv_init", 3, ("lsuv_init",), facets, 4, bonus=True)
