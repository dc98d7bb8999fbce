"""Visible checks of the two diagnoses: the kind of a loss curve, the gap between two accuracies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from cs231n_core.answer import CheckFailed, in_any_order, kind_of
from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import expect
from cs231n_core.stages.lab07.curves import KINDS, make_curve, practice
from cs231n_core.stages.s07_common import Rng

CURVE = "diagnose_loss_curve"
GAP = "diagnose_gap"
GAPS = ("overfit", "underfit", "leak", "fine")


def word(value: Any, known: Sequence[str]) -> str:
    """Return one of the known words, Python's or NumPy's, or say what was returned instead."""
    expect(type(value) in (str, np.str_), f"the result is {kind_of(value)}, expected a word")
    said = str(value)
    expect(said in known, f"the result is {said[:20]!r}, expected one of {', '.join(known)}")
    return said


# --- loss curves --------------------------------------------------------------------------------


def curve_names(answer: Answer, curves: Sequence[Array], rng: Rng) -> list[str]:
    """Return what the answer calls these curves."""

    def ask(curve: Array) -> str:
        return word(answer.call(CURVE, curve.copy()), KINDS)

    return in_any_order(answer, rng, [partial(ask, curve) for curve in curves], times=1)


def ask_curves(
    answer: Answer,
    curves: Sequence[Array],
    kinds: Sequence[str],
    allowed: int,
    what: str,
    rng: Rng,
) -> None:
    """Demand that at most ``allowed`` curves get another name than their kind."""
    expect_names(curve_names(answer, curves, rng), kinds, allowed, what)


def expect_names(names: Sequence[str], kinds: Sequence[str], allowed: int, what: str) -> None:
    """Demand that at most ``allowed`` of these names are wrong."""
    pairs = zip(kinds, names, strict=True)
    wrong = Counter((kind, said) for kind, said in pairs if said != kind)
    if sum(wrong.values()) <= allowed:
        return
    (kind, said), count = wrong.most_common(1)[0]
    limit = f" ({allowed} may be)" if allowed else ""
    raise CheckFailed(
        f"{sum(wrong.values())} of {len(kinds)} {what} are named wrong{limit}; most often: "
        f"{kind!r} is called {said!r}, {count} times"
    )


DRAWN = 251
"""What curves are drawn from: the same for everybody, so that one mistake costs all the same."""


def stretched(curves: Sequence[Array], rng: Rng) -> list[Array]:
    """Return the curves times a number near 1, which no kind depends on."""
    return [float(rng.uniform(0.9, 1.1)) * curve for curve in curves]


def _clean(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(DRAWN)
    curves = [make_curve(kind, drawn, noise=0.002) for kind in KINDS]
    curves[0] = np.where(np.isfinite(curves[0]), curves[0], curves[0][0] * 9)
    ask_curves(answer, stretched(curves, rng), KINDS, 0, "clean curves", rng)


def expect_exploding(answer: Answer, curve: Array, told: str) -> None:
    """Demand that a curve is called exploding; ``told`` says what it means that it is not."""
    expect(word(answer.call(CURVE, curve.copy()), KINDS) == "exploding", told)


def _diverged(answer: Answer, rng: Rng) -> None:
    good = make_curve("good", np.random.default_rng(DRAWN), noise=0.01)
    (curve,) = stretched([good], rng)
    broken = curve.copy()
    broken[120:] = np.nan
    told = "a curve that ends in NaN is not called 'exploding': comparing NaN is False"
    healthy = partial(ask_curves, answer, [curve], ["good"], 0, "healthy curves", rng)
    in_any_order(answer, rng, [healthy, partial(expect_exploding, answer, broken, told)])


def _noisy(answer: Answer, rng: Rng) -> None:
    curves, kinds = practice(30, np.random.default_rng(DRAWN))
    ask_curves(answer, stretched(curves, rng), kinds, 3, "noisy curves", rng)


def curve_item() -> Item:
    """Return the item diagnose_loss_curve with its visible facets."""
    hint = "average over tenths of the run first; then ask how much of the fall is done by when"
    facets = (
        Facet("clean", 3, "six clean curves, one of each kind", _clean, hint),
        Facet("nan", 1, "a curve that ends in NaN", _diverged),
        Facet("noisy", 3, "thirty noisy curves", _noisy, hint),
    )
    return Item(CURVE, 3, (CURVE,), facets, 5)


# --- gaps ---------------------------------------------------------------------------------------


def gap_name(train: float, val: float, n: int = 1000, target: float = 0.5) -> str:
    """Return the reference's name for two accuracies."""
    margin = 2 * (val * (1 - val) / n) ** 0.5
    if val - train > margin:
        return "leak"
    if train - val > max(0.1, margin):
        return "overfit"
    return "underfit" if train < target else "fine"


def flat(level: float, rng: Rng, epochs: int = 6) -> list[float]:
    """Return a history that ends at this level: it rises, then wobbles around it."""
    start = [level * share for share in np.linspace(0.4, 0.9, epochs - 3)]
    wobble = 0.002 * rng.permutation([-1.0, 0.0, 1.0])
    return [float(v) for v in (*start, *(level + wobble))]


def ask_gap(
    answer: Answer, train: float, val: float, rng: Rng, what: str, *args: Any, **kw: Any
) -> None:
    """Compare the answer for histories that end at these levels."""
    want = gap_name(train, val, *args, **kw)
    got = answer.call(GAP, flat(train, rng), flat(val, rng), *args, **kw)
    said = word(got, GAPS)
    expect(said == want, f"{what} is called {said!r}")


def ask_gaps(answer: Answer, rng: Rng, *cases: tuple[Any, ...]) -> None:
    """Ask about several ``(train, val, what, ...)`` as `ask_gap` does about one."""
    in_any_order(
        answer,
        rng,
        [
            partial(ask_gap, answer, train, val, rng, what, *more)
            for train, val, what, *more in cases
        ],
    )


FOUR = (
    (0.93, 0.55, "training far above validation"),
    (0.28, 0.27, "both low, no gap"),
    (0.55, 0.75, "validation far above training: it cannot be overfitting"),
    (0.83, 0.80, "both high, a small gap"),
)


LEVELS = (0.2, 0.4, 0.6, 0.9)


def _cases(answer: Answer, rng: Rng) -> None:
    ask_gaps(answer, rng, *FOUR)


def _levels(answer: Answer, rng: Rng) -> None:
    told = "no gap, {} the target: the level"
    cases = [(t, t - 0.02, told.format("below" if t < 0.5 else "above")) for t in LEVELS]
    ask_gaps(answer, rng, *cases)


def gap_item() -> Item:
    """Return the item diagnose_gap with its visible facets."""
    facets = (
        Facet("four_cases", 3, "four runs, one of each kind", _cases),
        Facet("levels", 1, "small gaps at four levels", _levels),
    )
    return Item(GAP, 2, (GAP,), facets, 5)
