"""A stage as grading sees it: its cells in order, what each is for, and who sets which name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from nbformat.notebooknode import NotebookNode

from autograder.notebook.names import Names, modules_of, names_of

DEMO = "demo"
"""The tag of a demonstration in the master notebook: nothing graded depends on it."""

Role = Literal["given", "answer", "test", "manual", "demo", "text", "free"]
Ending = Literal["number", "silent"]
"""How a test cell ends for right work: in the points, or in nothing at all."""


@dataclass(frozen=True)
class PlanCell:
    """One cell of the master notebook.

    ``given`` runs on both sides, ``answer`` is the student's, ``test`` the judge's; ``manual`` is
    graded by a person; ``demo`` need not run, ``text`` cannot, and ``free`` is code that the course
    wrote and the student may change.
    """

    role: Role
    name: str
    cell_id: str
    cell_type: str
    source: str
    marks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """What a graded cell is worth."""
        return float(self.marks.get("points", 0.0))

    @cached_property
    def names(self) -> Names:
        """The names in its source."""
        return names_of(self.source) if self.cell_type == "code" else Names()


@dataclass(frozen=True)
class Plan:
    """All cells of one notebook of a stage in order, its solutions included."""

    stage: str
    notebook: str
    cells: tuple[PlanCell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    endings: Mapping[str, Ending] = field(default_factory=dict)

    def of_role(self, *roles: Role) -> tuple[PlanCell, ...]:
        """Return the cells of these roles, in order."""
        return tuple(cell for cell in self.cells if cell.role in roles)

    def student_names(self, test: PlanCell) -> frozenset[str]:
        """Return the names in a test that an answer cell was the last to set before it."""
        owner: dict[str, Role] = {}
        for cell in self.cells[: self.cells.index(test)]:
            owner.update((name, cell.role) for name in cell.names.binds)
        return frozenset(name for name in test.names.uses if owner.get(name) == "answer")

    def exercise_names(self, test: PlanCell) -> tuple[str, ...]:
        """Return the functions and classes in a test that an answer cell asks the student for."""
        asked: set[str] = set()
        for cell in self.of_role("answer"):
            asked |= cell.names.defines
        return tuple(sorted(test.names.uses & asked))

    def given_names(self) -> frozenset[str]:
        """Return the functions and classes that given cells define, on both sides."""
        return frozenset().union(*(cell.names.defines for cell in self.of_role("given")))

    def asked_names(self) -> frozenset[str]:
        """Return the functions and classes that the exercises ask for."""
        return frozenset().union(*(cell.names.defines for cell in self.of_role("answer")))

    def modules(self) -> tuple[str, ...]:
        """Return what the given cells import."""
        found = (name for cell in self.of_role("given") for name in modules_of(cell.source))
        return tuple(dict.fromkeys(found))

    def warmed(self) -> Plan:
        """Return the plan with the names of all its cells found: forks then share them."""
        for test in self.of_role("test"):
            self.student_names(test)
            self.exercise_names(test)
        return self

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Plan:
        """Return the plan that `as_json` wrote."""
        cells = tuple(PlanCell(**cell) for cell in content["cells"])
        names = content["stage"], content["notebook"]
        return cls(*names, cells, content["metadata"], content["endings"])


def make_plan(
    stage: str,
    notebook: str,
    master: NotebookNode,
    released: Mapping[str, tuple[str, Mapping[str, Any]]],
) -> Plan:
    """Return the plan of a notebook.

    Parameters
    ----------
    stage, notebook : str
        Their names.
    master : NotebookNode
        The instructor's notebook, with solutions; it gives the order and the ungraded cells.
    released : mapping
        By ``grade_id``: the source and nbgrader's marks of each cell as it was released. A cell of
        the master that is not in it was never released and is left out.
    """
    cells = (_plan_cell(cell, released) for cell in master.cells)
    metadata = {"kernelspec": dict(master.metadata.get("kernelspec", {}))}
    return Plan(stage, notebook, tuple(cell for cell in cells if cell is not None), metadata)


def _plan_cell(cell: Any, released: Mapping[str, tuple[str, Mapping[str, Any]]]) -> PlanCell | None:
    marks = cell.metadata.get("nbgrader") or {}
    name = str(marks.get("grade_id", ""))
    if not name:
        role: Role = "text" if cell.cell_type != "code" else "free"
        if DEMO in cell.metadata.get("tags", []):
            role = "demo"
        return PlanCell(role, "", cell.id, cell.cell_type, cell.source)
    if name not in released:
        return None
    source, marks = released[name]
    role = _role(marks)
    shown = cell.source if role == "answer" else source  # the master's answer defines the names
    return PlanCell(role, name, cell.id, str(marks["cell_type"]), shown, dict(marks))


def _role(marks: Mapping[str, Any]) -> Role:
    code = marks["cell_type"] == "code"
    if marks.get("task") or (marks["grade"] and (marks["solution"] or not code)):
        return "manual"
    if marks["grade"]:
        return "test"
    if not code:
        return "text"
    return "answer" if marks["solution"] else "given"
