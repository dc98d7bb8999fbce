"""Processes that ask the checks about wrong answers: these may loop, fill the memory or crash.

A process that an answer takes too long in, or kills, is replaced; how it ended is that answer's
verdict. Time is the processor's, so that a busy machine changes no verdict.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.authoring.answers import Answers, load_functions, reference
from autograder.authoring.audit.verdicts import Verdict, judge, shifting_facets
from autograder.authoring.text import AuthoringError
from autograder.checks.scoring import full_checks
from autograder.engine.pool import STEADY, default_workers

PRELOAD = [__name__, "nbformat"]
"""What every worker is forked with."""


@dataclass(frozen=True)
class Limits:
    """What one answer may use: seconds of processor time for each seed, and more memory."""

    seconds: float = 10.0
    megabytes: int = 2048


@dataclass(frozen=True)
class Task:
    """One question about one answer.

    ``source`` replaces functions of the reference; empty for the reference itself. With ``both``
    the hidden facets are asked although a visible one has failed. ``seeds`` are those under which
    the hidden facets must say what they say under the public one.
    """

    item: str
    source: str = ""
    path: str = "mutant"
    both: bool = True
    seeds: tuple[int, ...] = ()


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: int | None = None


@dataclass
class Workers:
    """Worker processes for one stage. Use as a context.

    Parameters
    ----------
    stage : str
        The stage whose checks are asked.
    folder : Path
        Where the stage's text lies.
    count : int, optional
        How many processes, by default one per processor.
    limits : Limits, optional
        What one answer may use.
    """

    stage: str
    folder: Path
    count: int = field(default_factory=default_workers)
    limits: Limits = field(default_factory=Limits)

    def __enter__(self) -> Workers:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOAD)
        self._all = [self._started() for _ in range(self.count)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._all:
            worker.connection.close()
            worker.process.kill()
        for worker in self._all:
            worker.process.join()

    def ask(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Verdict]]:
        """Yield the place of each task in the sequence and its verdict, as they come."""
        waiting = deque(range(len(tasks)))
        left = len(tasks)
        while left:
            for worker in self._all:
                if worker.task is None and waiting:
                    worker.task = waiting.popleft()
                    _send(worker.connection, tasks[worker.task])
            ready = wait([worker.connection for worker in self._all if worker.task is not None])
            for worker in [worker for worker in self._all if worker.connection in ready]:
                number, worker.task = worker.task, None
                assert number is not None  # noqa: S101 - it is busy
                yield number, self._heard(worker)
                left -= 1

    def _heard(self, worker: _Worker) -> Verdict:
        try:
            said = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            worker.connection.close()
            worker.process.join()
            code = worker.process.exitcode or 0
            self._all[self._all.index(worker)] = self._started()
            return Verdict(ended=ending(code, self.limits))
        if isinstance(said, AuthoringError):
            raise said
        verdict: Verdict = said
        return verdict

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self.stage, self.folder, self.limits)
        process = self._context.Process(target=_work, args=arguments, daemon=True)
        with _steady():
            process.start()
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def _steady() -> Iterator[None]:
    """Let a process that starts meanwhile compute as a grading does: always the same bits."""
    before = {name: os.environ.get(name) for name in STEADY}
    os.environ.update(STEADY)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def ending(code: int, limits: Limits) -> str:
    """Return in words how a worker's process ended.

    Examples
    --------
    >>> ending(-int(signal.SIGPROF), Limits(seconds=2))
    'stopped after 2 s of processor time'
    >>> ending(-11, Limits())
    'killed by SIGSEGV'
    """
    if code == -signal.SIGPROF:
        return f"stopped after {limits.seconds:g} s of processor time"
    if code == -signal.SIGALRM:
        return f"stopped after {10 * limits.seconds:g} s"
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended its process ({code})"


def _send(connection: Connection, task: Task) -> None:
    try:
        connection.send(task)
    except (BrokenPipeError, ConnectionResetError):
        return  # noticed when it is listened to


def _work(connection: Connection, stage: str, folder: Path, limits: Limits) -> None:
    """Answer tasks until the connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's
    _limit_memory(limits.megabytes)
    judge_task = _judging(stage, folder, limits)
    while True:
        try:
            connection.send(judge_task(connection.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _limit_memory(megabytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _judging(stage: str, folder: Path, limits: Limits) -> Any:
    checks, solved = full_checks(stage), reference(stage, folder)

    def judge_task(task: Task) -> Verdict | AuthoringError:
        answers = Answers(Path(task.path), "", {}, (), task.source) if task.source else None
        _start_clock(limits.seconds)
        try:
            functions = load_functions(solved, checks.stage.item(task.item).functions, answers)
            verdict = judge(checks, task.item, functions, both=task.both)
            shifting = shifting_facets(
                checks, task.item, functions, task.seeds, lambda: _start_clock(limits.seconds)
            )
        except Exception as error:  # noqa: BLE001 - what an answer raises when called is caught
            what = f"{type(error).__name__}: {error}"
            return AuthoringError(f"{task.path}: cannot be asked about {task.item}: {what}")
        finally:
            _start_clock(0.0)
        return replace(verdict, shifting=shifting)

    return judge_task


def _start_clock(seconds: float) -> None:
    """End this process after so much processor time, or ten times as long on the wall."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
