"""Every wrong answer loses what it must, where it must, and is told why."""

from functools import cache
from itertools import chain
from typing import Any

from autograder.authoring.answers import Answers, load_functions
from autograder.authoring.source import cell_pieces, needed
from cs231n_core.checks import Item


def weights(work: Any, item: Item) -> dict[str, int]:
    return {facet.name: facet.weight for facet in work.facets(item)}


def planned(work: Any) -> list[Answers]:
    return [m for m in work.mutants if m.constants["ORIGIN"] == "curriculum"]


def test_a_mutant_loses_the_weight_of_its_facet_and_hears_the_reason(
    work: Any, mutant: Answers
) -> None:
    item, facet = work.stage.item(mutant.constants["ITEM"]), mutant.constants["FACET"]
    functions = load_functions(work.reference, (), mutant)
    for seed in (231, 1):
        report = work.grade(item, functions, seed)
        assert facet in report.failed
        share = weights(work, item)[facet] / sum(weights(work, item).values())
        assert report.points <= item.points * (1 - share) + 1e-6
        assert mutant.constants["KEYWORD"].lower() in report.failed[facet].lower()
    visible = {facet.name for facet in item.facets}
    assert bool(visible & report.failed.keys()) is mutant.constants["VISIBLE"]


def test_a_mutant_costs_nothing_on_other_items(work: Any, mutant: Answers) -> None:
    functions = load_functions(work.reference, (), mutant)
    for item in work.stage.items:
        if item.name == mutant.constants["ITEM"]:
            continue
        if _reached(work, item.functions) & set(mutant.functions):
            assert work.grade(item, functions).failed == {}


@cache
def _reached(work: Any, functions: tuple[str, ...]) -> frozenset[str]:
    """Return what these use, and what that uses in turn: whatever else changes, they do not."""
    solutions = [cell_pieces("", source) for source in work.reference.functions.values()]
    pieces = [*work.reference.given, *chain.from_iterable(solutions)]
    return frozenset().union(*(p.binds for p in needed(pieces, frozenset(functions))))


def test_a_mutant_is_what_its_file_says(work: Any, mutant: Answers) -> None:
    item = work.stage.item(mutant.constants["ITEM"])
    assert mutant.path.stem.startswith(f"{item.name}__")
    assert mutant.constants["ORIGIN"] in ("curriculum", "own")
    changed = set(mutant.functions) & set(work.reference.functions)
    assert changed
    assert changed <= set(item.functions)


def test_there_are_enough_mutants_of_every_item(work: Any) -> None:
    assert len(planned(work)) == work.plan["checks"]["planned_mutants"]
    assert len(work.mutants) >= work.plan["checks"]["mutants"]
    for item in work.stage.items:
        assert sum(m.constants["ITEM"] == item.name for m in planned(work)) >= 1
        assert sum(m.constants["ITEM"] == item.name for m in work.mutants) >= 5


def test_the_visible_facets_catch_sixty_percent_of_the_planned_mutants(work: Any) -> None:
    caught = [m for m in planned(work) if m.constants["VISIBLE"]]
    assert len(caught) >= 0.6 * len(planned(work))


def test_every_facet_about_values_has_a_mutant_of_its_own(work: Any) -> None:
    named = {(m.constants["ITEM"], m.constants["FACET"]) for m in work.mutants}
    shared = set(work.plan["checks"]["shared"])
    for item in work.stage.items:
        asked = [facet.name for facet in work.facets(item) if facet.name not in shared]
        assert [name for name in asked if (item.name, name) not in named] == [], item.name
    clauses = {facet.name for item in work.stage.items for facet in work.facets(item)} & shared
    for clause in clauses:
        assert any(facet == clause for _, facet in named), clause
