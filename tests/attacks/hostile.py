"""The hostile classes: every attack with the score it must get, and honest work after each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from autograder.authoring.answers import reference
from autograder.authoring.sample import Verdict, attempts, read_class
from autograder.gradebook.course import Course
from autograder.notebook.read import read_notebook

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent
STAGES = ("02_activations", "05_batchnorm", "06_convnets", "07_babysitting")
DUE = datetime(2026, 3, 1, tzinfo=UTC)
LEAK = "# wrong:"
"""Stands in an attack where it spoils its right answer, as it got what it looked for."""


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    stage: str
    verdict: Verdict

    @property
    def name(self) -> str:
        """What it does."""
        return f"{self.stage}/{self.verdict.answers.path.stem}"

    @property
    def looks_for_secrets(self) -> bool:
        """Whether its score says that it found something."""
        return LEAK in self.verdict.answers.text


@lru_cache(maxsize=8)
def attacks(stage: str) -> tuple[Attack, ...]:
    """Return the attacks of a stage, by name."""
    return tuple(Attack(stage, v) for v in read_class(stage, FOLDER / stage, ROOT / "notebooks"))


@lru_cache(maxsize=8)
def honest(stage: str) -> Verdict:
    """Return the honest work that follows every attack."""
    (found,) = read_class(stage, FOLDER / "honest" / stage, ROOT / "notebooks")
    return found


def students(stage: str) -> Iterator[Verdict]:
    """Yield every attack of a stage, each followed by an honest student."""
    right = honest(stage)
    for attack in attacks(stage):
        yield attack.verdict
        yield replace(right, student=f"{attack.verdict.student}-then-honest")


def hand_in(course: Course, stage: str, verdicts: Iterator[Verdict]) -> None:
    """Put everybody's notebook into the submitted folder."""
    given = read_notebook(course.folder("release", stage) / f"{stage}.ipynb")
    solutions = reference(stage, course.step("source"))
    for verdict in verdicts:
        for _, _, notebook in attempts(stage, verdict, given, solutions, DUE):
            folder = course.folder("submitted", stage, verdict.student)
            folder.mkdir(parents=True)
            (folder / f"{stage}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
