"""Every change of an expression: the given code becomes this code, and has the same value."""

from __future__ import annotations

import ast
import math
from typing import Any

import numpy as np
import pytest

from autograder.authoring.vary.formulas import FORMULAS, HELPERS
from autograder.authoring.vary.patterns import pattern, pure
from autograder.authoring.vary.trial import same

CASES = [
    ("square as product", "x ** 2", "x * x"),
    ("square as function", "x ** 2", "np.square(x)"),
    ("square as np.power", "x ** 2", "np.power(x, 2)"),
    ("square with a point", "x ** 2", "x ** 2.0"),
    ("cube as product", "x ** 3", "x * x * x"),
    ("root as power", "np.sqrt(x)", "x ** 0.5"),
    ("power as root", "x ** 0.5", "np.sqrt(x)"),
    ("reciprocal as power", "1 / x", "x ** (-1.0)"),
    ("quotient by reciprocal", "x / y", "x * (1 / y)"),
    ("product over sum", "x * (y + z)", "x * y + x * z"),
    ("product over difference", "x * (1 - y)", "x * 1 - x * y"),
    ("difference of squares", "1 - x ** 2", "(1 - x) * (1 + x)"),
    ("sum swapped", "x + y", "y + x"),
    ("product swapped", "x * y", "y * x"),
    ("minus as plus", "x - y", "x + -y"),
    ("difference turned", "x - y", "-(y - x)"),
    ("negated twice", "x * y", "-(-x * y)"),
    ("half as division", "-0.5 * x", "-(x / 2)"),
    ("sum by function", "x + y", "np.add(x, y)"),
    ("difference by function", "x - y", "np.subtract(x, y)"),
    ("product by function", "x * y", "np.multiply(x, y)"),
    ("quotient by function", "x / y", "np.divide(x, y)"),
    ("negative by function", "-x", "np.negative(x)"),
    ("one with a point", "1 - x", "1.0 - x"),
    ("one plus with a point", "1 + x", "1.0 + x"),
    ("mean as sum of rows", "x.mean(axis=0)", "x.sum(axis=0) / x.shape[0]"),
    ("mean as sum", "x.mean()", "x.sum() / x.size"),
    ("mean function as sum", "np.mean(x)", "np.sum(x) / np.size(x)"),
    ("mean as average", "x.mean(axis=0)", "np.average(x, axis=0)"),
    ("variance written out", "x.var(axis=0)", "((x - x.mean(axis=0)) ** 2).mean(axis=0)"),
    ("deviation as root", "x.std(axis=0)", "np.sqrt(x.var(axis=0))"),
    ("deviation of all as root", "x.std()", "np.sqrt(x.var())"),
    ("sum by einsum", "x.sum(axis=0)", "np.einsum('i...->...', x)"),
    ("sum by ones", "x.sum(axis=0)", "np.ones(len(x), x.dtype) @ x"),
    ("sum with kept axis", "x.sum(axis=0)", "x.sum(axis=0, keepdims=True)[0]"),
    ("sum reduced", "x.sum(axis=0)", "np.add.reduce(x, axis=0)"),
    ("sum function reduced", "np.sum(x, axis=0)", "np.add.reduce(x, axis=0)"),
    ("maximum reduced", "x.max(axis=0)", "np.maximum.reduce(x, axis=0)"),
    ("maximum as amax", "x.max(axis=0)", "np.amax(x, axis=0)"),
    ("matmul by function", "x @ y", "np.matmul(x, y)"),
    ("matmul by dot", "x @ y", "np.dot(x, y)"),
    ("matmul by method", "x @ y", "x.dot(y)"),
    ("matmul by tensordot", "x @ y", "np.tensordot(x, y, axes=1)"),
    ("matmul by einsum", "x @ y", "np.einsum('...i,ij->...j', x, y)"),
    ("tensordot by einsum", "np.tensordot(x, w, axes=1)", "np.einsum('nd,dmk->nmk', x, w)"),
    ("tensordot by matmul", "np.tensordot(x, w, axes=1)",
     "(x @ w.reshape(w.shape[0], -1)).reshape(-1, *w.shape[1:])"),
    ("tensordot over pieces by einsum", "np.tensordot(dz, w, axes=([1, 2], [1, 2]))",
     "np.einsum('nmk,dmk->nd', dz, w)"),
    ("tensordot over rows by einsum", "np.tensordot(x, dz, axes=([0], [0]))",
     "np.einsum('nd,nmk->dmk', x, dz)"),
    ("maximum by where", "np.maximum(x, y)", "np.where(x > y, x, y)"),
    ("minimum by where", "np.minimum(x, y)", "np.where(x < y, x, y)"),
    ("maximum by clip", "np.maximum(x, 0)", "np.clip(x, 0, None)"),
    ("minimum by clip", "np.minimum(x, 0)", "np.clip(x, None, 0)"),
    ("maximum by fmax", "np.maximum(x, y)", "np.fmax(x, y)"),
    ("maximum swapped", "np.maximum(x, y)", "np.maximum(y, x)"),
    ("where by select", "np.where(mask, y, z)", "np.select([mask], [y], z)"),
    ("where turned", "np.where(mask, y, z)", "np.where(np.logical_not(mask), z, y)"),
    ("absolute by where", "np.abs(x)", "np.where(x < 0, -x, x)"),
    ("absolute by maximum", "np.abs(x)", "np.maximum(x, -x)"),
    ("absolute by builtin", "np.abs(x)", "abs(x)"),
    ("expm1 from tanh", "np.expm1(x)", "2 * np.tanh(x / 2) / (1 - np.tanh(x / 2))"),
    ("transpose by function", "x.T", "np.transpose(x)"),
    ("transpose by method", "x.T", "x.transpose()"),
    ("transpose by swapaxes", "x.T", "x.swapaxes(0, 1)"),
    ("newaxis at the end", "row[:, None]", "row[:, np.newaxis]"),
    ("newaxis by expand_dims", "row[:, None]", "np.expand_dims(row, 1)"),
    ("newaxes by reshape", "row[:, None, None]", "row.reshape(-1, 1, 1)"),
    ("newaxes in the last place", "x[:, :, None]", "x[..., np.newaxis]"),
    ("reshape by function", "x.reshape(2, 8)", "np.reshape(x, (2, 8))"),
    ("reshape with a tuple", "x.reshape(2, 8)", "x.reshape((2, 8))"),
    ("axes to the end", "images.transpose(0, 2, 3, 1)", "np.moveaxis(images, 1, -1)"),
    ("axes to the front", "images.transpose(0, 3, 1, 2)", "np.moveaxis(images, -1, 1)"),
    ("axes by function", "images.transpose(0, 2, 3, 1)", "np.transpose(images, (0, 2, 3, 1))"),
    ("zeros spelt out", "np.zeros_like(x)", "np.zeros(x.shape, dtype=x.dtype)"),
    ("zeros by full", "np.zeros_like(x)", "np.full_like(x, 0)"),
    ("empty as zeros", "np.empty((2, 3), np.float32)", "np.zeros((2, 3), dtype=np.float32)"),
    ("ones as zeros", "np.ones_like(x)", "np.zeros_like(x) + 1"),
    ("length by shape", "len(x)", "x.shape[0]"),
    ("type by array", "x.astype(np.float32)", "np.array(x, dtype=np.float32)"),
    ("greater turned", "x > y", "y < x"),
    ("less turned", "x < y", "y > x"),
    ("at most turned", "x <= y", "y >= x"),
    ("at least turned", "x >= y", "y <= x"),
    ("equal turned", "x == y", "y == x"),
    ("norm written out", "np.linalg.norm(np.ravel(x))", "np.sqrt(np.sum(np.square(x)))"),
    ("norm by dot", "np.linalg.norm(np.ravel(x))", "np.sqrt(np.dot(np.ravel(x), np.ravel(x)))"),
    ("ravel by method", "np.ravel(x)", "np.asarray(x).ravel()"),
    ("mode by slice", "mode.startswith('channel')", "mode[:7] == 'channel'"),
    ("number left to NumPy", "float(number)", "np.float64(number)"),
    ("truth left to NumPy", "bool(yes)", "np.bool_(yes)"),
    ("float by item", "float(number)", "np.asarray(number).item()"),
    ("power as math.sqrt", "number ** 0.5", "math.sqrt(number)"),
    ("sum in a loop", "x.sum(axis=0)", "added_up(x)"),
    ("matmul in loops", "x @ y", "by_hand(x, y)"),
    ("where by masks", "np.where(mask, y, z)", "chosen(mask, y, z)"),
    ("maximum by masks", "np.maximum(x, y)", "chosen(x > y, x, y)"),
    ("exp entry by entry", "np.exp(x)", "one_by_one(np.exp, x)"),
    ("tanh entry by entry", "np.tanh(x)", "one_by_one(np.tanh, x)"),
    ("expm1 entry by entry", "np.expm1(x)", "one_by_one(np.expm1, x)"),
    ("root entry by entry", "np.sqrt(x)", "one_by_one(np.sqrt, x)"),
    ("method as function", "x.mean(axis=0)", "np.mean(x, axis=0)"),
    ("function as method", "np.sum(x, axis=1)", "x.sum(axis=1)"),
    ("axis by position", "np.sum(x, axis=1)", "np.sum(x, 1)"),
    ("dict by call", "{'loss': number, 'ok': yes}", "dict(loss=number, ok=yes)"),
    ("union by stars", "{'a': 1} | {'b': x}", "{**{'a': 1}, 'b': x}"),
]  # fmt: skip
RULES = {formula.name: formula for formula in FORMULAS}


