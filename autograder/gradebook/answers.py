"""The answers of graded submissions, kept so that other tolerances need no code to run again."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.gradebook.course import Course
from autograder.gradebook.files import read_json, write_atomically
from autograder.records import Graded


def answers_file(course: Course, stage: str, student: str, notebook: str, text: str) -> Path:
    """Return where the answers of exactly this notebook file lie; its folder is there."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    path = course.build / "answers" / stage / student / f"{notebook}-{digest}.answers"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def keep_answers(course: Course, stage: str, text: str, graded: Graded) -> Graded:
    """Keep the record that belongs to a file of answers, and return it without that file."""
    bare = dataclasses.replace(graded, answers="")
    if not graded.rejudged:
        path = answers_file(course, stage, graded.student, graded.name, text)
        if graded.answers:
            write_atomically(path.with_suffix(".json"), dataclasses.asdict(bare))
        else:
            path.with_suffix(".json").unlink(missing_ok=True)
    return bare


def kept_answers(
    course: Course, stage: str, student: str, notebook: str, text: str
) -> Mapping[str, Any] | None:
    """Return the record with answers of exactly this notebook file, as JSON; None if not kept."""
    path = answers_file(course, stage, student, notebook, text)
    found = read_json(path.with_suffix(".json"))
    if not isinstance(found, dict) or not path.is_file():
        return None
    return {**found, "answers": str(path)}
