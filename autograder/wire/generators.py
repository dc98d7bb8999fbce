"""Random generators as text: their state travels, and comes back when somebody drew from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.frames import WireError

MAKERS: dict[str, Callable[[int], Any]] = {
    "PCG64": np.random.PCG64,
    "PCG64DXSM": np.random.PCG64DXSM,
}
"""Bit generators whose state is four whole numbers, so that no text of it can do harm."""

_WORDS = 624
"""Numbers in the state of the old generator, ``np.random.RandomState``."""


def generator_entry(value: Any) -> list[Any] | None:
    """Return a generator as JSON holds it, or None for one that does not travel.

    Examples
    --------
    >>> entry = generator_entry(np.random.default_rng(0))
    >>> read_generator(entry).random() == np.random.default_rng(0).random()
    True
    """
    if type(value) is np.random.Generator:
        state: Any = value.bit_generator.state
        if state["bit_generator"] not in MAKERS:
            return None
        inner = state["state"]
        numbers = inner["state"], inner["inc"], state["has_uint32"], state["uinteger"]
        return ["rg", state["bit_generator"], *(str(int(number)) for number in numbers)]
    if type(value) is np.random.RandomState:
        old: Any = value.get_state(legacy=True)
        if old[0] == "MT19937":
            return ["rs", old[1].tobytes().hex(), int(old[2]), int(old[3]), repr(float(old[4]))]
    return None


def read_generator(entry: list[Any]) -> np.random.Generator | np.random.RandomState:
    """Return the generator that `generator_entry` wrote.

    Raises
    ------
    WireError
        If it did not: a state that points outside its own numbers, above all.
    """
    return _new(entry) if entry[0] == "rg" else _old(entry)


def _new(entry: list[Any]) -> np.random.Generator:
    _, name, *texts = entry
    if name not in MAKERS or len(texts) != 4 or any(type(t) is not str for t in texts):
        raise WireError("not a generator")
    state, inc, has, rest = (int(text[:60]) for text in texts)
    if not (0 <= state < 2**128 and 0 <= inc < 2**128 and has in (0, 1) and 0 <= rest < 2**32):
        raise WireError("not a generator's state")
    if inc % 2 == 0:  # it may draw zeros only, and a test that draws whole numbers never ends
        raise WireError("a generator that is stuck")
    source = MAKERS[name](0)
    inner = {"state": state, "inc": inc}
    whole = {"bit_generator": name, "state": inner, "has_uint32": has, "uinteger": rest}
    source.state = whole
    return np.random.Generator(source)


def _old(entry: list[Any]) -> np.random.RandomState:
    _, words, place, has, rest = entry
    key = np.frombuffer(bytes.fromhex(words), np.uint32)
    if key.shape != (_WORDS,) or type(place) is not int or not 0 <= place <= _WORDS:
        raise WireError("not a generator's state")
    if not (key[0] >> 31 or key[1:].any()):
        raise WireError("a generator that is stuck")
    generator = np.random.RandomState(0)
    generator.set_state(("MT19937", key, place, int(has == 1), float(rest)))
    return generator


def take_over(target: Any, source: Any) -> None:
    """Bring a generator to the state of another of its kind."""
    if type(target) is np.random.Generator and type(source) is np.random.Generator:
        if type(target.bit_generator) is type(source.bit_generator):
            target.bit_generator.state = source.bit_generator.state
    elif type(target) is np.random.RandomState and type(source) is np.random.RandomState:
        target.set_state(source.get_state(legacy=True))
