"""What the audit of a stage accepts: changes of its solutions that are no mistakes, with reasons.

``autograder/mutants/<stage>/accepted.toml`` holds groups of changes with one reason each::

    [[equivalent]]
    reason = "both branches give 0 at x = 0"
    changes = ["relu_forward: out = x * (x > 0) -> out = x * (x >= 0)"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.authoring.text import AuthoringError
from cs231n_core.errors import explain

NAME = "accepted.toml"
SHORTEST_REASON = 20
SHAPE = "[[equivalent]] with reason and changes"


def read_accepted(folder: Path) -> Mapping[str, str]:
    """Return the reason for each change that a stage's list accepts; nothing if it has no list.

    Raises
    ------
    AuthoringError
        If the file is not TOML, an entry has no reason, or something is listed twice.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AuthoringError(f"{path}: not TOML: {error}") from None
    unknown = sorted(set(content) - {"equivalent"})
    if unknown:
        raise AuthoringError(explain(str(path), "there is", unknown, SHAPE))
    return _reasons(path, content.get("equivalent", ()))


def _reasons(path: Path, entries: Any) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for entry in entries:
        if set(entry) != {"reason", "changes"}:
            raise AuthoringError(explain(str(path), "an entry is", entry, SHAPE))
        reason = entry["reason"]
        if len(reason) < SHORTEST_REASON:
            wanted = "a sentence that says why"
            raise AuthoringError(explain(str(path), "a reason is", repr(reason), wanted))
        for change in entry["changes"]:
            if change in reasons:
                raise AuthoringError(
                    explain(str(path), "it lists twice", change, "one reason each")
                )
            reasons[change] = reason
    return reasons
