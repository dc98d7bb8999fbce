"""Hidden facets of the two diagnoses: the kind of a loss curve, the gap between two accuracies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect
from cs231n_core.stages.lab07.curves import KINDS, make_curve, practice
from cs231n_core.stages.s07_common import Rng
from cs231n_core.stages.s07_diagnose import CURVE, GAP, GAPS, ask_curves, ask_gap, gap_name, word

# --- loss curves --------------------------------------------------------------------------------

DRAWN = 231
"""What curves are drawn from: the same for everybody, so that one mistake costs all the same."""

NOISY = 2
"""Of this draw the reference names all sixty rightly; comparing single losses gets 14 wrong."""


def _ask(
    answer: Answer, curves: Sequence[Array], kinds: Sequence[str], allowed: int, what: str, rng: Rng
) -> None:
    """Ask about curves that are stretched by a little, which no kind depends on."""
    stretched = [float(rng.uniform(0.9, 1.1)) * curve for curve in curves]
    ask_curves(answer, stretched, kinds, allowed, what)


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
    _ask(answer, moving, ["low"] * 3, 0, "slowly falling curves", rng)
    curves = [make_curve("stuck", drawn, length=100 + 10 * i, noise=0.05) for i in range(12)]
    _ask(answer, curves, ["stuck"] * 12, 1, "curves that are nothing but noise", rng)


def _length(answer: Answer, rng: Rng) -> None:
    drawn = np.random.default_rng(DRAWN)
    for length in (60, 97, 900):
        curves = [make_curve(kind, drawn, length=length, noise=0.002) for kind in KINDS]
        _ask(answer, curves, KINDS, 0, f"curves of length {length}", rng)


def _not_finite(answer: Answer, rng: Rng) -> None:
    calm = rng.uniform(0.9, 1.1) * make_curve("good", np.random.default_rng(DRAWN), noise=0.002)
    ask_curves(answer, [calm], ["good"], 0, "healthy curves")
    for value in (np.nan, np.inf):
        for place in (199, slice(100, 200), slice(3, 200), slice(0, 200)):
            broken = calm.copy()
            broken[place] = value
            expect(
                word(answer.call(CURVE, broken), KINDS) == "exploding",
                f"a curve that ends in {value} is not called 'exploding'",
            )
    risen = np.repeat([1.0, 3.6], 100) + 0.01 * rng.normal(size=200)
    told = "a curve whose second half lies above three times its first is not called 'exploding'"
    expect(word(answer.call(CURVE, risen), KINDS) == "exploding", told)


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
    ask_gap(answer, 0.70, 0.72, rng, f"validation ahead by {told}")
    ask_gap(answer, 0.70, 0.80, rng, f"validation ahead by {told}", 50)
    ask_gap(answer, 0.75, 0.60, rng, f"training ahead by {told}", 30)
    ask_gap(answer, 0.75, 0.60, rng, "a gap beyond the noise", 5000)
    ask_gap(answer, 0.70, 0.73, rng, "validation ahead beyond the noise", 40000)
    for val in (0.9, 0.2):
        deviation = (val * (1 - val) / 400) ** 0.5
        for count, side in ((1.6, "within"), (2.5, "beyond")):
            told = f"validation ahead {side} two standard deviations"
            ask_gap(answer, val - count * deviation, val, rng, told, 400)


def _recent(answer: Answer, _: Rng) -> None:
    """Ask for the mean of the last three epochs: the very last one misleads."""
    cases = (
        ([0.3, 0.8, 0.8, 0.8], [0.3, 0.79, 0.79, 0.55], "fine", "a single bad last epoch"),
        ([0.3, 0.95, 0.95, 0.8], [0.3, 0.6, 0.6, 0.78], "overfit", "a single good last epoch"),
        ([0.1, 0.2, 0.9, 0.9, 0.9], [0.8, 0.8, 0.88, 0.88, 0.88], "fine", "a low start"),
        ([0.1, 0.5, 0.9, 0.9], [0.3, 0.7, 0.7, 0.7], "fine", "a training that still rises"),
    )
    for train, val, want, what in cases:
        said = word(answer.call(GAP, train, val), GAPS)
        told = f"{what} decides ({said!r}): take the mean of the last three epochs"
        expect(said == want, told)


def _percent(answer: Answer, rng: Rng) -> None:
    ask_gap(answer, 0.83, 0.80, rng, "a run in shares")
    for level, want in ((1.0, "fine"), (0.0, "underfit")):
        said = word(answer.call(GAP, [level], [level]), GAPS)
        expect(said == want, f"accuracies of {level:g}, which are shares too, give {said!r}")
    bad = [([83.0, 84.0], [80.0, 81.0]), ([0.5, 0.6], [50.0, 60.0]), ([-0.1, 0.5], [0.4, 0.5])]
    bad += [([0.5, 1.2], [0.4, 0.5]), ([0.5, 0.6], [0.5, 1.2])]
    for train, val in bad:
        expect(
            answer.raises(ValueError, GAP, train, val),
            "percentages or negative accuracies are accepted: expected a ValueError",
        )


def _target(answer: Answer, rng: Rng) -> None:
    for train, target in ((0.3, 0.25), (0.6, 0.9)):
        told = "a run judged by another target"
        ask_gap(answer, train, train - 0.01, rng, told, target=target)
    ask_gap(answer, 0.52, 0.47, rng, "training above the target, validation below it,")
    edges = (([0.5], [0.5], "fine", "exactly at"), ([0.1], [0.0], "underfit", "a gap of .1 below"))
    for history, other, want, where in edges:
        said = word(answer.call(GAP, history, other), GAPS)
        expect(said == want, f"training {where} the target is called {said!r}")


def _sequences(answer: Answer, _: Rng) -> None:
    for train, val in (([0.9], [0.4]), ([0.7, 0.8], [0.75, 0.79])):
        want = gap_name(float(np.mean(train)), float(np.mean(val)))
        for kind in (np.array, tuple, list):
            given = kind(train), kind(val)
            told = f"{len(train)} epochs, given as {type(given[0]).__name__}"
            expect(word(answer.call(GAP, *given), GAPS) == want, f"wrong for {told}")


def gap_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of diagnose_gap."""
    return (
        Facet("noise", 2, "gaps within the noise of the validation set", _noise),
        Facet("recent", 2, "which epochs decide", _recent),
        Facet("percent", 1, "percentages are refused", _percent),
        Facet("target", 1, "other targets", _target),
        Facet("sequences", 1, "one and two epochs, tuples and arrays", _sequences),
    )
