"""From a test cell's output to points, failing closed.

nbgrader itself gives full points for silence, for NaN, for text and for the first of several
results. Every test cell of this course ends in one plain number between 0 and its points; whatever
else it shows is worth nothing and is marked for a person to look at.
"""

from __future__ import annotations

import math
from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import SaveAutoGrades

FLAG = "cs231n_flag"
"""The key in an autograded cell's metadata that says why its score needs a look."""

TOLERANCE = 1e-6
"""How far above its points a rounded sum of partial credit may lie."""


def trusted_score(outputs: list[Any], max_points: float) -> tuple[float, str]:
    """Return the points that a test cell's outputs prove, and what is suspicious about them.

    An error is an honest zero. Warnings and prints cost nothing.

    Examples
    --------
    >>> result = {"output_type": "execute_result", "data": {"text/plain": "1.5"}}
    >>> trusted_score([result], 2.0)
    (1.5, '')
    >>> trusted_score([], 2.0)
    (0.0, 'the test cell shows no result')
    """
    if any(output["output_type"] == "error" for output in outputs):
        return 0.0, ""
    results = [output for output in outputs if output["output_type"] == "execute_result"]
    if not results:
        return 0.0, "the test cell shows no result"
    if len(results) > 1:
        return 0.0, f"the test cell shows {len(results)} results, expected one"
    shown = str(results[0]["data"].get("text/plain", ""))
    try:
        points = float(shown)
    except ValueError:
        return 0.0, f"the test cell's result is {shown[:60]!r}, expected a number"
    if not math.isfinite(points) or not 0.0 <= points <= max_points + TOLERANCE:
        return 0.0, f"the test cell's result is {points}, expected 0 to {max_points:g}"
    return min(points, max_points), ""


def broken_given_cell(cell: Any) -> str:
    """Return what went wrong in a cell that the course gives and the student cannot edit, or "".

    A failing import there is the grading machine's fault more often than the student's; either
    way the scores after it mean nothing.
    """
    marks = cell["metadata"].get("nbgrader", {})
    given = marks.get("locked") and not marks.get("grade") and not marks.get("solution")
    if not given or cell["cell_type"] != "code":
        return ""
    errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
    if not errors:
        return ""
    error = f"{errors[0]['ename']}: {errors[0]['evalue']}"
    return f"the given cell {marks['grade_id']} raised {error}"[:200]


class SaveCheckedGrades(SaveAutoGrades):  # type: ignore[misc]
    """nbgrader's step that writes the gradebook, with `trusted_score` for test cells.

    Points given by hand stay. A graded cell that the submission lacks gets 0 and a mark, so that
    an earlier run's points never survive its removal.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Save one cell."""
        if cell_index == 0:
            self._broken = ""
            self._forget_old_points()
        self._broken = self._broken or broken_given_cell(cell)
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources

    def _forget_old_points(self) -> None:
        submission = self.gradebook.find_submission_notebook(
            self.notebook_id, self.assignment_id, self.student_id
        )
        for grade in submission.grades:
            grade.auto_score = 0.0
            grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _add_score(self, cell: Any, resources: Any) -> None:  # noqa: ARG002 - nbgrader's
        marks = cell.metadata["nbgrader"]
        grade = self.gradebook.find_grade(
            marks["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        flag = ""
        if utils.is_solution(cell) or cell.cell_type != "code":
            grade.auto_score, _ = utils.determine_grade(cell, self.log)
        else:
            grade.auto_score, flag = trusted_score(cell.outputs, float(marks["points"]))
            flag = flag or self._broken
        if flag:
            cell.metadata[FLAG] = flag
            self.log.warning("%s: %s", marks["grade_id"], flag)
        open_question = grade.auto_score is None or bool(flag)
        grade.needs_manual_grade = grade.manual_score is not None or open_question
        self.gradebook.db.commit()
