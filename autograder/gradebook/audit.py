"""The audit trail: one line for every score that was written, with what was there before."""

from __future__ import annotations

import getpass
import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from autograder import __version__
from autograder.gradebook.course import Course

PACKAGES = ("cs231n-core", "numpy", "nbgrader")


class Change(NamedTuple):
    """One score that is about to be another one."""

    item: str
    before: float | None
    after: float | None
    flag: str = ""


def trail(course: Course, stage: str) -> Path:
    """Return the file that holds a stage's audit trail: JSON, one object per line."""
    return course.build / "audit" / f"{stage}.jsonl"


def note_changes(
    course: Course, stage: str, student: str, why: str, changes: Iterable[Change]
) -> None:
    """Add one line with all scores of a student that change; nothing when none does.

    The line is on disk before the gradebook is written: no score changes without one.
    """
    kept = [change._asdict() for change in changes if change.before != change.after]
    if not kept:
        return
    line: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": _user(),
        "why": why,
        "student": student,
        "scores": kept,
        **_machine(),
    }
    path = trail(course, stage)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user need not have a name
        return str(os.getuid())


@lru_cache(maxsize=1)
def _machine() -> dict[str, Any]:
    """Return what a score may depend on: versions, and how the kernels were built."""
    versions = {"autograder": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "not installed"
    return {"versions": versions, "cpu": platform.machine(), "kernels": _kernels()}


def _kernels() -> str:
    try:
        from cs231n_core.kernels import active
    except ImportError:
        return "none"
    return active().reason
