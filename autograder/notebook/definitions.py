"""What a cell defines, without what it does: kept of cells that are not run as they stand."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence

from autograder.notebook.names import bound_in, parsed

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_KINDS = (ast.Import, ast.ImportFrom, ast.ClassDef, *_FUNCTIONS)
_BLOCKS = ("body", "handlers", "orelse", "finalbody")
_CONSTANTS = ("math", "np", "numpy")
_PLAIN = {"complex", "dict", "float", "frozenset", "int", "list", "range", "set", "str", "tuple"}
_PLAIN |= {"NewType", "TypeVar", "namedtuple"}
_STAR = "*"


def definitions_of(source: str, taken: Collection[str] | None = None) -> str:
    r"""Return what a cell imports and defines, without what it does.

    Assignments belong to it, for functions may need them, but for those that need what was left
    out or call something; a constant may be computed with NumPy.

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
    look = parsed(source)
    try:
        kept = _kept(look.tree.body, taken)
    except RecursionError:  # hundreds of elif
        return ""
    return "\n".join(_texts(look.tree.body, kept, look.lines))


def _kept(body: Sequence[ast.stmt], taken: Collection[str] | None) -> list[int]:
    """Return the places of the statements that are kept."""
    kept, lost = list[int](), set[str]()
    known = dict[str, bool]()  # what kept assignments set, and whether that can be filled
    theirs = frozenset() if taken is None else frozenset((*taken, _STAR))
    ancestors = _ancestors(body)
    later = _reads_no_annotations(body)
    for place, node in enumerate(body):
        binds = bound_in(node)
        if binds & theirs:
            continue
        unwritten = taken is not None and _is_unwritten(node) and not binds & ancestors
        made = not unwritten and _is_definition(node, known)
        if made and lost.isdisjoint(_needed(node, later)):
            kept.append(place)
            lost -= binds
            if isinstance(node, _ASSIGNMENTS):
                known |= dict.fromkeys(binds, _can_be_filled(node.value))
        else:
            lost |= binds | {name for name in _names(node) if known.get(name)}
    return kept


def written_names(source: str) -> frozenset[str]:
    """Return the names that a cell sets, without functions that are not written yet."""
    body = parsed(source).tree.body
    return frozenset().union(*(bound_in(node) for node in body if not _is_unwritten(node)))


def _is_definition(node: ast.stmt, known: Collection[str]) -> bool:
    """Tell whether a statement only imports or sets names, under whatever condition."""
    if isinstance(node, ast.Try | ast.If):
        inner = (part for part in _statements(node) if not _does_nothing(part, known))
        asks = isinstance(node, ast.If) and _does(node.test, known)
        return not asks and all(_is_definition(part, known) for part in inner)
    if isinstance(node, _ASSIGNMENTS):
        return not _does(node, known)
    return isinstance(node, _KINDS)


def _does_nothing(node: ast.stmt, known: Collection[str]) -> bool:
    """Tell whether a statement only says something, or not even that."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return isinstance(node, ast.Pass)
    return call.func.id == "print" and not any(_does(part, known) for part in call.args)


def _can_be_filled(value: ast.expr | None) -> bool:
    """Tell whether other statements may put something into a value."""
    return not isinstance(value, ast.Constant | ast.BinOp | ast.UnaryOp | ast.Tuple | ast.Lambda)


def _names(node: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _does(node: ast.AST, known: Collection[str]) -> bool:
    """Tell whether something is called when an expression is run, but for a plain constant."""
    calls = (part for part in _run_at_once(node) if isinstance(part, ast.Call | ast.Await))
    return not all(_is_plain(call, known) for call in calls)


def _is_plain(call: ast.Call | ast.Await, known: Collection[str]) -> bool:
    """Tell whether a call makes a number, an array or a type of what is known."""
    if not isinstance(call, ast.Call):
        return False
    function = call.func
    if isinstance(function, ast.Attribute):
        plain = isinstance(function.value, ast.Name) and function.value.id in _CONSTANTS
    else:
        plain = isinstance(function, ast.Name) and function.id in _PLAIN
    used = _names(call)
    return plain and all(name in known or name in _PLAIN or name in _CONSTANTS for name in used)


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements that a statement holds."""
    for name in _BLOCKS:
        for inner in getattr(node, name, ()):
            if isinstance(inner, ast.ExceptHandler):
                yield from inner.body
            else:
                yield inner


def _is_unwritten(node: ast.stmt) -> bool:
    """Tell whether a function, or a method of a class, still comes to the line to be replaced."""
    if isinstance(node, ast.ClassDef):
        return any(_is_unwritten(part) for part in node.body)
    for part in node.body if isinstance(node, _FUNCTIONS) else ():
        if isinstance(part, ast.Raise) and part.exc is not None:
            return "NotImplementedError" in _names(part.exc)
        if not isinstance(part, _FUNCTIONS) and _returns(part):
            return False
    return False


def _returns(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Return) for part in ast.walk(node))


def _ancestors(body: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the classes of which others are made: their methods may be left unwritten."""
    classes = (node for node in body if isinstance(node, ast.ClassDef))
    bases = (base for node in classes for base in node.bases)
    return frozenset(base.id for base in bases if isinstance(base, ast.Name))


def _reads_no_annotations(body: Sequence[ast.stmt]) -> bool:
    froms = (node for node in body if isinstance(node, ast.ImportFrom))
    return any(node.module == "__future__" for node in froms)


def _needed(node: ast.stmt, later: bool) -> Iterator[str]:
    """Yield the names that must be there when a statement runs: not those in a function's body.

    ``later`` says that nobody looks at annotations.
    """
    inner = set[str]()
    for statement in () if isinstance(node, _FUNCTIONS) else _statements(node):
        yield from (name for name in _needed(statement, later) if name not in inner)
        inner |= bound_in(statement)
    parts = _expressions(node, later)
    names = [name for part in parts for name in _run_at_once(part) if isinstance(name, ast.Name)]
    own = isinstance(node, ast.AugAssign)
    made = set() if own else {name.id for name in names if isinstance(name.ctx, ast.Store)}
    yield from (name.id for name in names if name.id not in made)


def _expressions(node: ast.stmt, later: bool) -> list[ast.AST]:
    """Return what of a statement is run at once, beside the statements that it holds."""
    if isinstance(node, _FUNCTIONS):
        defaults = [default for default in (*node.args.defaults, *node.args.kw_defaults) if default]
        told = [*defaults] if later else [node.args, *([node.returns] if node.returns else [])]
        return [*node.decorator_list, *told]
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    if isinstance(node, ast.Try | ast.If):
        return [node.test] if isinstance(node, ast.If) else []
    return [node]


def _run_at_once(part: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of an expression but for the bodies of lambdas, which are run later."""
    waiting = [part]
    while waiting:
        node = waiting.pop()
        yield node
        inner = node.args if isinstance(node, ast.Lambda) else node
        waiting.extend(ast.iter_child_nodes(inner))


def _texts(body: list[ast.stmt], kept: Iterable[int], lines: Sequence[str]) -> Iterator[str]:
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
