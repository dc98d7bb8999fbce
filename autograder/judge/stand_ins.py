"""From a handle on the wire to the stand-in that a test works with."""

from __future__ import annotations

import inspect
from typing import Any

from autograder.judge.containers import RemoteDict, RemoteList
from autograder.judge.proxies import Line, Remote, RemoteCallable, RemoteClass
from autograder.wire.frames import WireError

_KINDS: dict[str, type[Remote]] = {
    "function": RemoteCallable,
    "callable": RemoteCallable,
    "class": RemoteClass,
}
_MADE: dict[tuple[type, str], type[Remote]] = {}
MAX_MADE = 500
MAX_NAME = 100


def stand_in(line: Line, entry: list[Any]) -> Any:
    """Return the stand-in that a handle describes.

    Raises
    ------
    WireError
        If it is not a handle.
    """
    if len(entry) < 7 or type(entry[1]) is not int or any(type(e) is not str for e in entry[2:5]):
        raise WireError("not a handle")
    handle, kind, type_name = line.handle(entry[1]), entry[2], entry[3]
    if kind == "dict":
        return RemoteDict(line, handle)
    if kind == "list":
        return RemoteList(line, handle)
    said: dict[str, Any] = {"__name__": entry[4], "__qualname__": entry[4]}
    said["__doc__"] = entry[6] if type(entry[6]) is str else ""
    said["__signature__"] = _signature(entry[5])
    return _class_for(_KINDS.get(kind, Remote), type_name)(line, handle, said)


def _class_for(base: type[Remote], name: str) -> type[Remote]:
    """Return a class of the name of the student's, so that messages can say what something is."""
    if not name.isidentifier() or len(name) > MAX_NAME or len(_MADE) >= MAX_MADE:
        return base
    if (base, name) not in _MADE:
        documentation = property(lambda self: object.__getattribute__(self, "_said").get("__doc__"))
        _MADE[base, name] = type(name, (base,), {"__slots__": (), "__doc__": documentation})
    return _MADE[base, name]


def _signature(entry: Any) -> inspect.Signature | None:
    if type(entry) is not list:
        return None
    kinds = tuple(inspect._ParameterKind)
    try:
        return inspect.Signature(
            [
                inspect.Parameter(
                    name, kinds[kind], default=... if has_default else inspect.Parameter.empty
                )
                for name, kind, has_default in entry
            ]
        )
    except (ValueError, TypeError, IndexError) as error:
        raise WireError("not a signature") from error
