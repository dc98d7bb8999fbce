"""Expressions that stand for others: a pattern with letters for its parts, and the new form.

``A * (B + C)`` → ``A * B + A * C``. A part that the new form moves or repeats must be *pure*: made
of names, numbers, operators and array functions, so that evaluating it twice changes nothing.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Parts = Mapping[str, ast.expr]

_METHODS = frozenset(
    ["all", "any", "argmax", "astype", "max", "mean", "min", "reshape", "std", "sum", "var"]
)
_BUILTINS = frozenset(["abs", "float", "int", "len", "max", "min", "normal_cdf", "tuple"])


@dataclass(frozen=True)
class Pattern:
    """One change of an expression: where ``old`` stands, ``new`` may stand, if ``when`` agrees."""

    name: str
    old: ast.expr
    new: ast.expr
    when: Callable[[Parts], bool]

    def __call__(self, node: ast.expr) -> ast.expr | None:
        """Return what replaces ``node``, or None where the pattern does not fit."""
        parts: dict[str, ast.expr] = {}
        if _key(node) != _key(self.old):  # most places, at little cost
            return None
        if not _fits(self.old, node, parts):
            return None
        if not all(pure(part) for part in parts.values()) or not self.when(parts):
            return None
        return filled(self.new, parts)


def always(_: Parts) -> bool:
    """Accept any parts."""
    return True


def numeric(parts: Parts) -> bool:
    """Tell whether no part is made of tuples or texts, for which ``+`` and ``*`` do not commute."""
    words = (ast.Tuple, ast.List, ast.Dict, ast.JoinedStr)
    return not any(
        isinstance(node, words) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        for part in parts.values()
        for node in ast.walk(part)
    )


def pattern(name: str, change: str, when: Callable[[Parts], bool] = always) -> Pattern:
    """Return the pattern that ``"old -> new"`` describes.

    Examples
    --------
    >>> double = pattern("double", "A + A -> 2 * A")
    >>> ast.unparse(double(ast.parse("x.T + x.T", mode="eval").body))
    '2 * x.T'
    """
    old, new = (ast.parse(side.strip(), mode="eval").body for side in change.split(" -> "))
    return Pattern(name, old, new, when)


def pure(node: ast.AST) -> bool:
    """Tell whether evaluating this twice, or in another order, changes nothing."""
    return all(_harmless(part) for part in ast.walk(node))


def _harmless(node: ast.AST) -> bool:
    if isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
        return False
    if not isinstance(node, ast.Call):
        return True
    name = ast.unparse(node.func)
    if name.startswith(("np.", "math.")):
        return not name.startswith("np.random")
    method = isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS
    return method or name in _BUILTINS


def rewritten(
    function: ast.FunctionDef,
    rewrite: Callable[[ast.expr], ast.expr | None],
    rng: np.random.Generator,
) -> bool:
    """Rewrite one place of a function, or several, and tell whether there was any.

    A tree that was rewritten is written out and parsed again before it is rewritten further.
    """
    found = [node for node in expressions(function) if rewrite(node)]
    if not found:
        return False
    chosen = [node for node in found if rng.random() < 1 / 3]
    places = chosen or [found[int(rng.integers(len(found)))]]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            inside = super().visit(node)  # parts first, so that a rewrite repeats changed ones
            hit = any(node is place for place in places) and isinstance(inside, ast.expr)
            return (rewrite(inside) or inside) if hit else inside

    Swap().visit(function)
    ast.fix_missing_locations(function)
    return True


def expressions(function: ast.FunctionDef) -> list[ast.expr]:
    """Return the expressions of a function that are read; listed once for each tree."""
    listed: list[ast.expr] | None = getattr(function, "expressions", None)
    if listed is None:
        listed = [n for n in ast.walk(function) if isinstance(n, ast.expr) and _loaded(n)]
        function.expressions = listed  # type: ignore[attr-defined]
    return listed


def _loaded(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def is_part(node: ast.AST) -> bool:
    """Tell whether this is a pattern's letter: a name of one capital."""
    return isinstance(node, ast.Name) and len(node.id) == 1 and node.id.isupper()


def filled(template: ast.expr, parts: Parts) -> ast.expr:
    """Return the template with its letters replaced by the parts."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return copy.deepcopy(parts[node.id]) if node.id in parts else node

    made: ast.expr = Fill().visit(copy.deepcopy(template))
    return made


def _key(node: ast.expr) -> tuple[type, object]:
    """Return what equals for a pattern and everything that it fits."""
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return type(node), type(node.op)
    if isinstance(node, ast.Call):
        return type(node), getattr(node.func, "attr", getattr(node.func, "id", ""))
    return type(node), getattr(node, "attr", "")


def _fits(old: Any, node: Any, parts: dict[str, ast.expr]) -> bool:
    if isinstance(old, ast.AST) and is_part(old):
        if not isinstance(node, ast.expr):
            return False
        known = parts.setdefault(ast.unparse(old), node)
        return ast.dump(known) == ast.dump(node)
    if type(old) is not type(node):
        return False
    if isinstance(old, ast.AST):
        fields = [name for name in old._fields if name not in ("ctx", "kind")]
        return all(_fits(getattr(old, f), getattr(node, f), parts) for f in fields)
    if isinstance(old, list):
        return len(old) == len(node) and all(
            _fits(one, other, parts) for one, other in zip(old, node, strict=True)
        )
    return bool(old == node)
