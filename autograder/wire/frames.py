"""One message over a socket: a JSON header and raw bytes, both bounded before they are read.

Each side treats the other's frames as hostile. A frame is ``length of header, length of body``
(two little-endian 32-bit numbers), the header as JSON, and the body, which holds the bytes of
arrays (see `autograder.wire.encode`).
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

MAX_HEADER = 8 * 2**20
"""Bytes of JSON. A cell with a hundred figures of 50 kB fits."""

MAX_BODY = 256 * 2**20
"""Bytes of arrays in one message."""

_LENGTHS = struct.Struct("<II")
_ONE_WRITE = 2**16
"""Up to here, joining the parts is cheaper than another system call."""

_ONE_READ = 2**16

Part = bytes | bytearray | memoryview


class WireError(Exception):
    """A frame or value that breaks the format: too large, too deep, or not what was agreed."""


class PeerGone(Exception):  # noqa: N818 - an event
    """The other side's process ended."""


class OutOfTime(Exception):  # noqa: N818 - an event
    """The deadline passed before the message was through."""


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _odd(value: Any) -> NoReturn:
    raise TypeError(f"{type(value).__name__} in a header")


_DECODER = json.JSONDecoder(parse_constant=_refuse)

_make: Any = json.encoder.c_make_encoder  # type: ignore[attr-defined] # typeshed lacks it
_ENCODE: Any = _make(  # once: json.dumps makes a new one for every call
    None, _odd, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False
)


def send_frame(
    sock: socket.socket,
    header: Any,
    parts: Sequence[Part] = (),
    deadline: float | None = None,
) -> bytes:
    """Send one message and return its header's text; ``deadline`` is of `time.monotonic`.

    Raises
    ------
    WireError
        If the message is larger than a frame may be.
    PeerGone, OutOfTime
        If the other side does not take it.
    """
    text = header_text(header)
    total = sum(len(part) for part in parts)
    if len(text) > MAX_HEADER or total > MAX_BODY:
        raise WireError(f"a message of {len(text)} + {total} bytes is too large")
    head = _LENGTHS.pack(len(text), total) + text
    try:
        _set_timeout(sock, deadline)
        if total <= _ONE_WRITE:
            sock.sendall(b"".join((head, *parts)))
            return text
        sock.sendall(head)
        for part in parts:
            _set_timeout(sock, deadline)
            sock.sendall(part)
    except OSError as error:
        _gone(error)
    return text


def header_text(header: Any) -> bytes:
    """Return a header as it is sent."""
    return "".join(_ENCODE(header, 0)).encode()


def read_header(text: bytes) -> Any:
    """Return what a header's text says.

    Raises
    ------
    WireError
        If it is not JSON.
    """
    try:
        return _DECODER.decode(text.decode())
    except (ValueError, RecursionError) as error:
        raise WireError(f"the header is not JSON: {type(error).__name__}") from None


def receive_frame(sock: socket.socket, deadline: float | None = None) -> tuple[Any, np.ndarray]:
    """Return the header and the body of one message.

    Returns
    -------
    header : object
        What the JSON says.
    body : (n,) array of uint8
        The raw bytes, writable and owned by nobody else.

    Raises
    ------
    WireError
        If the frame breaks the format.
    PeerGone, OutOfTime
        If it does not come.
    """
    text, body = receive_raw(sock, deadline)
    return read_header(text), body


def receive_raw(sock: socket.socket, deadline: float | None = None) -> tuple[bytes, np.ndarray]:
    """Return the text of one message's header, and its body as `receive_frame` does."""
    head = _at_least(_LENGTHS.size, b"", sock, deadline)
    header_bytes, body_bytes = _LENGTHS.unpack_from(head)
    if header_bytes > MAX_HEADER or body_bytes > MAX_BODY:
        raise WireError(f"a message of {header_bytes} + {body_bytes} bytes is too large")
    start = _LENGTHS.size + header_bytes
    head = _at_least(start, head, sock, deadline)
    if len(head) > start + body_bytes:
        raise WireError("more than one message")
    body = np.empty(body_bytes, np.uint8)
    here = len(head) - start
    body[:here] = np.frombuffer(head, np.uint8, here, start)
    if here < body_bytes:
        _fill(sock, memoryview(body)[here:], deadline)  # type: ignore[arg-type]
    return head[_LENGTHS.size : start], body


def _at_least(count: int, have: bytes, sock: socket.socket, deadline: float | None) -> bytes:
    """Read on until there are ``count`` bytes; a small message comes whole in one call."""
    parts = [have] if have else []
    size = len(have)
    try:
        while size < count:
            _set_timeout(sock, deadline)
            part = sock.recv(_ONE_READ)
            if not part:
                raise PeerGone
            parts.append(part)
            size += len(part)
    except OSError as error:
        _gone(error)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _fill(sock: socket.socket, target: memoryview, deadline: float | None) -> None:
    try:
        while len(target):
            _set_timeout(sock, deadline)
            count = sock.recv_into(target)
            if not count:
                raise PeerGone
            target = target[count:]
    except OSError as error:
        _gone(error)


def _set_timeout(sock: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTime
    sock.settimeout(left)


def _gone(error: OSError) -> NoReturn:
    if isinstance(error, TimeoutError):
        raise OutOfTime from None
    raise PeerGone from error
