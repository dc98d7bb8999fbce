"""How many threads the compiled kernels use.

The environment variable ``CS231N_NUM_THREADS`` sets it for a whole process; without it, a kernel
may use every processor that this process may use. There is one pool for all kernels. NumPy's own
threads (its matrix product) are not among them: see ``OPENBLAS_NUM_THREADS``.
"""

from __future__ import annotations

import math
import operator
import os
import sys
from pathlib import Path

from cs231n_core.errors import explain

_NATIVE = "cs231n_core.kernels.native"
_MOST = 256
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cpus() -> int:
    """Return how many processors this process may use: by affinity, and by a container's quota.

    Examples
    --------
    >>> usable_cpus() >= 1
    True
    """
    try:
        cpus = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        cpus = os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text().split()
        cpus = min(cpus, math.ceil(int(quota) / int(period)))
    except (OSError, ValueError):  # no such file, or the quota is "max"
        pass
    return max(1, min(cpus, _MOST))


def set_num_threads(n: int) -> None:
    """Let every compiled kernel use up to ``n`` threads.

    The bits of a result do not depend on it, with one exception: with one thread the affine layer
    leaves its products to NumPy.

    Parameters
    ----------
    n : int
        1 to 256. 1 computes in the calling thread alone.

    Raises
    ------
    ValueError
        If ``n`` is out of range.

    Examples
    --------
    >>> before = get_num_threads()
    >>> set_num_threads(1)
    >>> get_num_threads()
    1
    >>> set_num_threads(before)
    """
    _threads[0] = _checked("set_num_threads", "n is", n)
    attach()


def get_num_threads() -> int:
    """Return how many threads a compiled kernel may use.

    Examples
    --------
    >>> get_num_threads() >= 1
    True
    """
    return _threads[0]


def attach() -> None:
    """Tell the compiled kernels, if they are loaded, how many threads to use."""
    native = sys.modules.get(_NATIVE)
    if native is not None:
        native.set_threads(_threads[0])


def _checked(where: str, what: str, value: object) -> int:
    n = operator.index(value)  # type: ignore[arg-type]
    if not 1 <= n <= _MOST:
        raise ValueError(explain(where, what, n, f"1 to {_MOST}"))
    return n


def _first() -> int:
    asked = os.environ.get("CS231N_NUM_THREADS", "")
    if not asked:
        return usable_cpus()
    where, what = "cs231n_core.kernels", "CS231N_NUM_THREADS is"
    if not asked.isdecimal():
        raise ValueError(explain(where, what, repr(asked), f"1 to {_MOST}"))
    return _checked(where, what, int(asked))


_threads = [_first()]
