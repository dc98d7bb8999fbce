"""Each operator on statements makes the mistakes that it stands for, and no other."""

from __future__ import annotations

import ast

import pytest

from autograder.authoring.audit.expressions import Scope
from autograder.authoring.audit.statements import STATEMENTS

SCOPE = Scope(names=("x", "y", "out", "w"))


def mutants(operator: str, source: str, at: int = 0) -> list[str]:
    block = ast.parse(source).body
    before = [ast.dump(statement) for statement in block]
    made = []
    for changed in STATEMENTS[operator](block, at, SCOPE):
        tree = ast.fix_missing_locations(ast.Module(changed, []))
        made.append(ast.unparse(tree))
    assert [ast.dump(statement) for statement in block] == before
    return made


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("removed", "x = 1\ny = 2", ["y = 2"]),
        ("removed", "x = 1", ["pass"]),
        ("removed", "return x", []),
        ("swapped", "x = 1\ny = x", ["y = x\nx = 1"]),
        ("swapped", "x = 1\ny = 2", []),
        ("swapped", "x[0] = 1\ny = x", ["y = x\nx[0] = 1"]),
        ("swapped", "x.append(1)\ny = x", ["y = x\nx.append(1)"]),
        ("swapped", "x = 1\nreturn x", []),
        (
            "branch",
            "if x:\n    y = 1",
            ["if True:\n    y = 1", "if False:\n    y = 1", "if not x:\n    y = 1"],
        ),
        (
            "loop",
            "for i in x:\n    f(i)",
            ["for i in list(x)[1:]:\n    f(i)", "for i in list(x)[:-1]:\n    f(i)"],
        ),
        ("added", "x[0] += y", ["x[0] -= y", "x[0] = y"]),
        ("added", "x -= y", []),
        ("raised", "raise ValueError('no')", ["raise RuntimeError('no')"]),
        ("raised", "raise", []),
        ("written back", "out = x * y", ["x *= y\nout = x"]),
        ("written back", "out = f(x - y, 2)", ["x -= y\nout = f(x, 2)"]),
        ("written back", "out = x * y * w", ["x *= y\nout = x * w"]),
        ("written back", "out = 2 * x", []),
        ("written back", "out = [x * y for i in w]", []),
        ("written back", "out = np + y", []),
        (
            "dtype",
            "out = x + y",
            ["out = (x + y).astype(np.float32)", "out = (x + y).astype(np.float64)"],
        ),
        ("dtype", "out = (x, y)", []),
    ],
)
def test_an_operator_makes_these_mistakes(operator: str, source: str, expected: list[str]) -> None:
    assert mutants(operator, source) == expected


def test_the_last_statement_of_a_block_has_none_to_change_places_with() -> None:
    assert mutants("swapped", "x = 1\ny = x", at=1) == []
