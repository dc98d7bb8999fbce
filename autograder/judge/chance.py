"""The global random generators of both sides: the judge's seeds reach the student, never back.

A test that seeds ``np.random`` and calls a student's function means the student's draws too. The
student's side cannot set the judge's state: where it drew numbers, the judge's generators are moved
on by one draw, so that a check sees that they were used.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from autograder.wire.chance import numpy_mark, numpy_state


class Chance:
    """Knows what of the judge's generators the student's side has been told."""

    def __init__(self) -> None:
        self._mark = b""
        self._plain: Any = None

    def news(self, plain: bool) -> dict[str, Any]:
        """Return the states that changed since the last call; Python's own only if ``plain``."""
        states: dict[str, Any] = {}
        mark = numpy_mark()
        if mark != self._mark:
            self._mark = mark
            states["numpy"] = numpy_state()
        if plain:
            now = random.getstate()
            if now != self._plain:
                self._plain = now
                states["plain"] = (now[0], list(now[1]), now[2])
        return states

    def disturb(self) -> None:
        """Move on: the student's side drew."""
        np.random.random()  # noqa: NPY002
        random.random()  # noqa: S311
