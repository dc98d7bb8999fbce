"""Hidden facets of fan_in_and_fan_out, forward_statistics and symmetry_groups."""

from __future__ import annotations

from functools import partial

import numpy as np

from cs231n_core.answer import in_any_order
from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect
from cs231n_core.stages import s04_units as units

Rng = np.random.Generator


# --- fan_in_and_fan_out ---------------------------------------------------------------------------


def _rectangles(answer: Answer, rng: Rng) -> None:
    drawn = [int(n) for n in rng.permutation([4, 6, 7, 9])]
    in_any_order(answer, rng, [partial(units.ask_fans, answer, *s) for s in ((8, 3, 5, 2), drawn)])


def _ones(answer: Answer, rng: Rng) -> None:
    asks = []
    for shape in ((7, 3, 1, 1), (1, 1, 3, 2), (1, 5), (5, 1)):
        larger = (int(n) for n in np.array(shape) * rng.integers(2, 5, len(shape)))
        asks += [partial(units.ask_fans, answer, *larger), partial(units.ask_fans, answer, *shape)]
    in_any_order(answer, rng, asks)


def _expect_refused(answer: Answer, shape: tuple[int, ...]) -> None:
    expect(
        answer.raises(ValueError, "fan_in_and_fan_out", shape),
        f"a shape of {len(shape)} axes was accepted, expected a ValueError",
    )


def _refuses(answer: Answer, rng: Rng) -> None:
    asks = [partial(units.ask_fans, answer, 4, int(rng.integers(5, 9)))]
    for shape in ((5,), (), (2, 3, 4), (2, 3, 4, 5, 6)):
        asks.append(partial(_expect_refused, answer, shape))
    in_any_order(answer, rng, asks)


def _lists(answer: Answer, rng: Rng) -> None:
    shape = [int(n) for n in rng.permutation(np.arange(2, 9))[:4]]
    units.ask_fans(answer, *shape, given=list(shape))


def fans_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of fan_in_and_fan_out."""
    return (
        Facet("rectangles", 2, "kernels that are not square", _rectangles),
        Facet("ones", 1, "sizes of 1 among the axes", _ones),
        Facet("refuses", 2, "shapes of other than two or four axes", _refuses),
        Facet("lists", 1, "a shape that is a list", _lists),
    )


# --- forward_statistics ---------------------------------------------------------------------------

CALM = 0.2
"""A gain at which no tanh saturates, whatever is drawn: what counts as saturated is asked apart."""


def _other_activations(answer: Answer, rng: Rng) -> None:
    for name in ("relu", "sigmoid", "linear"):
        units.ask_statistics(answer, units.stack(rng, (4, 4, 6), 9, 1.5), name)
    edge = np.array([[0.97, -0.98, 0.98, 1.0]])
    units.ask_statistics(answer, (edge, [np.eye(4)]), "linear")


def _shapes(answer: Answer, rng: Rng) -> None:
    for sizes, examples in (((3, 1, 4), 5), ((1, 4, 1), 6), ((6, 2, 5), 1), ((4, 4), 4)):
        units.ask_statistics(answer, units.stack(rng, sizes, examples, CALM), "tanh")


def _layouts(answer: Answer, rng: Rng) -> None:
    x, weights = units.stack(rng, (4, 5, 3), 6, CALM)
    for laid, _ in LAYOUTS:
        given = (laid(x), [laid(w) for w in weights])
        units.ask_statistics(answer, (x, weights), "tanh", given=given)
    small = (x.astype(np.float32), [w.astype(np.float32) for w in weights])
    units.ask_statistics(answer, small, "tanh")


def statistics_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of forward_statistics."""
    return (
        Facet("activations", 2, "ReLU, sigmoid and no activation at all", _other_activations),
        Facet("shapes", 1, "one layer, one unit, one example", _shapes),
        Facet("layouts", 1, "arrays that are read-only, slices, or float32", _layouts),
    )


# --- symmetry_groups ------------------------------------------------------------------------------


def _tolerance(answer: Answer, rng: Rng) -> None:
    W = units.twins(rng, 7, [0, 1, 0, 2, 1, 3, 3])
    close = W + 2e-10 * rng.uniform(-1, 1, W.shape)
    loose = W + 2e-3 * rng.uniform(-1, 1, W.shape)
    steps = np.array([[0.0, 0.25, 0.75, 0.0]]) + rng.integers(-3, 4, (3, 1))
    cases = (close,), (loose, 1e-2), (loose, 1e-6), (steps, 0.25), (steps, 0.0)
    units.ask_all_groups(answer, rng, *cases)


def _small(answer: Answer, rng: Rng) -> None:
    W = units.twins(rng, 4, [0, 1, 0, 2])
    W[:, 2] *= 1 + 4e-6
    units.ask_all_groups(answer, rng, (W,), (1e-7 * rng.normal(size=(4, 5)),))


def _signs(answer: Answer, rng: Rng) -> None:
    matrices = [units.twins(rng, 5, names) for names in ([0, 1, 2, 0], [0, 1, 2, 3, 0])]
    for W in matrices:
        W[:, 2] = -W[:, 0]
    units.ask_all_groups(answer, rng, *((W,) for W in matrices))


def _order(answer: Answer, rng: Rng) -> None:
    matrices = [rng.normal(size=(6, count)) for count in (4, 5)]
    for W in matrices:
        W[:, 2] = np.roll(W[:, 0], 1)
        W[:, 3] = W[::-1, 1]
    units.ask_all_groups(answer, rng, *((W,) for W in matrices))


def _sums(answer: Answer, rng: Rng) -> None:
    W = rng.integers(1, 9, (4, 5)).astype(float)
    W[:, 0] = [1.0, 4.0, 2.0, 3.0]
    W[:, 1] = [2.0, 2.0, 5.0, 1.0]
    W[:, 2:] = 2 * W[:, :1] + np.arange(3)
    single = np.ones((1, 4)) * [1.0, 2.0, 1.0, 3.0]
    units.ask_all_groups(answer, rng, (W,), (single,))


def _kept(answer: Answer, rng: Rng) -> None:
    matrices = [units.twins(rng, 4, names) for names in ([0, 1, 0], [0, 1, 2])]
    cases = [(W, None, W.copy()) for W in matrices]
    cases += [(W, None, laid(W)) for W in matrices for laid, _ in LAYOUTS]
    units.ask_all_groups(answer, rng, *cases, times=1)


def groups_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of symmetry_groups."""
    return (
        Facet("tolerance", 3, "units that are alike up to tol", _tolerance),
        Facet("small", 1, "small weights, small differences: tol is absolute", _small),
        Facet("signs", 2, "a unit and its negative", _signs),
        Facet("order", 2, "the same entries in another order", _order),
        Facet("sums", 1, "units of one sum or norm, and single inputs", _sums),
        Facet("layouts", 1, "W stays as it was, whatever its memory order", _kept),
    )
