"""Archives as platforms make them, and what became of them, for the tests of `collect`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.gradebook.course import Course
from autograder.records import CollectReport

STAGE = "01_tiny"
FILE = f"{STAGE}.ipynb"
Answer = Callable[..., bytes]
Members = dict[str, tuple[str, int]]
"""A file's name, who wrote it, and on which day of March the archive says he did."""

TURNED_IN = "_assignsubmission_file_"
MOODLE: Members = {
    f"Ann Lee_1001{TURNED_IN}/{FILE}": ("Ann-Lee", 10),
    f"Bob Brown_1002{TURNED_IN}/{FILE}": ("Bob-Brown", 10),
}
BLACKBOARD: Members = {
    f"HW 2_{user}_attempt_2026-03-10-09-00-00_{FILE}": (user, 10) for user in ("ann", "bob")
}
FOLDERS: Members = {f"{user}/{FILE}": (user, 10) for user in ("ann", "bob")}
EVE = f"Eve_1009{TURNED_IN}"


def book(answer: Answer, who: str) -> bytes:
    return answer(double=f"2 * x  # {who}")


def write(path: Path, members: Members, answer: Answer) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (who, day) in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, day, 9, 0, 0)), book(answer, who))
    return path


def stored(course: Course) -> dict[str, tuple[bytes, str]]:
    """Return everybody's notebook and its time."""
    return {
        path.parts[-3]: (path.read_bytes(), (path.parent / "timestamp.txt").read_text()[:10])
        for path in course.step("submitted").glob(f"*/{STAGE}/{FILE}")
    }


def expected(members: Members, answer: Answer) -> dict[str, tuple[bytes, str]]:
    return {who: (book(answer, who), f"2026-03-{day}") for who, day in members.values()}


def reasons(report: CollectReport) -> dict[str, str]:
    return {file.source: f"{file.status}: {file.reason}" for file in report.files}
