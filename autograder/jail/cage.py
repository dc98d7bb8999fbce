"""The jail as the grading side holds it: one warm parent, one submission at a time in it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, BinaryIO

from autograder.jail.filter import FilterError, compiled_filter
from autograder.jail.limits import Limits
from autograder.jail.sandbox import sandbox_command
from autograder.records import CourseError
from autograder.wire.frames import OutOfTime, PeerGone, WireError, receive_frame

START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
DATAGRAM = 2**17


class JailError(CourseError):
    """There is no jail, so nothing may be graded; the text is one line with the next step."""


class Cage:
    """A warm parent in its sandbox. Use as a context; `start` starts one submission's process.

    Entering starts the parent and does not wait for it; `ready` does.

    Parameters
    ----------
    preload : sequence of str
        Modules that student code will import, which the parent imports once for all.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = list(preload)
        self._number = 0

    def __enter__(self) -> Cage:
        code = _filter().hex()
        self._said: BinaryIO = tempfile.TemporaryFile()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._process = _started(theirs, self._said)
        finally:
            theirs.close()
        self._ready = False
        self._control.settimeout(START_SECONDS)
        hello = {"filter": code, "preload": self._preload}
        with contextlib.suppress(OSError):  # a parent that is gone already is noticed by `ready`
            self._control.send(json.dumps(hello).encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        self._process.kill()
        self._process.wait()
        self._said.close()

    def ready(self) -> None:
        """Wait until the warm parent has imported everything.

        Raises
        ------
        JailError
            When it does not start.
        """
        if self._ready:
            return
        try:
            answer = json.loads(self._control.recv(DATAGRAM) or b"{}")
        except (OSError, ValueError):
            answer = {}
        if "absent" not in answer:
            raise JailError(f"the jail does not start: {self._why(answer)}; see: autograder doctor")
        if answer["uid"] == 0:
            raise JailError("the jail would run as root; nothing is graded")
        self.absent: tuple[str, ...] = tuple(answer["absent"])
        self._ready = True

    def _why(self, answer: dict[str, Any]) -> str:
        """Return the last line of what bubblewrap or the warm parent said."""
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace") + str(answer.get("error", ""))
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return lines[-1][:300] if lines else "its process ended without a word"

    def start(self, limits: Limits) -> socket.socket:
        """Start a confined process in place of the one before and return the socket to it.

        Raises
        ------
        JailError
            When there is no jail, or one of its walls cannot be built.
        """
        self.ready()
        ours, theirs = socket.socketpair()
        try:
            answer = self._ask({"op": "start", "limits": limits.as_message()}, theirs.fileno())
        finally:
            theirs.close()
        if "error" in answer:
            ours.close()
            raise JailError(f"a jail cannot be built: {answer['error']}; see: autograder doctor")
        try:
            greeting, _ = receive_frame(ours, time.monotonic() + ANSWER_SECONDS)
        except (PeerGone, OutOfTime, WireError) as error:
            greeting = {"refused": type(error).__name__}
        if "ready" not in greeting:
            ours.close()
            reason = str(greeting.get("refused"))[:300]
            raise JailError(f"a jail cannot be built: {reason}; see: autograder doctor")
        self.layers: dict[str, Any] = greeting["ready"]
        return ours

    def end(self) -> dict[str, Any]:
        """End the confined process with everything it started, and return what it used."""
        use: dict[str, Any] = self._ask({"op": "end"})["use"] if self._ready else {}
        return use

    def _ask(self, request: dict[str, Any], *files: int) -> dict[str, Any]:
        self._number += 1
        number = f"{os.getpid()}-{self._number}"
        try:
            self._control.settimeout(ANSWER_SECONDS)
            message = json.dumps({"n": number, **request}).encode()
            socket.send_fds(self._control, [message], files)
            while True:  # answers to a judge that was ended may still lie in the socket
                answer: dict[str, Any] = json.loads(self._control.recv(DATAGRAM) or b"{}")
                if not answer:
                    raise JailError("the jail's parent process ended")
                if answer.get("n") == number:
                    return answer
        except OSError as error:
            raise JailError(f"the jail's parent process does not answer: {error}") from error


def _started(control: socket.socket, said: BinaryIO) -> subprocess.Popen[bytes]:
    bubblewrap = shutil.which("bwrap")
    if sys.platform != "linux" or bubblewrap is None:
        raise JailError("no jail without bubblewrap, so nothing is graded; apt install bubblewrap")
    return subprocess.Popen(  # noqa: S603 - our own command
        sandbox_command(bubblewrap, control.fileno()),
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
        pass_fds=(control.fileno(),),
        cwd="/",
    )


def _filter() -> bytes:
    try:
        return compiled_filter()
    except FilterError as error:
        raise JailError(
            f"no jail without a system-call filter, so nothing is graded; {error}"
        ) from None
