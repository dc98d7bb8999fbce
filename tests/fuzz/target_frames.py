"""Frames on the socket: any stream of bytes is one message, or refused, late or gone."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

from fuzz_parts import Line, bounded, entry, part, raw

from autograder.wire.frames import (
    MAX_BODY,
    OutOfTime,
    PeerGone,
    WireError,
    receive_frame,
    send_frame,
)

TOKENS: tuple[Any, ...] = (
    "NaN", "Infinity", "1e999", '{"q":1}', "[" * 50, "9" * 50, "ff", "\\ud800", "header", "body", "raw",
    "lengths", "cuts", "silent", [0, 0], [2**32 - 1, 0], [8 * 2**20, 256 * 2**20], {"q": 1, "ok": None},
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    {"header": {"q": 1, "ok": ["a", "<f8", [2], 0]}, "body": "00" * 16, "cuts": [3, 8, 1]},
    {"header": None, "raw": "5b5d", "body": "", "cuts": [8], "silent": True},
    {"header": [], "body": "00ff", "lengths": [2, 3], "tail": "7b7d"},
)


def check(tree: Any) -> None:
    """Read a stream; send on what was read, and read it again."""
    header = part(tree, "raw", str, "")
    text = raw(header) if header else json.dumps(entry(tree, "header")).encode()
    body = raw(part(tree, "body", str, ""))
    lengths = part(tree, "lengths", list, [])
    sizes = [
        bounded(part(lengths, place, int, size), 0, 2**32 - 1, size)
        for place, size in enumerate((len(text), len(body)))
    ]
    if len(body) + 2**16 < sizes[1] <= MAX_BODY:
        sizes[1] %= 2**16  # room for a promised body is made, and would be all that takes time
    stream = struct.pack("<II", *sizes) + text + body + raw(part(tree, "tail", str, ""))
    line: Any = Line(stream, part(tree, "cuts", list, []), silent=part(tree, "silent", bool, False))
    try:
        said, arrived = receive_frame(line, time.monotonic() + 60)
    except (WireError, PeerGone, OutOfTime):
        return
    assert arrived.nbytes == sizes[1]
    assert arrived.flags.writeable
    assert arrived.flags.owndata
    try:
        send_frame(line, said, [arrived.tobytes()])
    except (ValueError, RecursionError):
        return  # an infinite number, or brackets deeper than JSON is written: never our message
    again: Any = Line(bytes(line.sent))
    said_again, arrived_again = receive_frame(again)
    assert said_again == said
    assert arrived_again.tobytes() == arrived.tobytes()
