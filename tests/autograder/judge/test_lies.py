"""What a hostile process says outside the values themselves: no kind of answer breaks the judge."""

from __future__ import annotations

import io
import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.judge.link import Link
from autograder.judge.outputs import checked_outputs
from autograder.judge.proxies import Handle, Remote
from autograder.judge.raised import StudentError, StudentGone
from autograder.judge.stand_ins import MAX_NAME, stand_in

FUNCTION = ["h", 1, "function", "function", "f", None, ""]
DEEP: Any = json.loads("[" * 400 + "]" * 400)


@pytest.fixture
def liar() -> Iterator[Any]:
    """Ask a process for ``f``, call it, and let it say this."""
    ours, theirs = socket.socketpair()
    link = Link()
    link.connect(ours)
    link.allow(30)

    def call(answer: dict[str, Any], *, asks_first: bool = False) -> Any:
        def failing() -> None:
            theirs.sendall(frame({"q": 2, **answer}))
            raise KeyError("the test's own")

        theirs.sendall(frame({"q": 1, "ok": {"f": FUNCTION}}))
        found = link.names(["f"])["f"]
        if not asks_first:
            theirs.sendall(frame({"q": 2, **answer}))
            return found()
        theirs.sendall(frame({"call_back": 0, "args": ["t", ["t"], ["d"]]}))
        return found(failing)

    with ours, theirs:
        yield call


def frame(header: Any) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<II", len(text), 0) + text


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": 3, "warn": [1]},
        {"ok": 3, "warn": ["a"]},
        {"ok": 3, "warn": [["UserWarning", DEEP]]},
        {"ok": 3, "out": DEEP},
        {"ok": 3, "err": 7},
    ],
)
def test_what_is_no_text_ends_the_talk(liar: Any, answer: dict[str, Any]) -> None:
    with pytest.raises(StudentGone, match="it broke the protocol"):
        liar(answer)


@pytest.mark.parametrize("report", [[], {}, None, "text", [DEEP, DEEP, DEEP], [[DEEP], 1, 2]])
def test_a_report_of_any_shape_is_an_exception_of_the_students(liar: Any, report: Any) -> None:
    with pytest.raises(StudentError) as caught:
        liar({"raised": report})
    assert caught.value.__notes__[0].startswith("--- in the student's code ---")


def test_a_report_of_nothing_after_an_error_of_the_tests_own_is_the_students(liar: Any) -> None:
    with pytest.raises(StudentError):
        liar({"raised": []}, asks_first=True)


def test_an_error_of_the_tests_own_comes_back_as_it_was(liar: Any) -> None:
    with pytest.raises(KeyError, match="the test's own"):
        liar({"raised": [["KeyError"], "another", "", True]}, asks_first=True)


@pytest.mark.parametrize(
    "entry",
    [
        {"output_type": []},
        {"output_type": {}},
        {"output_type": None},
        {"output_type": "stream", "name": [], "text": "x"},
        {"output_type": "display_data", "data": {"text/plain": DEEP}},
        [],
    ],
)
def test_an_output_of_an_unknown_kind_is_left_out(entry: Any) -> None:
    good = {"output_type": "stream", "name": "stdout", "text": "x"}
    assert checked_outputs([entry, good]) == [good]


def test_texts_in_outputs_that_are_none_are_empty() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": DEEP}
    error = {"output_type": "error", "ename": DEEP, "evalue": 1, "traceback": [DEEP]}
    said = checked_outputs([stream, error])
    assert said[0]["text"] == ""
    assert said[1]["traceback"] == [""]


def test_a_class_of_an_endless_name_is_not_kept() -> None:
    line: Any = Link()
    line.connect(io.BytesIO())
    found = stand_in(line, ["h", 1, "object", "x" * (MAX_NAME + 1), "n", None, ""])
    assert type(found).__name__ == "Remote"
    assert type(stand_in(line, ["h", 1, "object", "Net", "n", None, ""])).__name__ == "Net"


@pytest.mark.parametrize("count", [2**63, 2**53, -1, True, 3.0, "3", None])
def test_a_length_that_is_none_is_said_to_be_none(count: Any) -> None:
    class Liar:
        def operate(self, *_: Any) -> Any:
            return count

        def handle(self, number: int) -> Handle:
            return Handle(0, number)

    with pytest.raises(TypeError, match="the student's object has no length"):
        len(Remote(Liar(), Handle(0, 1), {}))
