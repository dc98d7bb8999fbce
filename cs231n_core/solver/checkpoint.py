"""Nested dicts, lists, numbers, arrays and random generators as one file, without pickle.

The file is NumPy's npz: the arrays by number, and the structure around them as JSON. Reading it
runs no code from it.
"""

from __future__ import annotations

import json
import os
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from cs231n_core.errors import explain
from cs231n_core.npz_files import read_arrays, unreadable

_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")
_STRUCTURE = "structure"
_EXPECTED = "a checkpoint of a Solver"
_BROKEN = (
    *(ValueError, TypeError, AttributeError, LookupError, ArithmeticError),
    *(RecursionError, MemoryError),
)
_PLACES = {"MT19937": ("pos", 624), "Philox": ("buffer_pos", 4)}
"""Where a generator's state says which of its numbers comes next, and how many it has."""


def save_tree(fname: str | PathLike[str], tree: Any) -> None:
    """Write a tree under exactly this name. The old file stays until the new one is complete.

    Parameters
    ----------
    fname : path
    tree : dict, list, str, number, None, array, numpy Generator, or any nesting of them
        The keys of a dict are strings.

    Raises
    ------
    TypeError
        If there is anything else in it.
    """
    arrays: dict[str, Any] = {}
    structure = json.dumps(_pack(tree, "", arrays))
    arrays[_STRUCTURE] = np.frombuffer(structure.encode(), np.uint8)
    target = Path(fname)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(draft, "wb") as file:
            np.savez(file, **arrays)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def load_tree(fname: str | PathLike[str]) -> Any:
    """Return the tree that `save_tree` wrote. Tuples have become lists.

    Raises
    ------
    ValueError
        If the file is not one that `save_tree` wrote.
    """
    arrays = read_arrays(fname, _EXPECTED)
    try:
        return _unpack(json.loads(arrays[_STRUCTURE].tobytes()), arrays)
    except _BROKEN as error:
        raise unreadable(fname, error, _EXPECTED) from error


def _pack(value: Any, place: str, arrays: dict[str, Any]) -> Any:
    """Return a value as JSON can hold it; arrays move to ``arrays``."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return _pack(value.item(), place, arrays)
    if isinstance(value, list | tuple):
        return [_pack(v, f"{place}[{i}]", arrays) for i, v in enumerate(value)]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {k: _pack(v, f"{place}[{k!r}]", arrays) for k, v in value.items()}}
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        name = f"array{len(arrays)}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, np.random.Generator):
        return {"generator": _pack(value.bit_generator.state, place, arrays)}
    kinds = "a dict by names, list, string, number, None, array or Generator"
    raise TypeError(explain("save_checkpoint", f"{place} is", repr(value), kinds))


def _unpack(value: Any, arrays: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_unpack(v, arrays) for v in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    if "generator" in value:
        return _generator(_unpack(value["generator"], arrays))
    return {key: _unpack(v, arrays) for key, v in value["dict"].items()}


def _generator(state: dict[str, Any]) -> np.random.Generator:
    name = state["bit_generator"]
    if name not in _GENERATORS:
        raise ValueError(explain("load", "the random generator is", name, ", ".join(_GENERATORS)))
    key, most = _PLACES.get(name, ("", 0))
    place = {**state, **state["state"]}.get(key, 0)
    if not 0 <= place <= most:  # NumPy would read beyond its numbers
        raise ValueError(explain("load", f"the random generator's {key} is", place, f"0 to {most}"))
    bits = getattr(np.random, name)()
    bits.state = state
    if _is_stuck(name, bits.state["state"]):  # what NumPy made of it: 1e-320 counts as 0
        raise ValueError(explain("load", f"the {name} generator's state is", "stuck", "one in use"))
    return np.random.Generator(bits)


def _is_stuck(name: str, inner: dict[str, Any]) -> bool:
    """Tell whether a generator of this state may draw zeros only: then ``integers`` never ends."""
    if name == "MT19937":
        return not (inner["key"][0] >> 31 or inner["key"][1:].any())
    return name.startswith("PCG64") and inner["inc"] % 2 == 0
