"""Hidden facets of the piecewise linear activations: ReLU, leaky ReLU, PReLU, maxout."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.s02_shared import Rng, any_shape, at_zero, clauses, with_alpha, with_zeros
from cs231n_core.cases import Case
from cs231n_core.checks import Facet
from cs231n_core.expect import Mistakes
from cs231n_core.facets import Question
from cs231n_core.stages import s02_mistakes as wrong
from cs231n_core.stages.s02 import PAIRS, PRELU, off_zero
from cs231n_core.stages.s02_maxout import MAXOUT, linear_pieces, maxout_gradients, maxout_out


def relu_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of relu."""
    pair = PAIRS["relu"]
    infinite = Question(
        "infinities",
        2,
        "-inf gives 0 and +inf gives +inf, in silence",
        "0 * inf is NaN: choose with np.maximum or np.where instead of multiplying by a mask",
    )
    return (
        at_zero(pair, 2, "the derivative at exactly x = 0", "dout passes at x = 0: there it is 0"),
        pair.values(
            infinite,
            lambda rng: [(rng.permutation([-np.inf, np.inf, -1000.0, 1000.0, 1.5, -1.5]),)],
            quiet=True,
        ),
        any_shape(pair, wrong.relu_out, wrong.relu_dx),
        *clauses(pair),
    )


def _max_form(x: Any, alpha: Any) -> Mistakes:
    mistake = "max(alpha * x, x) takes the wrong line once alpha > 1: ask for the sign of x"
    clipped = np.where(x > 0, x, np.clip(alpha, 0, 1) * x)
    return (
        (mistake, np.maximum(alpha * x, x)),
        *wrong.leaky_out(x, alpha),
        ("alpha is forced into a range: any real number is allowed", clipped),
        ("abs(alpha) is used: alpha may be negative", np.where(x > 0, x, np.abs(alpha) * x)),
    )


def leaky_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of leaky ReLU."""
    pair = PAIRS["leaky_relu"]
    steep = with_alpha(1.5, 0.0, -0.5)
    return (
        pair.both(
            Question("steep", 3, "alpha above 1, zero and negative"),
            steep,
            _max_form,
            wrong.leaky_dx,
        ),
        at_zero(
            pair, 1, "the derivative at exactly x = 0", "at x = 0 the slope is alpha, not 1", 0.3
        ),
        any_shape(pair, wrong.leaky_out, wrong.leaky_dx),
        *clauses(pair, lambda rng: [(off_zero(rng, 3, 7), 0.2), (off_zero(rng, 2, 5), 0.7)]),
    )


def _square_channels(rng: Rng) -> list[Case]:
    """Return images whose axes have one length, so that a wrong axis still broadcasts."""
    return [
        (off_zero(rng, 4, 4, 4, 4), rng.uniform(0.1, 0.9, 4)),
        (off_zero(rng, 2, 3, 5), rng.uniform(0.1, 0.9, 3)),
    ]


def _along(x: Any, alpha: Any) -> Mistakes:
    last = ("alpha is lined up with the last axis: channels are axis 1", alpha)
    first = (
        "alpha is lined up with axis 0, the examples: channels are axis 1",
        np.expand_dims(alpha, tuple(range(1, x.ndim))),
    )
    found: list[tuple[str, Any]] = []
    for sentence, slope in (last, first):
        try:
            found.append((sentence, np.where(x > 0, x, slope * x)))
        except ValueError:  # this wrong axis does not broadcast for these sizes
            continue
    return found


def _along_gradient(dout: Any, x: Any, alpha: Any) -> Mistakes:
    each = dout * np.minimum(x, 0)
    others = [axis for axis in range(x.ndim) if axis != 1]
    sums = [each.sum(axis=tuple(i for i in range(x.ndim) if i != axis)) for axis in others]
    sentence = "it is summed to one number per entry of another axis: channels are axis 1"
    return [*wrong.prelu_dalpha(dout, x, alpha), *((sentence, value) for value in sums)]


def prelu_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of prelu."""

    def steep(rng: Rng) -> list[Case]:
        return [(off_zero(rng, 6, 4), np.array([1.5, -0.5, 0.0, 3.0]))]

    def shared(rng: Rng) -> list[Case]:
        alpha = rng.uniform(0.1, 0.9, 2)
        return [
            (off_zero(rng, 5, 3), np.array(alpha[0])),
            (off_zero(rng, 2, 3, 4, 2), np.array(alpha[1])),
        ]

    def single(rng: Rng) -> list[Case]:
        return [
            (off_zero(rng, *shape), rng.uniform(0.1, 0.9, shape[1]))
            for shape in ((1, 5), (5, 1), (1, 1, 3, 3))
        ]

    def zeros(rng: Rng) -> list[Case]:
        return [(x, rng.uniform(0.1, 0.9, 6)) for (x,) in with_zeros()(rng)]

    def memory(rng: Rng) -> list[Case]:
        return [
            (off_zero(rng, 3, 4, 2, 5), rng.uniform(0.1, 0.9, 4)),
            (off_zero(rng, 2, 3), rng.uniform(0.1, 0.9, 3)),
        ]

    pair = PRELU
    dalpha = wrong.prelu_dalpha
    axis_hint = "alpha.reshape(-1, 1, 1) lines up with axis 1 of (N, C, H, W)"
    zero = Question("zero", 1, "dx at exactly x = 0", "the slope at 0 is alpha: x > 0, not x >= 0")
    return (
        pair.both(
            Question("steep", 2, "alphas above 1, zero and negative"), steep, _max_form, dalpha
        ),
        pair.both(
            Question("channels", 3, "(N, C, H, W) and (N, C, L), one alpha per channel", axis_hint),
            _square_channels,
            _along,
            _along_gradient,
        ).hinting_at_errors(),
        pair.both(
            Question("shared", 2, "one alpha of shape () for all units", "np.ndim(alpha) is 0"),
            shared,
            wrong.leaky_out,
            dalpha,
        ).hinting_at_errors(),
        pair.both(
            Question("single", 1, "a single example, a single channel", "squeeze drops such axes"),
            single,
            wrong.leaky_out,
        ),
        pair.slopes(zero, zeros, _slope_one_at_zero, only="dx"),
        *clauses(pair, memory, memory),
    )


