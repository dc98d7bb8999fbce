"""What no input may do, whatever it is: print, start anything, write elsewhere, take long or much.

Python's own audit events tell of files, processes, sockets and compiled code; they are listened to
only while an input runs.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

SECONDS = 10.0
"""How long one input of a few kilobytes may take."""

ROOM = 64 * 2**20
ROOM_FOR_A_BYTE = 2_000
"""Memory that one input may add to the peak: so much, and so much for each of its bytes."""

_KNOWN_CODE = (
    *{str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix)},
    str(Path(__file__).resolve().parents[2]),
    "<frozen ",
    *(str(Path(p)) for p in sys.path if p.endswith("site-packages")),
)
_FORBIDDEN = (
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.kill",
    "os.putenv", "os.chdir", "subprocess.", "socket.", "pty.", "webbrowser.", "code.__new__",
    "pickle.find_class",
)  # fmt: skip
_WRITES = frozenset({
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime",
})  # fmt: skip


class Broken(Exception):  # noqa: N818 - it is what the fuzzer finds
    """An input did what no input may do."""


class _Watch:
    """The one listener of this process: an audit hook cannot be taken back."""

    def __init__(self) -> None:
        self.armed = False
        self.folder = ""
        self.seen: list[str] = []
        sys.addaudithook(self.hear)

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            self._opened(args)
        elif event == "exec":
            code = args[0]
            if isinstance(code, CodeType) and not code.co_filename.startswith(_KNOWN_CODE):
                self.seen.append(f"ran code of {code.co_filename}")
        elif event in _WRITES:
            for path in args[: 2 if event in ("os.rename", "os.link") else 1]:
                self._written(event, path, args[-1])
        elif event.startswith(_FORBIDDEN):
            self.seen.append(f"{event} {str(args)[:200]}")

    def _opened(self, args: tuple[Any, ...]) -> None:
        path, mode, flags = args
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else False
        if writes or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            self._written("open", path)

    def _written(self, event: str, path: Any, folder: Any = None) -> None:
        if isinstance(path, int):
            return
        base = os.readlink(f"/proc/self/fd/{folder}") if type(folder) is int and folder >= 0 else ""
        place = os.path.abspath(os.path.join(base, os.fsdecode(path)))
        if not self.folder or os.path.commonpath([place, self.folder]) != self.folder:
            self.seen.append(f"{event} {place}")


_watch: list[_Watch] = []


class Guard:
    """Lets inputs run while it is entered, and says after each one what it must not have done.

    Parameters
    ----------
    folder : str
        The folder under which inputs may write; "" for none.
    """

    def __init__(self, folder: str = "") -> None:
        if not _watch:
            _watch.append(_Watch())
        self._watch = _watch[0]
        self._folder = folder
        self._printed = io.StringIO()
        self._around = contextlib.ExitStack()

    def __enter__(self) -> Guard:
        self._around.enter_context(contextlib.redirect_stdout(self._printed))
        self._around.enter_context(contextlib.redirect_stderr(self._printed))
        warned = self._around.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        self._warned: list[warnings.WarningMessage] = [] if warned is None else warned
        return self

    def __exit__(self, *_: object) -> None:
        self._around.close()

    def run(self, check: Callable[[Any], None], tree: Any, size: int) -> None:
        """Run one input, whose text has ``size`` bytes.

        Raises
        ------
        Broken
            When it printed, warned, wrote elsewhere, started or ran something, or took too much.
        """
        watch, before = self._watch, peak()
        watch.seen, watch.folder = [], self._folder
        watch.armed = True
        try:
            check(tree)
        finally:
            watch.armed = False
        if watch.seen:
            raise Broken(f"an input did what it must not: {watch.seen[:5]}")
        if self._printed.tell() or self._warned:
            said = self._printed.getvalue()[:500], [str(w.message)[:200] for w in self._warned[:5]]
            raise Broken(f"an input printed or warned: {said}")
        grown = peak() - before
        if grown > ROOM + ROOM_FOR_A_BYTE * size:
            raise Broken(f"an input of {size} bytes took {grown / 2**20:.0f} MiB")


def peak() -> int:
    """Return the highest memory that this process ever had, in bytes."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextlib.contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `Broken` when the block takes longer; for the main thread of a process."""

    def stop(*_: object) -> None:
        raise Broken(f"an input took longer than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
