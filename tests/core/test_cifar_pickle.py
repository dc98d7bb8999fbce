"""A batch file is data: whatever else a pickle asks for is refused with one clear line."""

from __future__ import annotations

import builtins
import os
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_core.cifar_pickle import read_batch

ROWS = 20
DATA = (np.arange(ROWS * 3072) % 251).astype(np.uint8).reshape(ROWS, 3072)
LABELS = [k % 10 for k in range(ROWS)]


def batch(**changes: Any) -> dict[bytes, Any]:
    content = {"batch_label": b"one of one", "labels": LABELS, "data": DATA, **changes}
    return {k.encode(): v for k, v in content.items() if v is not None}


def write(path: Path, content: Any, protocol: int = 2) -> Path:
    path.write_bytes(pickle.dumps(content, protocol=protocol))
    return path


class Calls:
    """Pickles as a call of ``function(*args)``, as an attacker would write it."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self.reduced = function, args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.reduced


def python2_pickle(data: np.ndarray, labels: list[int]) -> bytes:
    """Return the opcodes that Python 2's cPickle wrote into the official files."""

    def string(value: bytes) -> bytes:
        if len(value) < 256:
            return pickle.SHORT_BINSTRING + bytes([len(value)]) + value
        return pickle.BINSTRING + len(value).to_bytes(4, "little") + value

    def number(value: int) -> bytes:
        return pickle.BININT + value.to_bytes(4, "little")

    dtype = (
        b"cnumpy\ndtype\n" + string(b"u1") + number(0) + number(1) + pickle.TUPLE3 + pickle.REDUCE
        + b"(" + number(3) + string(b"|") + b"NNN" + number(2**32 - 1) * 2 + number(0)
        + pickle.TUPLE + pickle.BUILD
    )  # fmt: skip
    array = (
        b"cnumpy.core.multiarray\n_reconstruct\n" + b"cnumpy\nndarray\n" + number(0)
        + pickle.TUPLE1 + string(b"b") + pickle.TUPLE3 + pickle.REDUCE
        + b"(" + number(1) + number(len(data)) + number(3072) + pickle.TUPLE2 + dtype
        + pickle.NEWFALSE + string(data.tobytes()) + pickle.TUPLE + pickle.BUILD
    )  # fmt: skip
    listed = pickle.EMPTY_LIST + b"(" + b"".join(map(number, labels)) + pickle.APPENDS
    pairs = string(b"labels") + listed + string(b"data") + array
    return pickle.PROTO + b"\x02" + pickle.EMPTY_DICT + b"(" + pairs + pickle.SETITEMS + b"."


def test_a_file_written_by_python_2_is_read(tmp_path: Path) -> None:
    path = tmp_path / "data_batch_1"
    path.write_bytes(python2_pickle(DATA, LABELS))
    data, labels = read_batch(path)
    assert np.array_equal(data, DATA)
    assert data.dtype == np.uint8
    assert labels.tolist() == LABELS
    assert labels.dtype == np.int64


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_files_written_by_python_3_are_read(tmp_path: Path, protocol: int) -> None:
    data, labels = read_batch(write(tmp_path / "b", batch(), protocol))
    assert np.array_equal(data, DATA)
    assert labels.tolist() == LABELS


def test_a_fortran_ordered_array_keeps_its_rows(tmp_path: Path) -> None:
    data, _ = read_batch(write(tmp_path / "b", batch(data=np.asfortranarray(DATA))))
    assert np.array_equal(data, DATA)


HOSTILE = {
    "os.system": Calls(os.system, "echo ran > ran"),
    "eval": Calls(builtins.eval, "open('ran', 'w').close()"),
    "exec": Calls(builtins.exec, "open('ran', 'w').close()"),
    "getattr": Calls(getattr, [], "append"),
    "numpy.load": Calls(np.load, "ran"),
    "numpy.fromfile": Calls(np.fromfile, "/etc/hostname"),
    "numpy.memmap": Calls(np.memmap, "ran", "uint8", "w+", 0, (8,)),
    "numpy.zeros": Calls(np.zeros, (2**20, 2**30)),
    "bytearray": Calls(bytearray, 2**40),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("key", ["data", "labels", "extra"])
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_pickle_that_calls_anything_is_refused_unrun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, key: str, protocol: int
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path / "bad", batch(**{key: HOSTILE[name]}), protocol)
    asked = rf"damaged or unsafe \(it asks for \w+\.{name.split('.')[-1]}\)"
    with pytest.raises(ValueError, match=rf"bad: the file is {asked}, expected a CIFAR-10 batch"):
        read_batch(path)
    assert os.listdir() == ["bad"]


