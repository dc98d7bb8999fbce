"""While an exercise is graded, the course's own solution of it answers "this is the exercise".

Student code may call everything else of the core. A function is closed by exchanging its code, so
every name under which it was imported is closed with it.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

CORE = "cs231n_core"


def _closed(*_: Any, **__: Any) -> Any:
    raise RuntimeError("this is the exercise: write it yourself")


@lru_cache(maxsize=64)
def _functions(names: tuple[str, ...]) -> tuple[tuple[types.FunctionType, types.CodeType], ...]:
    """Return the core's functions and its classes' methods, with the code that closes each."""
    modules = [m for name, m in list(sys.modules.items()) if name.split(".")[0] == CORE]
    found: dict[int, types.FunctionType] = {}
    for value in (getattr(module, name, None) for module in modules for name in names):
        if str(getattr(value, "__module__", "")).split(".")[0] != CORE:
            continue
        members = vars(value).values() if isinstance(value, type) else (value,)
        found.update((id(m), m) for m in members if isinstance(m, types.FunctionType))
    return tuple(
        (function, _closed.__code__.replace(co_freevars=function.__code__.co_freevars))
        for function in found.values()
    )


@contextlib.contextmanager
def closed_core(names: Sequence[str]) -> Iterator[None]:
    """Close the core's functions of these names within the context."""
    functions = _functions(tuple(names)) if names else ()
    codes = [function.__code__ for function, _ in functions]
    for function, closed in functions:
        function.__code__ = closed
    try:
        yield
    finally:
        for (function, _), code in zip(functions, codes, strict=True):
            function.__code__ = code
