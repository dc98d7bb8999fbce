"""Hidden facets of the two diagnoses: the kind of a loss curve, the gap between two accuracies."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import partial
from typing import Any

import numpy as np

from cs231n_core.answer import in_any_order
from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect
from cs231n_core.stages.lab07.curves import KINDS, make_curve, practice
from cs231n_core.stages.s07_common import Rng
from cs231n_core.stages.s07_diagnose import (
    GAP,
    GAPS,
    ask_curves,
    ask_gap,
    ask_gaps,
    curve_names,
    expect_exploding,
    expect_names,
    gap_name,
    stretched,
    word,
)

# --- loss curves --------------------------------------------------------------------------------

DRAWN = 231
"""What the other curves are drawn from: the same for everybody, as the visible ones are."""

NOISY = 2
"""Of this draw the reference names all sixty rightly; comparing single losses gets 14 wrong."""


def _ask(
    answer: Answer, curves: Sequence[Array], kinds: Sequence[str], allowed: int, what: str, rng: Rng
) -> None:
    """Ask about curves that are stretched by a little."""
    ask_curves(answer, stretched(curves, rng), kinds, allowed, what, rng)


def _sixty(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(NOISY)
    _ask(answer, *practice(60, drawn, noise=0.08), 6, "noisy curves", rng)


def _scale(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(DRAWN)
    for scale in (23.0, 0.023):
        curves, kinds = practice(18, drawn, noise=0.02, scale=scale)
        what = f"curves of another scale ({'ten times' if scale > 1 else 'a hundredth'})"
        _ask(answer, curves, kinds, 1, what, rng)


def _stuck(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(DRAWN)
    moving = [make_curve("low", drawn, noise=0.002) for _ in range(3)]
    curves = [make_curve("stuck", drawn, length=100 + 10 * i, noise=0.05) for i in range(12)]
    names = curve_names(answer, stretched([*moving, *curves], rng), rng)
    expect_names(names[:3], ["low"] * 3, 0, "slowly falling curves")
    expect_names(names[3:], ["stuck"] * 12, 1, "curves that are nothing but noise")


def _length(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(DRAWN)
    for length in (60, 97, 900):
        curves = [make_curve(kind, drawn, length=length, noise=0.002) for kind in KINDS]
        _ask(answer, curves, KINDS, 0, f"curves of length {length}", rng)


def _not_finite(answer: Answer, rng: Rng) -> None:
    calm = rng.uniform(0.9, 1.1) * make_curve("good", np.random.default_rng(DRAWN), noise=0.002)
    asks = [partial(ask_curves, answer, [calm], ["good"], 0, "healthy curves", rng)]
    for value in (np.nan, np.inf):
        told = f"a curve that ends in {value} is not called 'exploding'"
        for place in (199, slice(100, 200), slice(3, 200), slice(0, 200)):
            broken = calm.copy()
            broken[place] = value
            asks.append(partial(expect_exploding, answer, broken, told))
    risen = np.repeat([1.0, 3.6], 100) + 0.01 * rng.normal(size=200)
    told = "a curve whose second half lies above three times its first is not called 'exploding'"
    asks.append(partial(expect_exploding, answer, risen, told))
    in_any_order(answer, rng, asks)


def curve_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of diagnose_loss_curve."""
    return (
        Facet("sixty", 3, "sixty noisy curves", _sixty, "average before you compare"),
        Facet(
            "scale", 2, "losses ten times as large, or tiny", _scale, "compare shares of the fall"
        ),
        Facet("stuck", 1, "curves that are nothing but noise", _stuck, "compare the fall with it"),
        Facet("length", 1, "60, 97 and 900 steps", _length),
        Facet("not_finite", 1, "inf and NaN, early and late, a threefold end", _not_finite),
    )


# --- gaps ---------------------------------------------------------------------------------------


def _noise(answer: Answer, rng: Rng) -> None:
    told = "a gap within the noise of a small validation set"
    cases: list[tuple[Any, ...]] = [
        (0.70, 0.72, f"validation ahead by {told}"),
        (0.70, 0.80, f"validation ahead by {told}", 50),
        (0.75, 0.60, f"training ahead by {told}", 30),
        (0.75, 0.60, "a gap beyond the noise", 5000),
        (0.70, 0.73, "validation ahead beyond the noise", 40000),
    ]
    for val in (0.9, 0.2):
        deviation = (val * (1 - val) / 400) ** 0.5
        for count, side in ((1.6, "within"), (2.5, "beyond")):
            told = f"validation ahead {side} two standard deviations"
            cases.append((val - count * deviation, val, told, 400))
    ask_gaps(answer, rng, *cases)


