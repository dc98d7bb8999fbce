"""Every change of statements, names and layout: the given function becomes this one."""

from __future__ import annotations

import ast
import textwrap

import numpy as np
import pytest

from autograder.authoring.vary.manner import INDENTS, LAYOUTS, MANNERS
from autograder.authoring.vary.naming import free_name, free_parameters, own_names
from autograder.authoring.vary.statements import STATEMENTS


def function(body: str, head: str = "def f(a, b, c=1):") -> ast.FunctionDef:
    (found,) = ast.parse(f"{head}\n{textwrap.indent(body, '    ')}").body
    assert isinstance(found, ast.FunctionDef)
    return found


def text(changed: ast.FunctionDef) -> str:
    return "\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in changed.body)


CASES = [
    ("result named", "return a + b", "result = a + b\nreturn result"),
    ("result unnamed", "x = a\nreturn x", "return a"),
    ("part named", "x = a * (b + c)", "part = b + c\nx = a * part"),
    ("pair split", "x, y = a, b", "x = a\ny = b"),
    ("sum spelt out", "x[0] += a * b", "x[0] = x[0] + a * b"),
    ("in place on a copy", "x = a * b", "x = np.array(a)\nx *= b"),
    ("loop nested", "for i, j in np.ndindex(a, b):\n    c += i",
     "for i in range(a):\n    for j in range(b):\n        c += i"),
    ("loop nested", "for i, j in np.ndindex(*a.shape):\n    pass",
     "for i in range(a.shape[0]):\n    for j in range(a.shape[1]):\n        pass"),
    ("loop by index", "for x in a:\n    b += x",
     "for k in range(len(a)):\n    x = a[k]\n    b += x"),
    ("choice as branch", "x = a if b else c", "if b:\n    x = a\nelse:\n    x = c"),
    ("branches swapped", "if a:\n    b = 1\nelse:\n    b = 2",
     "if not a:\n    b = 2\nelse:\n    b = 1"),
    ("helper inside", "x = a * b", "def compute():\n    return a * b\nx = compute()"),
    ("lambda inside", "x = a * b", "formula = lambda: a * b\nx = formula()"),
    ("quiet block", "x = a", "with np.errstate(all='ignore'):\n    x = a"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "wanted"), CASES)
def test_the_given_statements_become_the_others(name: str, given: str, wanted: str) -> None:
    changed = function(given)
    assert STATEMENTS[name](changed, np.random.default_rng(0))
    assert text(changed) == wanted


def test_every_change_of_statements_has_its_case() -> None:
    assert {case[0] for case in CASES} == set(STATEMENTS)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("pair split", "a, b = b, a"),
        ("part named", "x = rng.normal(a + b) * (b + c)"),
        ("part named", "x = float(a / b) if b > 0 else c"),
        ("part named", "x = b > 0 and a / b"),
        ("in place on a copy", "x = a * x"),
        ("loop by index", "for k in a.items():\n    pass"),
        ("result unnamed", "x = a\nreturn (x, b)"),
        ("choice as branch", "x = a"),
    ],
)
def test_a_change_without_a_place_changes_nothing(name: str, given: str) -> None:
    changed = function(given)
    before = text(changed)
    assert not STATEMENTS[name](changed, np.random.default_rng(0))
    assert text(changed) == before


def test_names_are_told_apart() -> None:
    found = function("x = a\nfor _ in b:\n    y = c")
    assert own_names(found) == {"x", "y"}
    assert free_parameters(found) == {"a", "b"}
    assert free_name(found, "x") == "x2"


def test_renaming_keeps_parameters_with_a_default_and_what_is_global() -> None:
    changed = function("x = np.exp(a, out=b)\nreturn x + c + OTHER")
    for name in ("locals renamed", "parameters renamed"):
        assert MANNERS[name](changed, np.random.default_rng(0))
    names = [argument.arg for argument in changed.args.args]
    assert names[2] == "c"
    assert not {"a", "b", "x"} & {n.id for n in ast.walk(changed) if isinstance(n, ast.Name)}
    assert {"np", "OTHER", "c"} <= {n.id for n in ast.walk(changed) if isinstance(n, ast.Name)}


@pytest.mark.parametrize("name", sorted(set(MANNERS) - {"locals renamed", "parameters renamed"}))
def test_a_manner_changes_the_text_and_not_the_value(name: str, capsys) -> None:
    given = 'def f(a, b, c=1):\n    """Say it."""\n    x = a * b\n    return x'
    (changed,) = ast.parse(given).body
    assert isinstance(changed, ast.FunctionDef)
    assert MANNERS[name](changed, np.random.default_rng(0))
    found = ast.unparse(ast.fix_missing_locations(changed))
    assert found != given
    assert run(found) == 6


LONG = '''\
def f(a, b, c=1):
    """Say it.

    a : number
    """
    x = a * b
    if x > 0:
        y = -x
        x = -y
    return x'''


@pytest.mark.parametrize("name", [*LAYOUTS, *INDENTS])
@pytest.mark.parametrize("seed", range(5))
def test_a_layout_changes_the_text_and_not_the_value(name: str, seed: int) -> None:
    layout = {**LAYOUTS, **INDENTS}[name]
    texts = {layout(LONG, np.random.default_rng(10 * seed + k)) for k in range(5)}
    assert texts != {LONG} or name == "four spaces"
    assert {run(found) for found in texts} == {6}


def run(found: str) -> object:
    space: dict[str, object] = {"np": np}
    exec(found, space)  # noqa: S102 - a case of this file
    return space["f"](2, 3)  # type: ignore[operator]
