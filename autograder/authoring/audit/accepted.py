"""What the audit of a stage accepts, each with the reason: mutants that are no mistakes, luck.

``autograder/mutants/<stage>/accepted.toml`` holds groups of changes with one reason each, and
groups of facets that some inputs make blind to a listed mutant which another facet catches::

    [[equivalent]]
    reason = "both branches give 0 at x = 0"
    changes = ["relu_forward: out = x * (x > 0) -> out = x * (x >= 0)"]

    [[shifting]]
    reason = "where the maximum lies is chance, and one place in four hides the mistake"
    facets = ["max_pool_backward_naive__square_windows: thin"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.authoring.text import AuthoringError
from cs231n_core.errors import explain

NAME = "accepted.toml"
SHORTEST_REASON = 20
LISTS = {"equivalent": "changes", "shifting": "facets"}
SHAPE = "[[equivalent]] with reason and changes, [[shifting]] with reason and facets"


@dataclass(frozen=True)
class Accepted:
    """The reason for each change that is no mistake, and for each facet that chance decides."""

    equivalent: Mapping[str, str] = field(default_factory=dict)
    shifting: Mapping[str, str] = field(default_factory=dict)


def read_accepted(folder: Path) -> Accepted:
    """Return what a stage's list accepts; nothing if it has no list.

    Raises
    ------
    AuthoringError
        If the file is not TOML, an entry has no reason, or something is listed twice.
    """
    path = folder / NAME
    if not path.is_file():
        return Accepted()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise AuthoringError(f"{path}: not TOML: {error}") from None
    unknown = sorted(set(content) - set(LISTS))
    if unknown:
        raise AuthoringError(explain(str(path), "there is", unknown, SHAPE))
    return Accepted(**{kind: _reasons(path, kind, content.get(kind, ())) for kind in LISTS})


def _reasons(path: Path, kind: str, entries: Any) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for entry in entries:
        if set(entry) != {"reason", LISTS[kind]}:
            raise AuthoringError(explain(str(path), "an entry is", entry, SHAPE))
        reason, names = entry["reason"], entry[LISTS[kind]]
        if len(reason) < SHORTEST_REASON:
            wanted = "a sentence that says why"
            raise AuthoringError(explain(str(path), "a reason is", repr(reason), wanted))
        for name in names:
            if name in reasons:
                raise AuthoringError(explain(str(path), "it lists twice", name, "one reason each"))
            reasons[name] = reason
    return reasons
