"""Grade one submission by stock nbgrader, in this process: the part that another grader replaces.

The steps that nbgrader runs are listed in ``nbgrader_config.py``. Student code runs as the person
who grades; use it for classes you trust.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde

from autograder.gradebook.converter import find_links, run_converter
from autograder.gradebook.course import Course
from autograder.gradebook.ledger import item_name, read_student
from autograder.gradebook.scores import FLAG, broken_given_cell
from autograder.notebook.read import NotebookError, read_notebook
from autograder.records import GradeOutcome, Submission


def grade_one(course: Course, submission: Submission) -> GradeOutcome:
    """Run a submission and return its scores, which are in the gradebook then, or why not.

    Never raises for what a submission contains.
    """
    started = time.perf_counter()
    student, stage = submission.student, submission.stage
    reason = _refusal(submission) or run_converter(course, Autograde, stage, student)
    seconds = round(time.perf_counter() - started, 2)
    if reason:
        return GradeOutcome(student, stage, "failed", reason=reason, seconds=seconds)
    folder = course.folder("autograded", stage, student)
    cells = json.loads((folder / f"{stage}.ipynb").read_text(encoding="utf-8"))["cells"]
    broken = next(filter(None, map(broken_given_cell, cells)), "")
    if broken:
        return GradeOutcome(student, stage, "failed", reason=broken, seconds=seconds)
    flags = (*_remove_links(folder), *_flags(cells))
    scores = read_student(course, stage, student)
    return GradeOutcome(student, stage, "graded", scores, flags, seconds=seconds)


def _refusal(submission: Submission) -> str:
    """Return why a submission must not be opened by nbgrader, or ""."""
    links = find_links(submission.folder)
    if links:
        return f"{links[0]} is a link; only plain files are graded"
    try:
        read_notebook(submission.notebook)
    except NotebookError as error:
        return str(error).removeprefix(f"{submission.notebook}: ")
    return ""


def _remove_links(folder: Path) -> tuple[str, ...]:
    """Remove links that the student's code made: feedback would copy what they point at."""
    links = find_links(folder)
    for name in links:
        (folder / name).unlink()
    return tuple(f"its code made a link ({name}), which was removed" for name in links)


def _flags(cells: Iterable[Any]) -> tuple[str, ...]:
    return tuple(
        f"{item_name(cell['metadata']['nbgrader']['grade_id'])}: {cell['metadata'][FLAG]}"
        for cell in cells
        if cell["metadata"].get(FLAG)
    )
