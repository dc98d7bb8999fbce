"""Seeds whose data a network learns slowly: right work on `overfit_tiny` scores full there too."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.answers import load_functions, reference
from autograder.checks.s07 import CHECKS

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.mark.parametrize("seed", [28, 195])
def test_the_reference_scores_full_where_learning_is_slow(seed: int) -> None:
    functions = load_functions(reference("07_babysitting", NOTEBOOKS), ["overfit_tiny"])
    report = CHECKS.evaluate_item("overfit_tiny", list(functions.values()), seed)
    assert report.failed == {}
