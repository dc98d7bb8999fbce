"""The student's functions as a check sees them: called with care, never trusted.

Whatever a function prints is dropped, its warnings are kept as text, and its exception becomes a
`CheckFailed` of one sentence.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


class CheckFailed(Exception):  # noqa: N818 - a verdict, not an error
    """A facet's verdict, in one sentence for the student.

    Its traceback is never shown: Jupyter prints the sentence alone, so no line of a check can
    reach a notebook's output.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass
class Answer:
    """The student's functions, each called through `call`, and what was noticed on the way.

    With ``secret`` the text of an exception is shown without its decimal numbers: they may be
    entries of a hidden input.
    """

    functions: Mapping[str, Callable[..., Any]]
    secret: bool = False
    warnings: list[str] = field(default_factory=list)

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function ``name``; its exception becomes a `CheckFailed`."""
        result = self._run(name, args, kwargs)
        if result is None:
            raise CheckFailed(f"{name} returned None: is its return statement missing?")
        return result

    def _run(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        try:
            with _captured(self.warnings):
                return self.functions[name](*args, **kwargs)
        except NotImplementedError:
            raise CheckFailed(f"{name} is not implemented yet") from None
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises is a finding
            raise CheckFailed(self._crash(name, args, error)) from None

    def raises(self, kind: type[Exception], name: str, *args: Any, **kwargs: Any) -> bool:
        """Tell whether the call raises ``kind``; any other exception is a `CheckFailed`."""

        def attempt(*given: Any, **named: Any) -> bool:
            try:
                self.functions[name](*given, **named)
            except NotImplementedError:
                raise
            except kind:
                return True
            return False

        return bool(Answer({name: attempt}, self.secret, self.warnings)._run(name, args, kwargs))

    def forward(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Call a forward function and return its ``(out, cache)``."""
        result = self.call(name, *args, **kwargs)
        out, cache = _parts(result, 2, f"{name} returned", "the pair (out, cache)")
        return out, cache

    def backward(self, name: str, dout: Any, cache: Any, count: int = 1) -> tuple[Any, ...]:
        """Call a backward function and return its ``count`` gradients as a tuple."""
        result = self.call(name, dout, cache)
        if count == 1:
            return (result,)
        return _parts(result, count, f"{name} returned", f"a tuple of {count} gradients")

    def _crash(self, name: str, args: Sequence[Any], error: BaseException) -> str:
        shapes = ", ".join(str(a.shape) for a in args if type(a) is np.ndarray)
        given = f" for input of shape {shapes}" if shapes else ""
        line = _first_line(error)
        text = re.sub(r"[-+]?(\d+\.\d*|\.\d+)(e[-+]?\d+)?", "#", line) if self.secret else line
        return f"{name} raised {type(error).__name__}{given}: {text}"


def in_any_order(
    answer: Answer, rng: np.random.Generator, asks: Sequence[Callable[[], Any]], times: int = 3
) -> list[Any]:
    """Ask all of these and return what they return, or raise what the first of them found.

    Where inputs are hidden, the generator draws the order and each is asked a few times: an answer
    that counts its calls, and looks at no argument, does not know which question is the next. What
    is raised does not depend on the order, so that one mistake has one name.
    """
    if not answer.secret:
        return [ask() for ask in asks]
    found: list[Any] = [None] * (times * len(asks))
    for place in rng.permutation(len(found)):
        found[place] = _tried(asks[place % len(asks)])
    for result in found:
        if isinstance(result, _Found):
            raise result.error
    return found[: len(asks)]


@dataclass(frozen=True)
class _Found:
    """The exception that a question ended with, until its turn to be raised comes."""

    error: Exception


def _tried(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - an object that breaks the comparison is a finding
        return _Found(error)


def _parts(result: Any, count: int, what: str, expected: str) -> tuple[Any, ...]:
    # tuple's own methods: a subclass may lie about its length and its items.
    if not issubclass(type(result), tuple) or tuple.__len__(result) != count:
        raise CheckFailed(f"{what} {kind_of(result)}, expected {expected}")
    return tuple(tuple.__getitem__(result, i) for i in range(count))


def _first_line(error: BaseException) -> str:
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001 - a student's exception may fail to say what it is
        lines = []
    return (lines or ["no message"])[0][:200]


def kind_of(value: Any) -> str:
    """Return what a value is, in words that are safe for any object."""
    kind = type(value)
    if kind is np.ndarray:
        return f"an array of shape {value.shape}"
    if issubclass(kind, tuple):
        return f"a tuple of {tuple.__len__(value)}"
    name = kind.__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


class _Nowhere(io.TextIOBase):
    """A stream that forgets: a student's endless printing costs no memory."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _captured(notices: list[str]) -> Iterator[None]:
    """Keep warnings as text and drop what is printed: a test cell's output is the check's."""
    sink = _Nowhere()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        np.errstate(all="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            yield
        finally:
            notices.extend(f"{w.category.__name__}: {w.message}" for w in caught)
