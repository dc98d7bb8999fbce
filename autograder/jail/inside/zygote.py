"""The warm parent: has everything imported, forks one confined process per submission, reaps it.

It speaks with the grading worker over one socket that it inherited; each message is one JSON
datagram. It never reads anything from student code.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import random
import resource
import select
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.jail.inside import confine, system
from autograder.jail.inside.exercise import Exercise
from autograder.jail.inside.memory import memory_of_others, running_of_others
from autograder.jail.inside.server import Server
from autograder.jail.inside.shell import CellRunner

LOOK_SECONDS = 0.05
"""How often the memory of a submission is added up."""

MANY = 8
"""How many threads of a submission may compute at once, before they take the others' time."""

PATIENCE = 20
"""How many more looks with too many of them than without, until the submission is ended."""

DATAGRAM = 2**17
SEED = 231
WARM_UP = """\
%matplotlib inline
import io
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.savefig(io.BytesIO())
plt.close("all")
"""


@dataclass
class Child:
    """The running submission."""

    pid: int
    memory: int
    started: float
    peak: int = 0
    crowded: int = 0
    cause: str = ""


class Zygote:
    """Answers the worker's requests until its socket closes."""

    def __init__(self, control: socket.socket, filter_code: bytes, preload: list[str]) -> None:
        self._control = control
        self._filter = filter_code
        self._runner = CellRunner(2**20)
        self._runner.run(WARM_UP)
        self._runner.forget(2**20)
        self.absent = [name for name in preload if not _imported(name)]
        self._exercise = Exercise()
        self._child: Child | None = None

    def serve(self) -> None:
        """Answer requests, and watch the child between them."""
        while True:
            waiting = LOOK_SECONDS if self._child else None
            ready, _, _ = select.select([self._control], [], [], waiting)
            if not ready:
                self._look()
                continue
            message, files, _, _ = socket.recv_fds(self._control, DATAGRAM, 1)
            if not message:
                self._end()
                return
            request = json.loads(message)
            answer = self._answer(request, files)
            for file in files:
                os.close(file)
            self._control.send(json.dumps({"n": request["n"], **answer}).encode())

    def _answer(self, request: dict[str, Any], files: list[int]) -> dict[str, Any]:
        if request["op"] == "end":
            return {"use": self._end()}
        self._end()
        try:
            pid = self._fork(files[0], request["limits"])
        except OSError as error:
            return {"error": str(error)}
        self._child = Child(pid, request["limits"]["memory"], time.monotonic())
        return {}

    def _fork(self, channel: int, limits: dict[str, Any]) -> int:
        """Fork twice, so that the second child is the first process of its namespaces."""
        read, write = os.pipe()
        helper = os.fork()
        if helper == 0:
            os.close(read)
            _become((self._runner, self._exercise), channel, write, limits, self._filter)
        os.close(write)
        os.waitpid(helper, 0)
        with open(read, "rb") as stream:
            answer = json.loads(stream.read() or b'{"error": "the helper process died"}')
        if "error" in answer:
            raise OSError(answer["error"])
        return int(answer["pid"])

    def _look(self) -> None:
        child = self._child
        if child is None:
            return
        used = memory_of_others(shared_once=False)
        if used > child.memory:  # forks share what they inherited; counting it once takes longer
            used = memory_of_others(shared_once=True)
        child.peak = max(child.peak, used)
        child.crowded = max(0, child.crowded + (1 if running_of_others(MANY) > MANY else -1))
        if used > child.memory and not child.cause:
            child.cause = f"it used more than {child.memory >> 20} MB of memory"
        if child.crowded > PATIENCE and not child.cause:
            child.cause = f"it kept more than {MANY} processes or threads computing"
        if child.cause:
            _kill(child.pid)

    def _end(self) -> dict[str, Any]:
        """End the submission and all of its processes, and return what it used."""
        child, self._child = self._child, None
        if child is None:
            return {}
        _kill(child.pid)
        use = _reaped(child.pid)
        _reap_strays()
        use.update(
            seconds=time.monotonic() - child.started,
            memory=max(child.peak, use.pop("resident")),
            cause=child.cause,
        )
        return use


def _become(
    served: tuple[CellRunner, Exercise],
    channel: int,
    report: int,
    limits: dict[str, Any],
    code: bytes,
) -> None:
    """Leave the parent's namespaces, fork into the new ones, build the walls, serve."""
    try:
        confine.enter_namespaces()
        first = os.fork()
        if first:
            os.write(report, json.dumps({"pid": first}).encode())
            os._exit(0)
        os.close(report)
        os.setsid()  # a signal to one's own group would reach the warm parent
    except BaseException as error:  # noqa: BLE001 - the parent reports it
        os.write(report, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)
    sock = socket.socket(fileno=channel)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        confine.only_files(channel)
        confine.fresh_environment()
        layers = confine.confine(limits, code)
    except BaseException as error:  # noqa: BLE001 - no wall, no student code
        Server.refuse(sock, f"{type(error).__name__}: {error}")
        os._exit(1)
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002 - what student code may draw from
    runner, exercise = served
    runner.forget(limits["output"])
    # As in a kernel, a module that the notebook writes beside itself can be imported.
    sys.path.insert(0, "")
    Server(sock, runner, exercise).serve(layers)
    os._exit(0)


def _imported(name: str) -> bool:
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - the cell that needs it will say what is wrong
        return False
    return True


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _reaped(pid: int) -> dict[str, Any]:
    """Wait for a killed process; the kernel has ended all of its namespace by then."""
    try:
        _, status, use = os.wait4(pid, 0)
    except ChildProcessError:
        return {"cpu": 0.0, "resident": 0, "status": 0}  # it was reaped with its helper
    return {
        "cpu": use.ru_utime + use.ru_stime,
        "resident": use.ru_maxrss * 1024,
        "status": os.waitstatus_to_exitcode(status),
    }


def _reap_strays() -> None:
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return


def main(descriptor: int) -> None:
    """Run in the outer sandbox, with the control socket as this file."""
    control = socket.socket(fileno=descriptor)
    message = json.loads(control.recv(DATAGRAM))
    system.prctl(system.PR_SET_CHILD_SUBREAPER, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = io.StringIO()
    try:
        zygote = Zygote(control, bytes.fromhex(message["filter"]), message["preload"])
    except BaseException:  # noqa: BLE001 - said to the worker, who refuses to grade
        traceback.print_exc(file=said)
        control.send(json.dumps({"error": said.getvalue()[-4000:]}).encode())
        sys.exit(1)
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"absent": zygote.absent, "uid": os.getuid()}).encode())
    zygote.serve()
