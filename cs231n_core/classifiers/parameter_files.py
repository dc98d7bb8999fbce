"""The parameters of a model as a file: NumPy's npz format, without pickles."""

from __future__ import annotations

from os import PathLike

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain

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
    import zipfile  # not needed, and slow to import, unless a file is read

    try:
        # np.load would leave a truncated file open, had it opened the file itself.
        with open(fname, "rb") as file, np.load(file, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, EOFError, AttributeError, TypeError, zipfile.BadZipFile) as error:
        raise ValueError(
            explain("load", f"{fname} is", f"not readable ({error})", "a file that save wrote")
        ) from error
