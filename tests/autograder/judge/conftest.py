"""A judge with a student's process behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograder.jail.cage import Cage
from autograder.jail.limits import Limits
from autograder.judge.bench import Bench, Finding
from autograder.judge.link import Link


class Desk:
    """Student cells on one side, test cells on the other."""

    def __init__(self, cage: Cage) -> None:
        self.link = Link()
        self.bench = Bench()
        self._sock = cage.start(Limits())
        self.link.connect(self._sock)

    def student(self, source: str) -> list[Any]:
        self.link.allow(30)
        return self.link.cell(textwrap.dedent(source))

    def test(self, source: str, seconds: float = 30) -> Finding:
        self.link.allow(seconds)
        return self.bench.run(textwrap.dedent(source), seconds, self.link.names)

    def value(self, source: str) -> Any:
        finding = self.test(source)
        if finding.error is not None:
            raise finding.error
        return finding.value

    def close(self) -> None:
        self._sock.close()


@pytest.fixture
def desk(cage: Cage) -> Iterator[Desk]:
    made = Desk(cage)
    yield made
    made.close()
    cage.end()


@pytest.fixture
def split(desk: Desk) -> Callable[[str, str], Any]:
    """Run a student's cell, then a test cell, and return the test's value."""

    def run(student: str, test: str) -> Any:
        assert not [o for o in desk.student(student) if o["output_type"] == "error"]
        return desk.value(test)

    return run
