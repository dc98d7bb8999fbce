"""Reading NumPy's npz files of any origin: arrays or one clear error, no code from the file."""

from __future__ import annotations

import warnings
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.errors import explain

MAX_REASON = 200


def read_arrays(fname: str | PathLike[str], expected: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of an npz file by name.

    Parameters
    ----------
    fname : path
    expected : str
        What the file should have been, for the error.

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is no npz file, damaged, holds more than the memory, or anything but plain arrays.
    """
    # np.load would leave a truncated file open, had it opened the file itself.
    with open(fname, "rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's advice about files of Python 2
        try:
            with np.load(file, allow_pickle=False) as archive:
                found = {name: archive[name] for name in archive.files}
            if not all(isinstance(array, np.ndarray) for array in found.values()):
                raise ValueError("it holds something else than arrays")
            return found
        except Exception as error:  # a broken archive may raise any exception whatever
            raise unreadable(fname, error, expected) from error


def unreadable(fname: str | PathLike[str], error: Exception, expected: str) -> ValueError:
    """Return the error that says why a file is not what was expected."""
    reason = " ".join(str(error).split())[:MAX_REASON] or type(error).__name__
    return ValueError(explain("load", f"{fname} is", f"not readable ({reason})", expected))
