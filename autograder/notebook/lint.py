"""What in test cells cannot be split from the student's process, found before anyone is graded."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.notebook.plan import Plan, PlanCell
from autograder.notebook.shell import without_magics

_CALLS = {
    "getsource": "reads the source text of an answer",
    "getsourcelines": "reads the source text of an answer",
    "get_ipython": "asks for the notebook's shell",
    "globals": "looks into the global names",
    "locals": "looks into the global names",
    "run_line_magic": "asks for the notebook's shell",
}
_ATTRIBUTES = {
    "__code__": "looks into the code of an answer",
    "__globals__": "looks into the global names of an answer",
    "__closure__": "looks into the closure of an answer",
}
_HISTORY = frozenset({"In", "Out", "_", "__", "_ih", "_oh"})


@dataclass(frozen=True)
class Finding:
    """One thing that will not work as in one process, and what to do about it."""

    cell: str
    what: str
    advice: str


def lint(plan: Plan) -> tuple[Finding, ...]:
    """Return what cannot be split, in the order of the cells."""
    found: list[Finding] = []
    for place, cell in enumerate(plan.cells):
        if cell.role == "test":
            found += _unsplit(cell)
            found += _leaked(cell, plan, place)
    return tuple(found)


def _unsplit(cell: PlanCell) -> Iterator[Finding]:
    """Yield what the cell does that needs the student's process itself."""
    call = "call the answer and look at what it returns, or grade with --stock"
    plain = without_magics(cell.source)
    if plain != cell.source.rstrip("\n"):
        yield Finding(cell.name, "has a line for the notebook's shell (% or !)", "it is left out")
    try:
        tree = ast.parse(plain)
    except SyntaxError as error:
        yield Finding(cell.name, f"is not Python: {error.msg}", "correct it")
        return
    said: set[str] = set()
    for node in ast.walk(tree):
        what = _problem(node)
        if what and what not in said:
            said.add(what)
            yield Finding(cell.name, what, call)


def _problem(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        return _CALLS.get(name, "")
    if isinstance(node, ast.Attribute):
        return _ATTRIBUTES.get(node.attr, "")
    if isinstance(node, ast.Name) and node.id in _HISTORY and isinstance(node.ctx, ast.Load):
        return "reads the notebook's history of inputs and outputs"
    return ""


def _leaked(cell: PlanCell, plan: Plan, place: int) -> Iterator[Finding]:
    """Yield the names that only this test makes and a later cell of the student's side reads."""
    others = [c for c in plan.cells if c.role != "test"]
    elsewhere = frozenset().union(*(c.names.binds for c in others))
    made = cell.names.binds - elsewhere
    for later in plan.cells[place + 1 :]:
        missing = sorted(made & later.names.uses) if later.role not in ("test", "manual") else []
        if missing:
            where = later.name or later.cell_id
            what = f"makes {', '.join(missing)}, which the cell {where} reads"
            yield Finding(cell.name, what, "make it in a locked cell that is not graded")
