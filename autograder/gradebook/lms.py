"""Who handed in what, read from the file names that learning platforms make."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.records import CourseError

MAX_DIGITS = 18
"""Digits of an attempt's number that count: Python refuses to read some thousands."""

_NOTEBOOK = r"(?ai:\.ipynb)"
"""How a notebook's name ends; some systems write it in capitals."""

_STUDENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


@dataclass(frozen=True)
class Naming:
    """How a platform names files. The pattern matches the whole path inside the archive."""

    name: str
    pattern: re.Pattern[str]
    unique: tuple[str, ...] = ("student",)
    """The groups that make a student's id, joined by an underscore."""
    person: str = ""
    """The group that tells apart people of one id within an archive; without one, the id's text."""
    top: str = ""
    """The folder around everything, with its slash: it is nobody's, and names are read inside."""


def _naming(name: str, pattern: str, *, unique: tuple[str, ...] = (), person: str = "") -> Naming:
    return Naming(name, re.compile(pattern, re.DOTALL), unique or ("student",), person)


def _top(mark: str) -> str:
    """Match a folder around the files: any but one that bears a student's mark.

    Without the mark a student's own folder would pass for it, and what the student called a file
    inside for what the platform says.
    """
    return rf"(?:(?![^/]*{mark})[^/]+/)?"


_TIME = r"\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d"
_ATTEMPT = rf"attempt_{_TIME}_"

PRESETS: dict[str, Naming] = {
    naming.name: naming
    for naming in (
        _naming(
            "moodle",
            _top("_assignsubmission_") + r"(?P<student>[^/_]+)_(?P<number>\d+)"
            rf"_assignsubmission_file(?:_?/(?:[^/]+/)*|_)(?P<file>[^/]+{_NOTEBOOK})",
            person="number",
        ),
        # The first attempt and time in a name are Blackboard's; what follows the student wrote.
        # Assignments and users may have underscores: the id is the last part, the person is all.
        _naming(
            "blackboard",
            _top(f"_{_ATTEMPT}") + rf"[^/_]*_(?P<user>(?:(?!{_ATTEMPT})[^/_]*_)*?"
            rf"(?P<student>(?!{_ATTEMPT})[^/_]+))_attempt_(?P<timestamp>{_TIME})_"
            rf"(?P<file>[^/]+{_NOTEBOOK})",
            person="user",
        ),
        _naming(
            "canvas",
            _top(r"_\d+_\d+_") + r"(?P<student>[^/_]+)_(?P<late>LATE_)?(?P<number>\d+)_"
            rf"(?P<attempt>\d+)_(?P<file>[^/]+{_NOTEBOOK})",
            unique=("student", "number"),
        ),
        _naming(
            "nbgrader",
            rf"(?:submitted/)?(?P<student>[^/]+)/(?P<stage>[^/]+)/(?P<file>[^/]+{_NOTEBOOK})",
        ),
        _naming("folders", rf"(?P<student>[^/]+)/(?P<file>[^/]+{_NOTEBOOK})"),
        _naming("files", rf"(?P<student>[^/]+){_NOTEBOOK}"),
    )
}
"""The namings in the order in which they are tried: the most particular first."""

PLAIN = frozenset({"nbgrader", "folders", "files"})
"""Namings that fit almost any path."""

_PLAINEST = PLAIN - {"nbgrader"}
"""Namings by place alone: where a file lies is all that they know of it."""


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
    given: bool = False
    """The instructor says so, in ``--names``."""


def is_notebook(name: str) -> bool:
    """Tell whether a file is a notebook by its name.

    Examples
    --------
    >>> is_notebook("ann/01_TINY.IPYNB"), is_notebook("ann/ipynb")
    (True, False)
    """
    return re.search(rf"{_NOTEBOOK}\Z", name) is not None


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


def guess_naming(
    names: Collection[str],
    stage: str,
    zone: ZoneInfo,
    students: Collection[str] = (),
    stages: Collection[str] = (),
) -> Naming:
    """Return the preset that explains an archive, ready to read it (`in_archive`).

    What lies in one folder counts once, for a student fills it as he likes. A platform's naming
    (or nbgrader's, if it names the stage) wins if it explains more than half; of the plain ones
    the one that explains most, then the one that tells more people apart. ``stages`` are all those
    of the course.
    """
    known = {stage, *stages}
    around = _around(names, students)
    notebooks = _without_sheets(names, around, known, students)
    total = len({_place(name, around) for name in notebooks})

    def explained(naming: Naming) -> tuple[bool, int, int]:
        found = {name: read_claim(naming, name, zone) for name in notebooks}
        # A file or folder named after a stage is the notebook, not a student.
        claims = {
            name: claim for name, claim in found.items() if claim and claim.student not in known
        }
        if naming.name == "nbgrader":
            claims = _of_stages(claims, known)
        places = len({_place(name, around) for name in claims})
        if naming.name not in _PLAINEST and 2 * places <= total:
            return False, 0, 0
        platform = naming.name not in PLAIN or any(c.stage == stage for c in claims.values())
        people = len({(claim.student, claim.person) for claim in claims.values()})
        return platform, places, 0 if platform else people

    read = [_inside(preset, notebooks, around, students) for preset in PRESETS.values()]
    return max(read, key=explained)


def in_archive(naming: Naming, names: Collection[str], students: Collection[str] = ()) -> Naming:
    """Return a preset as it reads an archive of these names.

    One folder around all notebooks is nobody's, whatever it is called. A folder that only some
    share is a student's, and so is one of an enrolled student, or with a notebook in it if folders
    are students: else a student's folder in his own would be another student's.
    """
    notebooks = [name for name in names if is_notebook(name)]
    return _inside(naming, notebooks, _around(names, students), students)


