"""Runs the course's own cells: what they lack by name, they get from the student's process."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import linecache
import signal
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.judge.outputs import plain_text
from autograder.judge.raised import CheckStopped
from autograder.notebook.names import names_of
from autograder.notebook.shell import without_magics

ROOM = 2**18
"""Characters that one test cell may print."""

GRACE_SECONDS = 2.0
"""How much longer than the student's process the test itself may take."""

Watch = Callable[[dict[str, Any], set[str]], None]
"""Told the namespace and those of its names that reach into the student's process."""

Fetch = Callable[[Sequence[str]], dict[str, Any]]
"""Returns those of the names that the student's process has."""


@dataclass
class Finding:
    """What one cell did on the judge's side."""

    value: Any = None
    error: BaseException | None = None
    outputs: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0


class Bench:
    """The namespace of the course's own cells, and nothing of the student's in it but stand-ins."""

    def __init__(self) -> None:
        self._namespace = types.ModuleType("__main__")
        self.names = vars(self._namespace)
        self.names["__builtins__"] = builtins
        self._count = 0
        self._fetched: set[str] = set()

    def run(
        self,
        source: str,
        seconds: float,
        fetch: Fetch | None = None,
        students: Sequence[str] = (),
        watch: Watch = lambda _, __: None,
    ) -> Finding:
        """Run a cell and return what it did; it never raises for what the cell does.

        Parameters
        ----------
        source : str
            The cell's text.
        seconds : float
            After how long it is stopped.
        fetch : callable, optional
            Where to get the names that the cell uses and the bench does not know.
        students : sequence of str
            Names that are the student's even if the bench knows one: an answer cell set them last.
        watch : callable, optional
            Told which of the fetched names the cell itself deletes or sets, as a test does that
            puts another function in the place of the student's.
        """
        finding = Finding()
        started = time.perf_counter()
        printed, warned = _Bounded(), _Bounded()
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(warned),
            warnings.catch_warnings(),
            _stopped_after(seconds + GRACE_SECONDS),
        ):
            warnings.simplefilter("default")
            try:
                finding.value = self._execute(source, fetch, students, watch)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                finding.error = error
        finding.seconds = time.perf_counter() - started
        for name, stream in (("stdout", printed), ("stderr", warned)):
            if stream.getvalue():
                text = plain_text(stream.getvalue())
                finding.outputs.append({"output_type": "stream", "name": name, "text": text})
        if finding.error is not None:
            finding.outputs.append(_shown(finding.error))
        return finding

    def _execute(
        self, source: str, fetch: Fetch | None, students: Sequence[str], watch: Watch
    ) -> Any:
        body, last = self._compiled(source)
        if fetch is not None:
            self._bring(names_used(body) | (names_used(last) if last else set()), fetch, students)
            watch(self.names, self._fetched & names_of(source).binds)
        exec(body, self.names)  # noqa: S102 - the course's own cell
        return eval(last, self.names) if last else None  # noqa: S307 - as above

    def _bring(self, used: set[str], fetch: Fetch, students: Sequence[str]) -> None:
        for name in self._fetched:
            self.names.pop(name, None)
        theirs = used & set(students)
        missing = {name for name in used if name not in self.names and not hasattr(builtins, name)}
        wanted = sorted(theirs | missing)
        found = fetch(wanted) if wanted else {}
        for name in theirs - found.keys():
            self.names.pop(name, None)
        self.names.update(found)
        self._fetched = set(found)

    def _compiled(self, source: str) -> tuple[types.CodeType, types.CodeType | None]:
        self._count += 1
        filename = f"<test cell {self._count}>"
        source = without_magics(source)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        tree = ast.parse(source, filename)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            final = tree.body.pop()
            last = compile(ast.Expression(final.value), filename, "eval")  # type: ignore[attr-defined]
        return compile(tree, filename, "exec"), last


def names_used(code: types.CodeType) -> set[str]:
    """Return all global names that the code may look up, its functions' included."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= names_used(constant)
    return found


class _Bounded(io.StringIO):
    def write(self, text: str) -> int:
        room = ROOM - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


@contextlib.contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop a test that goes round and round on values that the student's code makes up."""

    def stop(*_: object) -> None:
        raise CheckStopped("the check ran out of time")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _shown(error: BaseException) -> dict[str, Any]:
    """Return an exception as a notebook's output: lines of the test, then the student's."""
    name = type(error).__name__
    text = plain_text(_text(error), 2000)
    short = getattr(error, "_render_traceback_", None)
    if short is not None:
        lines = [plain_text(line, 4000) for line in short()]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        cell = [frame for frame in frames if frame.filename.startswith("<test cell")]
        lines = [f"line {frame.lineno}: {frame.line}" for frame in cell]
        lines.append(f"{name}: {text}" if text else name)
        lines += [plain_text(note, 6000) for note in getattr(error, "__notes__", ())]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - an exception may hold a stand-in whose process is gone
        return ""
