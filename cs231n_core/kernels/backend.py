"""The one place that decides between the compiled kernels and their NumPy twins.

The environment variable ``CS231N_BACKEND`` says which:

- ``auto`` (or unset): the compiled ones if they were built, otherwise NumPy;
- ``cython``: the compiled ones; it is an error if they are missing;
- ``numpy``: the NumPy ones.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cs231n_core.errors import explain
from cs231n_core.kernels import im2col_numpy

_COMPILED = "cs231n_core.kernels.im2col_cython"
_CHOICES = ("auto", "cython", "numpy")

Kernel = Callable[..., None]


@dataclass(frozen=True)
class Backend:
    """The kernels in use, and why these."""

    name: str
    reason: str
    im2col: Kernel
    col2im: Kernel


def load(choice: str) -> Backend:
    """Return the kernels for a value of ``CS231N_BACKEND``.

    Raises
    ------
    ValueError
        If the value is unknown.
    ImportError
        If the compiled kernels are demanded and missing.

    Examples
    --------
    >>> load("numpy").name
    'numpy'
    """
    if choice not in _CHOICES:
        raise ValueError(
            explain("cs231n_core.kernels", "CS231N_BACKEND is", repr(choice), "auto, cython, numpy")
        )
    if choice == "numpy":
        return _numpy("CS231N_BACKEND asks for it")
    try:
        compiled = importlib.import_module(_COMPILED)
    except ImportError as error:
        if choice == "cython":
            raise ImportError(_missing(error)) from error
        return _numpy(f"the compiled kernels are not usable ({error})")
    reason = "the compiled kernels are built" if choice == "auto" else "CS231N_BACKEND asks for it"
    return Backend("cython", reason, compiled.im2col, compiled.col2im)


def _numpy(reason: str) -> Backend:
    return Backend("numpy", reason, im2col_numpy.im2col, im2col_numpy.col2im)


def _missing(error: ImportError) -> str:
    return explain(
        "cs231n_core.kernels",
        "CS231N_BACKEND is 'cython' and importing the compiled kernels gave:",
        error,
        "a built extension",
        "install a C compiler and run: pip install -e . ; or unset CS231N_BACKEND to use NumPy",
    )


_active = [load(os.environ.get("CS231N_BACKEND", "auto"))]


def active() -> Backend:
    """Return the kernels in use.

    Examples
    --------
    >>> active().name in ("cython", "numpy")
    True
    """
    return _active[-1]


@contextmanager
def using(choice: str) -> Iterator[Backend]:
    """Use other kernels for the duration of a ``with`` block, to compare the two.

    Examples
    --------
    >>> with using("numpy"):
    ...     active().name
    'numpy'
    """
    _active.append(load(choice))
    try:
        yield _active[-1]
    finally:
        _active.pop()


def backend_report() -> str:
    """Return one line: which kernels are in use, and why.

    Examples
    --------
    >>> with using("numpy"):
    ...     backend_report()
    'kernels: numpy (CS231N_BACKEND asks for it)'
    """
    backend = active()
    return f"kernels: {backend.name} ({backend.reason})"
