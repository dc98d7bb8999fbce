"""Other ways to write a function's statements: loops, branches, names for parts, inner functions.

Each change gets a function of its own to alter and a generator that picks the place. It says
whether it found one.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from autograder.authoring.vary.naming import free_name, names_in
from autograder.authoring.vary.patterns import pure

Rng = np.random.Generator
Change = Callable[[ast.FunctionDef, Rng], bool]
Block = list[ast.stmt]


def blocks(function: ast.FunctionDef) -> Iterator[Block]:
    """Yield every list of statements of a function, its own body first."""
    for node in ast.walk(function):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield block


def _replace(function: ast.FunctionDef, rng: Rng, change: Callable[[ast.stmt], Block]) -> bool:
    """Replace one statement for which ``change`` has an answer."""
    found = [(b, i, new) for b in blocks(function) for i, s in enumerate(b) if (new := change(s))]
    if not found:
        return False
    block, place, new = found[int(rng.integers(len(found)))]
    block[place : place + 1] = new
    return True


def code(text: str) -> Block:
    """Return the statements of a text."""
    return ast.parse(text).body


# --- results and parts ---------------------------------------------------------------------------


def result_named(function: ast.FunctionDef, rng: Rng) -> bool:
    """``return e`` → ``result = e; return result``."""
    name = free_name(function, "result")

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.Return) or node.value is None:
            return []
        return [*code(f"{name} = {ast.unparse(node.value)}"), *code(f"return {name}")]

    return _replace(function, rng, change)


def result_unnamed(function: ast.FunctionDef, _: Rng) -> bool:
    """``dx = e; return dx`` → ``return e``."""
    for block in blocks(function):
        if len(block) < 2:
            continue
        before, last = block[-2:]
        if not isinstance(last, ast.Return) or not isinstance(before, ast.Assign):
            continue
        if last.value is not None and ast.unparse(before.targets[0]) == ast.unparse(last.value):
            block[-2:] = [ast.Return(before.value)]
            return True
    return False


def part_named(function: ast.FunctionDef, rng: Rng) -> bool:
    """``out = a * (b + c)`` → ``part = b + c; out = a * part``."""
    name = free_name(function, "part")
    found = []
    for block in blocks(function):
        for place, node in enumerate(block):
            if isinstance(node, ast.Assign | ast.Return) and node.value and pure(node.value):
                found += [(block, place, inner) for inner in _parts(node.value)]
    if not found:
        return False
    block, place, inner = found[int(rng.integers(len(found)))]
    new = code(f"{name} = {ast.unparse(inner)}")

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return ast.Name(name, ast.Load()) if node is inner else super().visit(node)

    changed: Any = Swap().visit(block[place])
    block[place : place + 1] = [*new, changed]
    return True


def _parts(value: ast.AST) -> Iterator[ast.expr]:
    """Yield what is evaluated in any case, once, inside an expression."""
    children: Iterable[ast.AST] = ast.iter_child_nodes(value)
    if isinstance(value, ast.IfExp | ast.BoolOp):  # the rest may be what the condition guards
        children = [value.test if isinstance(value, ast.IfExp) else value.values[0]]
    for child in children:
        negative = isinstance(child, ast.UnaryOp) and isinstance(child.operand, ast.Constant)
        if isinstance(child, ast.BinOp | ast.Call | ast.UnaryOp) and not negative:
            yield child
        if isinstance(child, ast.BinOp | ast.Call | ast.UnaryOp | ast.Tuple):
            yield from _parts(child)
        if isinstance(child, ast.keyword):
            yield from _parts(child)


def pair_split(function: ast.FunctionDef, rng: Rng) -> bool:
    """Split ``a, b = c, d`` into ``a = c; b = d`` where ``d`` does not need the old ``a``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Tuple):
            return []
        targets = node.targets[0]
        if not isinstance(targets, ast.Tuple) or len(targets.elts) != len(node.value.elts):
            return []
        new, bound = [], set[str]()
        for target, value in zip(targets.elts, node.value.elts, strict=True):
            if not isinstance(target, ast.Name) or bound & names_in(value):
                return []
            bound.add(target.id)
            new += code(f"{target.id} = {ast.unparse(value)}")
        return new

    return _replace(function, rng, change)


def sum_spelt_out(function: ast.FunctionDef, rng: Rng) -> bool:
    """``dx[i] += e`` → ``dx[i] = dx[i] + e``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Add):
            return []
        target = ast.unparse(node.target)
        return code(f"{target} = {target} + ({ast.unparse(node.value)})")

    return _replace(function, rng, change)


def in_place_on_a_copy(function: ast.FunctionDef, rng: Rng) -> bool:
    """``out = a * b`` → ``out = np.array(a); out *= b``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
            return []
        target, value = node.targets[0], node.value
        if not isinstance(target, ast.Name) or target.id in names_in(value.right):
            return []
        if not isinstance(value.op, ast.Mult | ast.Add | ast.Sub | ast.Div):
            return []
        begun = code(f"{target.id} = np.array({ast.unparse(value.left)})")
        return [*begun, ast.AugAssign(ast.Name(target.id, ast.Store()), value.op, value.right)]

    return _replace(function, rng, change)


