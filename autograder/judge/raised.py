"""Exceptions of student code on the judge's side: the same class where Python knows it, as text."""

from __future__ import annotations

import builtins
from typing import Any

MAX_TEXT = 2000
NOTE = "--- in the student's code ---\n"

ENDS = (StopIteration, StopAsyncIteration)
"""What would end a loop of the test if student code could raise it there."""

_KNOWN = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, ENDS)
}
_WARNINGS = {name: kind for name, kind in _KNOWN.items() if issubclass(kind, Warning)}


class StudentError(Exception):
    """An exception that Python itself has no name for, or that is none that a test may catch."""


class StudentGone(Exception):  # noqa: N818 - an event
    """The student's process ended, ran out of time, or broke the protocol; the text says which."""


class CheckStopped(BaseException):
    """The test cell itself ran out of time; no ``except Exception`` of a check may go on."""


def rebuilt(report: Any) -> Exception:
    """Return the exception that student code raised, as far as the judge wants to know it.

    A class of the student's own becomes a new class of the same name under the nearest class that
    Python knows, so that ``except ValueError`` in a test catches the student's subclass of it.
    """
    bases, text, trace = _read(report)
    known = next((_KNOWN[name] for name in bases if name in _KNOWN), StudentError)
    name = bases[0] if bases and bases[0].isidentifier() else "StudentError"
    kind = known if name in _KNOWN else type(name, (known,), {"__module__": "student"})
    try:
        error: Exception = kind(text)
    except Exception:  # noqa: BLE001 - UnicodeDecodeError and the like want more than a text
        error = StudentError(f"{name}: {text}")
    error.add_note(NOTE + trace)
    return error


def _read(report: Any) -> tuple[list[str], str, str]:
    try:
        bases, text, trace = report[0], report[1], report[2]
    except (TypeError, IndexError, KeyError):
        return [], "", ""
    names = [_words(base)[:60] for base in bases[:12]] if isinstance(bases, list) else []
    return names, _words(text)[:MAX_TEXT], _words(trace)[-6000:]


def _words(value: object) -> str:
    """Return text; of anything else nothing: lists may nest too deep to be written."""
    return value if isinstance(value, str) else ""


def warning_kind(name: object) -> type[Warning]:
    """Return the category of a warning by its name; an unknown one is a UserWarning."""
    return _WARNINGS.get(_words(name), UserWarning)
