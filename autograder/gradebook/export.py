"""Scores for other programs: students × items as CSV or JSON, late penalty and total included."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin

from autograder.gradebook.course import Course, load_course
from autograder.gradebook.ledger import read_scores
from autograder.records import CourseError, StudentScores

FIRST = ("student", "stage", "submitted", "hours_late")
LAST = ("extra_credit", "raw", "late_penalty", "total", "max", "needs_review")


class ItemExport(ExportPlugin):  # type: ignore[misc]
    """``nbgrader export``: one row per student and stage; the suffix of ``--to`` chooses JSON."""

    def export(self, gradebook: Any) -> None:
        """Write the file."""
        course = load_course(Path.cwd())
        stages = list(self.assignment) or [entry.name for entry in gradebook.assignments]
        wanted = {str(student) for student in self.student}
        scores = [
            entry
            for stage in stages
            for entry in read_scores(course, stage)
            if not wanted or entry.student in wanted
        ]
        target = Path(self.to or course.build / "grades.csv")
        write_scores(scores, target)
        self.log.info("Exported %d rows to %s", len(scores), target)


def export_stage(course: Course, stage: str, *, to: Path | None = None) -> tuple[Path, ...]:
    """Write a stage's scores as CSV and JSON (or to one file) and return where they are.

    Raises
    ------
    CourseError
        When the stage is not released, or nobody has a score yet.
    """
    course.require_release(stage)
    scores = read_scores(course, stage)
    if not any(entry.items for entry in scores):
        raise CourseError(f"nothing of {stage} is graded yet; run: autograder grade {stage}")
    folder = course.build / "export"
    targets = (to,) if to else (folder / f"{stage}.csv", folder / f"{stage}.json")
    for target in targets:
        write_scores(scores, target)
    return targets


def write_scores(scores: Sequence[StudentScores], target: Path) -> None:
    """Write scores to a ``.csv`` or ``.json`` file, whole or not at all."""
    text = _as_json(scores) if target.suffix == ".json" else _as_csv(scores)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(target.name + ".new")
        fresh.write_text(text, encoding="utf-8", newline="")
        os.replace(fresh, target)
    except OSError as error:
        raise CourseError(f"{target}: cannot be written: {error.strerror}") from error


def row(entry: StudentScores) -> dict[str, Any]:
    """Return one student's row: what comes first, the items in order, what comes last."""
    return {
        "student": entry.student,
        "stage": entry.stage,
        "submitted": "" if entry.submitted is None else entry.submitted.isoformat(),
        "hours_late": round(entry.seconds_late / 3600, 2),
        **{item.item: item.points for item in entry.items},
        "extra_credit": sum(item.extra_credit for item in entry.items),
        "raw": entry.raw,
        "late_penalty": entry.penalty,
        "total": entry.total,
        "max": entry.max_points,
        "needs_review": int(entry.needs_review),
    }


def _as_csv(scores: Sequence[StudentScores]) -> str:
    rows = [{**row(entry), "student": _no_formula(entry.student)} for entry in scores]
    items = list(dict.fromkeys(item.item for entry in scores for item in entry.items))
    text = io.StringIO()
    writer = csv.DictWriter(text, [*FIRST, *items, *LAST], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _no_formula(text: str) -> str:
    """Return a text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _as_json(scores: Sequence[StudentScores]) -> str:
    rows = [
        {**row(entry), "items": {item.item: _item(item) for item in entry.items}}
        for entry in scores
    ]
    for entry, plain in zip(scores, rows, strict=True):
        for item in entry.items:
            plain.pop(item.item, None)
    return json.dumps(rows, indent=1) + "\n"


def _item(item: Any) -> dict[str, Any]:
    return {
        "points": item.points,
        "max": item.max_points,
        "bonus": item.bonus,
        "extra_credit": item.extra_credit,
        "manual": item.manual,
        "needs_review": item.needs_review,
    }
