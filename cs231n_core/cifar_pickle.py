"""Reading CIFAR-10's batch files, which are pickles, without letting a pickle run anything.

A pickle is a small program. This reader lets it build lists, dictionaries, numbers and strings,
and writes every call that it asks for down instead of making it; the one array that a batch file
holds is then put together here from its bytes. Not even NumPy is called by the file.
"""

from __future__ import annotations

import io
import math
import pickle
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.errors import explain

NUM_CLASSES = 10
PIXELS = 3 * 32 * 32

_MAX_BYTES = 64 * 2**20  # an official batch has 31 MB
_MOST_TEXT = 200
"""Characters of a file's own words that an error shows."""
_FETCH_AGAIN = "fetch the data again: cs231n-data fetch --force"
_RECONSTRUCT = {"numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"}
_ADMITTED = _RECONSTRUCT | {"numpy.ndarray", "numpy.dtype", "_codecs.encode"}
_OPCODES = {
    *("PROTO", "FRAME", "STOP", "MARK", "EMPTY_DICT", "SETITEM", "SETITEMS"),
    *("EMPTY_LIST", "APPEND", "APPENDS", "EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"),
    *("NONE", "NEWTRUE", "NEWFALSE", "BININT", "BININT1", "BININT2", "LONG1"),
    *("BINUNICODE", "SHORT_BINUNICODE", "BINSTRING", "SHORT_BINSTRING"),
    *("BINBYTES", "SHORT_BINBYTES", "BINPUT", "LONG_BINPUT", "MEMOIZE", "BINGET", "LONG_BINGET"),
    *("GLOBAL", "STACK_GLOBAL", "REDUCE", "BUILD"),
}


def read_batch(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the images and labels of one CIFAR-10 batch file.

    Parameters
    ----------
    path : Path
        A file such as ``data_batch_1``.

    Returns
    -------
    data : (N, 3072) uint8 array
        One image a row: 1,024 red values, then green, then blue, each plane row by row.
    labels : (N,) int64 array
        Classes from 0 to 9.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is cut short, asks for anything but an array, or holds something else than N
        images with N labels.
    """
    content = _loads(path)
    if not isinstance(content, dict):
        raise ValueError(_wrong(path, "the content is a", type(content).__name__, "a dictionary"))
    named = {k.decode("latin1") if isinstance(k, bytes) else k: v for k, v in content.items()}
    missing = [key for key in ("data", "labels") if key not in named]
    if missing:
        raise ValueError(_wrong(path, "the dictionary lacks", missing, "data and labels"))
    data = _images(path, named["data"])
    return data, _labels(path, named["labels"], len(data))


def _wrong(path: Path, what: str, value: object, expected: str) -> str:
    return explain(str(path), what, _shown(value), expected, _FETCH_AGAIN)


def _shown(value: object) -> str:
    """Return what a file says as a text for one line: short, and nothing that moves a cursor."""
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(value))
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}..."


@dataclass(eq=False)
class _Call:
    """What a pickle asked to call: written down, never done."""

    name: str
    args: tuple[Any, ...]
    state: Any = None

    def __setstate__(self, state: Any) -> None:
        self.state = state


@dataclass(frozen=True)
class _Named:
    """Stands where a pickle wanted a function or class of ours."""

    name: str

    def __call__(self, *args: Any) -> _Call | bytes:
        # Python 3 writes byte strings into old pickle versions as the latin1 encoding of a text.
        if self.name == "_codecs.encode":
            text, encoding = args
            if encoding != "latin1":
                raise pickle.UnpicklingError(f"text is encoded as {encoding!r}, expected 'latin1'")
            return str(text).encode("latin1")
        return _Call(self.name, args)


class _DataOnlyUnpickler(pickle.Unpickler):
    """An unpickler that imports nothing."""

    def find_class(self, module: str, name: str) -> _Named:
        if f"{module}.{name}" not in _ADMITTED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}")
        return _Named(f"{module}.{name}")


def _screen(pickled: bytes) -> None:
    """Refuse opcodes that no batch file has, and memo indices made to exhaust the memory."""
    import pickletools  # slow to import; only those who have CIFAR-10 need it

    for count, (opcode, argument, _) in enumerate(pickletools.genops(pickled)):
        if opcode.name not in _OPCODES:
            raise pickle.UnpicklingError(f"it holds the opcode {opcode.name}")
        # The memo is a table as long as its largest index; an honest writer numbers it in order.
        if opcode.name == "LONG_BINPUT" and isinstance(argument, int) and argument > count:
            raise pickle.UnpicklingError(f"it stores item {argument} after {count} operations")


def _loads(path: Path) -> Any:
    if not path.is_file():
        raise FileNotFoundError(_wrong(path, "the file is", "missing", "a CIFAR-10 batch"))
    size = path.stat().st_size
    if size > _MAX_BYTES:
        raise ValueError(_wrong(path, "the file has", f"{size} bytes", "a batch of 31 MB"))
    pickled = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of escapes that are none: damage too
            _screen(pickled)
            return _DataOnlyUnpickler(io.BytesIO(pickled), encoding="bytes").load()
    except Exception as error:  # noqa: BLE001 - a broken pickle may raise any exception whatever
        reason = _shown(error) or type(error).__name__
        what = f"damaged or unsafe ({reason})"
        raise ValueError(
            explain(str(path), "the file is", what, "a CIFAR-10 batch", _FETCH_AGAIN)
        ) from None


def _images(path: Path, stored: Any) -> NDArray[np.uint8]:
    """Put the array together that ``stored`` describes, having looked at every part of it."""
    state = stored.state if isinstance(stored, _Call) and stored.name in _RECONSTRUCT else None
    if not (isinstance(state, tuple) and len(state) == 5):
        found = f"call of {stored.name}" if isinstance(stored, _Call) else type(stored).__name__
        raise ValueError(_wrong(path, "data is a", found, "a NumPy array"))
    _, shape, dtype, fortran, raw = state
    kind = dtype.args[0] if isinstance(dtype, _Call) and dtype.args else None
    if kind not in ("u1", b"u1"):
        raise ValueError(_wrong(path, "data has dtype", kind, "uint8 ('u1')"))
    if not (_is_whole(shape) and len(shape) == 2 and shape[0] > 0 and shape[1] == PIXELS):
        raise ValueError(_wrong(path, "data has shape", shape, f"(N, {PIXELS})"))
    if not isinstance(raw, bytes) or len(raw) != math.prod(shape):
        held = len(raw) if isinstance(raw, bytes) else type(raw).__name__
        raise ValueError(_wrong(path, "data has", f"{held} bytes", f"{math.prod(shape)}"))
    return np.frombuffer(raw, np.uint8).reshape(shape, order="F" if fortran else "C")


def _is_whole(values: Any) -> bool:
    return isinstance(values, list | tuple) and all(type(v) is int for v in values)


def _labels(path: Path, stored: Any, count: int) -> NDArray[np.int64]:
    if not _is_whole(stored):
        raise ValueError(
            _wrong(path, "labels are a", type(stored).__name__, "a list of whole numbers")
        )
    if len(stored) != count:
        raise ValueError(_wrong(path, "labels has length", len(stored), f"{count}, one an image"))
    outside = [v for v in stored if not 0 <= v < NUM_CLASSES]
    if outside:
        raise ValueError(_wrong(path, "labels hold", outside[0], "classes from 0 to 9"))
    return np.array(stored, np.int64)
