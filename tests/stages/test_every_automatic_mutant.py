"""No small change of a stage's solution gets full points, unless it is no mistake.

The listed mutants have their own tests; ``make audit`` asks both kinds under twenty seeds.
"""

from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.audit.audit import AUTOMATIC, Plan, audit_stage

ROOT = Path(__file__).resolve().parents[2]
GATE = Plan(kinds=(AUTOMATIC,), both=False, seeds=(), workers=1)


@pytest.mark.slow
def test_every_change_of_the_solution_is_caught_or_accepted_with_a_reason(work: Any) -> None:
    found = audit_stage(work.name, ROOT, GATE)
    assert len(found.rows) >= 30 * len(work.stage.items)
    assert found.problems == ()
