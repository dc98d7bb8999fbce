"""What the gradebook says about a stage: scores, due dates, who is enrolled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

from autograder.gradebook.course import Course
from autograder.gradebook.late import refresh_penalties
from autograder.notebook.read import read_notebook
from autograder.records import CourseError, ItemScore, StudentScores
from cs231n_core.stages import find_stage


def read_scores(course: Course, stage: str) -> tuple[StudentScores, ...]:
    """Return everyone's scores in a stage, by student id; without items for no submission.

    Late penalties are computed anew from the scores and due date of now.
    """
    order = item_order(course, stage)
    with course.gradebook() as gradebook:
        renew_penalties(course, gradebook, stage)
        return tuple(
            _student_scores(gradebook, stage, student.id, order)
            for student in sorted(gradebook.students, key=lambda student: str(student.id))
        )


def read_student(course: Course, stage: str, student: str) -> StudentScores:
    """Return one student's scores in a stage, with the late penalty as it is stored."""
    order = item_order(course, stage)
    with course.gradebook() as gradebook:
        return _student_scores(gradebook, stage, student, order)


def read_students(
    course: Course, stage: str, students: Collection[str]
) -> dict[str, StudentScores]:
    """Return the scores of these students in a stage, with the late penalty as it is stored."""
    if not students:
        return {}
    order = item_order(course, stage)
    with course.gradebook() as gradebook:
        return {name: _student_scores(gradebook, stage, name, order) for name in students}


def renew_penalties(course: Course, gradebook: Any, stage: str) -> None:
    """Apply the course's late policy to every submission of a stage as it stands now."""
    policy = AssignLatePenalties(config=course.config)
    policy.init_plugin()
    refresh_penalties(gradebook, stage, policy.plugin_inst)


def item_order(course: Course, stage: str) -> dict[str, int]:
    """Return the position of every graded cell in the master notebooks."""
    masters = sorted(course.folder("source", stage).glob("*.ipynb"))
    names = [n for path in masters for n in _items(path, path.stat().st_mtime_ns)]
    return {name: place for place, name in enumerate(names)}


@lru_cache(maxsize=8)
def _items(master: Path, _: int) -> tuple[str, ...]:
    cells = read_notebook(master).cells
    return tuple(cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells)


def item_name(grade_id: str) -> str:
    """Return the item that a graded cell belongs to.

    Examples
    --------
    >>> item_name("test-leaky-relu"), item_name("reflect")
    ('leaky_relu', 'reflect')
    """
    item = grade_id.removeprefix("test-")
    return grade_id if item == grade_id else item.replace("-", "_")


def _student_scores(
    gradebook: Any, stage: str, student: str, order: dict[str, int]
) -> StudentScores:
    try:
        submission = gradebook.find_submission(stage, student)
    except MissingEntry:
        return StudentScores(student, stage)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    grades.sort(key=lambda grade: (order.get(grade.name, len(order)), grade.name))
    return StudentScores(
        student=student,
        stage=stage,
        items=tuple(_item_score(grade, _bonus_items(stage)) for grade in grades),
        penalty=float(submission.late_submission_penalty or 0.0),
        submitted=None
        if submission.timestamp is None
        else submission.timestamp.replace(tzinfo=UTC),
        seconds_late=float(submission.total_seconds_late),
    )


def _bonus_items(stage: str) -> frozenset[str]:
    registry = find_stage(stage)
    return (
        frozenset(item.name for item in registry.items if item.bonus) if registry else frozenset()
    )


def _item_score(grade: Any, bonus: frozenset[str]) -> ItemScore:
    extra = float(grade.extra_credit or 0.0)
    return ItemScore(
        item=item_name(grade.name),
        bonus=item_name(grade.name) in bonus,
        points=float(grade.score or 0.0) - extra,
        max_points=float(grade.cell.max_score or 0.0),  # grade.max_score is a query each
        extra_credit=extra,
        manual=grade.manual_score is not None,
        needs_review=bool(grade.needs_manual_grade),
    )


def due_date(course: Course, stage: str) -> datetime | None:
    """Return when a stage is due, in UTC; None for no due date or no release."""
    with course.gradebook() as gradebook:
        try:
            due = gradebook.find_assignment(stage).duedate
        except MissingEntry:
            return None
    return None if due is None else due.replace(tzinfo=UTC)


def set_due_date(course: Course, stage: str, due: datetime | None) -> None:
    """Store when a stage is due; None takes the due date away."""
    stored = None if due is None else due.astimezone(UTC).replace(tzinfo=None)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(stage, duedate=stored)


def parse_due(text: str, zone: Any = UTC) -> datetime:
    """Read a due date as people write it: ``2026-03-01`` (its end), ``2026-03-01 18:00``, ISO.

    A time without a zone is meant in ``zone``.

    Examples
    --------
    >>> parse_due("2026-03-01").isoformat()
    '2026-03-01T23:59:59+00:00'
    """
    try:
        due = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CourseError(
            f"due date {text!r} is not a date, expected 2026-03-01 or 2026-03-01T18:00+01:00"
        ) from None
    if len(text.strip()) == len("2026-03-01"):
        due = due.replace(hour=23, minute=59, second=59)
    return due if due.tzinfo is not None else due.replace(tzinfo=zone)


def enrolled(course: Course) -> tuple[str, ...]:
    """Return the ids of all students in the gradebook."""
    with course.gradebook() as gradebook:
        return tuple(sorted(str(student.id) for student in gradebook.students))
