"""Run one of nbgrader's converters for one student: its log to a file, its failure to one line."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy.exc

from autograder.gradebook.course import Course

_PLAIN = (
    ("DeadKernel", "its code ended the kernel, or used up the memory"),
    ("database is locked", "the gradebook was locked by another program; run this again"),
    ("TimeoutError", "a cell did not stop when its time was over"),
    ("TooLong", "its page takes too long to make"),
    ("RecursionError", "the notebook is nested too deeply"),
    ("No space left", "the disk is full"),
)


def run_converter(course: Course, converter: Any, stage: str, student: str) -> str:
    """Run it, replacing what an earlier run left; return "" or why it failed, in one line.

    The full log lies in ``build/logs/<stage>/<student>.log``. Ctrl-C passes through.
    """
    directory = type(course.directory)(config=course.config, root=str(course.root))
    directory.assignment_id, directory.student_id = stage, _glob_escaped(student)
    with (
        warnings.catch_warnings(),
        _log_to(course.build / "logs" / stage / f"{student}.log") as (log, messages),
    ):
        try:
            # nbgrader adds rows before their parents; SQLAlchemy warns, and all is saved
            warnings.filterwarnings("ignore", category=sqlalchemy.exc.SAWarning)
            app = converter(coursedir=directory, config=course.config, log=log)
            app.force = True
            app.start()
        except Exception as error:  # noqa: BLE001 - whatever a submission breaks is a finding
            messages.append(f"{type(error).__name__}: {error}")
            return _one_line(messages)
    return ""


def _glob_escaped(student: str) -> str:
    """Return the id as nbgrader wants it: it treats the id as a file pattern."""
    return re.sub(r"([\[*?])", r"[\1]", student)


@contextmanager
def _log_to(path: Path) -> Iterator[tuple[logging.Logger, list[str]]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    log = logging.Logger(f"nbgrader.{path.stem}", logging.INFO)
    messages: list[str] = []
    to_file = logging.FileHandler(path, mode="w", encoding="utf-8")
    to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(to_file)
    log.addHandler(_Errors(messages))
    try:
        yield log, messages
    finally:
        to_file.close()


class _Errors(logging.Handler):
    """Keeps the errors' texts: nbgrader logs the traceback and raises something general."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _one_line(messages: list[str]) -> str:
    everything = "\n".join(messages)
    for sign, meaning in _PLAIN:
        if sign in everything:
            return meaning
    tracebacks = [text for text in messages if text.startswith("Traceback")]
    text = (tracebacks or messages or ["failed without a message"])[-1]
    return (text.strip().splitlines() or ["failed without a message"])[-1][:200]


def find_links(folder: Path) -> tuple[str, ...]:
    """Return the names of all symbolic links in a folder, itself included."""
    if folder.is_symlink():
        return (folder.name,)
    return tuple(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink())
