"""The one place that decides between the compiled kernels and their NumPy twins.

The environment variable ``CS231N_BACKEND`` says which:

- ``auto`` (or unset): the compiled ones if they were built, otherwise NumPy;
- ``cython``: the compiled ones; it is an error if they are missing;
- ``numpy``: the NumPy ones.

The compiled ones exist for several instruction sets. The best that the processor can run is taken,
unless ``CS231N_CPU_LEVEL`` names another: ``x86-64-v4``, ``x86-64-v3`` or ``baseline``.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cs231n_core.errors import explain
from cs231n_core.kernels import im2col_numpy, threads

_COMPILED = ("cs231n_core.kernels.im2col_cython", "cs231n_core.kernels.native")
_CHOICES = ("auto", "cython", "numpy")

Kernel = Callable[..., Any]


@dataclass(frozen=True)
class Backend:
    """The kernels in use, and why these."""

    name: str
    reason: str
    native: Any
    """The module of all compiled kernels but im2col and col2im; None with NumPy."""
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
        im2col, native = (importlib.import_module(name) for name in _COMPILED)
    except ImportError as error:
        if choice == "cython":
            raise ImportError(_missing(error)) from error
        return _numpy(f"the compiled kernels are not usable ({error})")
    reason = "the compiled kernels are built" if choice == "auto" else "CS231N_BACKEND asks for it"
    threads.attach()
    return Backend("cython", reason, native, im2col.im2col, im2col.col2im)


def _numpy(reason: str) -> Backend:
    return Backend("numpy", reason, None, im2col_numpy.im2col, im2col_numpy.col2im)


def _missing(error: ImportError) -> str:
    return explain(
        "cs231n_core.kernels",
        "CS231N_BACKEND is 'cython' and importing the compiled kernels gave:",
        error,
        "a built extension",
        "install a C compiler and run: pip install -e . ; or unset CS231N_BACKEND to use NumPy",
    )


def _use_level(backend: Backend, level: str) -> None:
    if backend.native is None:
        return
    levels = backend.native.levels()
    if level not in levels:
        raise ValueError(
            explain(
                "cs231n_core.kernels",
                "the instruction level is",
                repr(level),
                f"one that this processor can run: {', '.join(levels)}",
                "see CS231N_CPU_LEVEL",
            )
        )
    backend.native.set_level(level)


def _first() -> Backend:
    backend = load(os.environ.get("CS231N_BACKEND", "auto"))
    level = os.environ.get("CS231N_CPU_LEVEL", "")
    if level:
        _use_level(backend, level)
    return backend


_active = [_first()]


def active() -> Backend:
    """Return the kernels in use.

    Examples
    --------
    >>> active().name in ("cython", "numpy")
    True
    """
    return _active[-1]


@contextmanager
def using(choice: str, level: str | None = None) -> Iterator[Backend]:
    """Use other kernels for the duration of a ``with`` block, to compare them.

    Parameters
    ----------
    choice : str
        A value of ``CS231N_BACKEND``.
    level : str, optional
        A value of ``CS231N_CPU_LEVEL``, for all threads of the process.

    Examples
    --------
    >>> with using("numpy"):
    ...     active().name
    'numpy'
    """
    backend = load(choice)
    before = backend.native.get_level() if level and backend.native else None
    if level:
        _use_level(backend, level)
    _active.append(backend)
    try:
        yield backend
    finally:
        _active.pop()
        if before:
            backend.native.set_level(before)


def backend_report() -> str:
    """Return one line: which kernels are in use, and why.

    Examples
    --------
    >>> with using("numpy"):
    ...     backend_report()
    'kernels: numpy (CS231N_BACKEND asks for it)'
    """
    backend = active()
    if backend.native is None:
        return f"kernels: {backend.name} ({backend.reason})"
    count = threads.get_num_threads()
    how = f"{backend.native.get_level()}, {count} thread{'s' if count > 1 else ''}"
    return f"kernels: {backend.name}, {how} ({backend.reason})"
