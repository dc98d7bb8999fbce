"""The answers of graded submissions, kept so that other tolerances need no code to run again."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.gradebook.course import Course
from autograder.records import Graded

_LENGTH = struct.Struct("<I")
"""A file is the length of the record, the record as packed JSON, and the packed answers."""


def keep_answers(course: Course, stage: str, text: str, graded: Graded) -> Graded:
    """Write a record with its answers and return it without them."""
    bare = dataclasses.replace(graded, answers="")
    if not graded.answers or graded.rejudged:
        return bare
    path = _file(course, stage, graded.student, graded.name, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    record = zlib.compress(json.dumps(dataclasses.asdict(bare)).encode(), 1)
    fresh.write_bytes(_LENGTH.pack(len(record)) + record + base64.b64decode(graded.answers))
    os.replace(fresh, path)
    return bare


def kept_answers(
    course: Course, stage: str, student: str, notebook: str, text: str
) -> Mapping[str, Any] | None:
    """Return the record with answers of exactly this notebook file, as JSON; None if not kept."""
    try:
        content = _file(course, stage, student, notebook, text).read_bytes()
        end = _LENGTH.size + _LENGTH.unpack_from(content)[0]
        found: dict[str, Any] = json.loads(zlib.decompress(content[_LENGTH.size : end]))
    except (OSError, ValueError, struct.error, zlib.error):
        return None
    return {**found, "answers": base64.b64encode(content[end:]).decode()}


def _file(course: Course, stage: str, student: str, notebook: str, text: str) -> Path:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return course.build / "answers" / stage / student / f"{notebook}-{digest}.answers"
