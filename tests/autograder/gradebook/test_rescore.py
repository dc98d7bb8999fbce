"""Rescoring: other tolerances and weights are judged from kept answers; no code runs again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.answers import kept_answers
from autograder.gradebook.audit import trail
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.ledger import read_scores
from autograder.gradebook.results import read_results

Fill = Callable[..., bytes]
pytestmark = [pytest.mark.slow, pytest.mark.jail]

STAGE = "01_tiny"
STRICT = "score = 3.0 * (half(4) == 2)\nscore"
MILD = "score = 2.0 * (abs(half(4) - 2) < 0.5) + 1.0\nscore"
OTHER = "score = 3.0 * (half(6) == 3)\nscore"


def change_test(course: Course, source: str) -> None:
    """Write another text of a released test cell, as a second release would."""
    with course.gradebook() as gradebook:
        cell = gradebook.find_source_cell("test-half", STAGE, STAGE)
        cell.source = source
        gradebook.db.commit()


def points(course: Course) -> dict[str, dict[str, float]]:
    return {s.student: {i.item: i.points for i in s.items} for s in read_scores(course, STAGE)}


def lines(course: Course) -> list[dict[str, Any]]:
    return [json.loads(line) for line in trail(course, STAGE).read_text().splitlines()]


HALVES = {"ann": "x / 2", "bob": "x / 2 + 0.25", "eve": "__import__('os')._exit(1)"}


@pytest.fixture(scope="module")
def once(
    _released: Path, tmp_path_factory: pytest.TempPathFactory, fill: Fill, cage: object
) -> Course:
    root = tmp_path_factory.mktemp("rescore") / "course"
    course = load_course(shutil.copytree(_released, root))
    for student, half in HALVES.items():
        path = course.folder("submitted", STAGE, student) / f"{STAGE}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(fill(course, double="2 * x", half=half))
    grade_stage(course, STAGE, workers=1)
    return course


@pytest.fixture
def graded(once: Course, tmp_path: Path) -> Course:
    """A copy of the class, graded once."""
    return load_course(shutil.copytree(once.root, tmp_path / "course"))


def test_a_changed_tolerance_changes_scores_without_running_code(graded: Course) -> None:
    assert points(graded)["bob"] == {"double": 2.0, "half": 0.0, "reflect": 0.0}
    change_test(graded, MILD)
    outcomes = grade_stage(graded, STAGE, workers=1, again="milder")
    assert {o.student: o.status for o in outcomes} == dict.fromkeys(["ann", "bob", "eve"], "graded")
    found = points(graded)
    assert (found["ann"]["half"], found["bob"]["half"], found["eve"]["half"]) == (3.0, 3.0, 0.0)
    again = {result.student: result.rejudged for result in read_results(graded, STAGE)}
    assert again == {"ann": True, "bob": True, "eve": False}


def test_a_test_that_asks_something_new_runs_the_code(graded: Course) -> None:
    change_test(graded, OTHER)
    grade_stage(graded, STAGE, workers=1, again="other input")
    assert points(graded)["ann"] == {"double": 2.0, "half": 3.0, "reflect": 0.0}
    assert not any(result.rejudged for result in read_results(graded, STAGE))


def test_the_audit_trail_has_every_change_with_its_reason(graded: Course) -> None:
    first = lines(graded)
    assert [line["student"] for line in first] == ["ann", "bob", "eve"]
    assert {line["why"] for line in first} == {"graded"}
    change_test(graded, MILD)
    grade_stage(graded, STAGE, workers=1, again="milder")
    (changed,) = lines(graded)[3:]
    assert (changed["student"], changed["why"]) == ("bob", "milder")
    assert changed["scores"] == [{"item": "test-half", "before": 0.0, "after": 3.0, "flag": ""}]
    assert {"numpy", "autograder", "python"} <= changed["versions"].keys()


def test_points_given_by_hand_stay_when_a_class_is_rescored(graded: Course) -> None:
    with graded.gradebook() as gradebook:
        gradebook.find_grade("test-half", STAGE, STAGE, "bob").manual_score = 1.25
        gradebook.db.commit()
    change_test(graded, MILD)
    grade_stage(graded, STAGE, workers=1, again="milder")
    bob = {entry.student: entry for entry in read_scores(graded, STAGE)}["bob"]
    half = next(item for item in bob.items if item.item == "half")
    assert (half.points, half.manual, half.needs_review) == (1.25, True, True)


def test_answers_are_kept_for_exactly_one_notebook_file(graded: Course) -> None:
    text = (graded.folder("submitted", STAGE, "ann") / f"{STAGE}.ipynb").read_text()
    known = kept_answers(graded, STAGE, "ann", STAGE, text)
    assert known is not None
    assert known["student"] == "ann"
    assert kept_answers(graded, STAGE, "ann", STAGE, text + " ") is None
    (path,) = (graded.build / "answers" / STAGE / "ann").glob("*.answers")
    path.unlink()
    assert kept_answers(graded, STAGE, "ann", STAGE, text) is None
