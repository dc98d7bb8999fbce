"""Whether a numerical gradient is being taken, from whose probes no layer learns anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_probing: ContextVar[bool] = ContextVar("probing", default=False)


def is_probing() -> bool:
    """Return whether the caller runs on behalf of a numerical gradient.

    Examples
    --------
    >>> is_probing()
    False
    >>> with probing():
    ...     is_probing()
    True
    """
    return _probing.get()


@contextmanager
def probing() -> Iterator[None]:
    """Mark all that runs in the block, in this thread, as probes of a numerical gradient."""
    token = _probing.set(True)
    try:
        yield
    finally:
        _probing.reset(token)