# --- loops and branches --------------------------------------------------------------------------


def loop_nested(function: ast.FunctionDef, rng: Rng) -> bool:
    """``for i, j in np.ndindex(H, W)`` → a loop over ``i`` around a loop over ``j``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.For) or not isinstance(node.target, ast.Tuple):
            return []
        call = node.iter
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != "np.ndindex":
            return []
        names = [ast.unparse(target) for target in node.target.elts]
        sizes = [f"range({ast.unparse(size)})" for size in call.args]
        if isinstance(call.args[0], ast.Starred):
            whole = ast.unparse(call.args[0].value)
            sizes = [f"range(({whole})[{place}])" for place in range(len(names))]
        inner: Block = node.body
        for name, size in reversed(list(zip(names, sizes, strict=True))):
            loop = code(f"for {name} in {size}:\n    pass")[0]
            assert isinstance(loop, ast.For)  # noqa: S101 - for the type checker
            loop.body = inner
            inner = [loop]
        return inner

    return _replace(function, rng, change)


def loop_by_index(function: ast.FunctionDef, rng: Rng) -> bool:
    """``for w in weights`` → ``for k in range(len(weights))`` with ``w = weights[k]``."""
    index = free_name(function, "k")

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.For) or not isinstance(node.target, ast.Name):
            return []
        if node.target.id == "_" or not isinstance(node.iter, ast.Name | ast.Attribute):
            return []
        whole = ast.unparse(node.iter)
        loop = code(f"for {index} in range(len({whole})):\n    {node.target.id} = {whole}[{index}]")
        assert isinstance(loop[0], ast.For)  # noqa: S101 - for the type checker
        loop[0].body += node.body
        return loop

    return _replace(function, rng, change)


def choice_as_branch(function: ast.FunctionDef, rng: Rng) -> bool:
    """``x = a if c else b`` → an ``if`` with two assignments; the same for ``return``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.Assign | ast.Return) or not isinstance(node.value, ast.IfExp):
            return []
        new = ast.If(node.value.test, [], [])
        for branch, value in ((new.body, node.value.body), (new.orelse, node.value.orelse)):
            half = copy.deepcopy(node)
            half.value = value
            branch.append(half)
        return [new]

    return _replace(function, rng, change)


def branches_swapped(function: ast.FunctionDef, rng: Rng) -> bool:
    """``if c: A else: B`` → ``if not c: B else: A``."""

    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.If) or not node.orelse:
            return []
        turned = ast.UnaryOp(ast.Not(), node.test)
        return [ast.If(turned, node.orelse, node.body)]

    return _replace(function, rng, change)


# --- functions around and inside -----------------------------------------------------------------


def helper_inside(function: ast.FunctionDef, rng: Rng) -> bool:
    """``out = a * b`` → an inner function that returns ``a * b``, called once."""
    name = free_name(function, "compute")
    return _pulled_out(function, rng, lambda value: f"def {name}():\n    return {value}", name)


def lambda_inside(function: ast.FunctionDef, rng: Rng) -> bool:
    """``out = a * b`` → ``formula = lambda: a * b; out = formula()``."""
    name = free_name(function, "formula")
    return _pulled_out(function, rng, lambda value: f"{name} = lambda: {value}", name)


def _pulled_out(
    function: ast.FunctionDef, rng: Rng, define: Callable[[str], str], name: str
) -> bool:
    def change(node: ast.stmt) -> Block:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp | ast.Call):
            return []
        return [
            *code(define(ast.unparse(node.value))),
            *code(f"{ast.unparse(node.targets[0])} = {name}()"),
        ]

    return _replace(function, rng, change)


def quiet_block(function: ast.FunctionDef, _: Rng) -> bool:
    """Put the body under ``with np.errstate(all="ignore")``."""
    start = 1 if ast.get_docstring(function) else 0
    block = code("with np.errstate(all='ignore'):\n    pass")
    assert isinstance(block[0], ast.With)  # noqa: S101 - for the type checker
    block[0].body = function.body[start:]
    function.body[start:] = block
    return True


STATEMENTS: dict[str, Change] = {
    change.__name__.replace("_", " "): change
    for change in (
        result_named,
        result_unnamed,
        part_named,
        pair_split,
        sum_spelt_out,
        in_place_on_a_copy,
        loop_nested,
        loop_by_index,
        choice_as_branch,
        branches_swapped,
        helper_inside,
        lambda_inside,
        quiet_block,
    )
}
"""Every change of statements by its name."""