def _expect(answer: Answer, train: Any, val: Any, want: str, told: str) -> None:
    """Demand a name for two histories; ``told`` has a place for what was said."""
    said = word(answer.call(GAP, copy(train), copy(val)), GAPS)
    expect(said == want, told.format(repr(said)))


def _recent(answer: Answer, rng: Rng) -> None:
    """Ask for the mean of the last three epochs: the very last one misleads."""
    cases = (
        ([0.3, 0.8, 0.8, 0.8], [0.3, 0.79, 0.79, 0.55], "fine", "a single bad last epoch"),
        ([0.3, 0.95, 0.95, 0.8], [0.3, 0.6, 0.6, 0.78], "overfit", "a single good last epoch"),
        ([0.1, 0.2, 0.9, 0.9, 0.9], [0.8, 0.8, 0.88, 0.88, 0.88], "fine", "a low start"),
        ([0.1, 0.5, 0.9, 0.9], [0.3, 0.7, 0.7, 0.7], "fine", "a training that still rises"),
    )
    told = " decides ({}): take the mean of the last three epochs"
    asks = [
        partial(_expect, answer, train, val, want, what + told) for train, val, want, what in cases
    ]
    in_any_order(answer, rng, asks)


def _expect_refused(answer: Answer, train: Any, val: Any) -> None:
    refused = answer.raises(ValueError, GAP, train, val)
    expect(refused, "percentages or negative accuracies are accepted: expected a ValueError")


def _percent(answer: Answer, rng: Rng) -> None:
    asks = [partial(ask_gap, answer, 0.83, 0.80, rng, "a run in shares")]
    for level, want in ((1.0, "fine"), (0.0, "underfit")):
        told = f"accuracies of {level:g}, which are shares too, give {{}}"
        asks.append(partial(_expect, answer, [level], [level], want, told))
    bad = [([83.0, 84.0], [80.0, 81.0]), ([0.5, 0.6], [50.0, 60.0]), ([-0.1, 0.5], [0.4, 0.5])]
    bad += [([0.5, 1.2], [0.4, 0.5]), ([0.5, 0.6], [0.5, 1.2])]
    asks += [partial(_expect_refused, answer, *pair) for pair in bad]
    in_any_order(answer, rng, asks)


def _target(answer: Answer, rng: Rng) -> None:
    told = "a run judged by another target"
    asks = [
        partial(ask_gap, answer, train, train - 0.01, rng, told, target=target)
        for train, target in ((0.3, 0.25), (0.6, 0.9))
    ]
    between = "training above the target, validation below it,"
    asks.append(partial(ask_gap, answer, 0.52, 0.47, rng, between))
    edges = (([0.5], [0.5], "fine", "exactly at"), ([0.1], [0.0], "underfit", "a gap of .1 below"))
    for history, other, want, where in edges:
        told = f"training {where} the target is called {{}}"
        asks.append(partial(_expect, answer, history, other, want, told))
    in_any_order(answer, rng, asks)


def _sequences(answer: Answer, rng: Rng) -> None:
    asks = []
    for train, val in (([0.9], [0.4]), ([0.7, 0.8], [0.75, 0.79])):
        want = gap_name(float(np.mean(train)), float(np.mean(val)))
        for kind in (np.array, tuple, list):
            given = kind(train), kind(val)
            told = f"{len(train)} epochs, given as {type(given[0]).__name__}"
            asks.append(partial(_expect, answer, *given, want, f"wrong for {told}"))
    in_any_order(answer, rng, asks)


def gap_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of diagnose_gap."""
    return (
        Facet("noise", 2, "gaps within the noise of the validation set", _noise),
        Facet("recent", 2, "which epochs decide", _recent),
        Facet("percent", 1, "percentages are refused", _percent),
        Facet("target", 1, "other targets", _target),
        Facet("sequences", 1, "one and two epochs, tuples and arrays", _sequences),
    )
