"""From a learning platform's archive to nbgrader's submitted folder, losing nothing on the way."""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.gradebook import lms
from autograder.gradebook.archive import Entry, open_source
from autograder.gradebook.course import Course
from autograder.gradebook.grading import read_timestamp
from autograder.gradebook.ledger import enrolled
from autograder.notebook.read import NotebookError, parse_notebook
from autograder.records import CollectedFile, CollectReport, CollectStatus, CourseError


@dataclass(frozen=True)
class _Attempt:
    entry: Entry
    claim: lms.Claim
    submitted: datetime

    def done(self, status: CollectStatus, reason: str = "") -> CollectedFile:
        late = "the platform marks it late" if self.claim.late else ""
        text = "; ".join(part for part in (reason, late) if part)
        return CollectedFile(self.entry.name, status, self.claim.student, self.submitted, text)


def collect(
    course: Course,
    stage: str,
    source: Path,
    *,
    preset: str = "auto",
    pattern: str | None = None,
    names: Path | None = None,
    timezone: str = "UTC",
) -> CollectReport:
    """Put everyone's latest notebook of a stage into the submitted folder.

    Parameters
    ----------
    course : Course
        Where to.
    stage : str
        Only notebooks of this stage are taken.
    source : Path
        A zip archive or a folder.
    preset : str
        A key of `lms.PRESETS`, or ``"auto"`` for the one that explains most names.
    pattern : str, optional
        A regular expression over the path inside the archive, with the groups ``student`` and
        optionally ``file``, ``timestamp``, ``late``, ``attempt``; used instead of a preset. An
        attempt that is no number counts as 0; of equal ones the later counts.
    names : Path, optional
        A CSV (file, student, submitted) for files whose names tell nothing; it wins.
    timezone : str
        The zone of times that come without one.

    Raises
    ------
    CourseError
        When the stage, the source or an option is wrong, or the source holds no notebook.
    """
    course.require_stage(stage)
    zone = _zone(timezone)
    by_hand = lms.read_names(names, zone) if names else {}
    students = enrolled(course)
    with open_source(source, zone) as entries:
        found = [entry.name for entry in entries]
        naming = (
            lms.own_naming(pattern)
            if pattern
            else _preset(preset, found, stage, students, course.stages(), zone)
        )
        attempts, files = _sort_out(course, stage, entries, naming, by_hand, zone)
        for student in sorted(attempts):
            files.extend(_take_latest(course, stage, attempts[student]))
    if not any(lms.is_notebook(entry.name) for entry in entries):
        raise CourseError(f"{source} holds no notebook; nothing was collected")
    files.sort(key=lambda file: (file.student.casefold(), file.source))
    there = {path.parent.name for path in course.step("submitted").glob(f"*/{stage}")}
    missing = tuple(student for student in students if student not in there)
    return CollectReport(stage, naming.name, tuple(files), missing)


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CourseError(
            f"--timezone {timezone!r} is unknown, expected a name such as Europe/Berlin"
        ) from error


def _preset(
    preset: str,
    names: Sequence[str],
    stage: str,
    students: Sequence[str],
    stages: Sequence[str],
    zone: ZoneInfo,
) -> lms.Naming:
    if preset == "auto":
        return lms.guess_naming(names, stage, zone, students, stages)
    if preset not in lms.PRESETS:
        raise CourseError(
            f"--preset {preset!r} is unknown, expected auto, {', '.join(lms.PRESETS)}"
        )
    return lms.in_archive(lms.PRESETS[preset], names, students)


def _sort_out(
    course: Course,
    stage: str,
    entries: Sequence[Entry],
    naming: lms.Naming,
    by_hand: Mapping[str, lms.Claim],
    zone: ZoneInfo,
) -> tuple[dict[str, list[_Attempt]], list[CollectedFile]]:
    """Return the usable attempts per student, and what is said of every other file."""
    files: list[CollectedFile] = []
    found: list[_Attempt] = []
    claims: list[lms.Claim] = []
    others = [name for name in course.stages() if name != stage]
    # On a platform, a file of this name is the student's own.
    times = _timestamp_files(entries, zone) if naming.name == "nbgrader" else {}
    unclear = _several(entries, by_hand)
    for entry in entries:
        # What --names says of several files at once, it says of none.
        claim = _claim(entry.name, naming, {} if entry.name in unclear else by_hand, zone)
        verdict = _refusal(entry, claim, stage, others, unclear)
        if verdict:
            files.append(verdict)
        elif claim is not None:
            beside = times.get(str(PurePosixPath(entry.name).parent))
            found.append(_Attempt(entry, claim, claim.submitted or beside or entry.changed))
        # Whose notebook was refused is there too: nobody else may have his id.
        if claim is not None and (verdict is None or verdict.status == "refused"):
            claims.append(claim)
    shared = lms.shared_ids(claims)
    attempts = defaultdict(list)
    for attempt in found:
        people = shared.get((attempt.claim.student.casefold(), attempt.claim.person))
        if people:
            files.append(attempt.done("refused", _several_people(people)))
        else:
            attempts[attempt.claim.student].append(attempt)
    return attempts, files


def _claim(
    name: str, naming: lms.Naming, by_hand: Mapping[str, lms.Claim], zone: ZoneInfo
) -> lms.Claim | None:
    """Return what ``--names`` says of a file, or else what its name says.

    Whose name does not say the same is a person of his own: somebody else may have the id too. The
    time that the platform wrote holds where ``--names`` has none.
    """
    told = lms.read_claim(naming, name, zone)
    given = by_hand.get(name) or by_hand.get(PurePosixPath(name).name)
    if given is None:
        return told
    if told is None:
        return replace(given, person=name)
    own = told.student.casefold() == given.student.casefold()
    when = replace(given, submitted=given.submitted or told.submitted, late=told.late)
    return (
        replace(when, person=told.person, attempt=told.attempt)
        if own
        else replace(when, person=name)
    )


