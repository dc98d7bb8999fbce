"""A cell as the notebook's shell takes it: prompts, margins, and lines that are not Python."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Generator
from dataclasses import dataclass, field

MAX_SOURCE = 2**19
"""Characters of a cell that are looked into: its tree takes some hundred times as much memory."""

MAX_TEXT = MAX_SOURCE
"""Characters that one reader looks into; a cell counts each time a line is left out."""

MAX_LEFT_OUT = 50
"""How often a line is left out of a cell because it is not Python."""

_NEWLINE = re.compile(r"\r\n?|\n")
_PROMPT = re.compile(r"\s*(?:>>> ?|\.\.\. ?|In \[\d+\]: ?|\.\.\.+: ?)")
_SHOWN = re.compile(r"\s*%%(?:html|javascript|js|latex|markdown|svg)(?:\s|$)")
_ELSEWHERE = re.compile(
    r"\s*%%(?:!|(?:bash|cmd|file|perl|pypy|python\d?|ruby|script|sh|sx|system)\b)"
)
_WRITTEN = re.compile(r"\s*%%writefile\b")
_ASSIGNED = re.compile(r"(\s*\w[\w, ]*=)\s*[%!]")


@dataclass(frozen=True)
class Look:
    """What a cell says: its tree, the lines that it was made of, and those that are not Python."""

    tree: ast.Module
    lines: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether all that was left out is for the shell, and nothing is amiss."""
        return all(map(_is_command, self.left_out))


NOTHING = Look(ast.Module([], []))

Version = tuple[list[str], list[str]]
Versions = Generator[Version, SyntaxError, None]


@dataclass
class Reader:
    """Reads cells as the notebook's shell would, a bounded number of characters in all.

    Lines that only the shell understands are left out: one would else hide a whole cell.
    ``troubles`` says what was not looked into.
    """

    troubles: list[str] = field(default_factory=list)
    left: int = MAX_TEXT

    def read(self, source: str) -> Look:
        """Return what a cell says: nothing if it is too long, too deep or not Python."""
        if len(source) > MAX_SOURCE:
            return self._unread(f"a cell of {len(source)} characters is too long")
        page = _SHOWN.match(source)
        versions = _versions(_NEWLINE.split(source), 0 if page else MAX_LEFT_OUT)
        version = next(versions, None)
        while version is not None:
            self.left -= len(source)
            if self.left < 0:
                return self._unread("the cells are together too long")
            try:
                return _look(*version)
            except SyntaxError as error:
                version = _after(versions, error)
            except (RecursionError, MemoryError):
                return self._unread("a cell is nested too deeply")
            except ValueError:
                return NOTHING  # a null byte: nobody can run it
        return NOTHING if page else self._unread("a cell has too many lines that are not Python")

    def _unread(self, why: str) -> Look:
        self.troubles.append(f"{why} to be looked into")
        return NOTHING


def runs_elsewhere(source: str) -> bool:
    """Tell whether a cell is text for a file, a browser or another program."""
    return any(kind.match(source) for kind in (_SHOWN, _ELSEWHERE, _WRITTEN))


def without_magics(source: str) -> str:
    r"""Return the cell without lines that only a notebook's shell understands.

    Examples
    --------
    >>> without_magics("%matplotlib inline\nx = 1")
    'pass\nx = 1'
    >>> without_magics("x = (7\n% 4)")
    'x = (7\n% 4)'
    """
    try:
        _parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(_without_shell(_NEWLINE.split(source))[0])
    return source


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a student's "\d" nobody asked here
        return ast.parse(text)


def _look(lines: list[str], left_out: list[str]) -> Look:
    return Look(_parsed("\n".join(lines)), tuple(lines), tuple(left_out))


def _after(versions: Versions, error: SyntaxError) -> Version | None:
    try:
        return versions.send(error)
    except StopIteration:
        return None


def _versions(lines: list[str], most: int) -> Versions:
    """Yield the lines of a cell and what was left out of them, until a version can be read."""
    error = yield lines, []
    plain = _without_prompts(lines)
    fewer, own = _without_shell(plain)
    if own:
        yield fewer, own
        error = yield plain, []  # a line that begins with % may be the end of an expression
    elif plain != lines:
        error = yield plain, []
    left_out = []
    for _ in range(most):
        left_out.append(_leave_out(plain, error))
        error = yield plain, left_out


def _without_prompts(lines: list[str]) -> list[str]:
    """Return the lines without prompts, or without the margin of the first one."""
    first = next((line for line in lines if line.strip()), "")
    if not _PROMPT.match(first):
        margin = first[: len(first) - len(first.lstrip())]
        return [line.removeprefix(margin) for line in lines]
    return [_PROMPT.sub("", line, count=1) if _PROMPT.match(line) else line for line in lines]


def _without_shell(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines with nothing in place of the shell's own, and those."""
    kept, own, goes_on = list[str](), list[str](), False
    for line in lines:
        if goes_on or line.lstrip().startswith(("%", "!")):
            kept.append("" if goes_on else _nothing(line))
            own.append(f"! {line}" if goes_on else line)
            goes_on = line.endswith("\\")
        else:
            kept.append(line)
    return kept, own


def _is_command(line: str) -> bool:
    stripped = line.strip()
    asks = stripped.startswith(("%", "!", "?")) or stripped.endswith("?")
    return not stripped or asks or bool(_ASSIGNED.match(line))


def _leave_out(lines: list[str], error: SyntaxError) -> str:
    """Leave out, in place, the line that cannot be read; return it."""
    place = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
    while place and not lines[place].strip():
        place -= 1  # the end of the text, or what was left out before
    line = lines[place]
    indented = isinstance(error, IndentationError) or line.strip() == "pass"
    lines[place] = "" if indented else _nothing(line)
    return line


def _nothing(line: str) -> str:
    """Return a statement that does nothing; one that sets what nobody knows, if the line does."""
    assigned = _ASSIGNED.match(line)
    if assigned:
        return f"{assigned[1]} print()"
    return f"{line[: len(line) - len(line.lstrip())]}pass"
