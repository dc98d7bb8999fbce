"""A course that never heard of this harness: nbgrader's own quickstart, graded unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.gradebook.course import Course, load_course
from autograder.gradebook.grading import grade_stage

pytestmark = [pytest.mark.slow, pytest.mark.jail]

Run = Callable[..., subprocess.CompletedProcess[str]]
STAGE = "ps1"
TESTS = {
    "correct_squares": 1.0,
    "squares_invalid_input": 1.0,
    "correct_sum_of_squares": 0.5,
    "sum_of_squares_uses_squares": 0.5,
}
"""The items of its first notebook that code decides, with their points."""

ALONE = "def sum_of_squares(n):\n    return sum(i ** 2 for i in range(1, n + 1))"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, run_in: Run, cage: object) -> Course:
    root = tmp_path_factory.mktemp("quickstart")
    assert run_in(root, "nbgrader", "quickstart", "course").returncode == 0
    done = run_in(root / "course", "nbgrader", "generate_assignment", STAGE, env=activated())
    assert done.returncode == 0, done.stderr
    course = load_course(root / "course")
    hand_in(course, "ann", course.folder("source", STAGE))
    hand_in(course, "bob", course.folder("release", STAGE))
    hand_in(course, "eve", course.folder("source", STAGE), sum_of_squares=ALONE)
    return course


def activated() -> dict[str, str]:
    """The environment with this Python's commands on the PATH, where nbgrader looks for one."""
    commands = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([commands, os.environ["PATH"]])}


def hand_in(course: Course, student: str, notebooks: Path, **answers: str) -> None:
    folder = course.folder("submitted", STAGE, student)
    shutil.copytree(notebooks, folder)
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""),
                                      cell.source)  # fmt: skip
        nbformat.write(notebook, path)


def auto_scores(course: Course) -> dict[tuple[str, str], tuple[float | None, bool]]:
    with course.gradebook() as gradebook:
        return {
            (submission.student_id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions(STAGE)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_its_scores_are_those_of_stock_nbgrader(course: Course, run_in: Run) -> None:
    outcomes = grade_stage(course, STAGE, workers=1)
    assert [outcome.status for outcome in outcomes] == ["graded"] * 3
    ours = auto_scores(course)
    done = run_in(course.root, "nbgrader", "autograde", STAGE, "--force", env=activated())
    assert done.returncode == 0, done.stderr
    assert ours == auto_scores(course)
    assert {name: ours["ann", name] for name in TESTS} == {
        name: (points, False) for name, points in TESTS.items()
    }
    assert ours["eve", "sum_of_squares_uses_squares"] == (0.0, False)
    assert {ours["bob", name] for name in TESTS} == {(0.0, False)}
