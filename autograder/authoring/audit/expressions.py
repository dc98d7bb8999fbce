"""Small mistakes in one expression: another operator, axis, constant, name, a lost term or call.

Each operator takes a node of a syntax tree and yields what could stand there instead. None of them
changes the node that it is given.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

Nodes = Iterator[ast.expr]

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitOr: ast.BitAnd,
}

ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}

CONFUSED = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "mean": "sum",
    "sum": "mean",
    "std": "var",
    "var": "std",
    "any": "all",
    "all": "any",
    "zeros": "ones",
    "ones_like": "zeros_like",
    "zeros_like": "ones_like",
    "exp": "expm1",
    "expm1": "exp",
}
"""Functions that are taken for one another."""

REDUCTIONS = ("sum", "mean", "var", "std", "max", "min", "all", "any")
ENTRYWISE = ("maximum", "minimum", "abs", "exp", "expm1", "tanh", "sqrt")
SYMMETRIC = ("maximum", "minimum")
BOUNDED = ("range", "ndindex")
FLOATS = {"float64": "float32", "float32": "float64"}


@dataclass(frozen=True)
class Scope:
    """What is known around a node: the function's variables and the texts that it uses as keys."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def after(self, name: str) -> str:
        """Return the variable that follows ``name``, or an empty text if there is no other."""
        return _following(self.names, name)


def _following(values: tuple[str, ...], value: str) -> str:
    if value not in values or len(values) < 2:
        return ""
    return values[(values.index(value) + 1) % len(values)]


def operator(node: ast.expr, _: Scope) -> Nodes:
    """Yield other arithmetic and other logic."""
    match node:
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            yield ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand


def comparison(node: ast.expr, _: Scope) -> Nodes:
    """Yield other comparisons: the edge on the other side, the opposite direction."""
    match node:
        case ast.Compare(left, [op], right):
            for kind in COMPARISONS.get(type(op), ()):
                yield ast.Compare(left, [kind()], right)


def term(node: ast.expr, _: Scope) -> Nodes:
    """Yield what is left when an operand or a branch is lost."""
    match node:
        case ast.BinOp(left, _, right):
            yield left
            yield right
        case ast.BoolOp(op, values):
            for lost in range(len(values)):
                kept = [value for index, value in enumerate(values) if index != lost]
                yield kept[0] if len(kept) == 1 else ast.BoolOp(op, kept)
        case ast.IfExp(_, body, orelse):
            yield body
            yield orelse


def order(node: ast.expr, _: Scope) -> Nodes:
    """Yield operands, arguments and entries of a tuple in another order."""
    match node:
        case ast.BinOp(left, op, right) if isinstance(op, ORDERED):
            yield ast.BinOp(right, op, left)
        case ast.Call(func, args, keywords) if _called(func) not in SYMMETRIC:
            for swapped in _swapped(args):
                yield ast.Call(func, swapped, keywords)
        case ast.Tuple(elements, ctx):
            for swapped in _swapped(elements):
                yield ast.Tuple(swapped, ctx)


