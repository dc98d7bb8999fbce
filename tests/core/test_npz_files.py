"""npz files of any origin: arrays by name, or one short line about what is wrong with them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from cs231n_core.npz_files import MAX_REASON, read_arrays

HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"


def write(path: Path, content: bytes, name: str = "x.npy") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, content)
    return path


def array_file(header: str) -> bytes:
    text = header.encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(16)


def test_arrays_are_read_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.arange(3))
    assert read_arrays(tmp_path / "a.npz", "arrays")["x"].tolist() == [0, 1, 2]
    old = HEADER.replace("(2,)", "(2L,)")
    assert read_arrays(write(tmp_path / "b", array_file(old)), "arrays")["x"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (array_file(HEADER.replace("2,", "2000000000, 2000,")), "Unable to allocate"),
        (array_file(HEADER.replace("2,", "1" * 30 + ",")), ""),
        (array_file(HEADER.replace("<f8", "|O")), "Object arrays cannot be loaded"),
        (array_file("(" * 500), ""),
        (array_file("x" * 5000), ""),
        (b"plain text", "it holds something else than arrays"),
        (b"", "it holds something else than arrays"),
    ],
)
def test_what_is_no_array_is_one_short_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = write(tmp_path / "x.npz", content)
    with pytest.raises(
        ValueError, match=r"^load: .*x.npz is not readable \(.+\), expected a test$"
    ) as caught:
        read_arrays(path, "a test")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < MAX_REASON + len(str(path)) + 60


def test_a_damaged_archive_is_one_short_line(tmp_path: Path) -> None:
    stream = io.BytesIO()
    np.savez_compressed(stream, x=np.zeros(1000))
    content = bytearray(stream.getvalue())
    content[60:90] = bytes(30)
    (tmp_path / "x.npz").write_bytes(bytes(content))
    with pytest.raises(ValueError, match=r"x.npz is not readable"):
        read_arrays(tmp_path / "x.npz", "a test")


def test_a_missing_file_stays_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_arrays(tmp_path / "none.npz", "a test")
