"""What a cell defines, without what it does: kept of cells that are not run as they stand."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterable, Iterator

from autograder.notebook.names import bound_in, parsed, without_magics

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_KINDS = (ast.Import, ast.ImportFrom, ast.ClassDef, *_FUNCTIONS)
_STAR = "*"


def definitions_of(source: str, taken: Collection[str] | None = None) -> str:
    r"""Return what a cell imports and defines, without what it does.

    Assignments belong to it, for functions may need them, but for those that call something or
    need what was left out.

    Parameters
    ----------
    source : str
        The cell.
    taken : collection of str, optional
        Names that other work of the student sets. What would set them again is left out, and so
        are star imports, which may, and functions that are not written yet.

    Examples
    --------
    >>> print(definitions_of("import math\nK = 2\ndef f(x):\n    return K * x\nplot(f(1))"))
    import math
    K = 2
    def f(x):
        return K * x
    """
    tree = parsed(source)
    if tree is None:
        return ""
    kept, lost = [], set[str]()
    theirs = None if taken is None else {*taken, _STAR}
    for place, node in enumerate(tree.body):
        binds = bound_in(node)
        if theirs is not None and (binds & theirs or _is_unwritten(node)):
            continue
        if _is_definition(node) and not set(_needed(node)) & lost:
            kept.append(place)
            lost -= binds
        else:
            lost |= binds
    return "\n".join(_texts(tree.body, kept, without_magics(source).split("\n")))


def written_names(source: str) -> frozenset[str]:
    """Return the names that a cell sets, without functions that are not written yet."""
    tree = parsed(source)
    nodes = tree.body if tree is not None else []
    return frozenset().union(*(bound_in(node) for node in nodes if not _is_unwritten(node)))


def _is_definition(node: ast.stmt) -> bool:
    if isinstance(node, _ASSIGNMENTS):
        return not any(isinstance(part, ast.Call | ast.Await) for part in ast.walk(node))
    return isinstance(node, _KINDS)


def _is_unwritten(node: ast.stmt) -> bool:
    """Tell whether a function or a method of a class still has the line that students replace."""
    if isinstance(node, ast.ClassDef):
        return any(_is_unwritten(part) for part in node.body)
    body = node.body if isinstance(node, _FUNCTIONS) else []
    raised = (part.exc for part in body if isinstance(part, ast.Raise) and part.exc is not None)
    names = (part for exc in raised for part in ast.walk(exc) if isinstance(part, ast.Name))
    return any(name.id == "NotImplementedError" for name in names)


def _needed(node: ast.stmt) -> Iterator[str]:
    """Yield the names that must be there when a statement runs: not those in a function's body."""
    if isinstance(node, _FUNCTIONS):
        parts: Iterable[ast.AST] = (*node.decorator_list, node.args)
    elif isinstance(node, ast.ClassDef):
        parts = (*node.decorator_list, *node.bases, *node.keywords)
        for statement in node.body:
            yield from _needed(statement)
    else:
        parts = (node,)
    names = [name for part in parts for name in _run_at_once(part) if isinstance(name, ast.Name)]
    own = isinstance(node, ast.AugAssign)
    made = set() if own else {name.id for name in names if isinstance(name.ctx, ast.Store)}
    yield from (name.id for name in names if name.id not in made)


def _run_at_once(part: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of an expression but for the bodies of lambdas, which are run later."""
    waiting = [part]
    while waiting:
        node = waiting.pop()
        yield node
        inner = node.args if isinstance(node, ast.Lambda) else node
        waiting.extend(ast.iter_child_nodes(inner))


def _texts(body: list[ast.stmt], kept: Iterable[int], lines: list[str]) -> Iterator[str]:
    """Yield statements as they were written; one that shares a line, as Python would write it."""
    ends = [0, *(node.end_lineno or node.lineno for node in body)]
    starts = [*(_first_line(node) for node in body), len(lines) + 1]
    for place in kept:
        alone = ends[place] < starts[place] and ends[place + 1] < starts[place + 1]
        if alone and not lines[ends[place + 1] - 1].endswith("\\"):
            yield "\n".join(lines[starts[place] - 1 : ends[place + 1]])
        else:
            with contextlib.suppress(RecursionError, ValueError, MemoryError):
                yield ast.unparse(body[place]).strip()


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
