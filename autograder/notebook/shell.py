"""A cell as the notebook's shell takes it: prompts, magics and commands are made Python."""

from __future__ import annotations

import ast
import contextlib
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

MAX_SOURCE = 2**19
"""Characters of a cell that are looked into: its tree takes some hundred times as much memory."""

MAX_TEXT = MAX_SOURCE
"""Characters that one reader looks into."""

MAX_REWRITTEN = 2**20
"""Characters of which it makes Python: IPython reads a cell anew for each line of the shell's, half
a million characters in a second."""

MAX_HEADS = 3
"""How often one cell is timed or captured."""

_NEWLINE = re.compile(r"\r\n?|\n")
_HEAD = re.compile(r"\s*%%(?:capture|prun|time|timeit)\b[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
_COMMAND = re.compile(r"=\s*[%!]")
_SIGNS = {"run_line_magic": "%", "run_cell_magic": "%%", "system": "!", "getoutput": "!"}
_FILES = ("file", "writefile")
_SHELLS = re.compile(r"(?m)^(\s*)get_ipython\(\)\..*$")
_SHOWN = ("html", "javascript", "js", "latex", "markdown", "svg")


@dataclass(frozen=True)
class Look:
    """What a cell says: its tree, the lines that it was made of, and what is for the shell."""

    tree: ast.Module
    lines: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


NOTHING = Look(ast.Module([], []))


@dataclass
class Reader:
    """Reads cells as the notebook's shell does, a bounded number of characters in all.

    What is not Python even for the shell is nothing, since nobody can run it. ``troubles`` says
    what was not looked into. With ``elsewhere``, Python that a cell writes into a file or gives to
    another program is looked into as well.
    """

    troubles: list[str] = field(default_factory=list)
    left: int = MAX_TEXT
    rewritten: int = MAX_REWRITTEN
    elsewhere: bool = False

    def read(self, source: str) -> Look:
        """Return what a cell says: nothing if it is too long, too deep or not Python."""
        if len(source) > MAX_SOURCE:
            return self._unread(f"a cell of {len(source)} characters is too long")
        text, heads = _without_heads(source)
        try:
            return self._look(text, heads)
        except SyntaxError:
            shells = sum(map(_is_for_shell, text.splitlines()))
        self.rewritten -= len(text) * (2 + shells)
        if self.rewritten < 0:
            return self._unread("the cells have too many lines that are not Python")
        try:
            return self._look(_as_python(text), heads)
        except SyntaxError:
            return NOTHING

    def _look(self, text: str, heads: str) -> Look:
        self.left -= len(text)
        if self.left < 0:
            return self._unread("the cells are together too long")
        try:
            tree = _parsed(text)
        except (RecursionError, MemoryError):
            return self._unread("a cell is nested too deeply")
        calls = [call for node in ast.walk(tree) if (call := _given_to_shell(node))]
        tree.body = [_timed(node) for node in tree.body]
        commands = [heads, *(f"{sign}{' '.join(words)}" for sign, *words in calls if sign != "%%")]
        cells = (words for sign, *words in calls if sign == "%%" and len(words) == 3)
        for name, line, body in cells:
            commands.append(f"%%{name} {line}")
            if self.elsewhere:
                tree.body += self._body(name, body, commands)
        return Look(tree, tuple(_NEWLINE.split(text)), tuple(filter(None, commands)))

    def _body(self, magic: str, text: str, commands: list[str]) -> list[ast.stmt]:
        """Return what of a cell is Python that the shell gives to something else."""
        self.left -= len(text)
        if self.left < 0:
            return self._unread("the cells are together too long").tree.body
        with contextlib.suppress(SyntaxError, RecursionError, MemoryError):
            return _parsed(text).body
        if magic in _FILES:
            self._unread("a cell writes a file that is not Python")
        elif magic not in _SHOWN:
            commands.append(text)
        return []

    def _unread(self, why: str) -> Look:
        self.troubles.append(f"{why} to be looked into")
        return NOTHING


def without_magics(source: str) -> str:
    r"""Return a cell of the course without what only a notebook's shell understands.

    Examples
    --------
    >>> without_magics("%matplotlib inline\nx = (7\n% 4)")
    'pass\nx = (7\n% 4)'
    """
    try:
        _parsed(source)
    except (SyntaxError, RecursionError, MemoryError):
        return _SHELLS.sub(r"\1pass", _as_python(_without_heads(source)[0])).rstrip("\n")
    return source


def _without_heads(text: str) -> tuple[str, str]:
    """Return a cell with empty lines in place of the first ones if they only time it, and these."""
    heads = ""
    for _ in range(MAX_HEADS):
        found = _HEAD.match(text)
        if found is None:
            break
        heads += found[0]
        text = "\n" * len(_NEWLINE.findall(found[0])) + text[found.end() :]
    return text, heads


def _is_for_shell(line: str) -> bool:
    """Tell whether a line may be one for which IPython reads the cell once more."""
    line = line.strip()
    return line.startswith(tuple("%!?,;/")) or line.endswith("?") or bool(_COMMAND.search(line))


def _as_python(text: str) -> str:
    # Only the few cells that need it load IPython.
    from IPython.core.inputtransformer2 import TransformerManager

    manager: Any = TransformerManager()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd ends of lines
            return str(manager.transform_cell(text))
    except Exception:  # noqa: BLE001 - on odd input it ends in any exception: nobody can run it
        return text


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a student's "\d" nobody asked here
        try:
            return ast.parse(text)
        except ValueError as error:  # a null byte
            raise SyntaxError(str(error)) from None


def _given_to_shell(node: ast.AST) -> list[str]:
    """Return the sign and the words of a call for the shell, or nothing."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return []
    shell = node.func.value.func if isinstance(node.func.value, ast.Call) else None
    sign = _SIGNS.get(node.func.attr)
    if sign is None or not isinstance(shell, ast.Name) or shell.id != "get_ipython":
        return []
    return [sign, *(str(part.value) for part in node.args if isinstance(part, ast.Constant))]


def _timed(node: ast.stmt) -> ast.stmt:
    """Return the one statement that a line times, with the place of the line."""
    words = _given_to_shell(node.value) if isinstance(node, ast.Expr) else []
    if words[:2] not in (["%", "time"], ["%", "prun"]):
        return node
    with contextlib.suppress(SyntaxError, RecursionError, MemoryError):
        body = _parsed(words[-1]).body
        if len(body) == 1:
            return ast.copy_location(body[0], node)
    return node
