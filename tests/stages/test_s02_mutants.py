"""Every wrong answer loses what it must, where it must, and is told why."""

from pathlib import Path

import pytest

from autograder.authoring.answers import Answers, load_functions, read_answers
from autograder.checks.s02 import HIDDEN
from cs231n_core.stages.s02 import STAGE

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = [
    read_answers(path) for path in sorted((ROOT / "autograder/mutants/02_activations").glob("*.py"))
]
EACH = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.path.stem)


def weights(item: str) -> dict[str, int]:
    return {facet.name: facet.weight for facet in (*STAGE.item(item).facets, *HIDDEN[item])}


def visible(item: str) -> set[str]:
    return {facet.name for facet in STAGE.item(item).facets}


@EACH
def test_a_mutant_loses_the_weight_of_its_facet_and_hears_the_reason(
    mutant: Answers, reference_02, grade
) -> None:
    item, facet = mutant.constants["ITEM"], mutant.constants["FACET"]
    functions = load_functions(reference_02, (), mutant)
    for seed in (231, 1):
        report = grade(item, functions, seed)
        assert facet in report.failed
        share = weights(item)[facet] / sum(weights(item).values())
        assert report.points <= STAGE.item(item).points * (1 - share) + 1e-6
        assert mutant.constants["KEYWORD"].lower() in report.failed[facet].lower()
    assert bool(visible(item) & report.failed.keys()) is mutant.constants["VISIBLE"]


@EACH
def test_a_mutant_costs_nothing_on_other_items(mutant: Answers, reference_02, grade) -> None:
    functions = load_functions(reference_02, (), mutant)
    for item in STAGE.items:
        if item.name != mutant.constants["ITEM"]:
            assert grade(item.name, functions).failed == {}


@EACH
def test_a_mutant_is_what_its_file_says(mutant: Answers, reference_02) -> None:
    item = STAGE.item(mutant.constants["ITEM"])
    assert mutant.path.stem.startswith(f"{item.name}__")
    assert mutant.constants["ORIGIN"] in ("curriculum", "own")
    changed = set(mutant.functions) & set(reference_02.functions)
    assert changed
    assert changed <= set(item.functions)


def test_there_are_enough_mutants_of_every_item() -> None:
    planned = [m for m in MUTANTS if m.constants["ORIGIN"] == "curriculum"]
    assert len(planned) == 48
    assert len(MUTANTS) >= 62
    for item in STAGE.items:
        assert sum(m.constants["ITEM"] == item.name for m in planned) >= 4


def test_the_visible_facets_catch_sixty_percent_of_the_planned_mutants() -> None:
    planned = [m for m in MUTANTS if m.constants["ORIGIN"] == "curriculum"]
    caught = [m for m in planned if m.constants["VISIBLE"]]
    assert len(caught) >= 0.6 * len(planned)


def test_every_facet_about_values_has_a_mutant_of_its_own() -> None:
    named = {(m.constants["ITEM"], m.constants["FACET"]) for m in MUTANTS}
    for item in STAGE.items:
        asked = [facet.name for facet in (*item.facets, *HIDDEN[item.name])]
        # Clauses that all items share are proved on some of them.
        shared = {"dtype", "pure", "shapes", "layouts", "independent"}
        missing = [name for name in asked if name not in shared and (item.name, name) not in named]
        assert missing == [], item.name
    for clause in ("dtype", "pure", "shapes", "layouts", "independent"):
        assert any(facet == clause for _, facet in named)