def _slope_one_at_zero(dout: Any, x: Any, alpha: Any) -> Mistakes:
    return (("at x = 0 the slope is alpha, not 1", np.where(x >= 0, dout, alpha * dout)),)


def _tied(rng: Rng) -> list[Case]:
    """Return pieces that tie exactly: small whole numbers, two pieces of three alike."""
    x = rng.integers(-3, 4, (6, 2)).astype(float)
    w = rng.integers(-2, 3, (2, 4, 3)).astype(float)
    b = rng.integers(-2, 3, (4, 3)).astype(float)
    w[:, :, 2], b[:, 2] = w[:, :, 0], b[:, 0]
    return [(x, w, b)]


def _absolute(rng: Rng) -> list[Case]:
    x = np.concatenate([rng.normal(size=5), [0.0]])[:, None]
    return [(x, np.array([[[1.0, -1.0]]]), np.zeros((1, 2)))]


def maxout_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of maxout."""

    def pieces(rng: Rng) -> list[Case]:
        return [linear_pieces(rng, 5, 4, 3, k) for k in (3, 1, 5)]

    def single(rng: Rng) -> list[Case]:
        sizes = ((1, 4, 3, 2), (4, 1, 3, 2), (4, 3, 1, 2), (1, 1, 1, 1), (3, 3, 3, 3))
        return [linear_pieces(rng, *size) for size in sizes]

    def memory(rng: Rng) -> list[Case]:
        x, w, b = linear_pieces(rng, 3, 2, 4, 3)
        b[0, 2] += 30.0  # the last piece wins somewhere, whatever is drawn
        return [linear_pieces(rng, 5, 4, 3, 2), (x, w, b)]

    known = (maxout_out, maxout_gradients)
    first = "argmax returns the first of equals; a comparison with the maximum marks them all"
    return (
        MAXOUT.both(Question("pieces", 4, "k = 1, 3 and 5 pieces"), pieces, *known),
        MAXOUT.both(Question("ties", 3, "pieces that tie exactly", first), _tied, *known),
        MAXOUT.both(Question("absolute", 1, "abs(x) made of two pieces"), _absolute, *known),
        MAXOUT.both(
            Question("single", 1, "axes of length 1, and all axes alike", "squeeze drops axes"),
            single,
            *known,
        ),
        *clauses(MAXOUT, memory, memory),
    )