def values() -> dict[str, Any]:
    rng = np.random.default_rng(0)
    space: dict[str, Any] = {"np": np, "math": math, "mode": "channel_mean", "yes": True}
    shapes = {
        "x": (4, 4), "y": (4, 4), "z": (4, 4), "row": (5,), "images": (2, 3, 4, 5),
        "w": (4, 3, 2), "dz": (4, 3, 2),
    }  # fmt: skip
    space |= {name: rng.uniform(0.1, 2, shape) for name, shape in shapes.items()}
    for helper in HELPERS.values():
        exec(helper, space)  # noqa: S102 - the course's own
    return space | {"mask": rng.random((4, 4)) < 0.5, "number": np.float64(0.7)}


def value(text: str) -> Any:
    return eval(text, values())  # noqa: S307 - a case of this file


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(("name", "given", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_the_given_code_becomes_the_other_and_keeps_its_value(
    name: str, given: str, wanted: str
) -> None:
    found = RULES[name].rewrite(expression(given))
    assert found is not None
    text = ast.unparse(ast.fix_missing_locations(found))
    assert text == wanted
    assert "np.empty" in given or same(value(given), value(text))


def test_every_formula_has_its_case_and_its_helper() -> None:
    assert sorted(RULES) == sorted(case[0] for case in CASES)
    assert {formula.helper for formula in FORMULAS} - {""} == set(HELPERS)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("square as product", "rng.normal() ** 2"),
        ("sum swapped", "alpha.shape + (1,)"),
        ("product swapped", "(1,) * n"),
        ("product over difference", "s * (x - mean)"),
        ("quotient by reciprocal", "1 / x"),
        ("dict by call", "{'a b': 1}"),
        ("union by stars", "a | b"),
    ],
)
def test_a_formula_leaves_alone_what_it_would_change_in_value(name: str, given: str) -> None:
    assert RULES[name].rewrite(expression(given)) is None


def test_a_pattern_asks_for_equal_parts_where_a_letter_repeats() -> None:
    double = pattern("double", "A + A -> 2 * A")
    assert double(expression("x + y")) is None
    assert ast.unparse(double(expression("f.x + f.x"))) == "2 * f.x"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [("np.exp(-x).sum()", True), ("rng.normal()", False), ("np.random.rand()", False),
     ("model.loss(X)", False), ("(y := x)", False)],
)  # fmt: skip
def test_what_may_be_evaluated_twice(text: str, harmless: bool) -> None:
    assert pure(expression(text)) is harmless
