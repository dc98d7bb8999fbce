"""The judge's end of the line: asks the jail, waits no longer than allowed, believes only data.

Whatever comes back is checked against the wire format. A process that answers out of turn, too
late or not at all is given up; nothing it says afterwards is read.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import time
import warnings
from collections.abc import Callable, Collection, Sequence
from typing import Any, NoReturn

import numpy as np

from autograder.judge.chance import Chance
from autograder.judge.containers import RemoteDict, RemoteList
from autograder.judge.handed import attributes, handed
from autograder.judge.proxies import Handle, Remote
from autograder.judge.raised import ENDS, StudentGone, rebuilt, warning_kind
from autograder.judge.stand_ins import stand_in
from autograder.judge.transcript import Live, Replayed, Transcript
from autograder.wire.decode import Decoder
from autograder.wire.encode import Encoder
from autograder.wire.frames import OutOfTime, PeerGone, WireError
from autograder.wire.generators import take_over

MAX_MIRRORS = 256
MAX_PRINTED = 2**18
GONE = object()
"""Stands for a name that is not there."""

USUAL_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


class Link:
    """The student's process, as the judge talks to it; after a crash, the one that follows it.

    Parameters
    ----------
    cause : callable
        Asked why the process ended, in words for the student; empty when unknown.
    revive : callable
        Called when an object is used whose process crashed: may `connect` another one.
    """

    def __init__(self, cause: Callable[[], str] = str, revive: Callable[[], None] = str) -> None:  # type: ignore[assignment]
        self._cause = cause
        self._revive = revive
        self._number = 0
        self._process = 0
        self._namespace: dict[str, Any] = {}
        self.deadline = time.monotonic()
        self.closed: Sequence[str] = ()
        self.gone = "it was never started"
        self.losses: list[str] = []
        self.late = False
        self.plain_random = False
        self.given: Collection[str] = ()
        self.calls = 0
        self.transcript = Transcript()

    def connect(self, other: socket.socket | Replayed) -> None:
        """Talk to this process from now on, or to what is left of one."""
        self._wire = other if isinstance(other, Replayed) else Live(other, self.transcript)
        self._process += 1
        self._functions: list[Callable[..., Any]] = []
        self._mirrors: dict[int, np.ndarray] = {}
        self._last: dict[int, bytes] = {}
        self._raised: BaseException | None = None
        self._chance = Chance()
        self._watched: dict[str, Any] = {}
        self.gone, self.late = "", False

    # --- what the bench asks ---------------------------------------------------------------------

    def asked_by(self, cell: str) -> None:
        """Keep what is asked from now on under the name of a test cell; under "" not at all."""
        if not self.gone:
            self._wire.cell = cell

    def allow(self, seconds: float) -> None:
        """Let everything from now on take so long in all."""
        self.deadline = time.monotonic() + seconds

    def cell(self, source: str) -> list[Any]:
        """Run a cell and return its outputs as they were sent: they are not checked yet."""
        answer, _ = self._exchange({"op": "cell", "source": source})
        outputs = answer.get("outputs")
        if type(outputs) is not list:
            self._give_up("it answered out of turn")
        return outputs

    def names(self, wanted: Sequence[str]) -> dict[str, Any]:
        """Return those of the global names that exist: data by value, the rest as stand-ins."""
        answer, body = self._exchange({"op": "names", "names": list(wanted)})
        found = answer.get("ok")
        if type(found) is not dict:
            self._give_up("it answered out of turn")
        with self._checked():
            values = {
                name: Decoder(body, self._stand_in).decode_apart(found[name])
                for name in wanted
                if name in found
            }
        for name, value in values.items():
            if isinstance(value, Remote):
                object.__getattribute__(value, "_at")[1].name = name
        return values

    def handle(self, number: int) -> Handle:
        """Return the handle of an object in the present process."""
        return Handle(self._process, number)

    def watch(self, namespace: dict[str, Any], names: set[str]) -> None:
        """Set and delete these names in the student's process too, when the test does."""
        self._watched = {name: namespace.get(name, GONE) for name in names}
        self._namespace = namespace

    def files(self, files: dict[str, bytes]) -> None:
        """Put files into the folder that student code runs in."""
        places, start = [], 0
        for name, content in files.items():
            places.append([name, start, len(content)])
            start += len(content)
        self._exchange({"op": "files", "files": places}, list(files.values()))

    def operate(
        self, operation: str, handle: Handle, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Do one operation on an object of the student's, and return its value.

        Arguments that the student's code changes in place are changed here too. Its exception is
        raised, its prints are printed and its warnings are given, as if it had run here.
        """
        if self.gone and not self.late:
            self._revive()
        encoder = self._encoder(known=self._known())
        request: dict[str, Any] = {"op": operation, "on": self._present(handle)}
        try:
            request["args"] = encoder.encode([args, kwargs])
            self._add_changes(request, encoder)
        except WireError as error:
            raise TypeError(f"these arguments cannot be handed to student code: {error}") from None
        self._raised = None  # what an earlier call let pass ends nothing now
        answer, body = self._exchange(request, encoder.parts)
        self.calls += 1
        return self._taken(answer, Decoder(body, self._stand_in, encoder.leaves), operation)

    def _present(self, handle: Handle) -> int:
        """Return the number by which the present process knows an object."""
        if handle.process != self._process and handle.name and not self.gone:
            found = self.names([handle.name]).get(handle.name)
            if isinstance(found, Remote):
                fresh = object.__getattribute__(found, "_at")[1]
                handle.process, handle.number = fresh.process, fresh.number
        if self.gone:
            raise StudentGone(self.gone)
        if handle.process != self._process:
            raise StudentGone("this object belonged to a process that ended")
        return handle.number

    # --- one exchange ----------------------------------------------------------------------------

    def _exchange(self, request: dict[str, Any], parts: Sequence[Any] = ()) -> tuple[Any, Any]:
        if self.gone:
            raise StudentGone(self.gone)
        self._number += 1
        number = request["q"] = self._number
        try:
            self._wire.send(request, parts, self.deadline)
            answer, body = self._received()
        except OutOfTime:
            self.late = True
            self._give_up("it ran out of time")
        except PeerGone:
            self._give_up(self._cause() or "its process ended")
        except WireError as error:
            self._give_up(f"it broke the protocol: {error}")
        if answer.get("q") != number:
            self._give_up("it answered out of turn")
        return answer, body

    def _received(self) -> tuple[Any, Any]:
        """Return the answer; run the test's functions that student code calls meanwhile."""
        while True:
            answer, body = self._wire.receive(self.deadline)
            if type(answer) is not dict:
                self._give_up("it broke the protocol")
            if "call_back" not in answer:
                return answer, body
            self._called_back(answer, body)

    def _give_up(self, reason: str) -> NoReturn:
        if not self.gone:
            self.losses.append(reason)
            self.transcript.drop()
        self.gone = self.gone or reason
        raise StudentGone(self.gone)

    @contextlib.contextmanager
    def _checked(self) -> Any:
        try:
            yield
        except (WireError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            self._give_up("it broke the protocol")

    def _add_changes(self, request: dict[str, Any], encoder: Encoder) -> None:
        """Add what the judge's side changed since the last request."""
        pushed = []
        for number, array in self._mirrors.items():
            now = array.tobytes()
            if now != self._last[number]:
                self._last[number] = now
                pushed.append([number, encoder.encode_apart(array, whole=True)])
        if pushed:
            request["push"] = pushed
        states = self._chance.news(self.plain_random)
        if states:
            request["random"] = encoder.encode_apart(states)
        if self.plain_random:
            request["plain"] = True
        errors = np.geterr()
        if errors != USUAL_ERRORS:
            usable = ("ignore", "warn", "raise")
            request["errors"] = {k: v if v in usable else "warn" for k, v in errors.items()}
        if self._watched:
            request["names"] = self._renamed(encoder)
        request["closed"] = list(self.closed)

    def _renamed(self, encoder: Encoder) -> list[list[Any]]:
        """Return the watched names that mean something else than at the last request."""
        renamed: list[list[Any]] = []
        for name, before in self._watched.items():
            now = self._namespace.get(name, GONE)
            if now is before:
                continue
            self._watched[name] = now
            with contextlib.suppress(TypeError):  # what cannot be handed over stays here
                renamed.append([name] if now is GONE else [name, encoder.encode_apart(now)])
        return renamed

    def _taken(self, answer: dict[str, Any], decoder: Decoder, operation: str) -> Any:
        """Return the value of an answer after everything else in it is applied."""
        value = None
        with self._checked():
            self._show(answer)
            for place, entry in answer.get("changed", ()):
                _overwrite(decoder.leaves, place, decoder.decode_apart(entry))
            for number, entry in answer.get("mirrors", ()):
                self._refresh(number, decoder.decode_apart(entry))
            if "ok" in answer:
                value = decoder.decode_apart(answer["ok"])
                if "mirror" in answer and operation in ("getattr", "getitem"):
                    own = any(value is leaf for leaf in decoder.leaves)  # the test's argument
                    value = self._refresh(answer["mirror"], value.copy() if own else value)
        if "raised" in answer:
            raise self._exception(answer["raised"])
        if "end" in answer and operation == "next":
            raise StopIteration
        if "ok" not in answer:
            self._give_up("it answered out of turn")
        return value

    def _show(self, answer: dict[str, Any]) -> None:
        if "out" in answer:
            sys.stdout.write(_clean(answer["out"]))
        if "err" in answer:
            sys.stderr.write(_clean(answer["err"]))
        if answer.get("drew") is True:
            self._chance.disturb()
        given = answer.get("warn", ())
        for name, text in given[:50] if type(given) is list else ():
            kind = warning_kind(name)
            warnings.warn_explicit(_clean(text)[:300], kind, "<student's code>", 1)

    def _exception(self, report: Any) -> BaseException:
        raised, self._raised = self._raised, None
        if raised is not None and type(report) is list and report[-1:] == [True]:
            return raised  # the test's own function raised it, student code let it pass
        return rebuilt(report)

    # --- objects ---------------------------------------------------------------------------------

    def _known(self) -> dict[int, Any]:
        return {id(a): ["h", "mirror", number] for number, a in self._mirrors.items()}

    def _encoder(
        self, leaves: list[Any] | None = None, known: dict[int, Any] | None = None
    ) -> Encoder:
        encoder = Encoder(
            lambda value: self._handle(value, encoder), leaves, known, generators=True
        )
        return encoder

    def _handle(self, value: Any, encoder: Encoder) -> Any:
        if isinstance(value, RemoteDict | RemoteList):
            value = value.remote
        if isinstance(value, Remote):
            _, handle = object.__getattribute__(value, "_at")
            return ["h", self._present(handle)]
        return handed(value, encoder, self._functions, self.given)

    def _stand_in(self, entry: list[Any]) -> Any:
        return stand_in(self, entry)

    def _refresh(self, number: Any, value: Any) -> Any:
        """Bring the judge's copy of an array inside a student's object up to date."""
        if type(number) is not int or type(value) is not np.ndarray:
            raise WireError("not a mirror")
        old = self._mirrors.get(number)
        if old is not None and old.shape == value.shape and old.dtype == value.dtype:
            old[...] = value
            value = old
        elif len(self._mirrors) >= MAX_MIRRORS and old is None:
            raise WireError("too many mirrors")
        self._mirrors[number] = value
        self._last[number] = value.tobytes()
        return value

    def _called_back(self, message: dict[str, Any], body: np.ndarray) -> None:
        """Run a function of the test for student code and send its value."""
        number = message["call_back"]
        if type(number) is not int or not 0 <= number < len(self._functions):
            self._give_up("it called a function that it was not given")
        decoder = Decoder(body, self._stand_in)
        with self._checked():
            args, kwargs = decoder.decode(message["args"])
            if type(args) is not tuple or type(kwargs) is not dict:
                self._give_up("it broke the protocol")
        encoder = self._encoder(decoder.leaves)
        try:
            value = self._functions[number](*args, **kwargs)
            reply = {"op": "return", "ok": encoder.encode(value)}
        except StudentGone:
            raise
        except Exception as error:  # noqa: BLE001 - student code may expect it
            self._raised = None if isinstance(error, ENDS) else error
            reply = {"op": "return", "raised": type(error).__name__}
            encoder.parts.clear()
        self._wire.send(reply, encoder.parts, self.deadline)


def _overwrite(leaves: list[Any], place: int, value: Any) -> None:
    """Bring an argument to what student code made of it."""
    target = leaves[place]
    owner = leaves[place - 1] if place else None
    if type(value) is dict and getattr(owner, "__dict__", None) is target:
        value = attributes(owner, value)
    if type(target) is np.ndarray and type(value) is np.ndarray:
        same = value.shape == target.shape and value.dtype == target.dtype
        if same and target.flags.writeable:
            target[...] = value
    elif type(target) is dict and type(value) is dict:
        target.clear()
        target.update(value)
    elif type(target) is list and type(value) is list:
        target[:] = value
    else:
        take_over(target, value)


def _clean(text: object) -> str:
    if type(text) is not str:
        raise WireError("not text")
    return text[:MAX_PRINTED].encode("utf-8", "replace").decode("utf-8")
