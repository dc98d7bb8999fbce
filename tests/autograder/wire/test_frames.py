"""Frames: bounded before they are read, never later than allowed, never two for one."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from autograder.wire.frames import (
    MAX_BODY,
    MAX_HEADER,
    OutOfTime,
    PeerGone,
    WireError,
    receive_frame,
    send_frame,
)

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


@pytest.mark.parametrize("size", [0, 5, 70_000, 3_000_000])
def test_a_frame_arrives_as_it_was_sent(pair: Pair, size: int) -> None:
    body = np.arange(size, dtype=np.uint8)
    sender = threading.Thread(target=send_frame, args=(pair[0], {"é": [1, None]}, [body.tobytes()]))
    sender.start()
    header, there = receive_frame(pair[1], time.monotonic() + 30)
    sender.join()
    assert header == {"é": [1, None]}
    np.testing.assert_array_equal(there, body)
    assert there.flags.writeable


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack("<II", MAX_HEADER + 1, 0),
        struct.pack("<II", 0, MAX_BODY + 1),
        struct.pack("<II", 3, 0) + b"{]}",
        struct.pack("<II", 3, 0) + b"NaN",
        struct.pack("<II", 2, 0) + b"\xff\xff",
        struct.pack("<II", 100_000, 0) + b"[" * 100_000,
        (struct.pack("<II", 2, 0) + b"{}") * 2,
    ],
    ids=["header", "body", "no json", "nan", "no text", "deep", "two at once"],
)
def test_a_bad_frame_is_refused(pair: Pair, raw: bytes) -> None:
    pair[0].sendall(raw)
    with pytest.raises(WireError):
        receive_frame(pair[1], time.monotonic() + 30)


def test_a_peer_that_says_nothing_is_not_waited_for(pair: Pair) -> None:
    with pytest.raises(OutOfTime):
        receive_frame(pair[1], time.monotonic() + 0.01)
    with pytest.raises(OutOfTime):
        receive_frame(pair[1], time.monotonic() - 1)


def test_a_peer_that_stops_in_the_middle_is_gone(pair: Pair) -> None:
    pair[0].sendall(struct.pack("<II", 10, 0) + b"{")
    pair[0].close()
    with pytest.raises(PeerGone):
        receive_frame(pair[1], time.monotonic() + 30)


def test_a_peer_that_does_not_read_is_not_waited_for(pair: Pair) -> None:
    with pytest.raises(OutOfTime):
        send_frame(pair[0], {}, [bytes(2**25)], time.monotonic() + 0.05)


def test_a_message_too_large_is_not_begun(pair: Pair) -> None:
    with pytest.raises(WireError, match="too large"):
        send_frame(pair[0], "x" * (MAX_HEADER + 1))
