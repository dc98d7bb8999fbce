"""The files of a zip archive or a folder that strangers filled: bounded, links and tricks refused.

Nothing is unpacked to disk. A member's name is only ever read as text, so it cannot point outside.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from autograder.notebook.read import MAX_BYTES
from autograder.records import CourseError

MAX_FILES = 20_000
"""Files in one archive: a class of a thousand with twenty files each."""

MAX_RATIO = 200
"""Unpacked to packed size of one file. Notebooks full of repeated text reach about 30."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How members may be packed. zipfile unpacks the other methods as a whole, however large."""

IGNORED = frozenset({"__MACOSX", ".ipynb_checkpoints", ".DS_Store"})
"""What desktops and Jupyter leave beside the real files."""

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Entry:
    """One file found: its name with forward slashes, its time, and why it is refused, if it is."""

    name: str
    changed: datetime
    read: Callable[[], bytes]
    refused: str = ""


@contextmanager
def open_source(source: Path, zone: ZoneInfo) -> Iterator[tuple[Entry, ...]]:
    """Yield the files of a zip archive or folder, sorted by name.

    Times in a zip carry no zone: they are meant in ``zone``.

    Raises
    ------
    CourseError
        When there is no such file, or it is neither a folder nor a zip archive.
    """
    if source.is_dir():
        yield _limited(source, _folder_entries(source, source))
        return
    if not source.exists():
        raise CourseError(f"{source}: no such file or folder")
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise CourseError(
            f"{source} is not a zip archive ({error}), expected the .zip of a learning platform "
            "or a folder"
        ) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        entries = (_zip_entry(archive, info, zone) for info in infos)
        yield _limited(source, entries)


def _limited(source: Path, entries: Iterator[Entry]) -> tuple[Entry, ...]:
    found = []
    for entry in entries:
        if IGNORED.isdisjoint(PurePosixPath(entry.name).parts):
            found.append(entry)
        if len(found) > MAX_FILES:
            raise CourseError(f"{source} holds more than {MAX_FILES} files; nothing was collected")
    return tuple(sorted(found, key=lambda entry: entry.name))


def _folder_entries(root: Path, folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield Entry(name, _changed(path), bytes, "a link; only plain files are collected")
        elif path.is_dir():
            yield from _folder_entries(root, path)
        elif path.is_file():
            yield Entry(name, _changed(path), _file_reader(path))
        else:
            yield Entry(name, _changed(path), bytes, "not a plain file")


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime).astimezone()
    except (ValueError, OverflowError):  # a year that is none
        return datetime(1980, 1, 1, tzinfo=UTC)


def _file_reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with path.open("rb") as stream:
            return _bounded(stream)

    return read


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, zone: ZoneInfo) -> Entry:
    name = info.filename.replace("\\", "/")
    return Entry(name, _zip_time(info, zone), _zip_reader(archive, info), _zip_refusal(info, name))


def _zip_refusal(info: zipfile.ZipInfo, name: str) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link; only plain files are collected"
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or _DRIVE.match(name):
        return "its name points outside the archive"
    if info.compress_type not in METHODS:
        return f"packed by method {info.compress_type}; save the archive as a plain .zip"
    if info.flag_bits & 0x1:
        return "encrypted; only plain files are collected"
    if info.file_size > MAX_BYTES:
        return f"{info.file_size} bytes, expected at most {MAX_BYTES}"
    if info.file_size > MAX_RATIO * max(info.compress_size, 1) and info.file_size > 2**20:
        return f"unpacks to {info.file_size // max(info.compress_size, 1)} times its size"
    return ""


def _zip_time(info: zipfile.ZipInfo, zone: ZoneInfo) -> datetime:
    try:
        return datetime(*info.date_time, tzinfo=zone)
    except ValueError:  # a month 0 and the like: zip writers without a clock
        return datetime(1980, 1, 1, tzinfo=zone)


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as stream:
                return _bounded(stream)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
            raise ValueError(f"damaged in the archive ({error})") from error

    return read


def _bounded(stream: Any) -> bytes:
    """Read at most the limit: the size that an archive states can be a lie."""
    content: bytes = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    return content
