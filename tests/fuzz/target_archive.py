"""Collecting an archive: files appear in the submitted folder alone, and every name gets a verdict.

An input says what members the zip has, which lies its directory tells and which bytes are damaged.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import struct
import tempfile
import warnings
import zipfile
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import Any

from fuzz_parts import bounded, entry, part, patched, raw

from autograder.gradebook import collect as collecting
from autograder.gradebook.archive import Entry, open_source
from autograder.gradebook.course import load_course
from autograder.gradebook.lms import PRESETS, guess_naming, read_claim
from autograder.notebook.read import MAX_BYTES
from autograder.records import CourseError

STAGE = "hw"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_MADE = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="fuzz-")
FOLDER = os.path.realpath(_MADE.name)
_ROOT = Path(FOLDER)
_NOTEBOOK = '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}'
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST = 2**21
"""Bytes to which a member's content may be repeated: enough to be a bomb, which starts at 2**20."""
_MEMBER = {
    "name": "ada/hw/hw.ipynb",
    "text": _NOTEBOOK,
    "method": 1,
    "date": [2026, 3, 1, 18, 5, 58],
}
TOKENS: tuple[Any, ...] = (
    _MEMBER, "collect", "members", "name", "text", "hex", "method", "date", "mode", "flags", "extra", "comment", "repeat", "preset", "patch", "cut", "prefix",
    "timezone", "pattern", *PRESETS, "ada/hw/timestamp.txt", "2026-03-01 18:05:59 UTC", "0001-01-01T00:00:00-12:00", "../../x.ipynb", "/etc/x.ipynb", "C:/x.ipynb",
    "a\\..\\..\\hw.ipynb", "ada/", "hw.ipynb", ".ipynb", "__MACOSX/x", "Europe/Berlin", "Pacific/Apia", _NOTEBOOK, 0o120777, 0o100644, "(?P<student>.*)",
    "x_1_assignsubmission_file_/hw.ipynb", "x_LATE_1_2_hw-3.ipynb", "x_y_attempt_2026-03-01-18-05-59_hw.ipynb", {"text": "x", "repeat": 100000, "name": "b/hw.ipynb"},
    [9, 99, 99, 99, 99, 99], "0100", "0a00", [-22, 1], [-10, 255], [-6, 255],
)  # fmt: skip
_ONE = {"members": [_MEMBER]}
SEEDS: tuple[Any, ...] = (
    {"collect": 1, "members": [_MEMBER, {**_MEMBER, "name": "ada/hw/timestamp.txt", "text": "2026-03-01 18:05:59 UTC"}]},
    {"collect": 1, "members": [{**_MEMBER, "name": "c/Ada L_12_assignsubmission_file_/hw.ipynb"}, {"name": "../x.ipynb", "text": "{}"}]},
    {"collect": 1, "members": [{**_MEMBER, "name": f"{name}/hw.ipynb"} for name in ("ada", "ada.", "bob", "eve/bob")]},
    *({"members": [{**_MEMBER, "method": 0, "compress_type": method}]} for method in (8, 12, 14, 99)),
    {"members": [_MEMBER, {**_MEMBER, "date": [1980, 0, 0, 0, 0, 0]}, {**_MEMBER, "name": "l/hw.ipynb", "mode": 0o120777}], "cut": -5},
    {**_ONE, "collect": 1, "before": {"ada": ["2026-04-01 00:00:00 UTC", "{}"]}, "timezone": "Pacific/Apia"},
    {"members": [{"name": ""}, _MEMBER]}, {"collect": 1, "members": [_MEMBER, {"name": "ada/hw/timestamp.txt", "text": "0001-01-01T00:00:00+10:00"}]},
    {**_ONE, "hex": "00"}, {"text": "no zip"}, _ONE,
)  # fmt: skip


def _no_gradebook(_: Any) -> tuple[str, ...]:
    return ("ada", "zoe")


def _course() -> Any:
    """Return a course in memory; the list of enrolled students is its gradebook's otherwise."""
    (_ROOT / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.source_directory = 'source'\n"
        "c.CourseDirectory.submitted_directory = 'build/submitted'\n"
    )
    (_ROOT / "source" / STAGE).mkdir(parents=True)
    (_ROOT / "source" / STAGE / f"{STAGE}.ipynb").write_text(_NOTEBOOK)
    collecting.enrolled = _no_gradebook
    return load_course(_ROOT)


COURSE = _course()


class _Archive(io.BytesIO):
    """An archive in memory, as a path and as the file behind it."""

    def is_dir(self) -> bool:
        return False

    def exists(self) -> bool:
        return True


def check(tree: Any) -> None:
    """Read all members; where the input asks for it, collect them into a folder."""
    contents: set[bytes] = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        content = _archive(tree, contents)
    if entry(tree, "collect"):
        _check_collected(tree, content, contents)
        return
    try:
        source: Any = _Archive(content)
        with open_source(source, UTC) as entries:  # type: ignore[arg-type]
            for found in entries:
                _check_entry(found)
    except CourseError as error:
        assert "\n" not in str(error)


