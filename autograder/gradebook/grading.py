"""Grade a class: which submissions there are, and what became of each."""

from __future__ import annotations

import errno
import warnings
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.gradebook.course import Course
from autograder.gradebook.jailed import grade_in_jail
from autograder.gradebook.ledger import renew_penalties
from autograder.gradebook.progress import Grader, Grading, Progress
from autograder.records import CourseError, GradeOutcome, Submission


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
    workers: int | None = None,
    grade_one: Grader | None = None,
    again: str = "",
) -> tuple[GradeOutcome, ...]:
    """Grade every submission of a stage and return the outcomes, by student id.

    A submission whose notebook, time and release are those of its last grading is left alone
    (``unchanged``) unless ``force``; points given by hand are kept in any case.

    Parameters
    ----------
    course, stage : Course, str
        What to grade.
    student : str, optional
        Whose submission alone.
    force : bool
        Grade again what has not changed.
    report : callable, optional
        Called after every submission.
    workers : int, optional
        How many worker processes, by default one per processor.
    grade_one : callable, optional
        Grades one submission in this process, instead of the jail and the judge.
    again : str
        Why the answers that are kept from an earlier time are judged once more.

    Raises
    ------
    CourseError
        When the stage is unknown or not released, there is no submission, the gradebook is locked,
        the disk is full or there is no jail.
    Interrupted
        On Ctrl-C. What was graded by then is saved; a second run goes on.
    """
    course.require_release(stage)
    course.require_writable()
    waiting = submissions(course, stage, student)
    with course.gradebook() as gradebook:
        renew_penalties(course, gradebook, stage)
    grading = Grading(course, stage, waiting, force or bool(again), report)
    try:
        if grade_one is None:
            grade_in_jail(grading, workers, again=again)
        else:
            grading.one_by_one(grade_one)
    except KeyboardInterrupt:
        raise Interrupted(grading.outcomes(), len(waiting)) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise CourseError("the disk is full; make room and run this again, it goes on") from error
    return grading.outcomes()


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
    path = folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8") as stream, warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)  # a zone that nobody knows is not UTC
            parsed: datetime = parse_utc(stream.read(100).strip())
    except (OSError, ValueError, OverflowError, AttributeError, RuntimeWarning):
        return None
    return parsed.replace(tzinfo=UTC)
