"""Hidden facets of the items on series and sizes: abort, smooth, update ratios."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from cs231n_core.answer import in_any_order
from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect, expect_quiet, expect_unchanged, frozen, plain
from cs231n_core.stages.s07_common import Rng, truth
from cs231n_core.stages.s07_series import (
    ABORT,
    RATIOS,
    SMOOTH,
    ask_ratios,
    ask_smooth,
    expect_abort,
    expect_aborts,
    smoothed,
)

# --- abort --------------------------------------------------------------------------------------


def _infinite(answer: Answer, rng: Rng) -> None:
    first = float(rng.uniform(1.5, 4))
    expect_aborts(
        answer,
        rng,
        ([first, first, np.inf], True, "a loss of inf"),
        ([first, first, -np.inf], True, "a loss of -inf: inf has two signs"),
        ([np.inf], True, "a first loss of inf"),
        ([first, first], False, "two equal losses"),
    )


def _empty(answer: Answer, rng: Rng) -> None:
    expect_aborts(
        answer,
        rng,
        ([], False, "no losses at all, an empty list"),
        ([float(rng.uniform(1, 4))], False, "a single loss"),
        ([2.0, np.nan], True, "NaN"),
    )


def _first_finite(answer: Answer, rng: Rng) -> None:
    first = float(rng.uniform(1.5, 4))
    told = "a NaN first: it compares with the first finite loss"
    lowest = "nine times the lowest loss, but below the first: it compares with the first"
    high = [first, 10 * first, 29 * first]
    expect_aborts(
        answer,
        rng,
        ([np.nan, first, 2.5 * first], False, f"2.5 times the first finite, {told}"),
        ([np.inf, first, 3.5 * first], True, f"3.5 times the first finite, {told}"),
        ([first, 0.1 * first, 0.9 * first], False, lowest),
        (high, True, "29 times the first, not 3 times the previous"),
    )


def _factor(answer: Answer, rng: Rng) -> None:
    first = float(rng.uniform(1.5, 4))
    told = "another factor: use the argument"
    four, two = (f"{times} times the first with {told}" for times in (4, 2))
    ask = partial(expect_abort, answer)
    asks = [
        partial(ask, [first, 4 * first], False, four, factor=5.0),
        partial(ask, [first, 2 * first], True, two, factor=1.5),
    ]
    in_any_order(answer, rng, asks)


def _spike_that_is_gone(answer: Answer, rng: Rng) -> None:
    first = float(rng.uniform(1.5, 3.5))
    told = "a spike that is gone: only the latest loss counts"
    expect_aborts(
        answer,
        rng,
        ([first, 8 * first, 0.9 * first], False, told),
        ([first, 8 * first], True, "a spike at the second step"),
        ([2.0, 6.0], False, "exactly 3 times the first: above, not at"),
    )


def _sequence(answer: Answer, losses: Any, want: bool) -> None:
    told = f"it {'goes on' if want else 'stops'} for a {type(losses).__name__} of losses"
    expect(truth(answer.call(ABORT, losses), "the result") is want, told)


def _sequences(answer: Answer, rng: Rng) -> None:
    losses = np.array([2.0, 1.5, 9.0])
    before = frozen(losses=losses)
    asks = [
        partial(_sequence, answer, given[:count], count == 3)
        for given in (losses, (2.0, 1.5, 9.0), losses.astype(np.float32), [2, 1, 9])
        for count in (3, 2)
    ]
    in_any_order(answer, rng, asks, times=1)
    expect_unchanged(before, {"losses": losses}, ABORT)
    expect_quiet(answer, ABORT)


def abort_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of should_abort."""
    return (
        Facet("infinite", 2, "plus and minus infinity", _infinite, "np.isfinite knows both"),
        Facet("empty", 1, "no loss yet, and one", _empty),
        Facet("first_finite", 2, "what the latest loss is compared with", _first_finite),
        Facet("factor", 1, "other factors", _factor),
        Facet("latest", 1, "spikes that come and go, the limit itself", _spike_that_is_gone),
        Facet("sequences", 1, "tuples and arrays of losses", _sequences),
    )


# --- smooth -------------------------------------------------------------------------------------


def _betas(answer: Answer, rng: Rng) -> None:
    losses = list(2.0 + rng.normal(size=25))
    for beta in (0.5, 0.99, 0.0):
        ask_smooth(answer, losses, beta=beta)


