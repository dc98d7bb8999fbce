"""The judge against a jail that lies: every answer is a value, an error of the student's, or the end.

An input is the list of messages that a hostile process sends. The judge asks a fixed round of
questions, as a test cell does; what is wrong in the answers must end the talk, nothing else.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import struct
import types
import warnings
from typing import Any

import numpy as np
from fuzz_parts import Line, entry, part, raw

from autograder.judge.outputs import MAX_OUTPUTS, checked_outputs
from autograder.judge.raised import NOTE, StudentGone
from autograder.judge.session import Session
from autograder.judge.transcript import Transcript

_FUNCTION = ["h", 1, "function", "function", "f", [["x", 1, False]], "doc"]
_ARRAY = ["a", "<f8", [2], 0]
_BODY = "000000000000f03f" * 4
_NAMES = {"header": {"ok": {"f": _FUNCTION, "o": ["h", 2, "object", "Net", "net", None, ""]}}}
TOKENS: tuple[Any, ...] = (
    "ok", "changed", "mirrors", "mirror", "raised", "end", "out", "err", "drew", "warn", "call_back", "args", "q",
    "outputs", "output_type", "stream", "error", "text/plain", "image/png", "ValueError", "StopIteration",
    _FUNCTION, _ARRAY, ["h", 3, "dict", "dict", "d", None, ""], ["h", 3, "list", "list", "l", None, ""],
    ["h", 3, "class", "type", "K", [["self", 1, False]], ""], ["r", 0], ["r", 3], ["l"], ["d"], ["t"], "q?",
    [["UserWarning", "w"]], [[1, _ARRAY]], [["Own", "ValueError"], "text", "trace"], [["E"], "t", "r", True],
    {"header": {"call_back": 0, "args": ["t", ["t", 1], ["d"]]}, "body": ""},
    {"header": {"ok": _ARRAY, "mirror": 1}, "body": _BODY}, {"header": {"raised": []}},
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    [{"header": {"outputs": [{"output_type": []}, 3, {"output_type": "stream", "name": {}, "text": []}]}}],
    [{"header": {"outputs": []}}, {"header": {"outputs": []}}, _NAMES, {"header": {"ok": 1, "warn": [1], "out": [], "drew": 3}}],
    [{"header": {"outputs": []}}, {"header": {"outputs": []}}, _NAMES,
     {"header": {"call_back": 0, "args": ["t", ["t"], ["d", 1, 2]]}}, {"header": {"raised": []}}],
    [
        {"header": {"outputs": [{"output_type": "stream", "name": "stdout", "text": "hello"}]}},
        {"header": {"outputs": [
            {"output_type": "display_data", "data": {"text/plain": "a", "image/png": "b"}},
            {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["l"]},
        ]}},
        _NAMES,
        {"header": {"ok": ["t", 1, _ARRAY], "changed": [[3, _ARRAY]], "mirrors": [[1, _ARRAY]],
                    "out": "printed", "err": "warned", "drew": True, "warn": [["UserWarning", "w"]]}, "body": _BODY},
        {"header": {"raised": [["Own", "ValueError"], "text", "trace"]}},
        {"header": {"ok": ["h", 3, "dict", "dict", "d", None, ""]}},
        {"header": {"ok": ["l", "W1"]}},
        {"header": {"ok": ["h", 4, "callable", "it", "i", None, ""]}},
        {"header": {"end": True}},
    ],
    [
        {"header": {"outputs": []}}, {"header": {"outputs": []}}, _NAMES,
        {"header": {"call_back": 0, "args": ["t", ["t", 2.0], ["d"]]}},
        {"header": {"call_back": 1, "args": ["t", ["t", _ARRAY], ["d", "out", None]]}, "body": _BODY},
        {"header": {"ok": 3, "mirror": "x"}}, _NAMES, {"header": {"ok": 3}},
    ],
    *([{"header": {"outputs": []}}, {"header": {"outputs": []}}, _NAMES, {"header": {"raised": report}}]
      for report in ([], [[[]]], [1, [[]], 3], {}, None, "text", [["UnicodeDecodeError"], "t"], [["SystemExit"], 1, 2, True])),
)  # fmt: skip
_NUMBER = re.compile(rb'"q":(\d+)')


class _Peer(Line):
    """The hostile process: says its next message to every request, with the number asked for."""

    def __init__(self, messages: list[Any]) -> None:
        super().__init__(b"")
        self._messages = messages

    def sendall(self, content: bytes) -> None:
        if self._messages:
            number = _NUMBER.search(content)
            self.say(_frame(self._messages.pop(0), int(number[1]) if number else None))


def _frame(message: Any, number: Any) -> bytes:
    header = entry(message, "header")
    if isinstance(header, dict) and "call_back" not in header:
        header = {"q": number, **header}
    text, body = json.dumps(header).encode(), raw(part(message, "body", str, ""))
    return struct.pack("<II", len(text), len(body)) + text + body


def check(tree: Any) -> None:
    """Run two cells, fetch names, and use what came back, as often as there are answers."""
    messages = list(tree) if isinstance(tree, list) else [tree]
    places = [messages[start : start + 12] for start in range(0, len(messages), 12)] or [[]]
    starts = iter(places)
    session = Session(
        lambda: _Peer(next(starts, [])),  # type: ignore[return-value, arg-type]
        dict, cell_seconds=60, total_seconds=120,
    )  # fmt: skip
    session.link.asked_by("")
    for source in ("a = 1", "b = 2"):
        _check_outputs(session.run(source))
    session.begin_test()
    session.link.asked_by("test")
    found = _asked(lambda: session.link.names(["f", "o"]))
    if isinstance(found, dict):
        assert set(found) <= {"f", "o"}
        printed = io.StringIO()  # student code may print and warn, into the cell's outputs
        to_it = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
        with to_it[0], to_it[1], warnings.catch_warnings(record=True):
            _use(found)
    session.close()
    kept = session.link.transcript
    if kept.whole and kept.cells:
        assert Transcript.unpacked(kept.packed()).cells == kept.cells


def _use(found: dict[str, Any]) -> None:
    f, net = found.get("f"), found.get("o")
    array, listed = np.ones(2), [1, [2.0]]
    rng = np.random.default_rng(0)
    option = {"mode": "train", "rng": rng}
    given = array.shape, array.dtype

    def back(*args: Any, **kwargs: Any) -> Any:
        return args[0] if args else kwargs

    if callable(f):
        _asked(lambda: f(array, listed, option, back, max, x=np.float32(1)))
        assert (array.shape, array.dtype) == given
        assert isinstance(listed, list)
        assert isinstance(option, dict)
        _asked(lambda: f(array[::-1]))
    for name in ("params", "loss"):
        value = _asked(lambda name=name: getattr(net, name))  # type: ignore[misc]
        if not _is_data(value):
            for look in (len, list, repr, next):
                _asked(lambda look=look, value=value: look(value))  # type: ignore[misc]


def _is_data(value: Any) -> bool:
    return value is None or type(value) in (bool, int, float, str, tuple, np.ndarray, type)


def _asked(ask: Any) -> Any:
    """Return what a question answers; only what a test cell must expect may be raised."""
    try:
        return ask()
    except (StudentGone, StopIteration):
        return None
    except Exception as error:
        notes = getattr(error, "__notes__", [])
        if any(note.startswith(NOTE) for note in notes) or _is_tests_own(error):
            return None
        raise


def _is_tests_own(error: Exception) -> bool:
    """Tell whether a test would get this of Python itself, on a value of the wrong kind."""
    trace = error.__traceback__
    last: types.FrameType | None = None
    while trace is not None:
        last, trace = trace.tb_frame, trace.tb_next
    name = last.f_code.co_filename if last else ""
    inside = ("judge/link.py", "judge/stand_ins.py", "judge/raised.py", "wire/")
    return isinstance(error, TypeError | AttributeError | ValueError) and not any(
        place in name for place in inside
    )


def _check_outputs(outputs: list[dict[str, Any]]) -> None:
    assert len(outputs) <= MAX_OUTPUTS + 1
    json.dumps(outputs).encode()
    assert checked_outputs(outputs) == outputs
    for output in outputs:
        texts = output.get("data", {}).values() if "data" in output else output.get("traceback", [])
        assert all(isinstance(text, str) for text in texts)
