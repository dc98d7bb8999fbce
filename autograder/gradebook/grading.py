"""Grade a class: one submission after the other, none able to stop the others, resumable."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc

from autograder.gradebook.course import Course
from autograder.gradebook.ledger import read_student, renew_penalties
from autograder.gradebook.stock import grade_one as grade_by_nbgrader
from autograder.records import CourseError, GradeOutcome, Submission

Grader = Callable[[Course, Submission], GradeOutcome]
"""Grades one submission, writes its scores to the gradebook and never raises for what it holds."""

Progress = Callable[[int, int, GradeOutcome], None]
"""Called after every submission with how many are done, how many there are, and the outcome."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in the middle of a class, with what was done by then."""

    def __init__(self, outcomes: tuple[GradeOutcome, ...], total: int) -> None:
        super().__init__()
        self.outcomes = outcomes
        self.total = total


def grade_stage(
    course: Course,
    stage: str,
    *,
    student: str | None = None,
    force: bool = False,
    report: Progress | None = None,
    grade_one: Grader = grade_by_nbgrader,
) -> tuple[GradeOutcome, ...]:
    """Grade every submission of a stage and return the outcomes, by student id.

    A submission whose notebook, time and release are those of its last grading is left alone
    (``unchanged``) unless ``force``; points given by hand are kept in any case.

    Raises
    ------
    CourseError
        When the stage is unknown or not released, there is no submission, or the gradebook is
        locked.
    Interrupted
        On Ctrl-C. What was graded by then is saved; a second run goes on.
    """
    course.require_release(stage)
    course.require_writable()
    waiting = submissions(course, stage, student)
    with course.gradebook() as gradebook:
        renew_penalties(course, gradebook, stage)
    release = _release_key(course, stage)
    outcomes: list[GradeOutcome] = []
    for submission in waiting:
        try:
            outcome = _grade_or_keep(course, submission, release, force, grade_one)
        except KeyboardInterrupt:
            raise Interrupted(tuple(outcomes), len(waiting)) from None
        outcomes.append(outcome)
        if report:
            report(len(outcomes), len(waiting), outcome)
    return tuple(outcomes)


def submissions(course: Course, stage: str, student: str | None = None) -> tuple[Submission, ...]:
    """Return what lies in the submitted folder for a stage, by student id."""
    submitted = course.step("submitted")
    folders = sorted(path for path in submitted.glob(f"*/{stage}") if path.is_dir())
    found = tuple(
        Submission(folder.parent.name, stage, folder, read_timestamp(folder))
        for folder in folders
        if not folder.parent.name.startswith(".")
    )
    if student is not None:
        found = tuple(entry for entry in found if entry.student == student)
        if not found:
            raise CourseError(f"no submission of {stage} by {student!r} in {submitted}")
    if not found:
        raise CourseError(
            f"no submissions of {stage} in {submitted}; run: autograder collect {stage} ARCHIVE"
        )
    return found


def read_timestamp(folder: Path) -> datetime | None:
    """Return when a submission was handed in by its ``timestamp.txt``, in UTC; None if unknown."""
    try:
        parsed: datetime = parse_utc((folder / "timestamp.txt").read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError, AttributeError):
        return None
    return parsed.replace(tzinfo=UTC)


def _grade_or_keep(
    course: Course, submission: Submission, release: str, force: bool, grade_one: Grader
) -> GradeOutcome:
    record = course.build / "grades" / submission.stage / f"{submission.student}.json"
    key = _submission_key(submission, release)
    if not force and key and _is_done(course, submission, record, key):
        scores = read_student(course, submission.stage, submission.student)
        flags = tuple(json.loads(record.read_text(encoding="utf-8"))["flags"])
        return GradeOutcome(submission.student, submission.stage, "unchanged", scores, flags)
    record.unlink(missing_ok=True)
    try:
        outcome = grade_one(course, submission)
    except CourseError as error:  # the gradebook went away; the next submission may find it again
        return GradeOutcome(submission.student, submission.stage, "failed", reason=str(error))
    if outcome.status == "graded":
        _write_atomically(record, {"key": key, **to_json(outcome)})
    return outcome


def _is_done(course: Course, submission: Submission, record: Path, key: str) -> bool:
    graded = course.folder("autograded", submission.stage, submission.student)
    if not (graded / f"{submission.stage}.ipynb").is_file():
        return False
    try:
        return bool(json.loads(record.read_text(encoding="utf-8"))["key"] == key)
    except (OSError, ValueError, KeyError):
        return False


def _submission_key(submission: Submission, release: str) -> str:
    digest = hashlib.sha256(release.encode())
    try:
        for name in (submission.notebook, submission.folder / "timestamp.txt"):
            digest.update(name.read_bytes() if name.is_file() else b"")
    except OSError:
        return ""
    return digest.hexdigest()


def _release_key(course: Course, stage: str) -> str:
    """Return what identifies the graded cells of a release: their checksums and points."""
    with course.gradebook() as gradebook:
        notebook = gradebook.find_notebook(stage, stage)
        cells = sorted((cell.name, cell.checksum) for cell in notebook.source_cells)
        points = sorted((cell.name, cell.max_score) for cell in notebook.grade_cells)
    return json.dumps([cells, points])


def to_json(record: Any) -> Any:
    """Return a record as JSON can hold it; times in ISO format."""
    return json.loads(json.dumps(dataclasses.asdict(record), default=_plain))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _write_atomically(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, path)
