"""File names of learning platforms, times and ids: any text is a safe folder name, or nobody's."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from fuzz_parts import entry, part

from autograder.gradebook.lms import PRESETS, guess_naming, parse_time, read_claim, student_id
from autograder.notebook.names import modules_of, names_of

ZONES = tuple(
    ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Pacific/Apia", "America/Los_Angeles")
)
TOKENS: tuple[Any, ...] = (
    "_assignsubmission_file_", "_attempt_", "2026-03-01-18-05-59", "LATE_", "submitted/", "timestamp.txt", ".ipynb",
    "hw/hw.ipynb", "-1.ipynb", "_123_", "../", "C:", "con", "\u0130", "\ufb01", "\u2126", "\u0661\u0662", "e\u0301", "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-23:59", " UTC", "+14:00", "def f(x):\n", "class A:\n  pass\n", "import os.path as p\n",
    "from a import *\n", "lambda: 0", "%%time\n", "!ls\n", "%matplotlib inline\n", "x = 1 is 1\n", "'\\d'\n", "0x1for x in y\n", "(" * 300,
    "[x for x in y]\n", "try:\n f\nexcept E as e:\n g\n", "\x0c", "\\\n", "match x:\n case [a, *b]: c\n", "f'{x!r:{y}}'\n", "-" * 400,
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    {"times": ["9999-12-31T23:59:59-23:59", "0001-01-01"], "source": "x = 0x1for x in y"}, {"source": "text = '\\d'"},
    {"names": ["c/Ada L_12_assignsubmission_file_/hw.ipynb", "c/Zoë_13_assignsubmission_file_hw.ipynb"]},
    {"names": ["hw_ada_attempt_2026-03-01-18-05-59_hw.ipynb", "adal_LATE_12_345_hw-2.ipynb", "adal_12_345_hw.ipynb"]},
    {"names": ["submitted/ada/hw/hw.ipynb", "ada/hw.ipynb", "ada.ipynb"], "times": ["2026-03-01 18:05:59 UTC", "2026-03-01-18-05-59"]},
    {"source": "import a.b as c\nfrom d import e\ndef f(x=y):\n  global z\n  return g\nfor i in h: pass\nexcept_ = 1"},
    {"source": "%%time\nclass A(B):\n  x = 1\n!ls\ntry:\n  f()\nexcept E as e:\n  del q\n"},
)  # fmt: skip
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


def check(tree: Any) -> None:
    """Read names under every naming, times in every zone, and the names that a cell binds."""
    _check_names([name for name in part(tree, "names", list, []) if isinstance(name, str)])
    for text in part(tree, "times", list, []):
        for zone in ZONES if isinstance(text, str) else ():
            time = parse_time(text, zone)
            assert time is None or time.astimezone(UTC).tzinfo is UTC
    source = entry(tree, "source")
    if isinstance(source, str):
        found = names_of.__wrapped__(source)
        assert found.defines <= found.binds
        modules_of(source)


def _check_names(names: list[str]) -> None:
    for zone, naming in zip(ZONES * 2, PRESETS.values(), strict=False):
        for name in names:
            claim = read_claim(naming, name, zone)
            if claim is not None:
                _check_id(claim.student)
                assert claim.attempt >= 0
    if names:
        guess_naming(names, "hw", ZONES[0])
    for name in names:
        _check_id(student_id(name))
        PurePosixPath(name)


def _check_id(student: str) -> None:
    if student:
        assert _SAFE.fullmatch(student), student
        assert student_id(student) == student
