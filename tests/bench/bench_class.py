"""A class of any size for the benchmarks of grading: the honest sample class, over and over."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from autograder.authoring.answers import reference
from autograder.authoring.release import release
from autograder.authoring.sample import Verdict, attempts, read_class
from autograder.gradebook.course import Course, load_course
from autograder.notebook.read import read_notebook

ROOT = Path(__file__).resolve().parents[2]
DUE = datetime(2026, 3, 1, tzinfo=UTC)
Scores = dict[tuple[str, str], float | None]
"""Points by student and cell."""


def released(root: Path, stage: str) -> Course:
    """Return a course of its own with one stage released."""
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    release(stage, root)
    return load_course(root)


def hand_in(course: Course, stage: str, count: int) -> dict[str, Verdict]:
    """Lay ``count`` submissions into a course and return what each student must get."""
    given = read_notebook(course.folder("release", stage) / f"{stage}.ipynb")
    solutions = reference(stage, course.step("source"))
    verdicts = read_class(stage, ROOT / "tests" / "submissions" / stage, course.step("source"))
    wanted = {}
    for place, verdict in enumerate(islice(cycle(verdicts), count)):
        name = f"{place:03}-{verdict.student}"
        *_, (_, _, notebook) = attempts(stage, verdict, given, solutions, DUE)[:1]
        path = course.folder("submitted", stage, name) / f"{stage}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        wanted[name] = verdict
    return wanted


def scores_of(course: Course, stage: str) -> Scores:
    """Return what the gradebook holds of a stage."""
    with course.gradebook() as gradebook:
        return {
            (submission.student_id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(stage)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
