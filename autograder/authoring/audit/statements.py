"""Small mistakes in whole statements: one too few, two in the wrong order, one that writes back.

Each operator takes a block of statements and a position and yields the block as it could be
written wrongly. None of them changes what it is given.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from autograder.authoring.audit.expressions import Scope

Block = list[ast.stmt]
Blocks = Iterator[Block]

LATE = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.DictComp)
"""Expressions whose parts are computed later, more than once or never."""


def removed(block: Block, at: int, _: Scope) -> Blocks:
    """Yield the block without this statement."""
    if not isinstance(block[at], ast.Return):
        yield [*block[:at], *block[at + 1 :]] or [ast.Pass()]


def swapped(block: Block, at: int, _: Scope) -> Blocks:
    """Yield the block with this statement after the next, unless neither needs the other."""
    pair = block[at : at + 2]
    if len(pair) < 2 or any(isinstance(one, ast.Return | ast.Raise) for one in pair):
        return
    first, second = pair
    if _writes(first) & (_reads(second) | _writes(second)) or _writes(second) & _reads(first):
        yield [*block[:at], second, first, *block[at + 2 :]]


def _reads(node: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _writes(node: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or whose objects it may change."""
    found = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Name(name, ast.Store()):
                found.add(name)
            case ast.Subscript(ast.Name(name), _, ast.Store()):
                found.add(name)
            case ast.Attribute(ast.Name(name), _, ast.Store()):
                found.add(name)
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name)))):
                found.add(name)
    return found


def branch(block: Block, at: int, _: Scope) -> Blocks:
    """Yield a condition that always holds, never holds, or is turned round."""
    match block[at]:
        case ast.If(test, body, orelse):
            inverse = ast.UnaryOp(ast.Not(), test)
            for other in (ast.Constant(True), ast.Constant(False), inverse):
                yield _replaced(block, at, ast.If(other, body, orelse))


def loop(block: Block, at: int, _: Scope) -> Blocks:
    """Yield a loop that leaves out its first or its last turn."""
    match block[at]:
        case ast.For(target, turns, body, orelse):
            one = ast.Constant(1)
            for part in (ast.Slice(one), ast.Slice(None, ast.UnaryOp(ast.USub(), one))):
                everything = ast.Call(ast.Name("list", ast.Load()), [turns], [])
                some = ast.Subscript(everything, part, ast.Load())
                yield _replaced(block, at, ast.For(target, some, body, orelse))


def added(block: Block, at: int, _: Scope) -> Blocks:
    """Yield a sum that is taken away or overwritten instead."""
    match block[at]:
        case ast.AugAssign(target, ast.Add(), value):
            yield _replaced(block, at, ast.AugAssign(target, ast.Sub(), value))
            yield _replaced(block, at, ast.Assign([target], value))


def raised(block: Block, at: int, _: Scope) -> Blocks:
    """Yield an exception of another type."""
    match block[at]:
        case ast.Raise(ast.Call(ast.Name("ValueError"), args, keywords), cause):
            other = ast.Call(ast.Name("RuntimeError", ast.Load()), args, keywords)
            yield _replaced(block, at, ast.Raise(other, cause))


def written_back(block: Block, at: int, scope: Scope) -> Blocks:
    """Yield ``x *= y; z = x`` for ``z = x * y``."""
    statement = block[at]
    if not isinstance(statement, ast.Assign | ast.Return) or statement.value is None:
        return
    for number, inner in enumerate(_early(statement.value)):
        match inner:
            case ast.BinOp(ast.Name(own) as left, op, right) if own in scope.names:
                fresh = copy.deepcopy(statement)
                found = list(_early(_value(fresh)))[number]
                change = ast.AugAssign(ast.Name(own, ast.Store()), op, right)
                _Replace(found, left).visit(fresh)
                yield [*block[:at], change, fresh, *block[at + 1 :]]


def _value(statement: ast.Assign | ast.Return) -> ast.expr:
    assert statement.value is not None  # noqa: S101 - the caller has looked
    return statement.value


def _early(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that are computed exactly once, whatever the values are."""
    yield node
    if not isinstance(node, LATE):
        for child in ast.iter_child_nodes(node):
            yield from _early(child)


class _Replace(ast.NodeTransformer):
    """Puts one node where another one is."""

    def __init__(self, old: ast.AST, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the new node for the old one."""
        return self.new if node is self.old else self.generic_visit(node)


def single(block: Block, at: int, _: Scope) -> Blocks:
    """Yield values in another precision: the result of a statement made float32 or float64."""
    match block[at]:
        case ast.Assign([ast.Name() as target], ast.BinOp() | ast.Call() as value):
            for precision in ("float32", "float64"):
                kind = ast.Attribute(ast.Name("np", ast.Load()), precision, ast.Load())
                cast = ast.Call(ast.Attribute(value, "astype", ast.Load()), [kind], [])
                yield _replaced(block, at, ast.Assign([target], cast))


def _replaced(block: Block, at: int, new: ast.stmt) -> Block:
    return [*block[:at], new, *block[at + 1 :]]


STATEMENTS: dict[str, Callable[[Block, int, Scope], Blocks]] = {
    "removed": removed,
    "swapped": swapped,
    "branch": branch,
    "loop": loop,
    "added": added,
    "raised": raised,
    "written back": written_back,
    "dtype": single,
}
"""The operators by the name that the audit prints."""