def test_what_a_file_says_stays_short_and_on_one_line_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "bad"
    said = []
    for name in (b"\x1b[2J", b" " * 70_000, b"dtype" * 70_000):
        path.write_bytes(b"cnumpy\n" + name + b"\n.")
        with pytest.raises(ValueError, match=r"bad: the file is damaged or unsafe") as refusal:
            read_batch(path)
        said.append(str(refusal.value))
    assert all(text.isprintable() and len(text) < 500 for text in said)
    assert r"numpy.\x1b[2J)" in said[0]
    assert said[2].endswith(
        "...), expected a CIFAR-10 batch; fetch the data again: cs231n-data fetch --force"
    )


def test_a_harmless_pickle_of_the_same_kind_would_run_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pickle.loads(pickle.dumps(HOSTILE["eval"]))
    assert os.listdir() == ["ran"]


def test_the_admitted_names_cannot_be_made_to_allocate(tmp_path: Path) -> None:
    reconstruct = DATA.__reduce__()[0]
    assert callable(reconstruct)
    huge = Calls(reconstruct, np.ndarray, (2**40,), b"b")
    with pytest.raises(ValueError, match=r"data is a call of numpy\._core.*_reconstruct"):
        read_batch(write(tmp_path / "b", batch(data=huge)))


def test_an_index_made_to_exhaust_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b"
    index = (2**31 - 1).to_bytes(4, "little")
    path.write_bytes(pickle.PROTO + b"\x02" + pickle.EMPTY_DICT + pickle.LONG_BINPUT + index + b".")
    with pytest.raises(ValueError, match=r"it stores item 2147483647 after 2 operations"):
        read_batch(path)


def test_an_escape_that_is_none_is_damage_and_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(b"\x80\x02S'a\\u'\n.")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(ValueError, match=r"damaged or unsafe \("):
            read_batch(path)
    assert not warned


def test_an_object_of_a_class_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(b"\x80\x02cpathlib\nPath\n)\x81.")
    with pytest.raises(ValueError, match=r"damaged or unsafe \(it holds the opcode NEWOBJ\)"):
        read_batch(path)


@pytest.mark.parametrize("kept", [0, 1, 100, 5000, -1])
def test_a_truncated_file_is_named(tmp_path: Path, kept: int) -> None:
    path = write(tmp_path / "data_batch_3", batch())
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(
        ValueError, match=r"data_batch_3: the file is damaged or unsafe .*fetch --force"
    ):
        read_batch(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([1, 2], r"the content is a list, expected a dictionary"),
        (batch(data=None), r"the dictionary lacks \['data'\], expected data and labels"),
        (batch(data=DATA[:, :3000]), r"data has shape \(20, 3000\), expected \(N, 3072\)"),
        (batch(data=DATA.reshape(20, 3, 32, 32)), r"data has shape \(20, 3, 32, 32\)"),
        (batch(data=DATA[:0], labels=[]), r"data has shape \(0, 3072\)"),
        (batch(data=DATA.astype(np.float32)), r"data has dtype f4, expected uint8"),
        (batch(data=DATA.astype(object)), r"data has dtype O8, expected uint8"),
        (batch(data=[1, 2]), r"data is a list, expected a NumPy array"),
        (batch(labels=LABELS[:-1]), r"labels has length 19, expected 20, one an image"),
        (batch(labels=[*LABELS[:-1], 10]), r"labels hold 10, expected classes from 0 to 9"),
        (batch(labels=[*LABELS[:-1], -1]), r"labels hold -1, expected classes from 0 to 9"),
        (batch(labels=[*LABELS[:-1], "3"]), r"labels are a list, expected a list of whole numbers"),
    ],
)  # fmt: skip
def test_wrong_content_is_named_with_what_was_expected(
    tmp_path: Path, content: Any, message: str
) -> None:
    path = write(tmp_path / "data_batch_1", content, protocol=4)
    with pytest.raises(ValueError, match=rf"data_batch_1: {message}.*; fetch the data again: "):
        read_batch(path)


def test_an_array_with_fewer_bytes_than_its_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(
        python2_pickle(DATA, LABELS).replace(
            (20).to_bytes(4, "little"), (21).to_bytes(4, "little"), 1
        )
    )
    with pytest.raises(ValueError, match=r"data has 61440 bytes, expected 64512"):
        read_batch(path)


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"data_batch_9: the file is missing, expected"):
        read_batch(tmp_path / "data_batch_9")


def test_a_file_too_large_for_a_batch_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "b"
    with path.open("wb") as file:
        file.truncate(2**34)  # sparse: takes no room on the disk
    with pytest.raises(ValueError, match=r"the file has 17179869184 bytes, expected a batch"):
        read_batch(path)
