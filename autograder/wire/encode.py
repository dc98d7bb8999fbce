"""Python values as JSON and raw bytes: numbers, text, containers, arrays; the rest is opaque.

Nothing here is pickled or evaluated. What cannot travel by value is handed to ``opaque``, which
returns a handle (or refuses); the reader hands such handles to ``resolve``. Within one message an
object that occurs twice arrives as one object.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.frames import MAX_BODY, Part, WireError
from autograder.wire.generators import generator_entry
from autograder.wire.kinds import MAX_DEPTH, MAX_DIGITS, NUMBERS, TYPE_NAMES, travels

ALIGNMENT = 16
COPIED = 2**12
"""Bytes of an array up to which a copy is cheaper than a view."""

LARGEST_JSON_INT = 2**53


class Encoder:
    """Turns values into JSON; arrays gather in ``parts``, the mutable objects in ``leaves``.

    Parameters
    ----------
    opaque : callable
        Returns the JSON of a handle for an object that cannot go by value, or raises.
    leaves : list, optional
        Objects that the reader already has, by position: they are sent as references.
    known : dict, optional
        The JSON by which the reader knows an object, by its id.
    generators : bool
        Whether random generators go by value. The test's do; the student's stay where they are.
    """

    def __init__(
        self,
        opaque: Callable[[Any], Any],
        leaves: list[Any] | None = None,
        known: dict[int, Any] | None = None,
        *,
        generators: bool = False,
    ) -> None:
        self.parts: list[Part] = []
        self.leaves: list[Any] = [] if leaves is None else leaves
        self._opaque = opaque
        self._generators = generators
        self._size = 0
        self._seen: dict[int, Any] = dict(known) if known else {}
        self._seen.update((id(leaf), ["r", place]) for place, leaf in enumerate(self.leaves))

    def encode_apart(self, value: Any, *, whole: bool = False) -> Any:
        """Return the JSON of a value that later ones cannot refer to.

        With ``whole`` it is written out, even if the reader has it already in an older state.
        """
        known, seen = len(self.leaves), self._seen
        self._seen = dict(seen)
        generators, self._generators = self._generators, self._generators or whole
        if whole:
            self._seen.pop(id(value), None)
        try:
            return self.encode(value)
        finally:
            del self.leaves[known:]
            self._seen, self._generators = seen, generators

    def encode(self, value: Any, depth: int = 0) -> Any:
        """Return the JSON of a value."""
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int or kind is float:
            return _number(value)
        known = self._seen.get(id(value))
        if known is not None:
            return known
        if kind is np.ndarray and travels(value):
            return self._array(value)
        make = _MAKERS.get(kind)
        if make is None:
            return self._odd(value)
        if depth >= MAX_DEPTH:
            raise WireError("a value is nested too deeply")
        return make(self, value, depth + 1)

    def _odd(self, value: Any) -> Any:
        """Return the JSON of what is rare, or a handle."""
        kind = type(value)
        if isinstance(value, np.generic) and kind in TYPE_NAMES and travels(np.asarray(value)):
            size = value.dtype.itemsize  # of an empty text NumPy writes more than that
            return ["g", value.dtype.str, value.tobytes()[:size].hex()]
        if isinstance(value, type) and value in TYPE_NAMES:
            return ["ty", TYPE_NAMES[value]]
        if isinstance(value, np.dtype) and value.str in NUMBERS:
            return ["dt", value.str]
        entry = generator_entry(value) if self._generators else None
        if entry is not None:
            self._remember(value)
            return entry
        return self._opaque(value)

    def instance(self, value: Any) -> Any:
        """Return the JSON of what an object holds; the reader must make the object first."""
        self._remember(value)
        return self.encode(vars(value))

    def _remember(self, value: Any) -> None:
        self._seen[id(value)] = ["r", len(self.leaves)]
        self.leaves.append(value)

    def _array(self, array: np.ndarray) -> Any:
        self._remember(array)
        flags = array.flags
        packed, writable = flags.c_contiguous, flags.writeable
        plain = array if packed else np.ascontiguousarray(array)
        gap = -self._size % ALIGNMENT
        offset = self._size + gap
        size = plain.nbytes
        self._size = offset + size
        if self._size > MAX_BODY:
            raise WireError(f"arrays of more than {MAX_BODY} bytes in one message")
        if gap:
            self.parts.append(bytes(gap))
        if size:
            self.parts.append(plain.tobytes() if size <= COPIED else _view_of(plain))
        entry: list[Any] = ["a", array.dtype.str, list(array.shape), offset]
        if not packed or not writable:
            entry += [None if packed else list(array.strides), writable]
        return entry

    def _sequence(self, tag: str, value: Any, depth: int) -> Any:
        encode = self.encode
        return [tag, *[encode(entry, depth) for entry in value]]

    def _list(self, value: list[Any], depth: int) -> Any:
        self._remember(value)
        return self._sequence("l", value, depth)

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        self._remember(value)
        flat = (part for pair in value.items() for part in pair)
        return self._sequence("d", flat, depth)


def _number(value: Any) -> Any:
    if type(value) is float:
        return value if math.isfinite(value) else ["f", repr(value)]
    if abs(value) <= LARGEST_JSON_INT:
        return value
    if abs(value) >= 10**MAX_DIGITS:
        raise WireError("a whole number has too many digits")
    return ["i", str(value)]


def _view_of(array: np.ndarray) -> Part:
    flat: Any = array.reshape(-1).view(np.uint8)
    return memoryview(flat)


_MAKERS: dict[type, Callable[[Encoder, Any, int], Any]] = {
    list: Encoder._list,
    dict: Encoder._dict,
    tuple: lambda encoder, value, depth: encoder._sequence("t", value, depth),
    set: lambda encoder, value, depth: encoder._sequence("s", value, depth),
    frozenset: lambda encoder, value, depth: encoder._sequence("z", value, depth),
    complex: lambda _, value, __: ["c", repr(value)],
    bytes: lambda _, value, __: ["b", value.hex()],
    slice: lambda encoder, value, depth: encoder._sequence(
        "sl", (value.start, value.stop, value.step), depth
    ),
    range: lambda encoder, value, depth: encoder._sequence(
        "ra", (value.start, value.stop, value.step), depth
    ),
    type(Ellipsis): lambda _, __, ___: ["e"],
}
