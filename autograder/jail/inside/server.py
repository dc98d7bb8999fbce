"""The jail's end of the line: runs cells, answers requests for the student's objects.

Student code shares this process and could make it say anything; the judge believes none of it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import traceback
from pathlib import Path
from typing import Any

import numpy as np

from autograder.jail.inside.exercise import Exercise
from autograder.jail.inside.given import (
    TestFunction,
    TestIterator,
    TestRaised,
    class_or_function,
    made,
)
from autograder.jail.inside.objects import LIVE, OPERATIONS, Handles, changed, snapshot
from autograder.jail.inside.shell import CellRunner
from autograder.jail.inside.surroundings import Surroundings, set_random
from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import PeerGone, WireError, receive_frame, send_frame

MAX_TRACEBACK = 6000
MAX_MIRRORS = 256


class Server:
    """Serves one judge over one socket until it closes."""

    def __init__(self, sock: socket.socket, runner: CellRunner, exercise: Exercise) -> None:
        self._sock = sock
        self._runner = runner
        self._handles = Handles()
        self._mirrors: dict[int, np.ndarray] = {}
        self._mirrored: dict[int, int] = {}
        self._last: dict[int, bytes] = {}
        self._exercise = exercise
        self._errors = np.geterr()  # NumPy's own: a cell may set others, and tests bring theirs
        self._pid = os.getpid()

    @staticmethod
    def refuse(sock: socket.socket, reason: str) -> None:
        """Tell the judge that there is no jail."""
        send_frame(sock, {"refused": reason})

    def serve(self, layers: dict[str, Any]) -> None:
        """Say that the walls stand, then answer until nobody asks."""
        send_frame(self._sock, {"ready": layers})
        with contextlib.suppress(PeerGone):
            while True:
                self._answer(*receive_frame(self._sock))

    def _answer(self, request: dict[str, Any], body: np.ndarray) -> None:
        operation = request["op"]
        parts: list[Any] = []
        if operation == "cell":
            self._exercise.close(())
            answer = {"outputs": self._runner.run(request["source"])}
        elif operation == "names":
            answer, parts = self._names(request["names"])
        elif operation == "files":
            answer = self._place(request["files"], body)
        else:
            answer, parts = self._operate(request, body)
        if os.getpid() != self._pid:  # a fork that student code left behind has nothing to say
            os._exit(0)
        answer["q"] = request["q"]
        try:
            send_frame(self._sock, answer, parts)
        except WireError as error:
            failure = {"q": request["q"], "raised": _raised(ValueError(str(error)))}
            send_frame(self._sock, failure)

    def _names(self, wanted: list[str]) -> tuple[dict[str, Any], list[Any]]:
        """Return global names: data by value, everything else by handle."""
        encoder = Encoder(self._handles.describe)
        values = self._runner.names
        found = {name: encoder.encode_apart(values[name]) for name in wanted if name in values}
        return {"ok": found}, encoder.parts

    def _place(self, files: list[list[Any]], body: np.ndarray) -> dict[str, Any]:
        """Write the files that come with a submission into its folder."""
        for name, start, length in files:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body[start : start + length].tobytes())
        return {"ok": None}

    def _operate(
        self, request: dict[str, Any], body: np.ndarray
    ) -> tuple[dict[str, Any], list[Any]]:
        decoder = self._decoder(body)
        for number, entry in request.get("push", ()):
            self._mirrors[number][...] = decoder.decode_apart(entry)
            self._last[number] = self._mirrors[number].tobytes()
        for name, *entry in request.get("names", ()):
            if entry:
                self._runner.names[name] = decoder.decode_apart(entry[0])
            else:
                self._runner.names.pop(name, None)
        if "random" in request:
            set_random(decoder.decode_apart(request["random"]))
        args, kwargs = decoder.decode(request["args"])
        before = [snapshot(leaf) for leaf in decoder.leaves]
        encoder = Encoder(self._handles.describe, decoder.leaves)
        with Surroundings("plain" in request) as surroundings:
            answer = self._do(request, args, kwargs, encoder)
            answer.update(surroundings.report())
        self._report_changes(answer, encoder, before)
        return answer, encoder.parts

    def _do(
        self,
        request: dict[str, Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        encoder: Encoder,
    ) -> dict[str, Any]:
        operation = request["op"]
        target = self._handles[request["on"]]
        self._exercise.close(request.get("closed", ()))
        try:
            with np.errstate(**{**self._errors, **request.get("errors", {})}):
                value = OPERATIONS[operation](target, *args, **kwargs)
            if operation in LIVE:
                return self._live(value, encoder)
            return {"ok": encoder.encode_apart(value)}
        except StopIteration:
            if operation == "next":
                return {"end": True}
            return {"raised": _raised(RuntimeError("StopIteration"))}
        except BaseException as error:  # noqa: BLE001 - SystemExit too is an answer
            return {"raised": _raised(error)}

    def _live(self, value: Any, encoder: Encoder) -> dict[str, Any]:
        """Return an attribute or item; containers and arrays stay connected with the original."""
        if type(value) in (dict, list):
            return {"ok": self._handles.describe(value)}
        answer = {"ok": encoder.encode_apart(value)}
        if type(value) is np.ndarray and value.flags.writeable:
            number = self._mirrored.get(id(value))
            if number is None and len(self._mirrors) < MAX_MIRRORS:
                number = self._mirrored[id(value)] = len(self._mirrors)
                self._mirrors[number] = value
            if number is not None:
                self._last[number] = value.tobytes()
                answer["mirror"] = number
        return answer

    def _report_changes(self, answer: dict[str, Any], encoder: Encoder, before: list[Any]) -> None:
        """Add the arguments and the connected arrays that were changed in place."""
        leaves = encoder.leaves
        places = [i for i, old in enumerate(before) if changed(leaves[i], old)]
        if places:
            answer["changed"] = [[i, encoder.encode_apart(leaves[i], whole=True)] for i in places]
        for number, array in self._mirrors.items():
            now = array.tobytes()
            if now != self._last[number]:
                self._last[number] = now
                entry = [number, encoder.encode_apart(array, whole=True)]
                answer.setdefault("mirrors", []).append(entry)

    def _decoder(self, body: np.ndarray, leaves: list[Any] | None = None) -> Decoder:
        decoder = Decoder(body, lambda entry: self._resolve(entry, decoder), leaves)
        return decoder

    def _resolve(self, entry: list[Any], decoder: Decoder) -> Any:
        if entry[1] == "test":
            return TestFunction(self.call_back, entry[2], entry[3])
        if entry[1] == "iterator":
            return TestIterator(self.call_back, entry[2])
        if entry[1] == "mirror":
            return self._mirrors[entry[2]]
        if entry[1] == "core":
            return class_or_function(self._runner.names, entry[2], entry[3])
        if entry[1] == "object":
            kind = class_or_function(self._runner.names, entry[2], entry[3])
            return made(kind, entry[4], decoder)
        if entry[1] == "fields":
            kind = class_or_function(self._runner.names, entry[2], entry[3])
            return kind(*decoder.decode(entry[4]))
        return self._handles[entry[1]]

    def call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the test and return its value; serve the judge meanwhile."""
        encoder = Encoder(self._handles.describe)
        entry = encoder.encode([args, kwargs])
        send_frame(self._sock, {"call_back": number, "args": entry}, encoder.parts)
        while True:
            request, body = receive_frame(self._sock)
            if request["op"] != "return":
                self._answer(request, body)
                continue
            if "raised" in request:
                raise TestRaised(request["raised"])
            return self._decoder(body, encoder.leaves).decode(request["ok"])


def _raised(error: BaseException) -> list[Any]:
    """Return an exception as text: its class with all bases, what it says, and where it was."""
    kind = type(error)
    try:
        text = str(error)[:2000]
    except Exception:  # noqa: BLE001 - a student's exception may fail to say what it is
        text = ""
    bases = [base.__name__[:60] for base in kind.__mro__][:12]
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(os.path.dirname(__file__))
    ]
    lines = [*traceback.format_list(frames), *traceback.format_exception_only(kind, error)]
    told = isinstance(error, TestRaised)
    return [bases, text, "".join(lines)[-MAX_TRACEBACK:], told]
