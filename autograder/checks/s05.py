"""The hidden checks of stage 05, batch normalisation: one entry per item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from autograder.checks import s05_forward as forward
from autograder.checks.scoring import FullChecks
from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import expect, expect_array, expect_close, expect_right
from cs231n_core.facets import Question
from cs231n_core.stages import s05_tools as tools
from cs231n_core.stages.s05 import STAGE
from cs231n_core.stages.s05_asking import Array, Asked
from cs231n_core.stages.s05_derivatives import ALT, BACKWARD, NODES, STEPS
from cs231n_core.stages.s05_graph import Rng, at_node, features

__all__ = ["CHECKS", "HIDDEN", "check", "evaluate_item"]

SIZES = ((2, 3), (4, 4), (7, 1), (3, 6))
LARGE = (-1.5, 0.0, 2.0)


# --- the six derivatives -------------------------------------------------------------------------


def _step(name: str) -> tuple[Facet, ...]:
    step, node = STEPS[name], NODES[name][0]
    sizes = Question("sizes", 2, "other sizes: N = 2, N = D, one feature")
    facets = [step.values(sizes, at_node(node, *SIZES)), step.layouts(1, at_node(node, (4, 3)))]
    if name == "dxhat":
        gamma = Question("gamma", 2, "gammas that are zero or negative")
        facets.append(step.values(gamma, at_node(node, (4, 3), gammas=LARGE)))
    if name in ("dvar", "dmu", "dx"):
        eps = Question("eps", 2, "another eps", "take eps or inv_std from the cache")
        draw = at_node(node, (5, 3), eps=0.1)
        facets.append(step.values(eps, _steep if name == "dmu" else draw))
    return tuple(facets)


def _steep(rng: Rng) -> list[Case]:
    """Return calls of dmu, in one a dvar so large that float32 inside loses digits."""
    ((dxhat, dvar, cache),) = at_node("mean", (5, 3), eps=0.1)(rng)
    return [(dxhat, dvar, cache), (dxhat, 1e4 * dvar, cache)]


# --- the whole gradient --------------------------------------------------------------------------


def _balance(asked: Asked, draw: Draw) -> Facet:
    """Ask for the two facts about dx that need no reference."""

    def run(answer: Answer, rng: Rng) -> None:
        for args in draw(rng):
            x_hat = args[1]["x_hat"]
            dx = expect_array(asked.got(answer, args)[0], "dx", x_hat.shape, np.float64)
            scale = float(np.abs(dx).max(initial=0.0)) * len(dx)
            expect(scale > 0, "dx is zero everywhere, expected a gradient")
            expect(
                bool(np.all(np.abs(dx.sum(axis=0)) <= 1e-9 * scale)),
                "the columns of dx do not add up to 0: shifting all examples changes nothing, so "
                "the path through the mean is wrong",
            )
            along = np.abs((dx * x_hat).sum(axis=0))
            expect(
                bool(np.all(along <= 1e-3 * scale)),
                "dx has a share along x_hat: stretching all examples changes next to nothing, so "
                "the path through the variance is wrong",
            )
            expect_right(dx, asked.want(args)[0], "dx")

    hint = "both paths through the statistics take something away from dxhat"
    return Question("balance", 2, "shifting or stretching a feature changes nothing", hint).asked(
        run
    )


def _whole(asked: Asked, *, small: bool) -> tuple[Facet, ...]:
    def draw(*sizes: tuple[int, int], eps: float = 1e-5, gammas: tuple[float, ...] = ()) -> Draw:
        return at_node("out", *sizes, eps=eps, gammas=gammas, small=small)

    sizes = Question("sizes", 3, "other sizes: N = 2, N = D, one feature", "N is len(dout)")
    gamma = Question("gamma", 2, "gammas that are zero or negative", "never divide by gamma")
    facets = [
        asked.values(sizes, draw(*SIZES[1:], (2, 3), eps=0.01)),
        asked.values(gamma, draw((5, 4), gammas=LARGE), quiet=True),
        _balance(asked, draw((8, 3))),
        asked.layouts(1, draw((4, 3))),
    ]
    if not small:
        eps = Question("eps", 2, "another eps", "take eps or inv_std from the cache")
        facets.insert(1, asked.values(eps, draw((6, 4), eps=0.1)))
    return tuple(facets)


# --- what surrounds the layer --------------------------------------------------------------------


def _constant(rng: Rng) -> list[Case]:
    x = features(rng, 6, 4)
    x[:, 2] = -1.5
    return [(x,), (x, 0.01)]


def _identity() -> tuple[Facet, ...]:
    asked, batch = tools.IDENTITY, tools.batch
    return (
        asked.values(Question("eps", 2, "another eps", "use the argument eps"), batch(0.1)),
        asked.values(Question("constant", 2, "a feature that does not vary"), _constant),
        asked.values(
            Question("sizes", 1, "N = 1, D = 1, N = D"),
            batch(0.01, sizes=((1, 4), (5, 1), (4, 4))),
        ),
        asked.layouts(1, batch()),
    )


def _ask_batches(answer: Answer, batches: Sequence[Array], given: Iterable[Array]) -> None:
    wants, known = tools.POPULATION.want((batches,)), tools.POPULATION.known((batches,))
    results = tools.POPULATION.got(answer, (given,))
    for value, want, name in zip(results, wants, ("mean", "var"), strict=True):
        expect_close(value, want, f"{name} of batches that come once", mistakes=known[name])


def _right_for_a_list(answer: Answer, batches: Sequence[Array]) -> bool:
    try:
        _ask_batches(answer, batches, [b.copy() for b in batches])
    except CheckFailed:
        return False
    return True


def _generator(answer: Answer, rng: Rng) -> None:
    ((batches,),) = tools.lists((5, 3, 4))(rng)
    try:
        _ask_batches(answer, batches, iter([b.copy() for b in batches]))
    except CheckFailed as failure:
        if not _right_for_a_list(answer, batches):
            raise
        what = f"{failure}. " if " raised " in str(failure) else ""
        raise CheckFailed(
            f"{what}For a list of batches {tools.POPULATION.name} is right: a generator has no "
            "length, and is empty at the second reading"
        ) from None


def _far(answer: Answer, rng: Rng) -> None:
    ((batches,),) = tools.lists((32, 32, 32))(rng)
    far = [(b + 10_000).astype(np.float32) for b in batches]
    _, want = tools.POPULATION.want((far,))
    mean, var = tools.POPULATION.got(answer, (far,))
    expect_array(mean, "mean", want.shape, np.float32)
    value = expect_array(var, "var", want.shape, np.float32)
    # float32 holds 1e4 in steps of a thousandth: a variance near 1 is good to a few percent.
    expect(
        bool(np.allclose(value, want, rtol=0.05)),
        "var: it is lost beside a large mean: average (x - mean)**2, do not subtract mean**2 from "
        "the mean of x**2",
    )


def _population() -> tuple[Facet, ...]:
    asked, lists = tools.POPULATION, tools.lists
    return (
        asked.values(
            Question("unequal", 3, "batches of different sizes", "weigh by the rows"),
            lists((5, 2, 9), (1, 6)),
        ),
        Facet("generator", 2, "a generator, which can be read only once", _generator),
        Facet("far", 2, "float32 with a mean of 10,000", _far),
        asked.values(Question("single", 1, "one batch; one example"), lists((4,), (1,), (1, 1))),
        asked.layouts(1, lists((4, 3))),
    )


def _fold() -> tuple[Facet, ...]:
    asked, layer = tools.FOLD, tools.layer
    return (
        asked.values(
            Question("conv", 3, "convolution weights (F, C, HH, WW)", "w.ndim tells which"),
            layer((3, 2, 4, 5), (4, 4, 4, 4)),
        ).hinting_at_errors(),
        asked.values(Question("square", 1, "as many inputs as features"), layer((4, 4))),
        asked.values(Question("negative", 1, "gammas below zero"), layer((5, 3), sign=-1.0)),
        asked.values(
            Question("eps", 2, "another eps, and none given"),
            lambda rng: [*layer((5, 3), eps=(0.1,))(rng), *layer((5, 3), eps=())(rng)],
        ),
        asked.layouts(1, layer((5, 3), (3, 2, 2, 3))),
    )


HIDDEN: dict[str, Sequence[Facet]] = {
    "batchnorm_forward": forward.FACETS,
    "bn_identity_params": _identity(),
    **{name: _step(name) for name in NODES},
    "batchnorm_backward": _whole(BACKWARD, small=False),
    "batchnorm_backward_alt": _whole(ALT, small=True),
    "bn_population_stats": _population(),
    "bn_fold": _fold(),
}
"""The hidden facets of each item."""

CHECKS = FullChecks(STAGE, HIDDEN)
check = CHECKS.check
evaluate_item = CHECKS.evaluate_item
