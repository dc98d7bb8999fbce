"""Grade submissions in the jail: worker processes find the results, this process writes them."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import SAWarning

from autograder.engine.pool import Pool, default_workers
from autograder.grade import Task, graded_from
from autograder.gradebook.answers import answers_file, keep_answers, kept_answers
from autograder.gradebook.calibrate import calibrated
from autograder.gradebook.converter import find_links
from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json, write_atomically
from autograder.gradebook.ledger import item_name, renew_penalties
from autograder.gradebook.progress import Grading
from autograder.gradebook.record import record
from autograder.gradebook.released import load_plans, plans_key
from autograder.gradebook.secret import course_secret, student_seed
from autograder.jail.limits import Limits
from autograder.notebook.plan import Plan
from autograder.notebook.read import NotebookError, bounded_text
from autograder.records import Graded, GradeOutcome, Submission

CELLS_PER_SUBMISSION = 5
"""A submission's total time, in times of one cell's."""


def limits_of(course: Course) -> Limits:
    """Return the limits of a course: a cell may take as long as nbgrader's ``Execute.timeout``."""
    seconds = course.config.get("Execute", {}).get("timeout") or Limits.cell_seconds
    cell = float(seconds)
    return Limits(cell_seconds=cell, total_seconds=CELLS_PER_SUBMISSION * cell + 60.0)


def grade_in_jail(grading: Grading, workers: int | None = None, *, again: str = "") -> None:
    """Grade what is waiting; every result is safe on disk before the next one is asked for.

    With ``again``, a reason for the audit trail, the answers of an earlier time are judged where
    they are kept; code runs where a test asks something new.

    Raises
    ------
    CourseError
        When there is no jail, or the course's own solution does not get its points.
    """
    waiting = grading.waiting()
    if not waiting:
        return
    course, stage = grading.course, grading.stage
    plans = load_plans(course, stage)
    found = Findings(grading, plans, again)
    tasks = [task for submission in waiting for task in found.tasks(submission)]
    with course.gradebook() as gradebook, _quiet():
        found.write_known(gradebook)
        if tasks:
            count = min(workers or default_workers(), len(tasks))
            with Pool(plans, count) as pool:
                calibrated(course, stage, plans, pool, limits_of(course))
                for graded in pool.grade(tasks):
                    found.add(graded, gradebook)
        renew_penalties(course, gradebook, stage)


class Findings:
    """Gathers the notebooks of each submission and writes it when it is complete."""

    def __init__(self, grading: Grading, plans: Mapping[str, Plan], again: str = "") -> None:
        self._grading = grading
        self._again = again
        self._plans = plans
        self._limits = limits_of(grading.course)
        self._waiting: dict[str, Submission] = {}
        self._found: dict[str, dict[str, Graded]] = {}
        self._handed_in: dict[tuple[str, str], str] = {}
        self._key = plans_key(plans)
        self._secret = course_secret(grading.course)

    def tasks(self, submission: Submission) -> list[Task]:
        """Return what workers must do for a submission; nothing if it was done before."""
        grading, student = self._grading, submission.student
        grading.begin(submission)
        self._waiting[student], self._found[student] = submission, {}
        known = None if grading.force else read_json(self._file(submission))
        if isinstance(known, dict):
            self._found[student] = {name: graded_from(one) for name, one in known.items()}
            return []
        texts, refused = self._texts(submission)
        if refused:
            del self._waiting[student]
            outcome = GradeOutcome(student, grading.stage, "failed", reason=refused)
            grading.finish(submission, outcome)
            return []
        seed = student_seed(self._secret, grading.stage, student)
        tasks = []
        for name, text in texts.items():
            self._handed_in[student, name] = text
            answers = answers_file(grading.course, grading.stage, student, name, text)
            task = Task(student, name, text, self._limits, seed, answers=str(answers))
            if self._again:
                before = kept_answers(grading.course, grading.stage, student, name, text)
                task = dataclasses.replace(task, before=before)
            tasks.append(task)
        return tasks

    def _texts(self, submission: Submission) -> tuple[dict[str, str], str]:
        """Return the submitted notebooks, or why they must not be opened."""
        links = find_links(submission.folder)
        if links:
            return {}, f"{links[0]} is a link; only plain files are graded"
        texts = {}
        for name in self._plans:
            path = submission.folder / f"{name}.ipynb"
            if len(self._plans) > 1 and not path.exists():
                continue
            try:
                texts[name] = bounded_text(path)
            except NotebookError as error:
                return {}, str(error).removeprefix(f"{path}: ")
        return texts, "" if texts else "no notebook was handed in"

    def write_known(self, gradebook: Any) -> None:
        """Write the submissions whose results an earlier run left."""
        for student, notebooks in list(self._found.items()):
            if notebooks:
                self._write(student, gradebook)

    def add(self, graded: Graded, gradebook: Any) -> None:
        """Take one notebook's result; write the submission when it was the last."""
        student = graded.student
        text = self._handed_in.pop((student, graded.name))
        graded = keep_answers(self._grading.course, self._grading.stage, text, graded)
        self._found[student][graded.name] = graded
        submission = self._waiting[student]
        wanted = [n for n in self._plans if (submission.folder / f"{n}.ipynb").exists()]
        if all(name in self._found[student] for name in wanted):
            content = {name: dataclasses.asdict(g) for name, g in self._found[student].items()}
            if not any(g.refused for g in self._found[student].values()):
                write_atomically(self._file(submission), content)
            self._write(student, gradebook)

    def _file(self, submission: Submission) -> Any:
        """Return where the result lies: named by everything that it depends on."""
        key = self._grading.key(submission)[:24]
        name = f"{submission.student}-{key}-{self._key[:12]}.json"
        return self._grading.course.build / "results" / self._grading.stage / name

    def _write(self, student: str, gradebook: Any) -> None:
        submission, found = self._waiting.pop(student), self._found.pop(student)
        grading = self._grading
        refused = "; ".join(graded.refused for graded in found.values() if graded.refused)
        if refused:
            outcome = GradeOutcome(student, grading.stage, "failed", reason=refused)
            grading.finish(submission, outcome)
            return
        record(grading.course, gradebook, submission, found, self._again or "graded")
        grading.finish(submission, _outcome(grading.stage, student, found), _details(found))


def _outcome(stage: str, student: str, found: Mapping[str, Graded]) -> GradeOutcome:
    flags = tuple(
        f"{item_name(item.name)}: {item.flag}"
        for graded in found.values()
        for item in graded.items
        if item.flag
    )
    seconds = sum(graded.usage.seconds for graded in found.values())
    return GradeOutcome(student, stage, "graded", flags=flags, seconds=round(seconds, 2))


def _details(found: Mapping[str, Graded]) -> dict[str, Any]:
    """Return everything but the notebooks themselves, for reports and appeals."""
    bare = {name: dataclasses.replace(graded, notebook={}) for name, graded in found.items()}
    plain: dict[str, Any] = json.loads(
        json.dumps({name: dataclasses.asdict(graded) for name, graded in bare.items()})
    )
    return plain


@contextmanager
def _quiet() -> Iterator[None]:
    """Say nothing of rows that are added before their parents: all of them are saved."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning)
        yield
