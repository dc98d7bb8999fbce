"""Who catches an answer: the first facet of each kind; and which facets the inputs decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.authoring.audit.verdicts import Catch, judge, shifting_facets
from autograder.checks.scoring import FullChecks
from cs231n_core.checks import Answer, Facet, Item, Stage
from cs231n_core.expect import expect


def compares(number: float) -> Callable[[Answer, np.random.Generator], None]:
    def run(answer: Answer, _: np.random.Generator) -> None:
        expect(answer.call("double", number) == 2 * number, f"wrong for {number:g}")

    return run


def by_chance(answer: Answer, rng: np.random.Generator) -> None:
    number = float(rng.integers(2))
    expect(answer.call("double", number) == 2 * number, "wrong by chance")


VISIBLE = (Facet("one", 1, "one", compares(1.0)), Facet("two", 1, "two", compares(2.0)))
HIDDEN = (Facet("three", 1, "three", compares(3.0)), Facet("chance", 1, "chance", by_chance))
CHECKS = FullChecks(
    Stage("90_tiny", (Item("double", 1.0, ("double",), VISIBLE, 2),), 1), {"double": HIDDEN}
)


def right(x: float) -> float:
    return 2 * x


def verdict_of(function: Callable[..., Any], **how: Any) -> Any:
    return judge(CHECKS, "double", {"double": function}, **how)


def test_a_right_answer_survives() -> None:
    verdict = verdict_of(right)
    assert verdict.survives
    assert verdict.visible is verdict.hidden is None


def test_the_first_facet_of_each_kind_catches() -> None:
    verdict = verdict_of(lambda _: 0.0)
    assert verdict.visible == Catch("one", "wrong for 1")
    assert verdict.hidden == Catch("three", "wrong for 3")
    assert not verdict.survives


def test_hidden_facets_are_spared_where_a_visible_one_is_enough() -> None:
    assert verdict_of(lambda _: 0.0, both=False).hidden is None
    only_hidden = verdict_of(lambda x: 2 * min(x, 2.5), both=False)
    assert only_hidden.visible is None
    assert only_hidden.hidden == Catch("three", "wrong for 3")


def test_a_facet_that_the_inputs_decide_is_named() -> None:
    def positive(x: float) -> float:
        return 2 * x + (x == 1)

    seeds = tuple(range(20))
    assert shifting_facets(CHECKS, "double", {"double": positive}, seeds) == ("chance",)
    assert shifting_facets(CHECKS, "double", {"double": right}, seeds) == ()
    assert shifting_facets(CHECKS, "double", {"double": lambda _: 7.0}, seeds) == ()
    assert shifting_facets(CHECKS, "double", {"double": positive}, ()) == ()


def test_the_clock_is_told_before_each_seed() -> None:
    told: list[int] = []
    shifting_facets(CHECKS, "double", {"double": right}, (1, 2, 3), lambda: told.append(1))
    assert len(told) == 3
