"""Hidden facets of the smooth activations: sigmoid, tanh, ELU, SELU, GELU."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.s02_shared import (
    Rng,
    any_shape,
    at_zero,
    between,
    clauses,
    quiet,
    with_alpha,
)
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import Mistakes, expect, expect_array
from cs231n_core.facets import Question
from cs231n_core.stages import s02_mistakes as wrong
from cs231n_core.stages.s02 import PAIRS, off_zero


def _clipped(x: Any) -> Mistakes:
    sentence = "the far left is clipped or rounded away: it keeps shrinking, to exp(x)"
    floors = (-10.0, -15.0, -20.0, -25.0, -30.0)
    clipped = [1 / (1 + np.exp(-np.maximum(x, floor))) for floor in floors]
    rounded = [np.zeros_like(x), 0.5 * (1 + np.tanh(x / 2)), 1 - 1 / (1 + np.exp(x))]
    return [(sentence, value) for value in (*clipped, *rounded)]


def sigmoid_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of sigmoid."""
    pair = PAIRS["sigmoid"]
    tail = Question(
        "tail",
        1,
        "twelve digits on both tails, far left included",
        "1 / (1 + exp(-x)) has all digits on the left; clipping x or 1 - sigmoid(-x) loses them",
    )
    return (
        *quiet(pair, 2, "exp may only see numbers that are <= 0: exp(-abs(x))"),
        pair.values(
            tail,
            lambda rng: [(-rng.uniform(25, 60, 8),), (rng.uniform(5, 60, 8),)],
            _clipped,
            rtol=1e-12,
            atol=0.0,
        ),
        any_shape(pair, wrong.sigmoid_out, wrong.sigmoid_dx),
        *clauses(pair),
    )


def tanh_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of tanh."""
    pair = PAIRS["tanh"]
    return (
        *quiet(pair, 3, "a ratio of exponentials is inf / inf: np.tanh knows better"),
        any_shape(pair, wrong.tanh_out, wrong.tanh_dx),
        *clauses(pair),
    )


def elu_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of elu."""
    pair = PAIRS["elu"]
    alphas = with_alpha(0.5, 2.0)
    tiny = Question(
        "tiny",
        1,
        "twelve digits for tiny negative x",
        "exp(x) - 1 subtracts two nearly equal numbers",
    )
    return (
        pair.values(Question("alpha", 2, "values with other alphas than 1"), alphas, wrong.elu_out),
        pair.slopes(
            Question("alpha_gradient", 2, "gradient with other alphas than 1"), alphas, wrong.elu_dx
        ),
        *quiet(pair, 2, CLIP),
        pair.values(tiny, between(-12, -6), _cancelled, rtol=1e-12, atol=0.0),
        at_zero(
            pair, 1, "the derivative at exactly x = 0", "at x = 0 the slope is alpha, not 1", 0.5
        ),
        any_shape(pair, wrong.elu_out, wrong.elu_dx),
        *clauses(pair, lambda rng: [(off_zero(rng, 3, 7), 0.5), (off_zero(rng, 2, 5), 2.0)]),
    )


CLIP = "np.where computes both branches: let exp see np.minimum(x, 0) only"


def _cancelled(x: Any) -> Mistakes:
    return (("exp(x) - 1 loses digits for tiny x: np.expm1 keeps them", np.exp(x) - 1),)


def _moments(answer: Answer, rng: Rng) -> None:
    """Ask whether 30 layers keep mean and spread, as the two constants promise."""
    width = 128
    h = rng.normal(size=(96, width))
    for _ in range(30):
        pre = h @ rng.normal(scale=width**-0.5, size=(width, width))
        out, _ = answer.forward("selu_forward", pre.copy())
        h = expect_array(out, "out", pre.shape, pre.dtype)
        expect(bool(np.isfinite(h).all()), "after some layers out is not finite")
    expect(
        abs(h.mean()) < 0.1,
        "after 30 layers the mean has left 0: is the left side right?",
    )
    expect(
        0.8 < h.std() < 1.2,
        "after 30 layers the standard deviation has left 1: are both constants exact?",
    )


def selu_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of selu."""
    pair = PAIRS["selu"]
    return (
        Facet("moments", 1, "30 layers keep mean 0 and standard deviation 1", _moments),
        *quiet(pair, 1, CLIP),
        at_zero(pair, 1, "the derivative at exactly x = 0", "at x = 0 the slope is λ·alpha, not λ"),
        any_shape(pair, wrong.selu_out, wrong.selu_dx),
        *clauses(pair),
    )


def gelu_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of gelu."""
    pair = PAIRS["gelu"]
    alphas = with_alpha(2.0, 0.5)
    return (
        pair.values(
            Question("alpha", 2, "values with other alphas than 1"), alphas, wrong.gelu_out
        ),
        pair.slopes(
            Question("alpha_gradient", 2, "gradient with other alphas than 1"),
            alphas,
            wrong.gelu_dx,
        ),
        *quiet(pair, 1, "for large |x| the density is 0, not something to divide by"),
        any_shape(pair, wrong.gelu_out, wrong.gelu_dx),
        *clauses(pair, lambda rng: [(off_zero(rng, 3, 7), 1.0), (off_zero(rng, 2, 5), 1.5)]),
    )
