"""Whether NumPy's global generator was used, found out in a microsecond.

``np.random.get_state`` builds 624 Python numbers and takes a hundred times as long.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

import numpy as np

_WORDS = 624


def numpy_mark() -> bytes:
    """Return bytes that differ from the last call's if the generator was used or seeded since."""
    source: Any = np.random
    generator = source.get_bit_generator()
    if type(generator) is not np.random.MT19937:
        return repr(generator.state).encode()
    return ctypes.string_at(_address(generator), 4 * _WORDS + 4)


@lru_cache(maxsize=4)
def _address(generator: Any) -> int:
    """Return where a generator keeps its state; the generator is kept too, so it stays there."""
    return int(generator.ctypes.state_address)


def numpy_state() -> tuple[Any, ...]:
    """Return the state as `set_numpy_state` takes it."""
    _, *state = np.random.get_state(legacy=True)  # noqa: NPY002 - tests may seed it
    return tuple(state)


def set_numpy_state(state: tuple[Any, ...]) -> None:
    """Put the generator into a state."""
    np.random.set_state(("MT19937", *state))  # noqa: NPY002
