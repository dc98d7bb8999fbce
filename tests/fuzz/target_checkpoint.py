"""Parameter files and checkpoints: an npz of any members is read or refused, and runs no code."""

from __future__ import annotations

import io
import json
import os
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from fuzz_parts import bounded, entry, part, patched, raw

from cs231n_core.classifiers.parameter_files import load_params, save_params
from cs231n_core.solver.checkpoint import load_tree, save_tree

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_MADE = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None, prefix="fuzz-")
FOLDER = os.path.realpath(_MADE.name)
_FILE, _COPY = Path(FOLDER) / "net.npz", Path(FOLDER) / "copy.npz"
_HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }"
_STATE = np.random.default_rng(0).bit_generator.state
_TREE = {
    "dict": {
        "epoch": 1,
        "rng": {
            "generator": {
                "dict": {
                    **{k: v for k, v in _STATE.items() if k != "state"},
                    "state": {"dict": _STATE["state"]},
                }
            }
        },
        "w": {"array": "W1"},
    }
}
_MEMBER = {"name": "W1.npy", "header": _HEADER, "data": "00" * 32}
_WORDS = {
    "name": "K.npy",
    "header": "{'descr': '<u4', 'fortran_order': False, 'shape': (624,), }",
    "data": "01000000",
    "repeat": 624,
}
_MT = {
    "generator": {
        "dict": {"bit_generator": "MT19937", "state": {"dict": {"key": {"array": "K"}, "pos": 624}}}
    }
}
_FOUR = {
    "name": "F.npy",
    "header": "{'descr': '<u8', 'fortran_order': False, 'shape': (4,), }",
    "data": "0100000000000000",
    "repeat": 4,
}
_SFC = {
    "generator": {
        "dict": {
            "bit_generator": "SFC64",
            "state": {"dict": {"state": {"array": "F"}}},
            "has_uint32": 0,
            "uinteger": 0,
        }
    }
}
_TWO = {
    "name": "T.npy",
    "header": "{'descr': '<u8', 'fortran_order': False, 'shape': (2,), }",
    "data": "0100000000000000",
    "repeat": 2,
}
_PHILOX = {
    "generator": {
        "dict": {
            "bit_generator": "Philox",
            "state": {"dict": {"counter": {"array": "F"}, "key": {"array": "T"}}},
            "buffer": {"array": "F"},
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }
    }
}
TOKENS: tuple[Any, ...] = (
    _MEMBER, "members", "name", "header", "data", "magic", "structure", "patch", "cut", "method", "repeat", "size", "W1.npy", "structure.npy", "W1", "../x.npy", "x",
    _HEADER, "|O", "<U9", "<M8[s]", "('<f8', (2, 2))", "(2, 2)", "(99999999999,)", "(-1,)", "(2L, 2L)", "True", "dict", "array", "generator", "bit_generator",
    "PCG64", "MT19937", "Philox", "SFC64", "Generator", "state", "inc", "has_uint32", "uinteger", {"dict": {}}, {"array": "W1"}, [[]], "\\d", "[('a','O')]",
    {"generator": {"dict": {"bit_generator": "MT19937", "state": {"dict": {"key": {"array": "W1"}, "pos": 9999}}}}},
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    {"members": [_MEMBER, {**_MEMBER, "name": "b1.npy"}]},
    {"members": [_MEMBER], "structure": _TREE}, {"members": [_WORDS, _FOUR, _TWO], "structure": [_MT, _SFC, _PHILOX]}, {"members": [{**_MEMBER, "magic": "934e554d5059", "method": 1}]},
    {"members": [{**_MEMBER, "header": _HEADER.replace("<f8", "|O")}], "structure": {"array": "W1"}},
    {"members": [{**_MEMBER, "header": _HEADER.replace("(2, 2)", "(2L, 2L)")}], "structure": [{"array": "W1"}]},
    {"members": [], "structure": {"generator": {"dict": {"bit_generator": "MT19937"}}}}, {"members": [_MEMBER], "cut": 50},
    {"members": [{**_MEMBER, "header": _HEADER.replace("(2, 2)", "(2000000000, 2000)")}], "structure": {"array": "W1"}},
)  # fmt: skip


def check(tree: Any) -> None:
    """Read a file as parameters or as a checkpoint; what was read can be saved and read again."""
    _FILE.write_bytes(_archive(tree))
    if entry(tree, "structure") is None:
        _check_params()
    else:
        _check_tree()


def _check_params() -> None:
    try:
        params = load_params(_FILE, {}, {"W1": np.empty((2, 2)), "b1": np.empty((2, 2))})
        save_params(_COPY, params)
        assert load_params(_COPY, {}, params).keys() == params.keys()
    except ValueError as error:
        assert str(error).startswith("load: ")


def _check_tree() -> None:
    try:
        found = load_tree(_FILE)
    except ValueError as error:
        assert str(error).startswith("load: ")
        return
    _draw(found)
    try:
        save_tree(_COPY, found)
    except (TypeError, ValueError):
        return  # more than NumPy can write again, such as names that are no file names
    load_tree(_COPY)


def _draw(found: Any) -> None:
    """Use the generators that came back: a wrong state would reach beyond their memory."""
    if isinstance(found, np.random.Generator):
        found.random(3)
        found.integers(9, size=3, dtype=np.uint32)
    elif isinstance(found, dict | list):
        for value in found.values() if isinstance(found, dict) else found:
            _draw(value)


def _archive(tree: Any) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")  # of two members of one name
        for member in part(tree, "members", list, [])[:20]:
            name = part(member, "name", str, "x").encode("utf-8", "replace").decode()[:200]
            content = _array_file(member)
            method = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[
                bounded(entry(member, "method"), 0, 1, 0)
            ]
            archive.writestr(zipfile.ZipInfo(name or "x"), content, method)
        if entry(tree, "structure") is not None:
            text = np.frombuffer(json.dumps(tree["structure"]).encode(), np.uint8)
            found = io.BytesIO()
            np.save(found, text)
            archive.writestr("structure.npy", found.getvalue())
    return patched(stream.getvalue(), entry(tree, "patch"), entry(tree, "cut"))


def _array_file(member: Any) -> bytes:
    magic = raw(part(member, "magic", str, "")) or b"\x93NUMPY\x01\x00"
    header = part(member, "header", str, _HEADER).encode("utf-8", "replace")[:5000]
    data = raw(part(member, "data", str, "")) * bounded(entry(member, "repeat"), 0, 1000, 1)
    size = bounded(entry(member, "size"), 0, 65535, len(header))
    return magic + size.to_bytes(2, "little") + header + data
