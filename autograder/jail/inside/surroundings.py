"""What a call shows beside its result: prints, warnings, use of the global random generators."""

from __future__ import annotations

import io
import random
import sys
import warnings
from typing import Any

from autograder.wire.chance import numpy_mark, set_numpy_state

MAX_WARNINGS = 20
MAX_MESSAGE = 300
ROOM = 2**18
"""Characters that one call may print."""


class _Bounded(io.TextIOBase):
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = ROOM

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._parts.append(str(text)[: self._left])
            self._left -= len(text)
        return len(text)

    def taken(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        self._left = ROOM
        return text


class Surroundings:
    """Catches what one call shows. Use as a context; then ask `report`."""

    def __init__(self, plain_random: bool) -> None:
        self._watch = plain_random
        self._out, self._err = _Bounded(), _Bounded()

    def __enter__(self) -> Surroundings:
        self._before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._out, self._err
        self._catcher = warnings.catch_warnings(record=True)
        self._caught: Any = self._catcher.__enter__()
        warnings.simplefilter("always")
        self._mark = numpy_mark()
        self._plain = random.getstate() if self._watch else None
        return self

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._before
        self._catcher.__exit__(None, None, None)

    def report(self) -> dict[str, Any]:
        """Return what there is to say; nothing for a quiet call."""
        said: dict[str, Any] = {}
        for name, stream in (("out", self._out), ("err", self._err)):
            text = stream.taken()
            if text:
                said[name] = text
        if self._caught:
            said["warn"] = [
                [w.category.__name__[:60], str(w.message)[:MAX_MESSAGE]]
                for w in self._caught[:MAX_WARNINGS]
            ]
        if numpy_mark() != self._mark or (self._watch and random.getstate() != self._plain):
            said["drew"] = True
        return said


def set_random(states: dict[str, Any]) -> None:
    """Put the global generators into the state that the judge's are in."""
    if "numpy" in states:
        set_numpy_state(states["numpy"])
    if "plain" in states:
        version, key, gauss = states["plain"]
        random.setstate((version, tuple(key), gauss))
