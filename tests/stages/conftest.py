"""The stages under test: what each promises, its checks, right and wrong answers to it.

A test that asks for ``work`` runs for every stage; one that asks for ``work`` and ``item``,
``mutant`` or ``variant`` for every one of those. A new stage needs no test here, only its plan.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.answers import (
    Answers,
    Reference,
    load_functions,
    read_answers,
    reference,
)
from autograder.authoring.text import stages
from autograder.checks.s02 import evaluate_item
from autograder.checks.scoring import FullChecks, full_checks
from cs231n_core.checks import Facet, Item, Report, Stage
from cs231n_core.stages.s02 import STAGE

ROOT = Path(__file__).resolve().parents[2]
Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, eq=False)
class Work:
    """One stage: its checks, its plan, and its own solutions."""

    name: str
    checks: FullChecks
    plan: Mapping[str, Any]

    @property
    def stage(self) -> Stage:
        return self.checks.stage

    @cached_property
    def reference(self) -> Reference:
        return reference(self.name, ROOT / "notebooks")

    @cached_property
    def solved(self) -> Functions:
        return load_functions(self.reference)

    @cached_property
    def mutants(self) -> list[Answers]:
        return read_all(ROOT / "autograder" / "mutants" / self.name)

    @cached_property
    def variants(self) -> list[Answers]:
        return read_all(ROOT / "tests" / "variants" / self.name)

    def facets(self, item: Item) -> tuple[Facet, ...]:
        return (*item.facets, *self.checks.hidden[item.name])

    def grade(self, item: Item, functions: Functions, seed: int | None = None) -> Report:
        wanted = [functions[function] for function in item.functions]
        return self.checks.evaluate_item(item.name, wanted, seed)


def read_all(folder: Path) -> list[Answers]:
    return [read_answers(path) for path in sorted(folder.glob("*.py"))]


def read_plan(stage: str) -> Mapping[str, Any]:
    return tomllib.loads((ROOT / "tests" / "plans" / f"{stage}.toml").read_text(encoding="utf-8"))


WORKS = [Work(name, full_checks(name), read_plan(name)) for name in stages(ROOT / "notebooks")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    each: dict[str, Callable[[Work], list[tuple[str, Any]]]] = {
        "item": lambda work: [(item.name, item) for item in work.stage.items],
        "mutant": lambda work: [(mutant.path.stem, mutant) for mutant in work.mutants],
        "variant": lambda work: [(variant.path.stem, variant) for variant in work.variants],
    }
    if "work" not in metafunc.fixturenames:
        return
    for name, of in each.items():
        if name in metafunc.fixturenames:
            found = [(work, *entry) for work in WORKS for entry in of(work)]
            rows = [(work, value) for work, _, value in found]
            ids = [f"{work.name[:2]}-{label}" for work, label, _ in found]
            metafunc.parametrize(("work", name), rows, ids=ids)
            return
    metafunc.parametrize("work", WORKS, ids=[work.name for work in WORKS])


@pytest.fixture(scope="session")
def solved() -> Functions:
    """The solutions of stage 02, for the tests of what is its own."""
    return next(work for work in WORKS if work.name == STAGE.name).solved


@pytest.fixture(scope="session")
def grade() -> Callable[..., Report]:
    """Ask all facets of an item of stage 02: ``grade(item, functions, seed)``."""

    def run(name: str, functions: Functions, seed: int | None = None) -> Report:
        wanted = STAGE.item(name).functions
        return evaluate_item(name, [functions[function] for function in wanted], seed)

    return run
