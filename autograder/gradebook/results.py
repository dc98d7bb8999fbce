"""What the grader found out about a class, beside what the gradebook holds."""

from __future__ import annotations

from autograder.grade import graded_from
from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json
from autograder.gradebook.ledger import read_scores
from autograder.records import CourseError, StudentResult


def read_results(course: Course, stage: str) -> tuple[StudentResult, ...]:
    """Return everyone's scores in a stage with the grader's own record, by student id.

    Raises
    ------
    CourseError
        When the stage is not released, or nothing of it is graded yet.
    """
    course.require_release(stage)
    scores = read_scores(course, stage)
    if not any(entry.items for entry in scores):
        raise CourseError(f"nothing of {stage} is graded yet; run: autograder grade {stage}")
    folder = course.build / "grades" / stage
    results = []
    for entry in scores:
        record = read_json(folder / f"{entry.student}.json") or {}
        notebooks = record.get("notebooks") or {}
        graded = tuple(graded_from(notebooks[name]) for name in sorted(notebooks))
        results.append(StudentResult(entry.student, entry, graded))
    return tuple(results)
