"""Each operator on expressions makes the mistakes that it stands for, and no other."""

from __future__ import annotations

import ast

import pytest

from autograder.authoring.audit.expressions import EXPRESSIONS, Scope

SCOPE = Scope(names=("x", "y", "out"), texts=("mean", "var"))


def mutants(operator: str, source: str) -> list[str]:
    node = ast.parse(source, mode="eval").body
    before = ast.dump(node)
    made = [ast.unparse(new) for new in EXPRESSIONS[operator](node, SCOPE)]
    assert ast.dump(node) == before
    return made


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("operator", "x + y", ["x - y"]),
        ("operator", "x - y", ["x + y"]),
        ("operator", "x * y", ["x / y"]),
        ("operator", "x / y", ["x * y"]),
        ("operator", "x @ y", ["x * y"]),
        ("operator", "x ** 2", ["x * 2"]),
        ("operator", "x // 2", ["x / 2"]),
        ("operator", "x and y", ["x or y"]),
        ("operator", "-x", ["x"]),
        ("operator", "not x", ["x"]),
        ("comparison", "x > 0", ["x >= 0", "x < 0"]),
        ("comparison", "x <= 0", ["x < 0", "x > 0"]),
        ("comparison", "x == 0", ["x != 0"]),
        ("comparison", "x is None", ["x is not None"]),
        ("comparison", "x not in y", ["x in y"]),
        ("comparison", "0 < x < 1", []),
        ("term", "x + y", ["x", "y"]),
        ("term", "x or y or out", ["y or out", "x or out", "x or y"]),
        ("term", "x if y else out", ["x", "out"]),
        ("order", "x - y", ["y - x"]),
        ("order", "x @ y", ["y @ x"]),
        ("order", "x + y", []),
        ("order", "f(x, y, 1)", ["f(y, x, 1)", "f(x, 1, y)"]),
        ("order", "np.maximum(x, 0)", []),
        ("order", "(x, y)", ["(y, x)"]),
        ("order", "(x, x)", []),
        ("constant", "1", ["2", "0", "-1"]),
        ("constant", "0", ["1", "-1"]),
        ("constant", "2", ["3", "1", "-2", "4"]),
        ("constant", "0.5", ["1.5", "1.0", "0.25", "-0.5"]),
        ("constant", "True", ["False"]),
        ("constant", "'mean'", []),
        ("bound", "range(x)", ["range(x - 1)"]),
        ("bound", "np.ndindex(x, y)", ["np.ndindex(x - 1, y)", "np.ndindex(x, y - 1)"]),
        (
            "axis",
            "x.sum(axis=0)",
            ["x.sum(axis=1)", "x.sum(axis=-1)", "x.sum(axis=0, keepdims=True)"],
        ),
        ("axis", "x.argmax(axis=2)", ["x.argmax(axis=0)", "x.argmax(axis=-1)"]),
        (
            "axis",
            "f(x, axis=(0, 2, 3))",
            ["f(x, axis=(2, 3))", "f(x, axis=(0, 3))", "f(x, axis=(0, 2))"],
        ),
        ("argument", "x.sum(axis=0)", ["x.sum()"]),
        ("argument", "np.full(x, y, dtype=z)", ["np.full(x, y)", "np.full(x, dtype=z)"]),
        ("call", "np.maximum(x, 0)", ["x"]),
        ("call", "float(x)", ["x"]),
        ("call", "x.copy()", ["x"]),
        ("call", "(x + y).mean(axis=0)", ["x + y"]),
        ("call", "x.T", ["x"]),
        ("call", "x[1:]", ["x"]),
        ("call", "np.zeros(*x)", []),
        ("confused", "x.mean(axis=0)", ["x.sum(axis=0)"]),
        ("confused", "np.maximum(x, 0)", ["np.minimum(x, 0)"]),
        ("confused", "max(x, 0)", ["min(x, 0)"]),
        ("dtype", "np.float64", ["np.float32"]),
        ("dtype", "x.dtype", ["np.float64"]),
        ("name", "x", ["y"]),
        ("name", "out", ["x"]),
        ("name", "np", []),
        ("name", "'mean'", ["var"]),
        ("in place", "np.maximum(x, 0)", ["np.maximum(x, 0, out=x)"]),
        ("in place", "np.maximum(x + 1, 0)", []),
        ("in place", "np.dot(x, y)", []),
    ],
)
def test_an_operator_makes_these_mistakes(operator: str, source: str, expected: list[str]) -> None:
    assert [text.strip("'") for text in mutants(operator, source)] == expected


def test_a_slice_is_moved_and_loses_each_of_its_bounds() -> None:
    node = ast.parse("x[a:b:2]", mode="eval").body
    assert isinstance(node, ast.Subscript)
    made = [ast.unparse(new) for new in EXPRESSIONS["bound"](node.slice, SCOPE)]
    assert made == ["a:b + 1:2", "a:b - 1:2", ":b:2", "a::2", "a:b"]
