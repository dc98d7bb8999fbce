"""What student code answered to which question, kept so that it can be judged again without it.

A changed tolerance or weight asks the student's functions nothing new: the same requests, byte by
byte, have the same answers. A test cell that asks something else is not answered from here.
"""

from __future__ import annotations

import hashlib
import json
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.wire.frames import header_text, read_header, receive_raw, send_frame

MAX_BYTES = 16 * 2**20
"""Answers of one submission that are kept; one with more is run again instead."""

_LENGTHS = struct.Struct("<II")


class Diverged(BaseException):
    """The test asked something that it did not ask then; no check may catch this."""


@dataclass
class Transcript:
    """Questions (by their digest) and answers (as they came) of each test cell, in order."""

    cells: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    whole: bool = True
    _size: int = 0

    def add(self, cell: str, question: bytes, answer: bytes) -> None:
        """Keep one question, or with an empty digest one more answer to the last."""
        self._size += len(answer)
        if self._size > MAX_BYTES:
            self.drop()
        if self.whole:
            self.cells.setdefault(cell, []).append((question, answer))

    def drop(self) -> None:
        """Keep nothing: what happened cannot be told by answers alone."""
        self.whole = False
        self.cells.clear()

    def packed(self) -> bytes:
        """Return the transcript as bytes; none if it was not kept to its end."""
        if not self.whole:
            return b""
        index = {c: [[q.hex(), len(a)] for q, a in pairs] for c, pairs in self.cells.items()}
        head = json.dumps(index).encode()
        body = b"".join(answer for pairs in self.cells.values() for _, answer in pairs)
        return _LENGTHS.pack(len(head), len(body)) + head + body  # floats do not shrink

    @classmethod
    def unpacked(cls, content: bytes) -> Transcript:
        """Return the transcript that `packed` wrote."""
        size, _ = _LENGTHS.unpack_from(content)
        place = _LENGTHS.size + size
        cells: dict[str, list[tuple[bytes, bytes]]] = {}
        for cell, entries in json.loads(content[_LENGTHS.size : place]).items():
            cells[cell] = []
            for question, length in entries:
                cells[cell].append((bytes.fromhex(question), content[place : place + length]))
                place += length
        return cls(cells)


class Live:
    """The socket to a student's process; what goes over it in a test cell is kept."""

    def __init__(self, sock: socket.socket, transcript: Transcript) -> None:
        self._sock = sock
        self._transcript = transcript
        self.cell = ""
        self._question = b""

    def send(self, header: dict[str, Any], parts: Sequence[Any], deadline: float) -> None:
        """Send a message."""
        text = send_frame(self._sock, header, parts, deadline)
        if self.cell:
            self._question = digest(text, parts)

    def receive(self, deadline: float) -> tuple[Any, np.ndarray]:
        """Return the next message."""
        text, body = receive_raw(self._sock, deadline)
        if self.cell:
            answer = b"".join((_LENGTHS.pack(len(text), len(body)), text, body.tobytes()))
            self._transcript.add(self.cell, self._question, answer)
            self._question = b""
        return read_header(text), body


class Replayed:
    """Answers from a transcript, in the place of a student's process."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._pairs: list[tuple[bytes, bytes]] = []
        self._place = 0
        self._cell = ""
        self._open: list[int] = []

    @property
    def cell(self) -> str:
        """Which test cell asks; empty between them."""
        return self._cell

    @cell.setter
    def cell(self, name: str) -> None:
        self._cell = name
        self._pairs = self._transcript.cells.get(name, [])
        self._place = 0

    def send(self, header: dict[str, Any], parts: Sequence[Any], _: float) -> None:
        """Find the question; those that are no longer asked are passed over.

        Raises
        ------
        Diverged
            When it was not asked then.
        """
        question = digest(header_text(header), parts)
        if "q" in header:
            self._open.append(header["q"])
        for place in range(self._place, len(self._pairs)):
            if self._pairs[place][0] == question:
                self._place = place
                return
        raise Diverged

    def receive(self, _: float) -> tuple[Any, np.ndarray]:
        """Return what was answered."""
        if self._place >= len(self._pairs):
            raise Diverged
        answer = self._pairs[self._place][1]
        self._place += 1
        size, _rest = _LENGTHS.unpack_from(answer)
        start = _LENGTHS.size + size
        header = read_header(answer[_LENGTHS.size : start])
        if type(header) is dict and "q" in header and self._open:
            header["q"] = self._open.pop()
        return header, np.frombuffer(bytearray(answer[start:]), np.uint8)


def digest(header: bytes, parts: Sequence[Any]) -> bytes:
    """Return what identifies a question: all of it but its number, which stands last."""
    found = hashlib.blake2b(header.rpartition(b',"q":')[0] or header, digest_size=16)
    for part in parts:
        found.update(part)
    return found.digest()
