"""The plain nbgrader commands on the real stages, and what nbgrader takes for assignments."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder.authoring.answers import fill, reference
from autograder.authoring.sample import item_points, leave_out_demonstrations
from autograder.authoring.text import stages
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.ledger import read_scores
from autograder.notebook.read import read_notebook

ROOT = Path(__file__).resolve().parents[3]
Run = Callable[..., subprocess.CompletedProcess[str]]


def test_nbgrader_lists_exactly_the_stages_as_assignments() -> None:
    course = load_course(ROOT)
    api = NbGraderAPI(coursedir=course.directory, config=course.config)
    assert api.get_source_assignments() == set(stages(ROOT / "notebooks"))
    assert course.stages() == stages(ROOT / "notebooks")


@pytest.fixture
def real_course(tmp_path: Path) -> Course:
    """The real configuration and notebooks in a folder of their own."""
    root = tmp_path / "course"
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return load_course(root)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["02_activations"])
def test_the_plain_commands_take_the_reference_from_release_to_full_points(
    stage: str, real_course: Course, run_in: Run
) -> None:
    def nbgrader(*arguments: str) -> str:
        done = run_in(real_course.root, "nbgrader", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    leave_out_demonstrations(real_course.folder("source", stage) / f"{stage}.ipynb")
    nbgrader("generate_assignment", stage)
    released = read_notebook(real_course.folder("release", stage) / f"{stage}.ipynb")
    solved = fill(released, reference(stage, ROOT / "notebooks"))
    submitted = real_course.folder("submitted", stage, "ann") / f"{stage}.ipynb"
    submitted.parent.mkdir(parents=True)
    submitted.write_text(json.dumps(solved), encoding="utf-8")

    said = nbgrader("validate", str(submitted))
    assert "Success! Your notebook passes all the tests." in said
    nbgrader("autograde", stage)
    nbgrader("generate_feedback", stage)
    nbgrader("export", "--to", "grades.csv")

    ann = next(entry for entry in read_scores(real_course, stage) if entry.student == "ann")
    assert [item.points for item in ann.items] == [item.max_points for item in ann.items]
    total = sum(item_points(stage, ROOT / "notebooks").values())
    assert ann.total == total
    page = real_course.folder("feedback", stage, "ann") / f"{stage}.html"
    assert "full_check" not in page.read_text(encoding="utf-8")
    with (real_course.root / "grades.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["total"] for row in csv.DictReader(stream)] == [str(total)]
