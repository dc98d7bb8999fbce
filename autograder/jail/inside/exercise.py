"""While an exercise is graded, the course's own solutions of it answer "this is the exercise".

Student code may call everything else of the core. A function is closed by exchanging its code, so
every name under which it was imported is closed with it. A compiled one has no code to exchange: it
is closed where it can be found. With them, everything under ``cs231n_core.stages`` is closed: the
formulas that visible checks compare with, and the helpers of demonstrations.

What there is to close is looked up before student code runs, which could rename functions and make
modules forgotten, and once more when it is closed, for what was imported meanwhile.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

CORE = "cs231n_core"
STAGES = f"{CORE}.stages."
COMPILED = (f"{CORE}.kernels.native", f"{CORE}.kernels.im2col_cython")


class Found(NamedTuple):
    """A name in a module of the core, what it means there, and the module that defines that."""

    module: str
    name: str
    value: Any
    home: str
    members: tuple[Any, ...]


class Exercise:
    """Which functions are closed now. They stay so until other ones are asked for.

    Make one before any student code runs.
    """

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self._undo: list[Callable[[], None]] = []
        self._before = tuple(_found())

    def close(self, names: Sequence[str]) -> None:
        """Close the core's functions of these names and no others."""
        if tuple(names) == self.names:
            return
        while self._undo:
            self._undo.pop()()
        self.names = tuple(names)
        if names:
            _imported(self.names)
            found = (*self._before, *_found())
            self._undo = [_function_closed(function) for function in _functions(found, names)]
            self._undo += [_attribute_closed(*place) for place in _places(self.names)]


def _closed(*_: Any, **__: Any) -> Any:
    raise RuntimeError("this is the exercise: write it yourself")


def _function_closed(function: types.FunctionType) -> Callable[[], None]:
    """Close a function and return what opens it again."""
    code = function.__code__
    function.__code__ = _closed.__code__.replace(co_freevars=code.co_freevars)
    return lambda: setattr(function, "__code__", code)


def _attribute_closed(owner: Any, name: str) -> Callable[[], None]:
    space = vars(owner)
    value, space[name] = space[name], _closed
    return lambda: space.update({name: value})


def _modules() -> Iterator[tuple[str, Any]]:
    return ((n, m) for n, m in list(sys.modules.items()) if n.split(".")[0] == CORE)


def _imported(names: Sequence[str]) -> None:
    """Ask every module for these names: some import them when they are asked."""
    for _, module in _modules():
        for name in names:
            getattr(module, name, None)


def _found() -> Iterator[Found]:
    """Yield everything that the loaded modules of the core name, with the methods of classes."""
    for title, module in _modules():
        for name, value in list(vars(module).items()):
            home = str(getattr(value, "__module__", ""))
            if home.split(".")[0] == CORE:
                members = tuple(vars(value).values()) if isinstance(value, type) else (value,)
                yield Found(title, name, value, home, members)


def _functions(found: Sequence[Found], names: Sequence[str]) -> tuple[types.FunctionType, ...]:
    """Return the core's functions of these names, the methods of its classes of these names.

    Those of the stages are among them, whatever they are called.
    """
    chosen: dict[int, types.FunctionType] = {}
    for entry in found:
        if entry.module.startswith(STAGES):
            # What a stage imports is closed under its own name alone.
            wanted = entry.home.startswith(STAGES) and not isinstance(entry.value, type)
        else:
            wanted = entry.name in names
        if wanted:
            chosen.update((id(m), m) for m in entry.members if isinstance(m, types.FunctionType))
    return tuple(chosen.values())


def _places(names: tuple[str, ...]) -> tuple[tuple[Any, str], ...]:
    """Return where compiled functions of these names can be found."""
    owners = [module for title, module in _modules() if title in COMPILED]
    kernels = sys.modules.get(f"{CORE}.kernels")
    owners += [kernels.active()] if kernels is not None else []
    return tuple(
        (owner, name)
        for owner in owners
        for name in names
        if not isinstance(vars(owner).get(name), types.FunctionType | None)
    )
