"""Mutants are made inside the solution regions alone, each once, and known by what was changed."""

from __future__ import annotations

import ast
from typing import Any

from autograder.authoring.audit.automatic import Mutant, function_mutants

CELL = '''\
def scaled(x, factor=2):
    """Return x times factor - 0."""
    x = x + 0
    ### BEGIN SOLUTION
    if factor < 1:
        raise ValueError("too small")
    out = x * factor
    ### END SOLUTION
    return out, x
'''


def made(cell: str = CELL) -> list[Mutant]:
    function = ast.parse(cell).body[0]
    assert isinstance(function, ast.FunctionDef)
    before = ast.dump(function)
    mutants = function_mutants(cell, function, "scaling")
    assert ast.dump(function) == before
    return mutants


def test_only_the_solution_is_changed() -> None:
    for mutant in made():
        assert "times factor - 0." in mutant.source
        assert "x = x + 0" in mutant.source
        assert mutant.source.endswith("return (out, x)")


def test_a_mutant_is_named_by_its_function_and_the_change() -> None:
    keys = {mutant.key for mutant in made()}
    assert "scaled: out = x * factor -> out = x / factor" in keys
    assert "scaled: out = x * factor -> (nothing)" in keys
    assert "scaled: out = x * factor -> x *= factor; out = x" in keys
    assert "scaled: if factor < 1: -> if factor <= 1:" in keys
    assert "scaled: if factor < 1: -> if True:" in keys
    assert ("scaled: raise ValueError('too small') -> raise RuntimeError('too small')") in keys
    assert {mutant.item for mutant in made()} == {"scaling"}


def test_the_names_stay_when_lines_move() -> None:
    lower = CELL.replace("    x = x + 0\n", "    # a comment\n\n    x = x + 0\n")
    assert [mutant.key for mutant in made(lower)] == [mutant.key for mutant in made()]


def test_no_two_mutants_are_the_same_and_none_is_the_reference() -> None:
    sources = [mutant.source for mutant in made()]
    assert len(set(sources)) == len(sources)
    assert ast.unparse(ast.parse(CELL).body[0]) not in sources


def test_every_mutant_is_python() -> None:
    for mutant in made():
        compile(mutant.source, "mutant", "exec")


def test_a_statement_that_stands_twice_has_mutants_of_two_names() -> None:
    twice = CELL.replace("    out = x * factor\n", "    out = x * factor\n    out = x * factor\n")
    keys = [mutant.key for mutant in made(twice)]
    assert len(set(keys)) == len(keys)
    assert "scaled: out = x * factor  # 2 -> out = x / factor" in keys


def test_an_operator_says_what_kind_of_mistake_it_is() -> None:
    kinds = {mutant.key: mutant.operator for mutant in made()}
    assert kinds["scaled: out = x * factor -> out = factor"] == "term"
    assert kinds["scaled: if factor < 1: -> if factor < 2:"] == "constant"


CHAIN = """\
def sign(x):
    ### BEGIN SOLUTION
    if x > 0:
        return 1
    elif x < 0:
        return -1
    ### END SOLUTION
    return 0
"""


def test_a_branch_in_a_chain_is_changed_in_its_place() -> None:
    found = {mutant.key: mutant.source for mutant in made(CHAIN)}
    for source in found.values():
        compile(source, "mutant", "exec")
    assert "\n    elif x <= 0:\n" in found["sign: if x < 0: -> if x <= 0:"]
    assert "\n    else:\n        pass\n" in found["sign: if x < 0: -> pass"]
    space: dict[str, Any] = {}
    exec(found["sign: if x < 0: -> if True:"], space)  # noqa: S102 - made above
    assert [space["sign"](x) for x in (-2, 0, 2)] == [-1, -1, 1]
