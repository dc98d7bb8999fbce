"""An appeal: the same submission, the same inputs, in front of whoever asks; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.engine.pool import Pool
from autograder.grade import Task
from autograder.gradebook.calibrate import calibrated
from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json
from autograder.gradebook.grading import submissions
from autograder.gradebook.jailed import limits_of
from autograder.gradebook.released import load_plans
from autograder.gradebook.secret import course_secret, student_seed
from autograder.notebook.read import bounded_text
from autograder.records import Graded


@dataclass(frozen=True)
class Replay:
    """What a submission gets now, and what the records say that it got."""

    graded: tuple[Graded, ...]
    recorded: dict[str, float]

    @property
    def points(self) -> dict[str, float]:
        """The points of now, by test cell."""
        return {item.name: item.points for one in self.graded for item in one.items}

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.points == self.recorded


def replay(course: Course, stage: str, student: str) -> Replay:
    """Grade a submission again exactly as it was graded.

    Raises
    ------
    CourseError
        When there is no such stage or submission, or no jail.
    """
    course.require_release(stage)
    (submission,) = submissions(course, stage, student)
    plans, limits = load_plans(course, stage), limits_of(course)
    seed = student_seed(course_secret(course), stage, student)
    tasks = [
        Task(student, name, bounded_text(submission.folder / f"{name}.ipynb"), limits, seed)
        for name in plans
        if (submission.folder / f"{name}.ipynb").exists()
    ]
    with Pool(plans, 1) as pool:
        calibrated(course, stage, plans, pool, limits)
        graded = tuple(pool.grade(tasks))
    return Replay(graded, _recorded(course, stage, student))


def _recorded(course: Course, stage: str, student: str) -> dict[str, float]:
    record = read_json(course.build / "grades" / stage / f"{student}.json") or {}
    notebooks = record.get("notebooks") or {}
    items = (item for one in notebooks.values() for item in one["items"])
    return {item["name"]: item["points"] for item in items}
