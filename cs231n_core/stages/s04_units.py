"""The visible checks of fan_in_and_fan_out, forward_statistics and symmetry_groups."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from cs231n_core.answer import Answer, in_any_order, kind_of
from cs231n_core.checks import Facet, Item
from cs231n_core.diagnostics import activate, forward_statistics, symmetry_groups
from cs231n_core.expect import expect, expect_unchanged, frozen
from cs231n_core.initializers import fan_in_and_fan_out
from cs231n_core.stages.s04_mistakes import (
    wrong_fans,
    wrong_groups,
    wrong_numbers,
    wrong_statistics,
)
from cs231n_core.stages.s04_random import raise_for

Rng = np.random.Generator
Shape = tuple[int, ...]
_WHOLE = (int, np.int64, np.int32, np.intp, np.uint64, np.uint32)

# --- fan_in_and_fan_out ---------------------------------------------------------------------------


def ask_fans(answer: Answer, *shape: int, given: Any = None) -> None:
    """Compare the fans of a shape; ``given`` is handed over in its place."""
    got = answer.call("fan_in_and_fan_out", shape if given is None else given)
    sizes = " × ".join(map(str, shape))
    expect(
        type(got) in (tuple, list) and len(got) == 2,
        f"for {sizes} you returned {kind_of(got)}, expected the pair (fan_in, fan_out)",
    )
    expect(
        all(type(n) in _WHOLE for n in got),
        f"for {sizes} a fan is {kind_of(got[0])}, expected two whole numbers",
    )
    pair = (int(got[0]), int(got[1]))
    want = fan_in_and_fan_out(shape)
    if pair == want:
        return
    for sentence, wrong in wrong_fans(shape):
        if pair == wrong:
            raise_for(f"the fans of {sizes}", sentence)
    side = "fan_in" if pair[0] != want[0] else "fan_out"
    raise_for(f"the fans of {sizes}", f"{side} is wrong")


def _dense(answer: Answer, rng: Rng) -> None:
    ask_fans(answer, 512, 64)
    ask_fans(answer, int(rng.integers(2, 40)), int(rng.integers(41, 90)))


def _filters(answer: Answer, rng: Rng) -> None:  # noqa: ARG001 - nothing is drawn
    ask_fans(answer, 16, 3, 5, 5)
    ask_fans(answer, 32, 16, 3, 3)


def fans_item() -> Item:
    """Return the item fan_in_and_fan_out with its visible facets."""
    facets = (
        Facet("dense", 1, "weights (D, M) of an affine layer", _dense),
        Facet(
            "filters",
            4,
            "filters (F, C, HH, WW) with square kernels",
            _filters,
            "how many products does one output of a convolution sum?",
        ),
    )
    return Item("fan_in_and_fan_out", 2, ("fan_in_and_fan_out",), facets, 4)


# --- forward_statistics ---------------------------------------------------------------------------

KEYS = ("mean", "std", "rms", "saturated")
Stack = tuple[np.ndarray, list[np.ndarray]]


def stack(rng: Rng, sizes: Sequence[int], examples: int, gain: float) -> Stack:
    """Return inputs and weights of a stack; some outputs of a tanh stack of gain 2 saturate."""
    x = rng.normal(0.3, 1.0, (examples, sizes[0]))
    pairs = pairwise(sizes)
    return x, [gain / np.sqrt(d) * rng.normal(size=(d, m)) for d, m in pairs]


def ask_statistics(
    answer: Answer, case: Stack, name: str, keys: Sequence[str] = KEYS, given: Any = None
) -> None:
    """Compare these statistics of every layer."""
    x, weights = case
    handed = (x.copy(), [w.copy() for w in weights]) if given is None else given
    got = answer.call("forward_statistics", *handed, name)
    layers = _layers(got, len(weights))
    want = forward_statistics(x, weights, name)
    for sentence, wrong in wrong_statistics(x, weights, name):
        same = len(wrong) == len(want) and _alike(layers, wrong, KEYS) == len(KEYS) * len(want)
        if same and _alike(layers, want, keys) < len(keys) * len(want):
            raise_for("forward_statistics", sentence)
    h = x
    for i, w in enumerate(weights):
        pre = h @ w
        h = activate(name, pre)
        known, scale = wrong_numbers(h, pre), float(np.abs(h).max(initial=1e-3))
        slack = (1e-5 if h.dtype == np.float32 else 1e-6) * scale
        for key in keys:
            where = f"layer {i + 1}: {key}"
            _expect_statistic(layers[i][key], want[i][key], where, slack, known[key])


def _layers(got: Any, count: int) -> list[dict[str, float]]:
    where = "forward_statistics"
    expect(
        type(got) is list, f"{where} returned {kind_of(got)}, expected a list of one dict per layer"
    )
    lost = "is the first or the last layer left out, or the input counted as one?"
    expect(
        len(got) == count,
        f"{where}: {len(got)} entries for {count} layers, expected one each: {lost}",
    )
    for layer in got:
        expect(type(layer) is dict, f"{where}: an entry is {kind_of(layer)}, expected a dict")
        keys = ", ".join(KEYS)
        expect(set(layer) == set(KEYS), f"{where}: an entry has other keys than {keys}")
        for key, value in layer.items():
            expect(
                type(value) in (float, np.float64, np.float32, int),
                f"{where}: {key} is {kind_of(value)}, expected one plain number",
            )
    return [{key: float(value) for key, value in layer.items()} for layer in got]


def _alike(got: list[dict[str, float]], want: list[dict[str, float]], keys: Sequence[str]) -> int:
    pairs = [(a[key], b[key]) for a, b in zip(got, want, strict=True) for key in keys]
    return sum(abs(a - b) <= 1e-6 * max(1e-3, abs(b)) for a, b in pairs)


def _expect_statistic(
    got: float, want: float, where: str, slack: float, known: Sequence[tuple[str, float]]
) -> None:
    if abs(got - want) <= slack:
        return
    for sentence, wrong in known:
        if abs(got - wrong) <= 10 * slack:
            raise_for(where, sentence)
    expect(bool(np.isfinite(got)), f"{where} is not finite")
    raise_for(where, f"it is too {'large' if got > want else 'small'}")


def toy(rng: Rng) -> Stack:
    """Return three layers of different widths, some of whose tanh outputs are saturated."""
    return stack(rng, (5, 5, 5, 4), 30, 2.5)


def _asking(*keys: str) -> Any:
    def run(answer: Answer, rng: Rng) -> None:
        ask_statistics(answer, toy(rng), "tanh", keys)

    return run


def _untouched(answer: Answer, rng: Rng) -> None:
    x, weights = toy(rng)
    given = {"x": x.copy(), **{f"weights[{i}]": w.copy() for i, w in enumerate(weights)}}
    before = frozen(**given)
    handed = (given["x"], [given[f"weights[{i}]"] for i in range(len(weights))])
    got = answer.call("forward_statistics", *handed, "tanh")
    expect_unchanged(before, given, "forward_statistics")
    expect(
        _alike(_layers(got, 3), forward_statistics(x, weights, "tanh"), ("std",)) == 3,
        "forward_statistics is not right yet: this check counts once the values are right",
    )


def statistics_item() -> Item:
    """Return the item forward_statistics with its visible facets."""
    hint = "h starts as x; each layer replaces it by activate(activation, h @ w)"
    facets = (
        Facet(
            "spread",
            3,
            "mean and std of a stack of three tanh layers",
            _asking("mean", "std"),
            hint,
        ),
        Facet("rms", 2, "root mean square, the same stack", _asking("rms")),
        Facet("saturated", 2, "share of outputs beyond 0.97, the same stack", _asking("saturated")),
        Facet("pure", 1, "x and the weights are left as they were", _untouched),
    )
    return Item("forward_statistics", 3, ("forward_statistics",), facets, 3)


# --- symmetry_groups ------------------------------------------------------------------------------


def ask_groups(answer: Answer, W: np.ndarray, tol: float | None = None, given: Any = None) -> None:
    """Compare the number of groups; ``given`` is handed over instead of a copy."""
    handed = W.copy() if given is None else given
    before = frozen(W=handed)
    got = answer.call("symmetry_groups", handed, *(() if tol is None else (tol,)))
    where = "symmetry_groups"
    if given is not None:
        expect_unchanged(before, {"W": handed}, where)
    expect(type(got) in _WHOLE, f"{where} returned {kind_of(got)}, expected a whole number")
    limit = 1e-9 if tol is None else tol
    want = symmetry_groups(W, limit)
    if int(got) == want:
        return
    for sentence, wrong in wrong_groups(W, limit):
        if int(got) == wrong:
            raise_for(where, sentence)
    raise_for(where, f"the number is too {'large' if int(got) > want else 'small'}")


def ask_all_groups(answer: Answer, rng: Rng, *cases: tuple[Any, ...], times: int = 3) -> None:
    """Ask about several ``(W, ...)`` as `ask_groups` does about one."""
    in_any_order(answer, rng, [partial(ask_groups, answer, *case) for case in cases], times)


def twins(rng: Rng, rows: int, names: Sequence[int]) -> np.ndarray:
    """Return a matrix whose columns repeat as ``names`` say."""
    return np.ascontiguousarray(rng.normal(size=(rows, max(names) + 1))[:, list(names)])


def _duplicates(answer: Answer, rng: Rng) -> None:
    W = twins(rng, 3, [0, 1, 1, 0, 2, 1, 3, 4, 0])
    W[1] = 2 * W[0]
    ask_all_groups(answer, rng, (W,), (twins(rng, 6, [0, 1, 1, 0]),))


def _one_or_all(answer: Answer, rng: Rng) -> None:
    alike, none = twins(rng, 3, [0] * 5), rng.normal(size=(3, 5))
    ask_all_groups(answer, rng, (alike,), (np.zeros((4, 3)),), (none,))


def groups_item() -> Item:
    """Return the item symmetry_groups with its visible facets."""
    facets = (
        Facet(
            "duplicates",
            4,
            "columns that repeat, not always next to each other",
            _duplicates,
            "W.T iterates over the units; keep those that resemble none seen before",
        ),
        Facet("one_or_all", 2, "all units alike, and no two", _one_or_all),
    )
    return Item("symmetry_groups", 2, ("symmetry_groups",), facets, 6)
