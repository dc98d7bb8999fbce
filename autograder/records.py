"""The records that flow through release, collect, grade, feedback, report: all frozen, no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal


class CourseError(Exception):
    """What an instructor can put right: one line that says what is wrong and what comes next."""


@dataclass(frozen=True)
class Submission:
    """One student's notebook for one stage, as it lies in the submitted folder."""

    student: str
    stage: str
    folder: Path
    submitted: datetime | None = None

    @property
    def notebook(self) -> Path:
        """The submitted notebook."""
        return self.folder / f"{self.stage}.ipynb"


@dataclass(frozen=True)
class ItemScore:
    """The points of one graded cell. Those of a ``bonus`` come on top of what a stage is worth."""

    item: str
    points: float
    max_points: float
    extra_credit: float = 0.0
    manual: bool = False
    needs_review: bool = False
    bonus: bool = False


@dataclass(frozen=True)
class StudentScores:
    """Everything the gradebook knows about one student in one stage. No items: no submission."""

    student: str
    stage: str
    items: tuple[ItemScore, ...] = ()
    penalty: float = 0.0
    submitted: datetime | None = None
    seconds_late: float = 0.0

    @property
    def raw(self) -> float:
        """The points of all items with extra credit, before the late penalty."""
        return sum(item.points + item.extra_credit for item in self.items)

    @property
    def max_points(self) -> float:
        """What the stage is worth, bonus items left out."""
        return sum(item.max_points for item in self.items if not item.bonus)

    @property
    def total(self) -> float:
        """The points that count: never below zero."""
        return max(0.0, self.raw - self.penalty)

    @property
    def needs_review(self) -> bool:
        """Whether a person still has to look at one of the items."""
        return any(item.needs_review for item in self.items)


GradeStatus = Literal["graded", "unchanged", "failed"]


@dataclass(frozen=True)
class GradeOutcome:
    """What became of one submission: its scores, or in ``reason`` why there are none.

    ``older``: it is unchanged, but the checks that graded it have changed since.
    """

    student: str
    stage: str
    status: GradeStatus
    scores: StudentScores | None = None
    flags: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    older: bool = False


CollectStatus = Literal[
    "collected", "replaced", "unchanged", "older", "ignored", "unmatched", "refused"
]


@dataclass(frozen=True)
class CollectedFile:
    """What became of one file of an archive.

    ``older``: a newer attempt counts. ``ignored``: no notebook of this stage. ``unmatched``: nobody
    knows whose it is. ``refused``: it cannot be used; ``reason`` says why.
    """

    source: str
    status: CollectStatus
    student: str = ""
    submitted: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class CollectReport:
    """All files of an archive, how their names were read, and who of the roster handed in none."""

    stage: str
    naming: str
    files: tuple[CollectedFile, ...]
    missing: tuple[str, ...] = field(default=())

    def having(self, *statuses: CollectStatus) -> tuple[CollectedFile, ...]:
        """Return the files with one of these statuses."""
        return tuple(entry for entry in self.files if entry.status in statuses)


CheckState = Literal["ok", "missing", "optional"]


@dataclass(frozen=True)
class Check:
    """One line of the doctor's table. ``optional``: absent, and the course runs without it."""

    name: str
    state: CheckState
    found: str
    next_step: str = ""


@dataclass(frozen=True)
class FacetResult:
    """What one question asked of an item found."""

    name: str
    tries: str
    weight: float
    passed: bool
    message: str = ""
    hint: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class ItemResult:
    """What a test cell proved. ``flag`` says why a person should look; ``notes`` cost nothing."""

    name: str
    points: float
    max_points: float
    flag: str = ""
    error: str = ""
    facets: tuple[FacetResult, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    ending: str = ""


@dataclass(frozen=True)
class Usage:
    """What a submission used of the machine, all of its processes together."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    calls: int = 0
    processes: int = 0


@dataclass(frozen=True)
class Graded:
    """One graded notebook as it leaves a worker: scores, outputs and everything noticed.

    ``name`` is the notebook's; ``refused`` says why there are no scores at all; ``copies`` names
    answers that are nearly the core's text. ``answers`` is the file that keeps what the tests were
    answered; ``rejudged`` says that no code ran this time: answers of an earlier time were judged.
    """

    student: str
    name: str
    items: tuple[ItemResult, ...] = ()
    notebook: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    refused: str = ""
    usage: Usage = Usage()
    seed: int = 0
    rejudged: bool = False
    answers: str = ""


@dataclass(frozen=True)
class StudentResult:
    """One student in one stage: the gradebook's scores and the grader's own record."""

    student: str
    scores: StudentScores
    graded: tuple[Graded, ...] = ()

    @property
    def rejudged(self) -> bool:
        """Whether the last grading judged kept answers and ran no code."""
        return bool(self.graded) and all(one.rejudged for one in self.graded)
