"""Other functions of the core that solve an exercise are closed with its own."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import cs231n_core
from autograder.judge.twins import _BY_BEGINNING, closed_with


@pytest.fixture(scope="module")
def names() -> set[str]:
    """Every public name in a module of the core."""
    found: set[str] = set()
    for entry in pkgutil.walk_packages(cs231n_core.__path__, "cs231n_core."):
        found |= set(vars(importlib.import_module(entry.name)))
    return found


def test_the_table_names_functions_that_exist(names: set[str]) -> None:
    compiled = {"conv_forward_plain", "conv_backward_plain"}  # where kernels were built
    listed = {name for twins in _BY_BEGINNING.values() for name in twins}
    assert listed - names - compiled == set()


@pytest.mark.parametrize(
    ("asked", "closed"),
    [
        ("conv_forward_naive", "conv_forward_fast"),
        ("max_pool_backward_naive", "max_pool_backward_fast"),
        ("batchnorm_forward", "spatial_batchnorm_forward"),
        ("bn_dx", "batchnorm_backward_staged"),
        ("leaky_relu_forward", "prelu_forward"),
        ("dead_fraction", "dead_units"),
        ("im2col", "im2col_indices"),
    ],
)
def test_a_faster_or_more_general_function_is_closed_with_the_exercise(
    asked: str, closed: str
) -> None:
    assert closed in closed_with([asked])


def test_what_a_right_answer_may_build_on_stays_open() -> None:
    assert "batchnorm_forward" not in closed_with(["spatial_batchnorm_forward"])
    assert "normalize" not in closed_with(["spatial_batchnorm_backward"])
    assert closed_with(["overfit_tiny"]) == ("overfit_tiny",)
