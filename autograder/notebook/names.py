"""Which names a cell binds, defines and uses, read from its text without running it."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from functools import lru_cache

from autograder.notebook.shell import MAX_REWRITTEN, Look, Reader

LOOKS = 12
"""How often a long cell is read to make Python of its lines for the shell."""

LEAST_REWRITTEN = 2**14
"""Characters of which Python is made in a short cell."""


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
    tree = parsed(source).tree
    binds = bound_in(tree)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defines = {node.name for node in tree.body if isinstance(node, kinds)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    used = {name.id for name in names if not isinstance(name.ctx, ast.Store)}
    return Names(frozenset(binds), frozenset(defines), frozenset(used - set(dir(builtins))))


def parsed(source: str) -> Look:
    """Return what a cell says; nothing for what is not Python, or longer than anyone writes."""
    most = min(MAX_REWRITTEN, max(LEAST_REWRITTEN, LOOKS * len(source)))
    return Reader(rewritten=most).read(source)


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
    tree = parsed(source).tree
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found[node.module] = None
            found.update((f"{node.module}.{alias.name}", None) for alias in node.names)
    return tuple(found)