def _several(entries: Iterable[Entry], by_hand: Mapping[str, lms.Claim]) -> frozenset[str]:
    """Return the files that ``--names`` means by a last part that other files have too.

    Anybody can call a file so; only a whole path says which one is meant.
    """
    paths = {entry.name for entry in entries}
    lasts = Counter(PurePosixPath(path).name for path in paths)
    return frozenset(
        path
        for path in paths - by_hand.keys()
        if (last := PurePosixPath(path).name) in by_hand and lasts[last] > 1
    )


def _several_people(people: Sequence[str]) -> str:
    some = ", ".join(repr(person[:60]) for person in people[:3])
    return f"several people have this name ({some}); say who is who with --names"


def _refusal(
    entry: Entry,
    claim: lms.Claim | None,
    stage: str,
    others: Iterable[str],
    unclear: Collection[str],
) -> CollectedFile | None:
    student = claim.student if claim else ""
    if entry.refused:
        return CollectedFile(entry.name, "refused", student, reason=entry.refused)
    if not lms.is_notebook(entry.name):
        return CollectedFile(entry.name, "ignored", reason="not a notebook")
    file = PurePosixPath(entry.name).name
    if entry.name in unclear:
        reason = f"--names has {file!r}, the name of several files; give its whole path there"
        return CollectedFile(entry.name, "refused", reason=reason)
    # A name that is the stage's is the notebook's, not a student's.
    if claim is None or (claim.student == stage and not claim.given):
        reason = "its name does not tell whose it is; add it to --names"
        return CollectedFile(entry.name, "unmatched", reason=reason)
    if claim.given:
        return None
    other = next((name for name in others if name in file and stage not in file), "")
    if claim.stage and claim.stage != stage:
        other = claim.stage
    return CollectedFile(entry.name, "ignored", student, reason=f"of {other}") if other else None


def _timestamp_files(entries: Iterable[Entry], zone: ZoneInfo) -> dict[str, datetime]:
    """Return the times in nbgrader's ``timestamp.txt`` files, by their folder."""
    times = {}
    for entry in entries:
        path = PurePosixPath(entry.name)
        if path.name != "timestamp.txt" or entry.refused:
            continue
        with contextlib.suppress(ValueError, OSError):  # unreadable: the file's own time counts
            time = lms.parse_time(entry.read()[:100].decode(), zone)
            if time is not None:
                times[str(path.parent)] = time
    return times


def _take_latest(course: Course, stage: str, attempts: list[_Attempt]) -> list[CollectedFile]:
    """Store the latest attempt that is a notebook; return what became of each."""
    named = [attempt for attempt in attempts if stage in PurePosixPath(attempt.entry.name).name]
    spare = [attempt for attempt in attempts if named and attempt not in named]
    files = [entry.done("ignored", f"not named {stage}, and another one is") for entry in spare]
    latest_first = sorted(
        named or attempts,
        # Of one time, the file that lies in the fewest folders.
        key=lambda attempt: (
            attempt.claim.attempt,
            attempt.submitted,
            -attempt.entry.name.count("/"),
            attempt.entry.name,
        ),
        reverse=True,
    )
    taken = ""
    for attempt in latest_first:
        if taken:
            files.append(attempt.done("older", f"{taken} is newer"))
            continue
        try:
            content = attempt.entry.read()
            parse_notebook(Path(attempt.entry.name), content.decode("utf-8-sig"))
            files.append(_store(course, stage, attempt, content))
            taken = PurePosixPath(attempt.entry.name).name
        except (NotebookError, ValueError, OSError) as error:
            files.append(attempt.done("refused", _reason(attempt.entry.name, error)))
    return files


def _reason(name: str, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8 text"
    if isinstance(error, OSError):
        return f"cannot be stored: {error.strerror or error}"
    return str(error).removeprefix(f"{name}: ")


def _store(course: Course, stage: str, attempt: _Attempt, content: bytes) -> CollectedFile:
    """Write one submission, each file whole or not at all; keep what it replaces."""
    folder = course.folder("submitted", stage, attempt.claim.student)
    if folder.is_symlink() or folder.parent.is_symlink():
        return attempt.done("refused", f"{folder} is a link")
    target = folder / f"{stage}.ipynb"
    before = target.read_bytes() if target.is_file() else None
    if before == content:
        return attempt.done("unchanged")
    known = read_timestamp(folder)
    if before is not None and known is not None and known > attempt.submitted:
        return attempt.done("older", f"the one of {known:%Y-%m-%d %H:%M:%S} UTC stays")
    if before is not None:
        _keep(course, stage, attempt.claim.student, known, before)
    folder.mkdir(parents=True, exist_ok=True)
    # The time first: if the machine stops in between, the next run sees other content and goes on.
    stamp = attempt.submitted.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    _write(folder / "timestamp.txt", f"{stamp}\n".encode())
    _write(target, content)
    return attempt.done("collected" if before is None else "replaced")


def _keep(course: Course, stage: str, student: str, when: datetime | None, content: bytes) -> None:
    """Put a replaced attempt under ``build/attempts``, where nothing grades it."""
    folder = course.build / "attempts" / stage / student
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^0-9T]", "-", f"{when:%Y-%m-%dT%H-%M-%S}") if when else "unknown-time"
    _write(folder / f"{stem}.ipynb", content)


def _write(target: Path, content: bytes) -> None:
    fresh = target.with_name(f".{target.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, target)
