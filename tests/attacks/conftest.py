"""One course with all hostile classes, graded once; the counts at the end."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile import ROOT, STAGES, attacks, hand_in, students

from autograder.authoring.release import release
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.ledger import read_scores
from autograder.records import GradeOutcome, StudentScores

CELL_SECONDS = 10
TALLY: Counter[str] = Counter()


@dataclass(frozen=True)
class Class:
    """What became of one stage's hostile class."""

    course: Course
    outcomes: dict[str, GradeOutcome] = field(default_factory=dict)
    scores: dict[str, StudentScores] = field(default_factory=dict)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory, cage: object) -> Course:
    """The real stages in a course of their own, with the hostile classes handed in."""
    root = tmp_path_factory.mktemp("attacks") / "course"
    root.mkdir()
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    limit = f"\nc.Execute.timeout = {CELL_SECONDS}\n"
    (root / "nbgrader_config.py").write_text(config + limit, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    made = load_course(root)
    for stage in STAGES:
        release(stage, root)
        hand_in(made, stage, students(stage))
    return made


@pytest.fixture(scope="session")
def classes(course: Course) -> dict[str, Class]:
    """Every class, graded by two workers."""
    found = {}
    for stage in STAGES:
        outcomes = {o.student: o for o in grade_stage(course, stage, workers=2)}
        scores = {entry.student: entry for entry in read_scores(course, stage)}
        found[stage] = Class(course, outcomes, scores)
        _count(stage, found[stage])
    return found


def _count(stage: str, graded: Class) -> None:
    TALLY["stopped classes"] += any(o.status != "graded" for o in graded.outcomes.values())
    for attack in attacks(stage):
        items = graded.scores[attack.verdict.student].items
        points = {item.item: item.points for item in items}
        gains = [points[name] - limit for name, limit in attack.verdict.scores.items()]
        TALLY["attacks"] += 1
        TALLY["points stolen"] += sum(gain for gain in gains if gain > 1e-5)
        TALLY["leaks"] += attack.looks_for_secrets and min(gains) < -1e-5


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say the counts."""
    if TALLY["attacks"]:
        counts = ", ".join(
            f"{TALLY[name]:g} {name}" for name in ("points stolen", "leaks", "stopped classes")
        )
        terminalreporter.write_line(f"{counts} over {TALLY['attacks']} attacks")
