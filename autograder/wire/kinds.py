"""Which numbers, texts and types may cross the wall, by the names they have on the wire."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from autograder.wire.frames import MAX_BODY, WireError

MAX_DEPTH = 60
MAX_DIGITS = 4000

NUMBERS = frozenset(
    order + np.dtype(kind).str[1:] for kind in "bhilqBHILQefdgFDG" for order in "<>"
) | {np.dtype(kind).str for kind in "?bB"}
_DTYPES = {text: np.dtype(text) for text in NUMBERS}
_OTHER = re.compile(r"[<>|][SU]\d{1,6}|[<>][mM]8(\[\d{0,6}[a-zA-Z]{1,2}\])?")

TYPES: dict[str, type] = {
    **{kind.__name__: kind for kind in (int, float, bool, complex, str, list, tuple, dict, bytes)},
    **{f"numpy.{kind.__name__}": kind for kind in set(np.sctypeDict.values())},
    "numpy.ndarray": np.ndarray,
}
"""The types that travel by name, as in ``dtype=np.float32``."""

TYPE_NAMES = {kind: name for name, kind in TYPES.items()}


def known_dtype(text: object) -> np.dtype[Any]:
    """Return the dtype that ``text`` names, if arrays of it may travel.

    Raises
    ------
    WireError
        For anything but numbers, text, bytes and times: object arrays hold code.
    """
    if type(text) is str and text in _DTYPES:
        return _DTYPES[text]
    if isinstance(text, str) and _OTHER.fullmatch(text):
        try:
            return np.dtype(text)
        except TypeError:
            pass
    raise WireError(f"no dtype for the wire: {str(text)[:40]!r}")


def travels(array: np.ndarray) -> bool:
    """Tell whether an array can go by value."""
    text = array.dtype.str
    return array.nbytes <= MAX_BODY and bool(text in NUMBERS or _OTHER.fullmatch(text))