def _inside(
    naming: Naming, notebooks: Collection[str], around: str, students: Collection[str]
) -> Naming:
    """Return a naming that leaves the folder around out, if this folder is nobody's."""
    if not around or not all(name.startswith(around) for name in notebooks):
        return naming
    inside = [name.removeprefix(around) for name in notebooks]
    if naming.name == "folders":
        nobodys = all("/" in name for name in inside)
    elif naming.name == "canvas":
        nobodys = _is_dated(around, inside, students)
    else:
        nobodys = naming.name == "files"
    return replace(naming, top=around) if nobodys else naming


def _is_dated(around: str, inside: Collection[str], students: Collection[str]) -> bool:
    """Tell whether a folder that bears a student's mark on Canvas is the course's all the same.

    It is if nobody is called so and its files are of several people or all bear such marks
    themselves: a date looks alike.
    """
    canvas = PRESETS["canvas"]
    found = [canvas.pattern.fullmatch(name) for name in inside]
    people = {(match["student"], match["number"]) for match in found if match}
    whole = canvas.pattern.fullmatch(f"{around[:-1]}.ipynb")
    own = student_id(f"{whole['student']}_{whole['number']}") if whole else ""
    return (len(people) > 1 or all(found)) and not _folded([own]) & _folded(students)


def _around(names: Iterable[str], students: Collection[str]) -> str:
    """Return the one folder that all notebooks share that lie in any, with its slash.

    What else lies beside it says nothing, unless folders are students': a notebook may be missing.
    """
    tops = {name.partition("/")[0] for name in names if "/" in name}
    shared = {name.partition("/")[0] for name in names if "/" in name and is_notebook(name)}
    if len(shared) != 1 or _folded(map(student_id, tops)) & _folded(students):
        return ""
    return f"{shared.pop()}/"


def _without_sheets(
    names: Iterable[str], around: str, stages: Collection[str], students: Collection[str]
) -> list[str]:
    """Return the notebooks but for a stage's own, which may lie beside what was handed in.

    In the folder around everything it may as well be the work of the student whose folder that is.
    It is not where several folders lie beside it, or anything of an enrolled student.
    """
    notebooks = [name for name in names if is_notebook(name)]
    loose = {name for name in notebooks if _stem(name.removeprefix(around)) in stages}
    places = {_place(name, around) for name in notebooks if name not in loose}
    folders = [place for place in places if not is_notebook(place)]
    known = _folded(student_id(_stem(place) or place) for place in places) & _folded(students)
    nobodys = loose if len(folders) > 1 or known else {name for name in loose if "/" not in name}
    return [name for name in notebooks if name not in nobodys]


def _of_stages(claims: Mapping[str, Claim], stages: Collection[str]) -> dict[str, Claim]:
    """Return the claims whose folder is a stage, where any is one of the course.

    A stage of another course bears the name of its notebook. Any other two folders may as well be
    the class's and a student's.
    """
    if not any(claim.stage in stages for claim in claims.values()):
        return {}
    return {
        name: claim
        for name, claim in claims.items()
        if claim.stage in stages or claim.stage == _stem(claim.file)
    }


def _place(name: str, around: str) -> str:
    return name.removeprefix(around).partition("/")[0]


def _stem(name: str) -> str:
    """Return what a notebook is called that lies in no folder, or ""."""
    match = PRESETS["files"].pattern.fullmatch(name)
    return match["student"] if match else ""


def _folded(ids: Iterable[str]) -> frozenset[str]:
    """Return ids as a file system may compare them."""
    return frozenset(text.casefold() for text in ids if text)


def read_claim(naming: Naming, name: str, zone: ZoneInfo) -> Claim | None:
    """Return what a file's name says under a naming; None if it does not fit."""
    match = naming.pattern.fullmatch(name.removeprefix(naming.top))
    if match is None:
        return None
    groups = {key: value or "" for key, value in match.groupdict().items()}
    text = "_".join(groups[key] for key in naming.unique)
    student = student_id(text)
    if not student:
        return None
    # Where the platform tells the time, a number at the end is only what the student wrote.
    file = "" if groups.get("timestamp") else groups.get("file", "")
    resent = re.search(rf"-(\d+){_NOTEBOOK}\Z", file)
    return Claim(
        student=student,
        file=groups.get("file", ""),
        stage=groups.get("stage", ""),
        submitted=parse_time(groups["timestamp"], zone) if groups.get("timestamp") else None,
        late=bool(groups.get("late")),
        attempt=_number(groups.get("attempt", "")) * 1000
        + (_number(resent.group(1)[:3]) if resent else 0),
        person=groups[naming.person] if naming.person else text,
    )


def _number(text: str) -> int:
    """Return an attempt's number, 0 if it is none: what a student wrote must not end the run."""
    return int(text[:MAX_DIGITS]) if text.isdecimal() else 0


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
        claims[file] = Claim(student, submitted=_given_time(path, line, row, zone), given=True)
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


def shared_ids(claims: Iterable[Claim]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who may not have an id (case folded): the id, the person, and all who claim it.

    Two names can come to one id, and a student may choose his. To whom ``--names`` gives it, his it
    is: all these are one, and nobody else has it. If it says nothing, nobody has it.
    """
    people: defaultdict[str, set[str]] = defaultdict(set)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        student = claim.student.casefold()
        people[student].add(claim.person)
        if claim.given:
            owners[student].add(claim.person)
    shared: dict[tuple[str, str], tuple[str, ...]] = {}
    for student, everybody in people.items():
        told = tuple(sorted(everybody))
        if len(told) > 1:
            shared |= {(student, person): told for person in everybody - owners[student]}
    return shared
