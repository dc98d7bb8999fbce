"""No small change of a solution gets full points, and no mistake depends on a student's secret.

The listed mutants have their own tests, too; ``make audit`` asks all under twenty seeds.
"""

from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.audit.audit import AUTOMATIC, LISTED, Plan, audit_stage

ROOT = Path(__file__).resolve().parents[2]
GATE = Plan(kinds=(AUTOMATIC,), both=False, seeds=(), workers=1)
FAIR = Plan(kinds=(LISTED,), both=False, seeds=(1, 2, 3), workers=1)


@pytest.mark.slow
def test_every_change_of_the_solution_is_caught_or_accepted_with_a_reason(work: Any) -> None:
    found = audit_stage(work.name, ROOT, GATE)
    assert len(found.rows) >= 30 * len(work.stage.items)
    assert found.problems == ()


@pytest.mark.slow
def test_one_mistake_costs_every_student_the_same(work: Any) -> None:
    found = audit_stage(work.name, ROOT, FAIR)
    assert len(found.rows) >= 5 * len(work.stage.items)
    assert found.problems == ()
