"""Inputs and facets that the hidden checks of several activations share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw, both_types
from cs231n_core.checks import Facet
from cs231n_core.expect import Mistakes
from cs231n_core.facets import Pair, Question
from cs231n_core.stages.s02 import off_zero

Rng = np.random.Generator
Known = Callable[..., Mistakes]

SHAPES = ((7,), (1, 1), (1, 6), (3, 1), (2, 3, 4, 5))


# --- what is tried -------------------------------------------------------------------------------


def shaped(rng: Rng) -> list[Case]:
    """Return inputs of one to four axes, some of length 1."""
    return [(off_zero(rng, *shape),) for shape in SHAPES]


def uneven(rng: Rng) -> list[Case]:
    """Return two inputs for facets about memory and about state."""
    return [(off_zero(rng, 3, 7),), (off_zero(rng, 2, 5),)]


def with_alpha(*alphas: float) -> Draw:
    """Return a draw of one input per alpha."""
    return lambda rng: [(off_zero(rng, 5, 4), alpha) for alpha in alphas]


def extreme(*alphas: float) -> Draw:
    """Return a draw of inputs from ±1e-40, a denormal in float32, to ±1000 in both dtypes."""

    def draw(rng: Rng) -> list[Case]:
        sizes = np.concatenate([[1000.0, 750.0, 1e-40], rng.uniform(20, 700, 6)])
        x = np.concatenate([sizes, -sizes])
        return [(one, *rest) for one in both_types(x) for rest in [alphas]]

    return draw


def with_zeros(*alphas: float) -> Draw:
    """Return a draw of inputs a third of whose entries are exactly 0."""

    def draw(rng: Rng) -> list[Case]:
        x = off_zero(rng, 4, 6)
        x[rng.permuted(np.arange(24).reshape(4, 6) % 3 == 0, axis=1)] = 0.0
        return [(x, *alphas)]

    return draw


def between(low: float, high: float) -> Draw:
    """Return a draw of negative inputs whose size is between these powers of ten."""
    return lambda rng: [(-(10 ** rng.uniform(low, high, 12)),)]


# --- facets that several items share -------------------------------------------------------------


def clauses(pair: Pair, calls: Draw = uneven, memory: Draw = uneven) -> tuple[Facet, ...]:
    """Return the facets about memory layout and state, whose ``calls`` should differ in alpha."""
    return pair.layouts(1, memory), pair.independence(1, calls)


def any_shape(pair: Pair, out: Known, dx: Known) -> Facet:
    """Return the facet about shapes of other than two axes."""
    question = Question("shapes", 1, "one to four axes, some of length 1", "let x.shape decide")
    return pair.both(question, shaped, out, dx).hinting_at_errors()


def quiet(pair: Pair, weight: int, hint: str, *alphas: float) -> tuple[Facet, ...]:
    """Return the facets about |x| up to 1000, forward and backward."""
    forward = Question(
        "quiet", weight, "|x| up to 1000: values are right, finite and without warning", hint
    )
    backward = Question(
        "quiet_gradient", 1, "|x| up to 1000: the gradient is right, without warning", hint
    )
    return (
        pair.values(forward, extreme(*alphas), quiet=True),
        pair.slopes(backward, extreme(*alphas), quiet=True),
    )


def at_zero(pair: Pair, weight: int, tries: str, mistake: str, *alphas: float) -> Facet:
    """Return the facet about the derivative at exactly 0; ``mistake`` names the right side's."""

    def known(dout: Any, x: Any, *alpha: Any) -> Mistakes:
        right = pair.gradients(dout, (np.where(x == 0, 1e-300, x), *alpha))[0]
        left = pair.gradients(dout, (x, *alpha))[0]
        return (mistake, right), ("at x = 0 the mean of both slopes is taken", (left + right) / 2)

    hint = "x = 0 belongs to the left side: compare with x > 0"
    question = Question("zero", weight, tries, hint)
    return pair.slopes(question, with_zeros(*alphas), known)
