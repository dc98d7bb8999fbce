"""A second wall around the files, where the kernel has Landlock: write to a few folders alone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence

from autograder.jail.inside.system import landlock

_WRITE = (1 << 1) | sum(1 << bit for bit in range(4, 13))
"""Write a file, remove and make entries of every kind."""

_REFER, _TRUNCATE = 1 << 13, 1 << 14
_VERSION_FLAG = 1
_PATH_RULE = 1
_NETWORK = 0b11
_SCOPES = 0b11
"""No signal to, no abstract socket of, a process outside."""


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Return which Landlock the kernel has, 0 for none."""
    return max(0, landlock("create", None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG)))


def restrict(writable: Sequence[str]) -> int:
    """Forbid this process to write outside ``writable``; return the version used, 0 for none.

    Must be called after ``no_new_privs``.

    Raises
    ------
    OSError
        When the kernel has Landlock and refuses the rules.
    """
    found = version()
    if not found:
        return 0
    handled = _WRITE | (_REFER if found >= 2 else 0) | (_TRUNCATE if found >= 3 else 0)
    rules = _Ruleset(handled, _NETWORK if found >= 4 else 0, _SCOPES if found >= 6 else 0)
    size = 8 if found < 4 else 16 if found < 6 else 24
    ruleset = _checked(
        landlock("create", ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    )
    for path in writable:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _PathRule(handled, folder)
        kind = ctypes.c_int(_PATH_RULE)
        _checked(
            landlock("add", ctypes.c_int(ruleset), kind, ctypes.byref(rule), ctypes.c_uint32(0))
        )
        os.close(folder)
    _checked(landlock("restrict", ctypes.c_int(ruleset), ctypes.c_uint32(0)))
    os.close(ruleset)
    return found


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"landlock: {os.strerror(number)}")
    return result
