"""Lists and dictionaries inside a student's object: reading and writing reach the original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, MutableSequence
from typing import Any

import numpy as np

from autograder.judge.proxies import Handle, Line, Remote, ask


class RemoteDict(MutableMapping[Any, Any], dict[Any, Any]):  # type: ignore[misc, metaclass]
    """A dictionary inside a student's object, for a test also a `dict`."""

    def __init__(self, line: Line, handle: Handle) -> None:
        self.remote = Remote(line, handle, {})

    def __iter__(self) -> Iterator[Any]:
        return iter(ask(self.remote, "keys"))

    def __len__(self) -> int:
        return len(self.remote)

    def __getitem__(self, key: Any) -> Any:
        return self.remote[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.remote[key] = value

    def __delitem__(self, key: Any) -> None:
        del self.remote[key]

    def copy(self) -> dict[Any, Any]:
        """Return what it holds now."""
        return {key: self[key] for key in self}

    def __or__(self, other: Any) -> dict[Any, Any]:
        return {**self.copy(), **_plain(other)}

    def __ror__(self, other: Any) -> dict[Any, Any]:
        return {**_plain(other), **self.copy()}

    def __repr__(self) -> str:
        return repr(self.copy())

    __hash__ = None  # type: ignore[assignment]


class RemoteList(MutableSequence[Any], list[Any]):  # type: ignore[misc, metaclass]
    """A list inside a student's object, for a test also a `list`."""

    def __init__(self, line: Line, handle: Handle) -> None:
        self.remote = Remote(line, handle, {})

    def copy(self) -> list[Any]:
        """Return what it holds now."""
        return [self.remote[place] for place in range(len(self.remote))]

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self.copy(), dtype)

    def __len__(self) -> int:
        return len(self.remote)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.copy())

    def __getitem__(self, place: Any) -> Any:
        return self.copy()[place] if isinstance(place, slice) else self.remote[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        self.remote[place] = value

    def __delitem__(self, place: Any) -> None:
        del self.remote[place]

    def insert(self, index: Any, value: Any) -> None:
        """Put a value before the one at a place."""
        ask(self.remote, "insert", index, value)

    def sort(self, **options: Any) -> None:
        """Sort in place."""
        for place, value in enumerate(sorted(self.copy(), **options)):
            self[place] = value

    def __eq__(self, other: object) -> bool:
        return bool(self.copy() == _plain(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return bool(self.copy() < _plain(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.copy() <= _plain(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.copy() > _plain(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.copy() >= _plain(other))

    def __add__(self, other: Iterable[Any]) -> list[Any]:
        return [*self.copy(), *other]

    def __radd__(self, other: Iterable[Any]) -> list[Any]:
        return [*other, *self.copy()]

    def __mul__(self, times: Any) -> list[Any]:
        return [value for _ in range(times) for value in self.copy()]

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return repr(self.copy())

    __hash__ = None  # type: ignore[assignment]


def _plain(value: Any) -> Any:
    """Return what a container of the student's holds, and anything else as it is."""
    return value.copy() if isinstance(value, RemoteDict | RemoteList) else value
