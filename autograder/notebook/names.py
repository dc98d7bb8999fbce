"""Which names a cell binds, defines and uses, read from its text without running it."""

from __future__ import annotations

import ast
import builtins
import warnings
from dataclasses import dataclass
from functools import lru_cache

MAX_SOURCE = 2**19
"""Characters of a cell that are looked into: its tree takes some hundred times as much memory."""


@dataclass(frozen=True)
class Names:
    """The global names of one cell; all empty for text that is not Python."""

    binds: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()


@lru_cache(maxsize=1024)
def names_of(source: str) -> Names:
    r"""Return the names of a cell.

    Examples
    --------
    >>> found = names_of("def f(x):\n    return g(x)\ny = f(1)")
    >>> sorted(found.binds), sorted(found.defines), sorted(found.uses)
    (['f', 'y'], ['f'], ['f', 'g', 'x'])
    """
    tree = parsed(source)
    if tree is None:
        return Names()
    binds = bound_in(tree)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defines = {node.name for node in tree.body if isinstance(node, kinds)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    used = {name.id for name in names if not isinstance(name.ctx, ast.Store)}
    return Names(frozenset(binds), frozenset(defines), frozenset(used - set(dir(builtins))))


def parsed(source: str) -> ast.Module | None:
    """Return a cell as a tree; None for what is not Python, or longer than anyone writes."""
    if len(source) > MAX_SOURCE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a student's "\d" nobody asked here
            return ast.parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def bound_in(tree: ast.AST) -> set[str]:
    """Return the global names that a cell or one of its statements sets; of a star import, `*`."""
    return set[str]().union(*(_bound(node) for node in _own_scope(tree)))


def _own_scope(tree: ast.AST) -> list[ast.AST]:
    """Return the nodes outside the bodies of functions, classes and comprehensions."""
    inner: tuple[type[ast.AST], ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    inner += (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, inner):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _bound(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        return {node.id}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.ExceptHandler) and node.name:
        return {node.name}
    return set()


def modules_of(source: str) -> tuple[str, ...]:
    """Return the modules that a cell imports, with what it imports from them."""
    tree = parsed(source)
    if tree is None:
        return ()
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found[node.module] = None
            found.update((f"{node.module}.{alias.name}", None) for alias in node.names)
    return tuple(found)


def without_magics(source: str) -> str:
    r"""Return the cell without lines that only a notebook's shell understands.

    Examples
    --------
    >>> without_magics("%matplotlib inline\nx = 1")
    'pass\nx = 1'
    """
    lines = source.splitlines()
    if lines and lines[0].lstrip().startswith("%%"):
        lines[0] = "pass"
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    stripped = line.lstrip()
    if not stripped.startswith(("%", "!")):
        return line
    return f"{line[: len(line) - len(stripped)]}pass"
