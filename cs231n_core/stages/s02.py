"""The visible checks of stage 02, activations: ten exercises and what students see of them."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.answer import in_any_order
from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, Facet, Item, Stage
from cs231n_core.expect import Mistakes, expect_share, expect_unchanged, frozen
from cs231n_core.facets import Pair, Question
from cs231n_core.stages import s02_mistakes as wrong
from cs231n_core.stages.s02_maxout import ITEM as MAXOUT_ITEM

__all__ = ["PAIRS", "PRELU", "STAGE", "check", "progress"]

Rng = np.random.Generator

PAIRS = {
    name: Pair(name, getattr(layers, f"{name}_forward"), getattr(layers, f"{name}_backward"))
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu")
}
"""The pairs that work entry by entry, with the reference that answers are compared with."""

PRELU = Pair("prelu", layers.prelu_forward, layers.prelu_backward, ("x", "alpha"), ("dx", "dalpha"))


def off_zero(rng: Rng, *shape: int) -> Any:
    """Return normal numbers, none of them closer to 0 than 0.05."""
    x = rng.normal(size=shape)
    return x + np.copysign(0.05, x)


def matrix(*alphas: float) -> Draw:
    """Return a draw of one (4, 5) input without, and one with each of these alphas."""

    def draw(rng: Rng) -> list[Case]:
        return [(off_zero(rng, 4, 5),), *((off_zero(rng, 4, 5), alpha) for alpha in alphas)]

    return draw


def channels(rng: Rng) -> list[Case]:
    """Return a (6, 4) input of PReLU with one alpha per unit."""
    return [(off_zero(rng, 6, 4), rng.uniform(0.1, 0.9, 4))]


def at(*points: float) -> Draw:
    """Return a draw of these points and of random ones."""

    def draw(rng: Rng) -> list[Case]:
        return [(np.array(points, np.float64),), (off_zero(rng, 4, 5),)]

    return draw


def entrywise(
    name: str, points: float, hidden: int, draw: Draw, tries: tuple[str, str], plain: Draw
) -> Item:
    """Return the item of a pair that works entry by entry, with its four visible facets.

    Parameters
    ----------
    name : str
        The pair; the names of its known mistakes derive from it.
    points, hidden : float, int
        What it is worth, and how many hidden facets it has.
    draw, plain : callable
        Inputs for the values, and for everything else.
    tries : pair of str
        What the facet on values and the facet on gradients say that they try.
    """
    pair = PAIRS[name]
    short = name.removesuffix("_relu") if name != "relu" else name
    out, dx = getattr(wrong, f"{short}_out"), getattr(wrong, f"{short}_dx")
    facets = (
        pair.values(Question("forward", 3, tries[0]), draw, out),
        pair.slopes(Question("gradient", 4, tries[1]), plain, dx),
        pair.dtypes(1, plain),
        pair.purity(1, plain),
    )
    return Item(name, points, (f"{name}_forward", f"{name}_backward"), facets, hidden)


def _prelu() -> Item:
    pair = PRELU
    facets = (
        pair.values(
            Question("forward", 3, "values for (N, C) input, one alpha per unit"),
            channels,
            wrong.leaky_out,
        ),
        pair.slopes(Question("dx", 2, "dx for a random dout"), channels, wrong.leaky_dx, only="dx"),
        pair.slopes(
            Question("dalpha", 3, "dalpha for a random dout"),
            channels,
            wrong.prelu_dalpha,
            only="dalpha",
        ),
        pair.dtypes(1, channels),
        pair.purity(1, channels),
    )
    return Item("prelu", 4, ("prelu_forward", "prelu_backward"), facets, 7)


# --- dead_fraction ------------------------------------------------------------------------------

TOY = np.array(
    [
        [-1.0, -2.0, 3.0, -0.5, -1.0],
        [-0.1, 1.0, 2.0, -2.0, 2.0],
        [-3.0, -1.0, 1.0, -0.3, -0.5],
    ]
)
"""Three examples, five units, two of them dead. Each wrong count gives another share."""


def share(pre: np.ndarray, axis: Any = 0) -> float:
    """Return the dead fraction, the reference of the facets."""
    return float(np.mean(np.all(pre <= 0, axis=axis)))


def dead_mistakes(pre: np.ndarray, axis: Any = 0) -> Mistakes:
    """Return wrong dead fractions."""
    off = pre <= 0
    others = tuple(i for i in range(pre.ndim) if i not in np.atleast_1d(axis) % pre.ndim)
    return (
        ("this is the share of entries that are off, not of dead units", off.mean()),
        (
            "this counts units that are off for at least one example: dead means off for all",
            np.any(off, axis=axis).mean(),
        ),
        (
            "the wrong axis is reduced: these are examples for which all units are off",
            np.all(off, axis=others).mean(),
        ),
        ("this is the share of units that are alive", 1 - np.all(off, axis=axis).mean()),
        ("this is the share of units that are never off", np.all(~off, axis=axis).mean()),
        ("this is a number of units, expected a share of them", np.all(off, axis=axis).sum()),
        ("a unit at exactly 0 counts as off", np.all(pre < 0, axis=axis).mean()),
        (
            "the axis is ignored, axis 0 alone is reduced: single positions are counted",
            np.all(off, axis=0).mean(),
        ),
    )


def ask_share(answer: Answer, pre: np.ndarray, *axis: Any, given: Any = None) -> None:
    """Compare the answer for these pre-activations with the share of dead units.

    ``given`` is what is handed over instead of a copy of ``pre``.
    """
    got = answer.call("dead_fraction", pre.copy() if given is None else given, *axis)
    expect_share(got, share(pre, *axis), "the result", mistakes=dead_mistakes(pre, *axis))


def ask_shares(answer: Answer, rng: Rng, *cases: tuple[Any, ...]) -> None:
    """Ask about several ``(pre, ...)`` as `ask_share` does about one."""
    in_any_order(answer, rng, [partial(ask_share, answer, *case) for case in cases])


def _toy(answer: Answer, rng: Rng) -> None:
    ask_share(answer, TOY[:, rng.permutation(5)])


def _extremes(answer: Answer, rng: Rng) -> None:
    ask_shares(answer, rng, (-1 - rng.random((5, 3)),), (1 + rng.random((5, 3)),))


def _untouched(answer: Answer, rng: Rng) -> None:
    pre = TOY[:, rng.permutation(5)]
    before = frozen(pre=pre)
    got = answer.call("dead_fraction", pre)
    expect_unchanged(before, {"pre": pre}, "dead_fraction")
    expect_share(got, share(TOY), "the result", mistakes=dead_mistakes(TOY))


def _dead() -> Item:
    facets = (
        Facet("toy", 4, "three examples, five units", _toy, "first all over axis, then the mean"),
        Facet("all_or_none", 1, "a net with only dead units, and one with none", _extremes),
        Facet("pure", 1, "pre is left as it was", _untouched),
    )
    return Item("dead_fraction", 2, ("dead_fraction",), facets, 5)


# --- the stage ----------------------------------------------------------------------------------

GRADIENT = "gradient for a random dout"

STAGE = Stage(
    "02_activations",
    (
        entrywise(
            "sigmoid",
            2,
            6,
            at(0, 10, -10, 2),
            ("values at 0, ±10 and elsewhere", GRADIENT),
            matrix(),
        ),
        entrywise(
            "tanh", 2, 5, at(0, 1, -1, 3), ("values at 0, ±1 and elsewhere", GRADIENT), matrix()
        ),
        entrywise(
            "relu",
            2,
            5,
            at(*np.linspace(-2, 3, 12)),
            ("values on both sides of 0", GRADIENT),
            matrix(),
        ),
        entrywise(
            "leaky_relu",
            2,
            5,
            matrix(0.1, 0.3),
            ("values with the default alpha, 0.1 and 0.3", f"{GRADIENT}, with the same alphas"),
            matrix(0.1, 0.3),
        ),
        _prelu(),
        entrywise("elu", 3, 9, matrix(1.0), ("values with alpha = 1", GRADIENT), matrix(1.0)),
        entrywise("selu", 2, 7, at(1, -1), ("values at ±1 and elsewhere", GRADIENT), matrix()),
        entrywise(
            "gelu",
            3,
            7,
            at(1, -1, 3, -3),
            ("values at ±1, ±3 and elsewhere", GRADIENT),
            matrix(1.0),
        ),
        MAXOUT_ITEM,
        _dead(),
    ),
    minutes=100,
)

check = STAGE.check
progress = STAGE.progress
