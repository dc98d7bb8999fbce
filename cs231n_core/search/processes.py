"""Call a function for many jobs in processes that stop when the caller is interrupted."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from cs231n_core.errors import explain

Job = TypeVar("Job")
Result = TypeVar("Result")

_work: list[Callable[[Any], Any]] = []


def in_processes(
    where: str, work: Callable[[Job], Result], jobs: Sequence[Job], workers: int
) -> Generator[Result, None, None]:
    """Yield the results as they come, in any order.

    When the caller is interrupted or stops asking, the processes are ended and nothing waits for
    the jobs that are left.

    Raises
    ------
    RuntimeError
        If a process died, for example for lack of memory.
    """
    before = set(multiprocessing.active_children())
    # On Linux a fork inherits the function, which may then be a lambda or come from a notebook.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPoolExecutor(
        min(workers, max(len(jobs), 1)), context, initializer=_prepare, initargs=(work,)
    )
    finished = False
    try:
        with warnings.catch_warnings():
            # Newer Pythons warn of forking beside threads; those of BLAS survive a fork.
            warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)
            futures = [pool.submit(_call, job) for job in jobs]
        for future in as_completed(futures):
            yield future.result()
        finished = True
    except BrokenProcessPool as error:
        raise RuntimeError(
            explain(
                where,
                "a worker process is",
                "dead",
                "one that answers",
                "it may have run out of memory: use fewer workers",
            )
        ) from error
    finally:
        if not finished:
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
        pool.shutdown(cancel_futures=True)


def _prepare(work: Callable[[Any], Any]) -> None:
    _work[:] = [work]
    # An interruption is the parent's to handle; it ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _call(job: Any) -> Any:
    return _work[0](job)