def _check_entry(found: Entry) -> None:
    read_claim(guess_naming([found.name], STAGE, UTC), found.name, UTC)  # type: ignore[arg-type]
    if found.refused:
        assert "\n" not in found.refused
        return
    path = PurePosixPath(found.name)
    assert not path.is_absolute()
    assert ".." not in path.parts
    with contextlib.suppress(ValueError, OSError):
        assert len(found.read()) <= MAX_BYTES


def _check_collected(tree: Any, content: bytes, contents: set[bytes]) -> None:
    """Collect; every file is told of, and what was stored is what a member held."""
    shutil.rmtree(_ROOT / "build", ignore_errors=True)
    _fill(part(tree, "before", dict, {}), contents)
    archive = _ROOT / "archive.zip"
    archive.write_bytes(content)
    options = {
        name: entry(tree, name) for name in ("preset", "timezone") if entry(tree, name) is not None
    }
    options = {name: value for name, value in options.items() if isinstance(value, str)}
    try:
        report = collecting.collect(COURSE, STAGE, archive, **options)
    except CourseError as error:
        assert str(error)
        assert "\n" not in str(error).replace(str(options), "")
        return
    assert all(file.status for file in report.files)
    taken = {file.student for file in report.files if file.status in ("collected", "replaced")}
    _check_people(report)
    submitted = _ROOT / "build" / "submitted"
    for student in taken:
        assert (submitted / student / STAGE / f"{STAGE}.ipynb").is_file()
    for path in (_ROOT / "build").rglob("*"):
        assert not path.name.endswith(".new"), path
        assert not path.is_symlink()
    if not entry(tree, "patch") and not entry(tree, "cut"):
        for path in submitted.glob(f"*/{STAGE}/{STAGE}.ipynb"):
            assert path.read_bytes() in contents, path


def _check_people(report: Any) -> None:
    """Where a folder is a student, no two folders are one."""
    folders: dict[str, set[str]] = {}
    for file in report.files if report.naming == "folders" else ():
        if file.status in ("collected", "replaced", "unchanged", "older"):
            folder = file.source.rpartition("/")[0]
            folders.setdefault(file.student.casefold(), set()).add(folder)
    assert all(len(found) == 1 for found in folders.values()), folders


def _fill(before: dict[str, Any], contents: set[bytes]) -> None:
    """Store what was handed in before: a time and a notebook for each of two students."""
    for name in ("ada", "bob"):
        found = before.get(name)
        if isinstance(found, list):
            folder = _ROOT / "build" / "submitted" / name / STAGE
            folder.mkdir(parents=True)
            time, text = part(found, 0, str, ""), part(found, 1, str, "")
            (folder / "timestamp.txt").write_text(time, errors="replace")
            (folder / f"{STAGE}.ipynb").write_text(text, errors="replace")
            contents.add(text.encode("utf-8", "replace"))


def _archive(tree: Any, contents: set[bytes]) -> bytes:
    text = part(tree, "text", str, "")
    if text:
        return raw(text)
    stream = io.BytesIO(raw(part(tree, "hex", str, "")))
    stream.seek(0, io.SEEK_END)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = raw(part(tree, "comment", str, ""))[:1000]
        for member in part(tree, "members", list, [])[:40]:
            _add(archive, member, contents)
    return patched(stream.getvalue(), entry(tree, "patch"), entry(tree, "cut"))


def _add(archive: zipfile.ZipFile, member: Any, contents: set[bytes]) -> None:
    dates = part(member, "date", list, [])
    least = (1980, 0, 0, 0, 0, 0)
    date = [
        bounded(part(dates, k, int, 1), least[k], (2107, 15, 31, 31, 63, 62)[k], 1)
        for k in range(6)
    ]
    info = zipfile.ZipInfo("x", tuple(date))  # type: ignore[arg-type]
    info.filename = part(member, "name", str, "x").encode("utf-8", "replace").decode()[:2000]
    info.external_attr = bounded(part(member, "mode", int, 0o100644), 0, 0o177777, 0) << 16
    info.extra = raw(part(member, "extra", str, ""))[:500]
    info.compress_type = METHODS[bounded(part(member, "method", int, 0), 0, 1, 0)]
    content = raw(part(member, "hex", str, "")) or part(member, "text", str, "").encode(
        "utf-8", "replace"
    )
    content *= bounded(part(member, "repeat", int, 1), 0, _MOST // max(len(content), 1), 1)
    contents.add(content)
    with contextlib.suppress(ValueError, struct.error):
        archive.writestr(info, content)
        _lie(archive.filelist[-1], member)


def _lie(info: zipfile.ZipInfo, member: Any) -> None:
    """Say something untrue in the directory: sizes, flags, method, place."""
    for name, most in (("file_size", 2**32 - 1), ("compress_size", 2**32 - 1), ("flag_bits", 65535),
                       ("compress_type", 100), ("header_offset", 2**31), ("CRC", 2**32 - 1)):  # fmt: skip
        value = entry(member, name)
        if type(value) is int:
            setattr(info, name, value & most)
