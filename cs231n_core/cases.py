"""The calls that facets try: arguments, upstream gradients, and other layouts in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Case = tuple[Any, ...]
"""The arguments of one forward call."""

Draw = Callable[[np.random.Generator], Sequence[Case]]
"""Makes the calls that a facet tries."""


def mapped(args: Case, change: Callable[[np.ndarray], np.ndarray]) -> Case:
    """Return the arguments with ``change`` applied to the arrays among them."""
    return tuple(change(a) if isinstance(a, np.ndarray) else a for a in args)


def copies(args: Case) -> Case:
    """Return the arguments with a fresh copy of every array."""
    return mapped(args, np.copy)


def named(names: Sequence[str], args: Case) -> dict[str, np.ndarray]:
    """Return the arrays among the arguments by name."""
    pairs = zip(names, args, strict=False)
    return {name: value for name, value in pairs if isinstance(value, np.ndarray)}


def like(array: np.ndarray, want: np.ndarray) -> np.ndarray | None:
    """Return the array if it has the shape of ``want``."""
    return array if array.shape == want.shape else None


def upstream(rng: np.random.Generator, out: np.ndarray) -> np.ndarray:
    """Return a dout without zeros, so that every entry of the gradient is seen."""
    size = rng.uniform(0.5, 1.5, out.shape)
    return np.asarray(size * rng.choice([-1.0, 1.0], out.shape), out.dtype)


def read_only(array: np.ndarray) -> np.ndarray:
    """Return a copy that refuses to be written to."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def strided(array: np.ndarray) -> np.ndarray:
    """Return the same values as every second column of a larger array."""
    if not array.ndim:
        return array.copy()
    view: np.ndarray = np.repeat(array, 2, axis=-1)[..., ::2]
    return view


def transposed(array: np.ndarray) -> np.ndarray:
    """Return the same values with the axes reversed in memory."""
    return np.ascontiguousarray(array.T).T if array.ndim > 1 else array[::-1].copy()[::-1]


LAYOUTS = ((read_only, "read-only ones"), (strided, "slices"), (transposed, "transposed ones"))
"""Ways to hand over the same values, with the words for them."""


def global_random_state() -> tuple[bytes, int]:
    """Return the state of NumPy's global generator."""
    state = np.random.get_state(legacy=False)["state"]  # noqa: NPY002 - to see it untouched
    return state["key"].tobytes(), int(state["pos"])


def both_types(array: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the array in float64 and in float32."""
    return array.astype(np.float64), array.astype(np.float32)
