"""CIFAR-10's batch files: a pickle of any opcodes is a batch or refused, and never runs anything.

An input is a list of opcodes with their arguments, put together here, and of damaged bytes.
"""

from __future__ import annotations

import os
import pickletools
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from fuzz_parts import entry, part, patched

from cs231n_core.cifar_pickle import PIXELS, read_batch

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_MADE = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="fuzz-")
FOLDER = os.path.realpath(_MADE.name)
_FILE = Path(FOLDER) / "data_batch_1"
_CODES = {opcode.name: opcode for opcode in pickletools.opcodes}
_PIXELS = "pixels"
_MOST = 2**16
"""Bytes to which an operation may be repeated."""
_DTYPE = [
    ["GLOBAL", "numpy dtype"], ["SHORT_BINSTRING", "u1"], ["BININT1", 0], ["BININT1", 1], ["TUPLE3"], ["REDUCE"],
    ["MARK"], ["BININT1", 3], ["SHORT_BINSTRING", "|"], ["NONE"], ["NONE"], ["NONE"], ["BININT", -1], ["BININT", -1], ["BININT1", 0], ["TUPLE"], ["BUILD"],
]  # fmt: skip
_ARRAY = [
    ["GLOBAL", "numpy.core.multiarray _reconstruct"], ["GLOBAL", "numpy ndarray"], ["BININT1", 0], ["TUPLE1"], ["SHORT_BINSTRING", "b"], ["TUPLE3"], ["REDUCE"],
    ["MARK"], ["BININT1", 1], ["BININT1", 2], ["BININT2", PIXELS], ["TUPLE2"], *_DTYPE, ["NEWFALSE"], ["BINSTRING", _PIXELS], ["TUPLE"], ["BUILD"],
]  # fmt: skip
_BATCH = [
    ["PROTO", 2], ["EMPTY_DICT"], ["BINPUT", 0], ["MARK"], ["SHORT_BINSTRING", "labels"], ["EMPTY_LIST"], ["MARK"], ["BININT1", 3], ["BININT1", 9], ["APPENDS"],
    ["SHORT_BINSTRING", "data"], *_ARRAY, ["SETITEMS"], ["STOP"],
]  # fmt: skip
_ENCODED = [
    ["PROTO", 2], ["EMPTY_DICT"], ["GLOBAL", "_codecs encode"], ["BINUNICODE", "data"], ["BINUNICODE", "latin1"], ["TUPLE2"], ["REDUCE"], ["NONE"], ["SETITEM"], ["STOP"],
]  # fmt: skip
TOKENS: tuple[Any, ...] = (
    *([name] for name in _CODES), ["BINGET", 0], ["LONG_BINPUT", 2**31], ["LONG1", 2**64], ["GLOBAL", "os system"], ["GLOBAL", "builtins eval"], ["BINUNICODE", "echo"],
    ["SHORT_BINUNICODE", "numpy"], ["SHORT_BINUNICODE", "ndarray"], ["STACK_GLOBAL"], ["BINSTRING", "x"], ["FRAME", 2**40], ["PROTO", 5], "labels", "data", _PIXELS, "u1",
    "_codecs encode", "numpy dtype", "latin1", ["BININT1", 10], ["BINUNICODE", "name"],
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    {"ops": _BATCH}, {"ops": _ENCODED}, {"ops": [["INST", "os system"]]}, {"ops": [*_BATCH[:1], ["TUPLE1"], ["STOP"]]},
    {"ops": [*_BATCH[:3], ["SHORT_BINUNICODE", "os"], ["SHORT_BINUNICODE", "system"], ["STACK_GLOBAL"], ["STOP"]]},
    {"ops": [["EMPTY_TUPLE"], ["TUPLE1"], ["TUPLE1"], ["STOP"]], "patch": [[1, 40]]}, {"ops": _BATCH, "cut": -3},
)  # fmt: skip


def check(tree: Any) -> None:
    """Read the file; what is refused is refused in one line of bearable length."""
    content = patched(
        _assembled(part(tree, "ops", list, [])), entry(tree, "patch"), entry(tree, "cut")
    )
    _FILE.write_bytes(content)
    try:
        data, labels = read_batch(_FILE)
    except ValueError as error:
        assert str(error).startswith(f"{_FILE}: ")
        assert len(str(error)) < 1000
        return
    assert data.dtype == np.uint8
    assert data.shape == (len(labels), PIXELS)
    assert labels.dtype == np.int64
    assert set(labels.tolist()) <= set(range(10))


def _assembled(ops: list[Any]) -> bytes:
    """Return a pickle; an operation may be repeated: ``["TUPLE1", null, 500]``."""
    found = []
    for op in ops[:400]:
        name, argument = part(op, 0, str, ""), entry(op, 1)
        code = _CODES.get(name)
        if code is not None:
            once = code.code.encode("latin1") + _argument(code, argument)
            found.append(once * min(max(part(op, 2, int, 1), 0), 5000, _MOST // len(once)))
    return b"".join(found)


def _argument(code: Any, argument: Any) -> bytes:
    """Write an argument as its opcode wants it; of the wrong kind, as nothing."""
    if code.arg is None:
        return b""
    kind = code.arg.name
    number = argument if type(argument) is int else 0
    content = _bytes(argument)
    if kind in ("stringnl_noescape_pair",):
        return content.replace(b" ", b"\n", 1) + b"\n"
    if kind.endswith("nl") or "nl_" in kind:
        return (str(number).encode() if "decimal" in kind else content) + b"\n"
    if kind == "long1":
        number = min(max(number, -(2**999)), 2**999)
        digits = number.to_bytes(number.bit_length() // 8 + 1, "little", signed=True)
        return bytes([len(digits)]) + digits
    size = code.arg.n
    if size > 0:
        return (number % 256**size).to_bytes(size, "little")
    width = {-2: 1, -3: 4, -4: 4, -5: 8}.get(size, 1)
    return (len(content) % 256**width).to_bytes(width, "little") + content


def _bytes(argument: Any) -> bytes:
    if argument == _PIXELS:
        return bytes(2 * PIXELS)
    return argument.encode("utf-8", "surrogatepass") if isinstance(argument, str) else b""
