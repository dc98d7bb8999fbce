"""Whether an answer reaches for the course's own solutions: said to a person, costs no points."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator

from autograder.notebook.shell import Look, Reader

BUILTINS = frozenset({"exec", "eval", "compile", "__import__", "__builtins__"})
"""Names that run text, or lead to those that do."""

ATTRIBUTES = frozenset(
    {"__code__", "__globals__", "__closure__", "__builtins__", "__import__", "__loader__"}
    | {"exec", "getsource", "getsourcelines", "_getframe", "f_globals", "f_locals"}
    | {"get_objects", "get_referrers", "settrace", "setprofile", "import_module", "meta_path"}
    | {"run_path", "run_module", "exec_module", "load_module", "run_cell", "safe_execfile"}
    | {"alias_magic", "magics_manager", "register_magic_function", "register_cell_magic"}
    | {"fork", "forkpty", "Popen", "posix_spawn", "posix_spawnp", "execv", "execve", "spawnv"}
    | {"__file__", "__path__", "__spec__", "getfile", "getsourcefile", "resolve_name"}
)
SHELL_ATTRIBUTES = frozenset({"ex", "ev", "user_ns", "user_global_ns", "push"})
"""Odd of the notebook's shell only."""

RUNNERS = frozenset({"timeit.timeit", "timeit.repeat", "timeit.Timer"})
RUNNERS |= {
    f"{module}.{name}" for module in ("cProfile", "profile", "pdb") for name in ("run", "runctx")
}
"""Functions that run a text: odd if nobody can read it."""

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

_SHELL = re.compile(
    r"%(?:run|python\d?|pypy|script)\b|\bpython\S{0,40} -c\b"
    r"|\b(?:cat|cp|dd|ln|mv|sed|tee)\b[^|;&]{0,200}\.py\b"
)
_ASKS_SHELL = ("get_ipython", "InteractiveShell")
_STATEMENTS = ("setup", "statement", "stmt")


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
    reader = Reader(elsewhere=True)
    own = [node for source in given for node in Reader().read(source).tree.body]
    known = {told for node in own for told in (_told(node), *_titles(node))}
    looks = [reader.read(source) for source in sources]
    shells = {name for look in looks for name in _shells(look.tree)}
    found = sorted({means for look in looks for means in _used(look, known, shells)})
    said = [f"an answer uses {', '.join(found)}: it may run the text of the core"] if found else []
    return (*said, *dict.fromkeys(reader.troubles))


def _told(statement: ast.stmt) -> str:
    """Return a statement as a text that does not depend on its layout."""
    try:
        return ast.dump(statement)
    except (RecursionError, ValueError):  # thousands of elif or of digits: none of the course's
        return ""


def _used(look: Look, known: Collection[str], shells: Collection[str]) -> Iterator[str]:
    aliases = _aliases(look.tree)
    own = [node for node in look.tree.body if not known or _told(node) not in known]
    for node in (part for statement in own for part in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield from {node.id} & BUILTINS
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, aliases, shells)
        elif isinstance(node, ast.Call):
            yield from _computed(node)
            yield from _run_text(node, aliases)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (title for title in _titles(node) if title not in known and _is_odd(title))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from {node.value} & TEXTS
    for line in look.commands:
        yield from set(re.findall(r"\w+", line)) & (BUILTINS | ATTRIBUTES | {"runpy"})
        yield from (command.split()[0] for command in _SHELL.findall(line))


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Return what each name of a cell stands for that an import set."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    pairs = (
        (a, title) for node in imports for a, title in zip(node.names, _titles(node), strict=True)
    )
    return {alias.asname or alias.name: title for alias, title in pairs}


def _title(function: ast.expr, aliases: dict[str, str]) -> str:
    """Return the full name of a function or a value of a module, or ""."""
    if isinstance(function, ast.Name):
        return aliases.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{aliases.get(function.value.id, function.value.id)}.{function.attr}"
    return ""


def _shells(tree: ast.Module) -> Iterator[str]:
    """Yield the names that stand for the notebook's shell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_shell(node.value, ()):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_shell(value: ast.expr, shells: Collection[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in shells
    names = (part.id for part in ast.walk(value) if isinstance(part, ast.Name))
    return isinstance(value, ast.Call) and any(name in _ASKS_SHELL for name in names)


def _attribute(
    node: ast.Attribute, aliases: dict[str, str], shells: Collection[str]
) -> Iterator[str]:
    yield from {node.attr} & ATTRIBUTES
    if node.attr in SHELL_ATTRIBUTES and _is_shell(node.value, shells):
        yield node.attr
    if node.attr == "__module__" and isinstance(node.ctx, ast.Store):
        yield node.attr
    yield from {_title(node, aliases)} & DOTTED


def _computed(call: ast.Call) -> Iterator[str]:
    """Yield an attribute that a call of ``getattr`` names, or that nobody can tell which."""
    if not isinstance(call.func, ast.Name) or call.func.id != "getattr":
        return
    name = call.args[1] if len(call.args) > 1 else None
    if not isinstance(name, ast.Constant):
        yield "getattr of a computed name"
    elif name.value in ATTRIBUTES | BUILTINS:
        yield str(name.value)


def _run_text(call: ast.Call, aliases: dict[str, str]) -> Iterator[str]:
    """Yield a function that runs a text which stands nowhere; a function to be timed is none."""
    title = _title(call.func, aliases)
    if title not in RUNNERS:
        return
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    texts = [*call.args[:1], *(given[name] for name in _STATEMENTS if name in given)]
    readable: tuple[type[ast.expr], ...] = (ast.Constant, ast.JoinedStr, ast.Lambda)
    if title.startswith("timeit.") and "globals" not in given:
        readable += (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
    if not all(isinstance(text, readable) for text in texts):
        yield title


def _titles(node: ast.AST) -> list[str]:
    """Return the full names of what a statement imports."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return []
    parent = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
    return [f"{parent}{alias.name}" for alias in node.names]


def _is_odd(title: str) -> bool:
    private = title.startswith("cs231n_core.") and "._" in title
    first, last = title.split(".")[0], title.split(".")[-1]
    return (
        private
        or first in MODULES
        or last in ATTRIBUTES
        or title in DOTTED
        or title.startswith(CLOSED)
    )
