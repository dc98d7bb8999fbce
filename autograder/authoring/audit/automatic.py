"""Wrong answers made from a stage's own solutions: one small change each, inside the region.

A mutant is known by its item, its function and the statement before and after, not by line
numbers: a change elsewhere in the notebook renames none.
"""

from __future__ import annotations

import ast
import copy
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.authoring.audit.expressions import EXPRESSIONS, Scope
from autograder.authoring.audit.statements import STATEMENTS, Block
from autograder.authoring.text import SOLUTION_REGION, StageText
from cs231n_core.checks import Stage

NOTHING = "(nothing)"
"""What stands after a statement that was removed."""


@dataclass(frozen=True)
class Mutant:
    """One wrong answer to an item: what was changed, and the source of the function."""

    item: str
    function: str
    operator: str
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """What names this mutant in the list of equivalents, whatever the line numbers are."""
        return f"{self.function}: {self.before} -> {self.after}"


def automatic_mutants(text: StageText, stage: Stage) -> list[Mutant]:
    """Return every mutant of a stage's solutions, in the order of the text.

    Two changes that give the same function are one mutant. Where one statement stands twice in a
    function, the second one's mutants say so.

    Parameters
    ----------
    text : StageText
        The stage's text, with its solution regions.
    stage : Stage
        Its items: which item a function belongs to.
    """
    items = {function: item.name for item in stage.items for function in item.functions}
    found: list[Mutant] = []
    for cell in text.of_role("solution"):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and node.name in items:
                found += function_mutants(cell.source, node, items[node.name])
    return found


def function_mutants(source: str, function: ast.FunctionDef, item: str) -> list[Mutant]:
    """Return the mutants of one function of a solution cell, no two of them the same."""
    plain = ast.unparse(function)
    seen = {plain}
    count: Counter[tuple[str, str]] = Counter()
    mutants = []
    for operator, before, after, whole in _changes(*_in_plain_text(plain, source, function)):
        if whole in seen:
            continue
        seen.add(whole)
        count[before, after] += 1
        times = count[before, after]
        mark = f"  # {times}" if times > 1 else ""
        mutants.append(Mutant(item, function.name, operator, before + mark, after, whole))
    return mutants


Change = tuple[str, str, str, str]
"""The operator, the statements before and after, and the source of the whole function."""


@dataclass(frozen=True)
class _Text:
    """A function as Python writes it: the head of every statement stands on one line."""

    lines: list[str]

    def with_lines(self, first: int, last: int, text: str) -> str:
        """Return the function with other lines, numbered from 1, indented like those."""
        indent = self._indent(first)
        if self.lines[first - 1].lstrip().startswith("elif "):
            is_elif = first == last and text.startswith("if ")
            text = f"el{text}" if is_elif else "else:\n" + textwrap.indent(text, 4 * " ")
        new = textwrap.indent(text, indent)
        return "\n".join([*self.lines[: first - 1], new, *self.lines[last:]])

    def _indent(self, line: int) -> str:
        text = self.lines[line - 1]
        return text[: len(text) - len(text.lstrip())]


def _in_plain_text(
    plain: str, source: str, function: ast.FunctionDef
) -> tuple[ast.FunctionDef, _Text, set[int], Scope]:
    """Return the function read again from ``plain``, and the lines there of its solution."""
    (again,) = ast.parse(plain).body
    assert isinstance(again, ast.FunctionDef)  # noqa: S101 - a function was written
    region = {line for lines in _regions(source) for line in lines}
    pairs = zip(_statements(function), _statements(again), strict=True)
    lines = {new.lineno for old, new in pairs if old.lineno in region}
    return again, _Text(plain.split("\n")), lines, _scope(function)


def _statements(function: ast.FunctionDef) -> list[ast.stmt]:
    return [node for node in ast.walk(function) if isinstance(node, ast.stmt)]


def _regions(source: str) -> Iterator[range]:
    for match in SOLUTION_REGION.finditer(source):
        first = source.count("\n", 0, match.start()) + 1
        yield range(first, first + match.group().count("\n") + 1)


def _scope(function: ast.FunctionDef) -> Scope:
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    names = [argument.arg for argument in arguments]
    texts = []
    for node in ast.walk(function):
        match node:
            case ast.Name(name, ast.Store()):
                names.append(name)
            case ast.Subscript(_, ast.Constant(str(key))) | ast.Compare(
                _, _, [ast.Constant(str(key))]
            ):
                texts.append(key)
    return Scope(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(texts)))


def _changes(
    function: ast.FunctionDef, text: _Text, lines: set[int], scope: Scope
) -> Iterator[Change]:
    for owner in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(owner, field, None)
            if isinstance(block, list):
                for at, statement in enumerate(block):
                    if statement.lineno in lines:
                        yield from _block_changes(block, at, text, scope)
                        yield from _expression_changes(statement, text, scope)


def _block_changes(block: Block, at: int, text: _Text, scope: Scope) -> Iterator[Change]:
    first, last = block[0].lineno, block[-1].end_lineno or block[-1].lineno
    for operator, change in STATEMENTS.items():
        for changed in change(block, at, scope):
            tree = ast.fix_missing_locations(ast.Module(changed, []))
            whole = text.with_lines(first, last, ast.unparse(tree))
            yield (operator, *_difference(block, changed), whole)


def _difference(old: Block, new: Block) -> tuple[str, str]:
    """Return the statements that two blocks do not share, as text."""
    before, after = [headline(s) for s in old], [headline(s) for s in new]
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return "; ".join(before) or NOTHING, "; ".join(after) or NOTHING


def _expression_changes(statement: ast.stmt, text: _Text, scope: Scope) -> Iterator[Change]:
    if isinstance(statement, ast.Raise):
        return
    head, before, line = _head(statement), headline(statement), statement.lineno
    for slot in list(_slots(head)):
        old = slot.get()
        for operator, change in EXPRESSIONS.items():
            for new in change(old, scope):
                slot.put(new)
                after = headline(head)
                yield operator, before, after, text.with_lines(line, line, after)
        slot.put(old)


def _head(statement: ast.stmt) -> ast.stmt:
    """Return a statement without the blocks under it."""
    if not hasattr(statement, "body"):
        return statement
    head = copy.copy(statement)
    vars(head).update(body=[ast.Pass()], orelse=[])
    return head


@dataclass(frozen=True)
class _Slot:
    """A place in the tree where an expression stands."""

    owner: ast.AST
    field: str
    index: int | None

    def get(self) -> ast.expr:
        value = getattr(self.owner, self.field)
        found: ast.expr = value if self.index is None else value[self.index]
        return found

    def put(self, node: ast.expr) -> None:
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


def _slots(owner: ast.AST) -> Iterator[_Slot]:
    """Yield the places of expressions under a node; statements inside it have their own turn."""
    for field, value in ast.iter_fields(owner):
        if isinstance(owner, ast.Call) and field == "func" and isinstance(value, ast.Name):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.expr) and not isinstance(child, ast.JoinedStr):
                yield _Slot(owner, field, index)
            if isinstance(child, ast.AST) and not isinstance(child, ast.stmt | ast.JoinedStr):
                yield from _slots(child)


def headline(statement: ast.stmt) -> str:
    r"""Return a statement as one line of text; of an ``if`` or ``for`` its first line.

    Examples
    --------
    >>> headline(ast.parse("for i in range( 3 ):\n    f(i)").body[0])
    'for i in range(3):'
    """
    return ast.unparse(ast.fix_missing_locations(statement)).split("\n")[0]
