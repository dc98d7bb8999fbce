"""Where the grading of a class stands: what is done, what is unchanged, what became of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json, to_json, write_atomically
from autograder.gradebook.ledger import read_students
from autograder.gradebook.released import checks_key
from autograder.notebook.read import MAX_BYTES
from autograder.records import CourseError, GradeOutcome, Submission

Grader = Callable[[Course, Submission], GradeOutcome]
"""Grades one submission, writes its scores to the gradebook and never raises for what it holds."""

Progress = Callable[[int, int, GradeOutcome], None]
"""Called after every submission with how many are done, how many there are, and the outcome."""


@dataclass
class Grading:
    """One run over the submissions of a stage."""

    course: Course
    stage: str
    submissions: tuple[Submission, ...]
    force: bool = False
    report: Progress | None = None
    _done: dict[str, GradeOutcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._release = release_key(self.course, self.stage)

    def waiting(self) -> list[Submission]:
        """Return the submissions that must be graded; the others are done as they are."""
        return [entry for entry in self.submissions if not self._kept(entry)]

    def key(self, submission: Submission) -> str:
        """Return what identifies a submission's content, time and release; "" if unreadable."""
        digest = hashlib.sha256(self._release.encode())
        try:
            names = sorted(submission.folder.glob("*.ipynb"))
            for path in (*names, submission.folder / "timestamp.txt"):
                digest.update(path.name.encode() + _content(path) if path.is_file() else b"")
        except OSError:
            return ""
        return digest.hexdigest()

    def record(self, submission: Submission) -> Path:
        """Return the file that says how a submission was graded."""
        return self.course.build / "grades" / self.stage / f"{submission.student}.json"

    def _kept(self, submission: Submission) -> bool:
        """Keep what is graded and unchanged."""
        graded = self.course.folder("autograded", self.stage, submission.student)
        key, record = self.key(submission), read_json(self.record(submission))
        if self.force or not key or not isinstance(record, dict) or record.get("key") != key:
            return False
        if not any(graded.glob("*.ipynb")):
            return False
        flags = tuple(record.get("flags", ()))
        older = record.get("checks") != checks_key()
        self._tell(
            GradeOutcome(submission.student, self.stage, "unchanged", flags=flags, older=older)
        )
        return True

    def begin(self, submission: Submission) -> None:
        """Forget how a submission was graded before."""
        self.record(submission).unlink(missing_ok=True)

    def finish(self, submission: Submission, outcome: GradeOutcome, details: Any = None) -> None:
        """Keep an outcome; with it, a graded submission is not graded again."""
        if outcome.status == "graded":
            keys = {"key": self.key(submission), "checks": checks_key()}
            content = {**keys, **to_json(outcome), "notebooks": details}
            write_atomically(self.record(submission), content)
        self._tell(outcome)

    def _tell(self, outcome: GradeOutcome) -> None:
        self._done[outcome.student] = outcome
        if self.report:
            self.report(len(self._done), len(self.submissions), outcome)

    def one_by_one(self, grade_one: Grader) -> None:
        """Grade in this process, one submission after the other."""
        for submission in self.waiting():
            self.begin(submission)
            try:
                outcome = grade_one(self.course, submission)
            except CourseError as error:  # the gradebook went away; the next may find it again
                reason = str(error)
                outcome = GradeOutcome(submission.student, self.stage, "failed", reason=reason)
            self.finish(submission, outcome)

    def outcomes(self) -> tuple[GradeOutcome, ...]:
        """Return what became of each submission so far, with the scores of now, by student."""
        graded = [o.student for o in self._done.values() if o.status != "failed"]
        scores = read_students(self.course, self.stage, graded)
        return tuple(
            replace(self._done[name], scores=scores.get(name)) for name in sorted(self._done)
        )


def release_key(course: Course, stage: str) -> str:
    """Return what identifies the graded cells of a release: their checksums and points."""
    with course.gradebook() as gradebook:
        notebooks = sorted(gradebook.find_assignment(stage).notebooks, key=lambda n: str(n.name))
        cells = [sorted((c.name, c.checksum) for c in n.source_cells) for n in notebooks]
        points = [sorted((c.name, c.max_score) for c in n.grade_cells) for n in notebooks]
    return json.dumps([cells, points])


def _content(path: Path) -> bytes:
    """Return what a file holds; of one that nobody would read to its end, how long it is."""
    size = path.stat().st_size
    return path.read_bytes() if size <= MAX_BYTES else str(size).encode()
