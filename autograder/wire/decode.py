"""JSON and the body of a frame back into values; what `encode` would not write is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.frames import WireError
from autograder.wire.generators import read_generator
from autograder.wire.kinds import MAX_DEPTH, MAX_DIGITS, TYPES, known_dtype

MAX_DIMENSIONS = 32
STRIDE_ROOM = 8
"""How much longer in memory than its values an array may be to keep its strides."""

_BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, MemoryError, SystemError)
"""What Python and NumPy raise for a number, text or shape that is none."""


class Decoder:
    """Turns JSON and the body of a frame back into values.

    Parameters
    ----------
    body : (n,) array of uint8
        The frame's raw bytes; arrays become views of it.
    resolve : callable
        Returns the object for a handle's JSON.
    leaves : list, optional
        Objects that references may mean.
    """

    def __init__(
        self,
        body: np.ndarray,
        resolve: Callable[[list[Any]], Any],
        leaves: list[Any] | None = None,
    ) -> None:
        self.leaves: list[Any] = [] if leaves is None else leaves
        self._body = body
        self._copied = 0
        self._resolve = resolve

    def decode(self, entry: Any) -> Any:
        """Return the value.

        Raises
        ------
        WireError
            If the JSON is not what `Encoder` writes.
        """
        try:
            return self._value(entry, 0)
        except _BROKEN as error:
            raise WireError(f"not a value: {type(error).__name__}") from None

    def decode_apart(self, entry: Any) -> Any:
        """Return a value that `Encoder.encode_apart` wrote."""
        known = len(self.leaves)
        try:
            return self.decode(entry)
        finally:
            del self.leaves[known:]

    def _value(self, entry: Any, depth: int) -> Any:
        if type(entry) is not list:
            if type(entry) is dict:
                raise WireError("not a value: an object")
            return entry
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply")
        tag = entry[0]
        read = _READERS.get(tag) if type(tag) is str else None
        if read is None:
            if tag == "h":
                return self._resolve(entry)
            raise WireError(f"not a value: tag {str(tag)[:20]!r}")
        return read(self, entry, depth + 1)

    def _all(self, entries: list[Any], depth: int) -> list[Any]:
        return [self._value(entry, depth) for entry in entries]

    def _list(self, entry: list[Any], depth: int) -> list[Any]:
        result: list[Any] = []
        self.leaves.append(result)
        result.extend(self._value(part, depth) for part in entry[1:])
        return result

    def _dict(self, entry: list[Any], depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        self.leaves.append(result)
        for place in range(1, len(entry), 2):
            key = self._value(entry[place], depth)
            result[key] = self._value(entry[place + 1], depth)
        return result

    def _set(self, entry: list[Any], depth: int) -> set[Any]:
        result: set[Any] = set()
        for part in entry[1:]:  # one by one: whoever waits can stop a set of colliding numbers
            result.add(self._value(part, depth))
        return result

    def _generator(self, entry: list[Any], _: int) -> Any:
        generator = read_generator(entry)
        self.leaves.append(generator)
        return generator

    def _reference(self, entry: list[Any], _: int) -> Any:
        place = entry[1]
        if type(place) is not int or not 0 <= place < len(self.leaves):
            raise WireError("a reference to nothing")
        return self.leaves[place]

    def _array(self, entry: list[Any], _: int) -> np.ndarray:
        dtype, shape, offset = known_dtype(entry[1]), _shape(entry[2]), entry[3]
        count = math.prod(shape)
        size = count * dtype.itemsize
        if type(offset) is not int or offset < 0 or offset + size > len(self._body):
            raise WireError("an array outside the frame")
        if count and not size:
            raise WireError("an array of nothing")  # NumPy would make room for one letter each
        flat = self._body[offset : offset + size].view(dtype) if size else np.empty(count, dtype)
        if dtype.kind == "b" or len(entry) > 4:
            self._copied += size
            if self._copied > len(self._body):
                raise WireError("arrays that share their bytes")  # each would become a copy
        if dtype.kind == "b":  # a byte that is neither 0 nor 1 would be true in some sums only
            flat = flat.view(np.uint8) != 0
        array: np.ndarray = flat.reshape(shape)
        if len(entry) > 4:
            array = _laid_out(array, entry[4], entry[5])
        self.leaves.append(array)
        return array


def _shape(entry: Any) -> tuple[int, ...]:
    if type(entry) is not list or len(entry) > MAX_DIMENSIONS:
        raise WireError("not a shape")
    for count in entry:
        if type(count) is not int or count < 0:
            raise WireError("not a shape")
    return tuple(entry)


def _laid_out(array: np.ndarray, strides: Any, writable: Any) -> np.ndarray:
    """Return the same values with these strides; strides that take too much room are dropped."""
    result = array
    if strides is not None and array.size:
        if len(strides) != array.ndim or any(type(step) is not int for step in strides):
            raise WireError("not strides")
        steps = [(n - 1) * step for n, step in zip(array.shape, strides, strict=True)]
        start = -sum(step for step in steps if step < 0)
        extent = start + sum(step for step in steps if step > 0) + array.itemsize
        if extent <= STRIDE_ROOM * array.nbytes + 64:
            room = np.zeros(extent, np.uint8)
            result = np.ndarray(array.shape, array.dtype, room.data, start, tuple(strides))
            result[...] = array
    if writable is not True:
        result.flags.writeable = False
    return result


def _scalar(_: Decoder, entry: list[Any], __: int) -> Any:
    dtype = known_dtype(entry[1])
    raw = bytes.fromhex(entry[2])
    if len(raw) != dtype.itemsize:
        raise WireError("not a scalar")
    return np.frombuffer(raw, dtype, 1)[0] if raw else dtype.type()


def _integer(_: Decoder, entry: list[Any], __: int) -> int:
    if type(entry[1]) is not str or len(entry[1]) > MAX_DIGITS + 1:
        raise WireError("not a whole number")
    return int(entry[1])


def _text(entry: list[Any]) -> str:
    if type(entry[1]) is not str:
        raise WireError("not text")
    return entry[1]


_READERS: dict[str, Callable[[Decoder, list[Any], int], Any]] = {
    "a": Decoder._array,
    "l": Decoder._list,
    "d": Decoder._dict,
    "r": Decoder._reference,
    "g": _scalar,
    "rg": Decoder._generator,
    "rs": Decoder._generator,
    "i": _integer,
    "t": lambda decoder, entry, depth: tuple(decoder._all(entry[1:], depth)),
    "s": Decoder._set,
    "z": lambda decoder, entry, depth: frozenset(decoder._set(entry, depth)),
    "f": lambda _, entry, __: float(_text(entry)),
    "c": lambda _, entry, __: complex(_text(entry)),
    "b": lambda _, entry, __: bytes.fromhex(_text(entry)),
    "sl": lambda decoder, entry, depth: slice(*decoder._all(entry[1:4], depth)),
    "ra": lambda decoder, entry, depth: range(*decoder._all(entry[1:4], depth)),
    "e": lambda _, __, ___: Ellipsis,
    "ty": lambda _, entry, __: TYPES[_text(entry)],
    "dt": lambda _, entry, __: known_dtype(entry[1]),
}