def _swapped(values: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for index, (first, second) in enumerate(pairwise(values)):
        if ast.dump(first) != ast.dump(second):
            yield [*values[:index], second, first, *values[index + 2 :]]


def constant(node: ast.expr, _: Scope) -> Nodes:
    """Yield numbers that are off by one, by the sign or by a factor of two; the other truth."""
    match node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            for other in dict.fromkeys((value + 1, value - 1, -value, 2 * value)):
                if other != value:
                    yield _number(other)
        case ast.Constant(float(value)):
            for shifted in dict.fromkeys((value + 1, 2 * value, value / 2, -value)):
                if shifted != value:
                    yield _number(shifted)


def _number(value: float) -> ast.expr:
    """Return a number as Python would parse it: the minus is an operator."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def bound(node: ast.expr, _: Scope) -> Nodes:
    """Yield loops and slices that end one too early or one too late, or lack a bound."""
    match node:
        case ast.Call(func, args, keywords) if _called(func) in BOUNDED:
            for index, argument in enumerate(args):
                if not isinstance(argument, ast.Starred):
                    less = ast.BinOp(argument, ast.Sub(), ast.Constant(1))
                    yield ast.Call(func, [*args[:index], less, *args[index + 1 :]], keywords)
        case ast.Slice(lower, upper, step):
            if upper is not None:
                for op in (ast.Add(), ast.Sub()):
                    yield ast.Slice(lower, ast.BinOp(upper, op, ast.Constant(1)), step)
            yield from (ast.Slice(*bounds) for bounds in _fewer([lower, upper, step]))


def _fewer(bounds: list[ast.expr | None]) -> Iterator[list[ast.expr | None]]:
    for lost, value in enumerate(bounds):
        if value is not None:
            yield [*bounds[:lost], None, *bounds[lost + 1 :]]


def axis(node: ast.expr, _: Scope) -> Nodes:
    """Yield a reduction along other axes, and one that keeps them."""
    match node:
        case ast.Call(func, args, keywords):
            for index, keyword in enumerate(keywords):
                if keyword.arg != "axis":
                    continue
                for other in _axes(keyword.value):
                    changed = ast.keyword("axis", other)
                    yield ast.Call(func, args, [*keywords[:index], changed, *keywords[index + 1 :]])
                if _called(func) in REDUCTIONS:
                    kept = ast.keyword("keepdims", ast.Constant(True))
                    yield ast.Call(func, args, [*keywords, kept])


def _axes(value: ast.expr) -> Nodes:
    match value:
        case ast.Constant(int(number)):
            yield ast.Constant(1 - number) if number in (0, 1) else ast.Constant(0)
            yield ast.UnaryOp(ast.USub(), ast.Constant(1))
        case ast.Tuple(elements, ctx):
            for lost in range(len(elements)):
                yield ast.Tuple([e for index, e in enumerate(elements) if index != lost], ctx)


def argument(node: ast.expr, _: Scope) -> Nodes:
    """Yield calls that forget a named argument or the last of several."""
    match node:
        case ast.Call(func, args, keywords):
            for lost in range(len(keywords)):
                kept = [keyword for index, keyword in enumerate(keywords) if index != lost]
                yield ast.Call(func, args, kept)
            if len(args) > 1:
                yield ast.Call(func, args[:-1], keywords)


def call(node: ast.expr, scope: Scope) -> Nodes:
    """Yield what is left when a call, a transpose or an index is lost."""
    match node:
        case ast.Call(ast.Attribute(owner)) if (
            not isinstance(owner, ast.Name) or owner.id in scope.names
        ):
            yield owner
        case ast.Call(_, [first, *_]) if not isinstance(first, ast.Starred):
            yield first
        case ast.Attribute(owner, "T") | ast.Subscript(owner, _, ast.Load()):
            yield owner


def confused(node: ast.expr, _: Scope) -> Nodes:
    """Yield a call of the function that this one is taken for."""
    match node:
        case ast.Call(ast.Attribute(owner, name, ctx), args, keywords) if name in CONFUSED:
            yield ast.Call(ast.Attribute(owner, CONFUSED[name], ctx), args, keywords)
        case ast.Call(ast.Name(name, ctx), args, keywords) if name in CONFUSED:
            yield ast.Call(ast.Name(CONFUSED[name], ctx), args, keywords)


def dtype(node: ast.expr, _: Scope) -> Nodes:
    """Yield another floating type than the one that is named or taken from an array."""
    match node:
        case ast.Attribute(owner, name, ctx) if name in FLOATS:
            yield ast.Attribute(owner, FLOATS[name], ctx)
        case ast.Attribute(_, "dtype", _):
            yield ast.Attribute(ast.Name("np", ast.Load()), "float64", ast.Load())


def name(node: ast.expr, scope: Scope) -> Nodes:
    """Yield another variable of the function, and another key for a key."""
    match node:
        case ast.Name(own, ast.Load()) if scope.after(own):
            yield ast.Name(scope.after(own), ast.Load())
        case ast.Constant(str(text)) if _following(scope.texts, text):
            yield ast.Constant(_following(scope.texts, text))


def in_place(node: ast.expr, scope: Scope) -> Nodes:
    """Yield a call that writes its result into its own argument."""
    match node:
        case ast.Call(func, [ast.Name(own), *_] as args, keywords) if (
            own in scope.names and _called(func) in ENTRYWISE
        ):
            yield ast.Call(func, args, [*keywords, ast.keyword("out", args[0])])


def _called(func: ast.expr) -> str:
    match func:
        case ast.Name(called) | ast.Attribute(_, called):
            return called
    return ""


EXPRESSIONS: dict[str, Callable[[ast.expr, Scope], Nodes]] = {
    "operator": operator,
    "comparison": comparison,
    "term": term,
    "order": order,
    "constant": constant,
    "bound": bound,
    "axis": axis,
    "argument": argument,
    "call": call,
    "confused": confused,
    "dtype": dtype,
    "name": name,
    "in place": in_place,
}
"""The operators by the name that the audit prints."""
