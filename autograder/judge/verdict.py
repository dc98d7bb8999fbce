"""From what a test cell did to the points it proves: silence and surprise earn nothing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograder.judge.bench import Finding
from autograder.judge.raised import CheckStopped, StudentGone
from autograder.notebook.plan import Ending

TOLERANCE = 1e-6
"""How far above its points a rounded sum of partial credit may lie."""

_NUMBERS = (int, float, np.integer, np.floating)


def ending_of(finding: Finding) -> Ending:
    """Return how a test cell ended that is known to be passed."""
    return "number" if _is_number(finding.value) else "silent"


def points_of(finding: Finding, points: float, ending: Ending) -> tuple[float, str]:
    """Return the points that a test cell proved, and what a person should look at, or "".

    An exception is an honest zero. A cell that ends in points for right work must end in a finite
    number between 0 and its points; one that says nothing for right work gives all or nothing.
    """
    if finding.error is not None:
        unusual = isinstance(finding.error, StudentGone | CheckStopped)
        return 0.0, str(finding.error) if unusual else ""
    if ending == "silent":
        return points, ""
    if not _is_number(finding.value):
        return 0.0, f"the test cell ended in {_kind(finding.value)}, expected a number"
    value = float(finding.value)
    if not math.isfinite(value) or not 0.0 <= value <= points + TOLERANCE:
        return 0.0, f"the test cell's result is {value}, expected 0 to {points:g}"
    return min(value, points), ""


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and type(value) is not bool


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
