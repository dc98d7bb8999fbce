"""Who handed in what, read from the file names that learning platforms make."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.records import CourseError

MAX_DIGITS = 18
"""Digits of an attempt's number that count: Python refuses to read some thousands."""

_STUDENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


@dataclass(frozen=True)
class Naming:
    """How a platform names files. The pattern matches the whole path inside the archive."""

    name: str
    pattern: re.Pattern[str]
    unique: tuple[str, ...] = ("student",)
    """The groups that make a student's id, joined by an underscore."""
    person: str = ""
    """A group that tells apart people of one id within an archive, though not between archives."""


def _naming(name: str, pattern: str, *, unique: tuple[str, ...] = (), person: str = "") -> Naming:
    return Naming(name, re.compile(pattern, re.DOTALL), unique or ("student",), person)


_TOP = r"(?:[^/]+/)?"

PRESETS: dict[str, Naming] = {
    naming.name: naming
    for naming in (
        _naming(
            "moodle",
            _TOP + r"(?P<student>[^/_]+)_(?P<number>\d+)_assignsubmission_file_?/?"
            r"(?P<file>[^/]+\.ipynb)",
            person="number",
        ),
        _naming(
            "blackboard",
            _TOP + r"[^/]+_(?P<student>[^/_]+)_attempt_"
            r"(?P<timestamp>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_(?P<file>[^/]+\.ipynb)",
        ),
        _naming(
            "canvas",
            _TOP + r"(?P<student>[^/_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<attempt>\d+)_"
            r"(?P<file>[^/]+\.ipynb)",
            unique=("student", "number"),
        ),
        _naming(
            "nbgrader",
            r"(?:submitted/)?(?P<student>[^/]+)/(?P<stage>[^/]+)/(?P<file>[^/]+\.ipynb)",
        ),
        _naming("folders", _TOP + r"(?P<student>[^/]+)/(?P<file>[^/]+\.ipynb)"),
        _naming("files", _TOP + r"(?P<student>[^/]+)\.ipynb"),
    )
}
"""The namings in the order in which they are tried: the most particular first."""

PLAIN = frozenset({"nbgrader", "folders", "files"})
"""Namings that fit almost any path."""


@dataclass(frozen=True)
class Claim:
    """What a name says: the student, and if it tells: notebook, time, lateness, attempt."""

    student: str
    file: str = ""
    stage: str = ""
    submitted: datetime | None = None
    late: bool = False
    attempt: int = 0
    person: str = ""


def own_naming(pattern: str) -> Naming:
    """Return the naming of ``--pattern``: a regular expression with a group ``student``.

    Raises
    ------
    CourseError
        When it is no regular expression or lacks the group.
    """
    try:
        compiled = re.compile(pattern, re.DOTALL)
    except re.error as error:
        raise CourseError(f"--pattern {pattern!r} is no regular expression: {error}") from error
    if "student" not in compiled.groupindex:
        raise CourseError(
            f"--pattern {pattern!r} has no group named student, expected e.g. "
            r"(?P<student>[a-z]+)_(?P<file>.+\.ipynb)"
        )
    return Naming("pattern", compiled)


def guess_naming(names: Iterable[str], stage: str, zone: ZoneInfo) -> Naming:
    """Return the preset that explains most notebooks.

    Where several explain as many, a platform's (or nbgrader's, if it names the stage) wins over a
    plain one, and of two plain ones the one that tells more students apart.
    """
    notebooks = [name for name in names if name.endswith(".ipynb")]

    def explained(naming: Naming) -> tuple[int, bool, int]:
        claims = [claim for name in notebooks if (claim := read_claim(naming, name, zone))]
        platform = naming.name not in PLAIN or any(claim.stage == stage for claim in claims)
        students = len({claim.student for claim in claims})
        return len(claims), platform, 0 if platform else students

    return max(PRESETS.values(), key=explained)


def read_claim(naming: Naming, name: str, zone: ZoneInfo) -> Claim | None:
    """Return what a file's name says under a naming; None if it does not fit."""
    match = naming.pattern.fullmatch(name)
    if match is None:
        return None
    groups = {key: value or "" for key, value in match.groupdict().items()}
    student = student_id("_".join(groups[key] for key in naming.unique))
    if not student:
        return None
    number = groups.get("attempt", "")
    resent = re.search(r"-(\d+)\.ipynb$", groups.get("file", ""))
    return Claim(
        student=student,
        file=groups.get("file", ""),
        stage=groups.get("stage", ""),
        submitted=parse_time(groups["timestamp"], zone) if groups.get("timestamp") else None,
        late=bool(groups.get("late")),
        attempt=int(number[:MAX_DIGITS] or 0) * 1000 + (int(resent.group(1)[:3]) if resent else 0),
        person=groups.get(naming.person, ""),
    )


def student_id(text: str) -> str:
    """Return a student's id that is safe as a folder's name, or "" if nothing is left of it.

    Examples
    --------
    >>> student_id("Zoë  Åström")
    'Zoe-Astrom'
    >>> student_id("../../etc")
    'etc'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if not plain.isascii():
        plain = "".join(letter if letter.isascii() else f"u{ord(letter):x}" for letter in plain)
    plain = re.sub(r"[^A-Za-z0-9._@+]+", "-", plain).strip("-._@+")
    return plain if _STUDENT_ID.fullmatch(plain) else ""


def parse_time(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a platform's time (``2026-03-01-18-05-59``, ISO); without a zone it is in ``zone``."""
    dashed = re.fullmatch(r"(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)", text)
    iso = f"{dashed[1]}T{dashed[2]}:{dashed[3]}:{dashed[4]}" if dashed else text.strip()
    iso = re.sub(r" (UTC|GMT)$", "+00:00", iso)
    try:
        time = datetime.fromisoformat(iso)
        time = time if time.tzinfo is not None else time.replace(tzinfo=zone)
        time.astimezone(UTC)  # the first and last days that there are have none
    except (ValueError, OverflowError):
        return None
    return time


def read_names(path: Path, zone: ZoneInfo) -> dict[str, Claim]:
    """Read ``--names``: a CSV with the columns file, student and, if known, submitted.

    Raises
    ------
    CourseError
        When it cannot be read or a line lacks a file or a usable student id.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"--names {path}: cannot be read: {error}") from error
    claims = {}
    for line, row in enumerate(rows, 2):
        file, student = (row.get("file") or "").strip(), student_id(row.get("student") or "")
        if not file or not student:
            raise CourseError(
                f"--names {path} line {line}: expected the columns file,student[,submitted] "
                "with a file and a student"
            )
        claims[file] = Claim(student, submitted=_given_time(path, line, row, zone))
    return claims


def _given_time(
    path: Path, line: int, row: Mapping[str, str | None], zone: ZoneInfo
) -> datetime | None:
    text = (row.get("submitted") or "").strip()
    if not text:
        return None
    time = parse_time(text, zone)
    if time is None:
        raise CourseError(f"--names {path} line {line}: submitted is {text!r}, expected ISO time")
    return time


def shared_ids(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the ids that stand for more than one person in this archive."""
    pairs = {(claim.student.casefold(), claim.person) for claim in claims}
    counts = Counter(student for student, _ in pairs)
    return frozenset(student for student, count in counts.items() if count > 1)
