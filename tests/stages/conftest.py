"""The answers of stage 02: the notebook's own, wrong ones, honest variants."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from autograder.authoring.answers import Reference, load_functions, reference
from autograder.checks.s02 import evaluate_item
from cs231n_core.checks import Report
from cs231n_core.stages.s02 import STAGE

Functions = Mapping[str, Callable[..., Any]]


@pytest.fixture(scope="session")
def reference_02() -> Reference:
    """The solution cells of the stage's own text."""
    return reference("02_activations")


@pytest.fixture(scope="session")
def solved(reference_02: Reference) -> Functions:
    """The reference's functions."""
    return load_functions(reference_02)


@pytest.fixture(scope="session")
def grade() -> Callable[..., Report]:
    """Ask all facets of an item: ``grade(item, functions, seed)``."""

    def run(name: str, functions: Functions, seed: int | None = None) -> Report:
        wanted = STAGE.item(name).functions
        return evaluate_item(name, [functions[function] for function in wanted], seed)

    return run
