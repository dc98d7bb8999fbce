"""Inputs of one's own for every student, drawn from a secret of the course."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from autograder.gradebook.course import Course
from autograder.records import CourseError

NAME = ".autograder-secret"
BYTES = 32


def secret_path(course: Course) -> Path:
    """Return where the secret lies: beside the configuration, which no jail can see."""
    return course.root / NAME


def course_secret(course: Course) -> bytes:
    """Return the course's secret; make it if there is none.

    Raises
    ------
    CourseError
        If the file is not one that this function made.
    """
    path = secret_path(course)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with open(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(BYTES) + "\n")
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        found = b""
    if len(found) != BYTES:
        raise CourseError(f"{path} is damaged; restore it, or remove it and grade everybody again")
    return found


def student_seed(secret: bytes, stage: str, student: str) -> int:
    """Return what a student's hidden inputs in a stage are drawn from: always the same.

    Examples
    --------
    >>> student_seed(b"s", "01", "ann") == student_seed(b"s", "01", "ann")
    True
    >>> student_seed(b"s", "01", "ann") == student_seed(b"s", "01", "bob")
    False
    """
    message = f"{stage}\0{student}".encode()
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8], "big")
