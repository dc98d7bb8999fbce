"""The parameters of a model as a file: NumPy's npz format, without pickles."""

from __future__ import annotations

from os import PathLike

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.npz_files import read_arrays

Params = dict[str, Array]


def save_params(fname: str | PathLike[str], params: Params) -> None:
    """Write parameters as npz, under exactly this name."""
    # Given a name, savez appends ".npz" to it; given an open file, it does not.
    with open(fname, "wb") as file:
        np.savez(file, **params)  # type: ignore[arg-type]


def load_params(
    fname: str | PathLike[str], params: Params, optional: Params | None = None
) -> Params:
    """Read parameters with the names and shapes of ``params``. Runs no code from the file.

    ``optional`` gives the names and shapes of what may be there too, such as statistics that a net
    has only after training.

    Raises
    ------
    ValueError
        If the file is not what `save_params` writes, or holds other names or shapes.
    """
    loaded = read_params(fname)
    allowed = {name: w.shape for name, w in (optional or {}).items()}
    found = {name: w.shape for name, w in loaded.items() if w.shape != allowed.get(name, "absent")}
    wanted = {name: w.shape for name, w in params.items()}
    if found != wanted:
        raise ValueError(explain("load", f"{fname} holds", found, f"{wanted} as this net has"))
    return loaded


def read_params(fname: str | PathLike[str]) -> Params:
    """Read whatever parameters a file holds. Runs no code from the file.

    Raises
    ------
    ValueError
        If the file is not what `save_params` writes.
    """
    return read_arrays(fname, "a file that save wrote")
