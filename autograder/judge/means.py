"""Whether an answer reaches for the course's own solutions: said to a person, costs no points."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from autograder.notebook.names import MAX_SOURCE

BUILTINS = frozenset({"exec", "eval", "compile", "__import__", "__builtins__"})
"""Names that run text, or lead to those that do."""

ATTRIBUTES = frozenset(
    {"__code__", "__globals__", "__closure__", "__builtins__", "__import__", "__loader__"}
    | {"exec", "getsource", "getsourcelines", "_getframe", "f_globals", "f_locals"}
    | {"get_objects", "get_referrers", "settrace", "setprofile", "import_module", "meta_path"}
    | {"run_path", "run_module", "exec_module", "load_module", "run_cell", "safe_execfile"}
    | {"alias_magic", "magics_manager", "register_magic_function", "register_cell_magic"}
    | {"fork", "forkpty", "Popen", "posix_spawn", "posix_spawnp", "execv", "execve", "spawnv"}
)
DOTTED = frozenset({"sys.modules", "os.system", "os.popen"})
"""Odd behind this module only: a network may have modules of its own."""

TEXTS = frozenset(
    {"__code__", "__globals__", "__closure__", "__builtins__", "__import__", "__module__"}
)
"""What nobody writes as a text but to look it up by it."""

MODULES = frozenset(
    {"marshal", "ctypes", "importlib", "subprocess", "multiprocessing", "gc", "dis", "builtins"}
    | {"runpy", "imp", "code", "codeop", "linecache", "concurrent", "threading", "_thread"}
    | {"greenlet", "pty"}
)
CLOSED = ("cs231n_core.kernels", "cs231n_core.stages", "autograder")
"""What answers have no business in."""

MAX_TEXT = MAX_SOURCE
"""Characters of all cells that are looked into; a cell counts each time a line is left out."""

MAX_LEFT_OUT = 50
"""How often a line is left out of a cell because it is not Python."""

_PROMPT = re.compile(r"\s*(?:>>> ?|\.\.\. ?|In \[\d+\]: ?|\.\.\.+: ?)")
_SHOWN = re.compile(r"\s*%%(?:html|javascript|js|latex|markdown|svg)(?:\s|$)")
_OTHER_LANGUAGE = re.compile(r"\s*%%(?:bash|sh|writefile)\b")
_SHELL = re.compile(r"%(?:run|python\d?|pypy|script)\b|\bpython\S{0,40} -c\b")


@dataclass(frozen=True)
class Look:
    """What a cell says, and the lines in it that are not Python."""

    tree: ast.Module
    left_out: tuple[str, ...] = ()


NOTHING = Look(ast.Module([], []))


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
        return self._read(source)

    def _read(self, source: str) -> Look:
        lines, left_out = re.split(r"\r\n?|\n", source), list[str]()
        for turn in range(MAX_LEFT_OUT):
            self.left -= len(source)
            if self.left < 0:
                return self._unread("the cells are together too long")
            try:
                return Look(_parsed("\n".join(lines)), tuple(left_out))
            except SyntaxError as error:
                if turn and _SHOWN.match(source):
                    return NOTHING  # a page or a picture
                left_out += _without_line(lines, error) if turn else _without_shell(lines)
            except (RecursionError, MemoryError):
                return self._unread("a cell is nested too deeply")
            except ValueError:
                return NOTHING  # a null byte: nobody can run it
        if _OTHER_LANGUAGE.match(source):
            return NOTHING
        return self._unread("a cell has too many lines that are not Python")

    def _unread(self, why: str) -> Look:
        self.troubles.append(f"{why} to be looked into")
        return NOTHING


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a student's "\d" nobody asked here
        return ast.parse(text)


def _without_shell(lines: list[str]) -> list[str]:
    """Do in place what the shell does first; return the lines that are its own."""
    first = next((line for line in lines if line.strip()), "")
    margin = first[: len(first) - len(first.lstrip())]
    prompted = _PROMPT.match(first)
    left_out = []
    for place, line in enumerate(lines):
        prompt = _PROMPT.match(line) if prompted else None
        plain = line[prompt.end() :] if prompt else line.removeprefix(margin)
        if plain.lstrip().startswith(("%", "!")):
            left_out.append(plain)
            plain = _indented_pass(plain)
        lines[place] = plain
    return left_out


def _without_line(lines: list[str], error: SyntaxError) -> list[str]:
    """Leave out, in place, the line that cannot be read; return it."""
    place = min(max((error.lineno or 1) - 1, 0), len(lines) - 1)
    while place and not lines[place].strip():
        place -= 1  # the end of the text, or what was left out before
    line = lines[place]
    indented = isinstance(error, IndentationError) or line.strip() == "pass"
    lines[place] = "" if indented else _indented_pass(line)
    return [line]


def _indented_pass(line: str) -> str:
    return f"{line[: len(line) - len(line.lstrip())]}pass"


def odd_means(sources: Iterable[str], given: Iterable[str] = ()) -> tuple[str, ...]:
    """Return sentences if cells use means by which text of the core can be run unseen.

    Parameters
    ----------
    sources : iterable of str
        The student's cells.
    given : iterable of str
        The course's own: its statements may stand in a student's cell.

    Examples
    --------
    >>> odd_means(["code = relu_forward.__code__", "import numpy as np"])
    ('an answer uses __code__: it may run the text of the core',)
    >>> odd_means(["0," * 2**20])
    ('a cell of 2097152 characters is too long to be looked into',)
    """
    reader = Reader()
    known = {told for source in given for told in map(_told, Reader().read(source).tree.body)}
    found = sorted({means for source in sources for means in _used(reader.read(source), known)})
    said = [f"an answer uses {', '.join(found)}: it may run the text of the core"] if found else []
    return (*said, *dict.fromkeys(reader.troubles))


def _told(statement: ast.stmt) -> str:
    """Return a statement as a text that does not depend on its layout."""
    try:
        return ast.dump(statement)
    except (RecursionError, ValueError):  # thousands of elif or of digits: none of the course's
        return ""


def _used(look: Look, known: Collection[str]) -> Iterator[str]:
    aliases = _aliases(look.tree)
    own = [node for node in look.tree.body if not known or _told(node) not in known]
    for node in (part for statement in own for part in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield from {node.id} & BUILTINS
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, aliases)
        elif isinstance(node, ast.Call):
            yield from _computed(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from {node.value} & TEXTS
    for line in look.left_out:
        yield from set(re.findall(r"\w+", line)) & (BUILTINS | ATTRIBUTES | {"runpy"})
        yield from _SHELL.findall(line)


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Return which module each name of a cell stands for, where it is another name."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import))
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def _attribute(node: ast.Attribute, aliases: dict[str, str]) -> Iterator[str]:
    yield from {node.attr} & ATTRIBUTES
    if node.attr == "__module__" and isinstance(node.ctx, ast.Store):
        yield node.attr
    if isinstance(node.value, ast.Name):
        yield from {f"{aliases.get(node.value.id, node.value.id)}.{node.attr}"} & DOTTED


def _computed(call: ast.Call) -> Iterator[str]:
    """Yield an attribute that a call of ``getattr`` names, or that nobody can tell which."""
    if not isinstance(call.func, ast.Name) or call.func.id != "getattr":
        return
    name = call.args[1] if len(call.args) > 1 else None
    if not isinstance(name, ast.Constant):
        yield "getattr of a computed name"
    elif name.value in ATTRIBUTES | BUILTINS:
        yield str(name.value)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    parent = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
    for alias in node.names:
        title = f"{parent}{alias.name}"
        private = title.startswith("cs231n_core.") and "._" in title
        odd = title.split(".")[0] in MODULES or alias.name in ATTRIBUTES or title in DOTTED
        if odd or private or title.startswith(CLOSED):
            yield title