def _causal(answer: Answer, rng: Rng) -> None:
    losses = 2.0 + rng.normal(size=24)
    early = plain(answer.call(SMOOTH, losses.copy()), "the result", (24,))[:12]
    changed = np.concatenate([losses[:12], 50.0 * rng.random(12)])
    again = plain(answer.call(SMOOTH, changed.copy()), "the result", (24,))[:12]
    expect(
        bool(np.allclose(early, again)),
        "losses that come later change what is earlier: an average may not see the future",
    )
    ask_smooth(answer, changed)


def _short(answer: Answer, rng: Rng) -> None:
    for length in (1, 2, 0, 3):
        ask_smooth(answer, list(rng.uniform(1, 4, length)))


def _kinds(answer: Answer, rng: Rng) -> None:
    losses = rng.uniform(1, 4, 15).astype(np.float32)
    losses.flags.writeable = False
    cases: tuple[tuple[str, Any], ...] = (
        ("a read-only float32 array of losses", losses),
        ("a tuple of losses", tuple(float(v) for v in losses)),
        ("losses that are whole numbers", [3, 2, 2, 1]),
    )
    for what, given in cases:
        value = plain(answer.call(SMOOTH, given), "the result", (len(given),))
        if value.shape == (len(given),) and np.allclose(value, smoothed(given), rtol=1e-5):
            continue
        cut = value.dtype.kind in "iu"
        expect(not cut, f"for {what} the averages are cut to whole numbers: make a float array")
        expect(False, f"for {what} the averages are wrong")


def smooth_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of smooth_losses."""
    return (
        Facet("beta", 2, "other values of beta, 0 among them", _betas),
        Facet("causal", 1, "later losses do not change earlier averages", _causal),
        Facet("short", 1, "one, two and no losses", _short),
        Facet("kinds", 1, "tuples, whole numbers, read-only float32", _kinds),
    )


# --- update ratios ------------------------------------------------------------------------------


def _zero_weights(answer: Answer, rng: Rng) -> None:
    params = {"W1": rng.normal(size=(3, 4)), "b1": np.zeros(4)}
    updates = {"W1": rng.normal(size=(3, 4)), "b1": rng.normal(size=4)}
    for update in (updates, updates | {"b1": np.zeros(4)}):
        ask_ratios(answer, params, update)
        expect_quiet(answer, RATIOS)


def _shapes(answer: Answer, rng: Rng) -> None:
    shapes: dict[str, tuple[int, ...]] = {"W1": (4, 3, 5, 2), "b1": (4,), "alpha": (), "W2": (1, 6)}
    params = {name: np.asarray(rng.uniform(1, 2, shape)) for name, shape in shapes.items()}
    updates = {name: np.asarray(1e-2 * rng.normal(size=shape)) for name, shape in shapes.items()}
    ask_ratios(answer, params, updates)


def _untouched(answer: Answer, rng: Rng) -> None:
    params, updates = {"W1": rng.normal(size=(5, 4))}, {"W1": rng.normal(size=(5, 4))}
    arrays = {"params": params["W1"], "updates": updates["W1"]}
    before = frozen(**arrays)
    answer.call(RATIOS, params, updates)
    expect_unchanged(before, arrays, RATIOS)
    told = f"{RATIOS} changed the dicts that it was given"
    expect(list(params) == list(updates) == ["W1"], told)
    ask_ratios(answer, params, updates)


def _layouts(answer: Answer, rng: Rng) -> None:
    w, update = rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    for laid, _ in LAYOUTS:
        ask_ratios(answer, {"W1": laid(w)}, {"W1": laid(update)})
    small: dict[str, Any] = {"W1": (1e-3 * w).astype(np.float32)}
    ask_ratios(answer, small, {"W1": (1e-6 * update).astype(np.float32)})


def ratio_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of update_ratios."""
    hint = "a bias starts at zero: nan says that there is no ratio"
    return (
        Facet(
            "zero", 2, "weights of zero give nan, in silence", _zero_weights, hint
        ).hinting_at_errors(),
        Facet("shapes", 2, "filters of four axes, a single number", _shapes),
        Facet("pure", 1, "arrays and dicts are left as they were", _untouched),
        Facet("layouts", 1, "float32, read-only arrays, slices", _layouts),
    )
