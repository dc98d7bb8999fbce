"""Many submissions on a few worker processes: each is graded once, wherever a worker is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import Any

from autograder.engine.worker import task_as_json
from autograder.grade import Task, graded_from, lost
from autograder.jail.cage import JailError
from autograder.jail.sandbox import ONE_THREAD
from autograder.notebook.plan import Plan
from autograder.records import Graded

TRIES = 2
"""How often a submission is begun whose worker was lost in the middle of it."""

STOP_SECONDS = 5.0

STEADY = {**dict.fromkeys(ONE_THREAD, "1"), "PYTHONHASHSEED": "0"}
"""Lets a worker compute as the jail does: always the same bits."""


def default_workers() -> int:
    """Return as many workers as this process may use processors."""
    return len(os.sched_getaffinity(0))


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    ready: bool = False
    task: Task | None = None


@dataclass
class Pool:
    """Worker processes for one stage. Use as a context; they start at once and import meanwhile.

    Parameters
    ----------
    plans : mapping
        What to grade by, for each notebook.
    workers : int
        How many processes.
    """

    plans: Mapping[str, Plan]
    workers: int = field(default_factory=default_workers)

    def __enter__(self) -> Pool:
        self._all = [self._started() for _ in range(max(1, self.workers))]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._all:
            worker.connection.close()
            if kind is not None:
                worker.process.kill()
        for worker in self._all:
            try:
                worker.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()

    def replan(self, plans: Mapping[str, Plan]) -> None:
        """Grade by other plans of the same stage from now on."""
        self.plans = plans
        for worker in self._all:
            _send(worker, self._plans())

    def _plans(self) -> dict[str, Any]:
        return {"plans": [plan.as_json() for plan in self.plans.values()]}

    def grade(self, tasks: Sequence[Task]) -> Iterator[Graded]:
        """Yield each task's record once, in the order in which they are done.

        Raises
        ------
        JailError
            When a worker cannot build its jail; nothing more is graded then.
        """
        waiting = deque(tasks)
        tries: dict[tuple[str, str], int] = {}
        left = len(waiting)
        self._hand_out(waiting)
        while left:
            for worker in self._heard():
                result = self._answer(worker, waiting, tries)
                self._hand_out(waiting)  # before the result is written: nobody waits for that
                if result is not None:
                    left -= 1
                    yield result

    def _started(self) -> _Worker:
        ours, theirs = Pipe()
        number = str(theirs.fileno())
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "autograder.engine.worker", number],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, **STEADY},
        )
        theirs.close()
        worker = _Worker(process, ours)
        _send(worker, self._plans())
        return worker

    def _hand_out(self, waiting: deque[Task]) -> None:
        for worker in self._all:
            if worker.ready and worker.task is None and waiting:
                self._hand(worker, waiting.popleft())

    def _hand(self, worker: _Worker, task: Task) -> None:
        worker.task = task
        _send(worker, task_as_json(task))

    def _heard(self) -> list[_Worker]:
        ready = wait([worker.connection for worker in self._all])
        return [worker for worker in self._all if worker.connection in ready]

    def _answer(
        self, worker: _Worker, waiting: deque[Task], tries: dict[tuple[str, str], int]
    ) -> Graded | None:
        """Take what a worker says; replace one that is gone and begin its submission again."""
        try:
            content: dict[str, Any] = json.loads(worker.connection.recv_bytes())
        except (EOFError, ConnectionResetError):
            return self._replace(worker, waiting, tries)
        if "jail" in content:
            raise JailError(content["jail"])
        if "ready" in content:
            worker.ready = True
            return None
        worker.task = None
        return graded_from(content)

    def _replace(
        self, worker: _Worker, waiting: deque[Task], tries: dict[tuple[str, str], int]
    ) -> Graded | None:
        if not worker.ready:
            raise JailError("a grading worker does not start; see: autograder doctor")
        worker.connection.close()
        worker.process.wait()
        self._all[self._all.index(worker)] = self._started()
        task = worker.task
        if task is None:
            return None
        name = task.student, task.notebook
        tries[name] = tries.get(name, 0) + 1
        if tries[name] < TRIES:
            waiting.appendleft(task)
            return None
        return lost(task, self.plans[task.notebook], "its worker process was lost twice")


def _send(worker: _Worker, content: Any) -> None:
    try:
        worker.connection.send_bytes(json.dumps(content).encode())
    except (BrokenPipeError, ConnectionResetError):
        return  # noticed when it is listened to
