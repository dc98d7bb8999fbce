"""The student's process for the length of a submission, and another one after a crash."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.judge.link import Link
from autograder.judge.outputs import checked_outputs
from autograder.judge.raised import StudentGone
from autograder.judge.transcript import Diverged, Replayed, Transcript
from autograder.notebook.definitions import definitions_of

REPLAY_FACTOR = 4.0
"""How much longer than the first time the cells may take when a new process runs them again."""

REPLAY_SECONDS = 5.0
RECALL_SECONDS = 60.0
"""How long a test cell may take that waits for nobody."""

OWN_SHARE = 0.5
"""How much of a submission's time the cells may take that are no answers: tests need the rest."""

REPLAY_SHARE = 0.1
"""How much of it a new process may take for the long ones of them; of others it defines only."""

SHORT_CELL = 1.0
"""Seconds: a cell that took less is run again without a thought."""

MAX_CRASHES = 2
"""How often in one test cell a new process takes the place of one that crashed."""


@dataclass(frozen=True)
class _Ran:
    """A cell that was run: how long, if it is no answer, and whether it ended in an error."""

    source: str
    seconds: float
    failed: bool


@dataclass
class Session:
    """Runs student cells, and starts a new process with the same cells when one is lost.

    Parameters
    ----------
    start : callable
        Starts a confined process in place of the one before and returns the socket to it.
    end : callable
        Ends the process and returns what it used.
    cell_seconds : float
        How long one cell may take.
    total_seconds : float
        How long all may take together.
    files : dict
        Files that lie in the folder in which the cells run.
    """

    start: Callable[[], socket.socket]
    end: Callable[[], dict[str, Any]]
    cell_seconds: float
    total_seconds: float
    files: dict[str, bytes] = field(default_factory=dict)
    processes: int = 0
    used: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.link = Link(self._why, self._revive_within)
        self._crashes = 0
        self._end = time.monotonic() + self.total_seconds
        self._cells: list[_Ran] = []
        self._spent = 0.0
        self._own_left = OWN_SHARE * self.total_seconds
        self._sock: socket.socket | None = None

    def run(self, source: str, *, own: bool = False) -> list[dict[str, Any]]:
        """Run a student's cell and return its outputs; a lost process is one of them.

        Of a cell that does not come to its end, what it defines is kept. ``own`` says that it is
        no answer.
        """
        if own and self._own_left <= 0:
            most = OWN_SHARE * self.total_seconds
            said = f"cells that are no answers had their {most:g} s before"
            outputs = [_error("Skipped", f"{said}: what this one defines is there")]
        else:
            ended, outputs = self._run(source, own=own)
            if ended:
                return outputs
        kept = definitions_of(source)
        return [*outputs, *self._run(kept)[1]] if kept else outputs

    def _run(self, source: str, *, own: bool = False) -> tuple[bool, list[dict[str, Any]]]:
        """Run a cell; return whether it left its process alive, and its outputs."""
        self.revive()
        started = time.perf_counter()
        self.allow(self._own_left if own else self.cell_seconds)
        try:
            outputs = checked_outputs(self.link.cell(source))
        except StudentGone as gone:
            return False, [_error("Stopped", f"this cell ended its process: {gone}")]
        else:
            seconds = time.perf_counter() - started
            self._spent += seconds
            self._cells.append(_Ran(source, seconds if own else 0.0, _has_failed(outputs)))
            return True, outputs
        finally:
            if own:
                self._own_left -= time.perf_counter() - started

    def allow(self, seconds: float | None = None) -> None:
        """Let what comes next take the time of one cell or less, if so much is left."""
        most = self.cell_seconds if seconds is None else min(seconds, self.cell_seconds)
        self.link.allow(min(most, self._end - time.monotonic()))

    def revive(self) -> None:
        """Have a process, with all cells run in it that did not end the one before."""
        if not self.link.gone or time.monotonic() >= self._end:
            return
        deadline = self.link.deadline
        self._stop()
        self._sock = self.start()
        self.processes += 1
        self.link.connect(self._sock)
        self.link.allow(REPLAY_FACTOR * self._spent + REPLAY_SECONDS)
        try:
            if self.files:
                self.link.files(self.files)
            self._run_again()
        except StudentGone:
            return  # whatever asks next is told
        self.link.deadline = deadline

    def _run_again(self) -> None:
        """Run all cells in a new process; experiments that took long are not made again.

        What one of them made may be missing then, and a cell that needs it keeps what it defines.
        """
        left = REPLAY_SHARE * self.total_seconds
        for cell in self._cells:
            short = cell.seconds < SHORT_CELL
            again = short or cell.seconds <= left
            left -= 0.0 if short or not again else cell.seconds
            outputs = self.link.cell(cell.source if again else definitions_of(cell.source))
            if _has_failed(outputs) and not cell.failed:
                self.link.cell(definitions_of(cell.source))

    def begin_test(self) -> None:
        """Have a process for a test cell, and the time of one cell."""
        self._crashes = 0
        self.revive()
        self.allow()

    def _revive_within(self) -> None:
        """Have a process again in the middle of a test cell, after a crash."""
        self._crashes += 1
        if self._crashes <= MAX_CRASHES:
            self.revive()

    def close(self) -> None:
        """End the process."""
        self._stop()

    def _why(self) -> str:
        """Return why the process ended; asking ends it for good."""
        self._stop()
        return str(self.used[-1].get("cause", "")) if self.used else ""

    def _stop(self) -> None:
        if self._sock is None:
            return
        self._sock.close()
        self._sock = None
        self.used.append(self.end())


def recalled(transcript: Transcript) -> Session:
    """Return a session that answers what a transcript knows; there is no process behind it."""
    seconds = RECALL_SECONDS
    session = Session(_no_process, dict, cell_seconds=seconds, total_seconds=100 * seconds)
    session.link.connect(Replayed(transcript))
    return session


def _no_process() -> socket.socket:
    raise Diverged


def _has_failed(outputs: list[Any]) -> bool:
    return any(isinstance(o, dict) and o.get("output_type") == "error" for o in outputs)


def _error(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}
