"""Visible checks of the two diagnoses: the kind of a loss curve, the gap between two accuracies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_core.answer import CheckFailed, kind_of
from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import expect
from cs231n_core.stages.lab07.curves import KINDS, make_curve, practice
from cs231n_core.stages.s07_common import Rng

CURVE = "diagnose_loss_curve"
GAP = "diagnose_gap"
GAPS = ("overfit", "underfit", "leak", "fine")


def word(value: Any, known: Sequence[str]) -> str:
    """Return one of the known words, or say what was returned instead."""
    expect(type(value) is str, f"the result is {kind_of(value)}, expected a word")
    expect(value in known, f"the result is {value[:20]!r}, expected one of {', '.join(known)}")
    return str(value)


# --- loss curves --------------------------------------------------------------------------------


def ask_curves(
    answer: Answer, curves: Sequence[Array], kinds: Sequence[str], allowed: int, what: str
) -> None:
    """Demand that at most ``allowed`` curves get another name than their kind."""
    wrong: Counter[tuple[str, str]] = Counter()
    for curve, kind in zip(curves, kinds, strict=True):
        said = word(answer.call(CURVE, curve.copy()), KINDS)
        if said != kind:
            wrong[kind, said] += 1
    if sum(wrong.values()) <= allowed:
        return
    (kind, said), count = wrong.most_common(1)[0]
    limit = f" ({allowed} may be)" if allowed else ""
    raise CheckFailed(
        f"{sum(wrong.values())} of {len(kinds)} {what} are named wrong{limit}; most often: "
        f"{kind!r} is called {said!r}, {count} times"
    )


def _clean(answer: Answer, rng: Rng) -> None:
    curves = [make_curve(kind, rng, noise=0.002) for kind in KINDS]
    curves[0] = np.where(np.isfinite(curves[0]), curves[0], curves[0][0] * 9)
    ask_curves(answer, curves, KINDS, 0, "clean curves")


def _diverged(answer: Answer, rng: Rng) -> None:
    curve = make_curve("good", rng, noise=0.01)
    ask_curves(answer, [curve], ["good"], 0, "healthy curves")
    broken = curve.copy()
    broken[120:] = np.nan
    expect(
        word(answer.call(CURVE, broken), KINDS) == "exploding",
        "a curve that ends in NaN is not called 'exploding': comparing NaN is False",
    )


def _noisy(answer: Answer, rng: Rng) -> None:
    ask_curves(answer, *practice(30, rng), 3, "noisy curves")


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


FOUR = (
    (0.93, 0.55, "training far above validation"),
    (0.28, 0.27, "both low, no gap"),
    (0.55, 0.75, "validation far above training: it cannot be overfitting"),
    (0.83, 0.80, "both high, a small gap"),
)


def _cases(answer: Answer, rng: Rng) -> None:
    for train, val, what in FOUR:
        ask_gap(answer, train, val, rng, what)


def _levels(answer: Answer, rng: Rng) -> None:
    for train in (0.2, 0.4, 0.6, 0.9):
        word_ = "below" if train < 0.5 else "above"
        what = f"no gap, {word_} the target: the level"
        ask_gap(answer, train, train - 0.02, rng, what)


def gap_item() -> Item:
    """Return the item diagnose_gap with its visible facets."""
    facets = (
        Facet("four_cases", 3, "four runs, one of each kind", _cases),
        Facet("levels", 1, "small gaps at four levels", _levels),
    )
    return Item(GAP, 2, (GAP,), facets, 5)
