"""Which of a student's cells is which of the course's, whatever editors and hands did to them.

Cells are matched by nbgrader's id, by Jupyter's, by their text, and by the functions that they
define, in this order. Given and test cells always come from the course; only what the student
wrote is the student's, what was written into such a cell too: it runs before the original. Every
repair is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat.notebooknode import NotebookNode
from rapidfuzz import fuzz

from autograder.notebook.definitions import definitions_of, written_names
from autograder.notebook.names import names_of
from autograder.notebook.plan import Plan, PlanCell, Role

ALIKE = 80.0
"""How much of a text, in percent, must be the same to take it for an edited one."""

HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*\n?", re.M | re.S)
"""What a release leaves out of a test cell."""

StepKind = Literal["given", "test", "student", "manual", "text", "skipped"]


@dataclass(frozen=True)
class Step:
    """One cell of the healed notebook: the course's (``cell``), the student's, or both."""

    kind: StepKind
    source: str
    cell_type: str
    cell: PlanCell | None = None
    own: Any = None


@dataclass
class Healed:
    """The cells in the order in which they run, and what was repaired or dropped on the way."""

    steps: list[Step]
    repairs: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)


def heal(notebook: NotebookNode, plan: Plan) -> Healed:
    """Return a submission's cells as the course means them."""
    healed = Healed([])
    matches = _Matcher(notebook.cells, plan, healed).match()
    _note_edits(notebook.cells, plan, matches, healed)
    _put_in_order(notebook.cells, plan, matches, healed)
    return healed


class _Matcher:
    """Finds for each cell of the plan the index of the student's cell, from sure to likely."""

    def __init__(self, cells: Sequence[Any], plan: Plan, healed: Healed) -> None:
        self.cells = cells
        self.plan = plan
        self.healed = healed
        self.found: dict[int, int] = {}
        self.free = set(range(len(cells)))

    def match(self) -> dict[int, int]:
        """Return the student's index for each index of the plan."""
        self._by_grade_id()
        self._by_cell_id()
        self._by_text()
        self._by_definition()
        self._by_likeness()
        self._missing()
        return self.found

    def _take(self, place: int, index: int, how: str = "") -> None:
        self.found[place] = index
        self.free.discard(index)
        name = self.plan.cells[place].name
        if how and name:
            self.healed.repairs.append(f"{name} was found by {how}")

    def _open(self, *roles: Role) -> Iterable[tuple[int, PlanCell]]:
        for place, cell in enumerate(self.plan.cells):
            if place not in self.found and (not roles or cell.role in roles):
                yield place, cell

    def _by_grade_id(self) -> None:
        having: dict[str, list[int]] = {}
        for index, cell in enumerate(self.cells):
            having.setdefault(grade_id(cell), []).append(index)
        for place, cell in self._open():
            indices = having.get(cell.name, []) if cell.name else []
            if not indices:
                continue
            if len(indices) > 1:
                self.healed.repairs.append(f"{cell.name} was there {len(indices)} times")
            self._take(place, self._best_copy(cell, indices))
            if cell.role != "answer":
                self.free -= set(indices)
            if self.cells[self.found[place]].cell_type != cell.cell_type:
                self.healed.repairs.append(f"{cell.name} had another type")

    def _best_copy(self, cell: PlanCell, indices: list[int]) -> int:
        """Return the last copy that defines what is asked for, or the last one."""
        wanted = cell.names.defines if cell.role == "answer" else frozenset()
        good = [i for i in indices if wanted & self._defined(i)]
        worked_on = [i for i in good if wanted & written_names(self.cells[i].source)]
        return (worked_on or good or indices)[-1]

    def _defined(self, index: int) -> frozenset[str]:
        return names_of(self.cells[index].source).defines

    def _by_cell_id(self) -> None:
        ids = {cell.id: index for index, cell in enumerate(self.cells) if index in self.free}
        for place, cell in self._open():
            index = ids.get(cell.cell_id)
            if index is not None and not grade_id(self.cells[index]):
                self._take(place, index, "its cell id" if cell.name else "")

    def _by_text(self) -> None:
        texts: dict[str, list[int]] = {}
        for index in sorted(self.free):
            texts.setdefault(self.cells[index].source.strip(), []).append(index)
        for place, cell in self._open("given", "test", "demo", "text", "free"):
            indices = texts.get(handed_out(cell).strip())
            if indices:
                self._take(place, indices.pop(0))

    def _by_definition(self) -> None:
        defined = {index: self._defined(index) for index in sorted(self.free)}
        for place, cell in self._open("answer"):
            wanted = cell.names.defines
            fits = [i for i in defined if i in self.free and wanted and wanted <= defined[i]]
            if fits:
                self._take(place, fits[-1], "the function that it defines")

    def _by_likeness(self) -> None:
        """Find test cells and written answers that lost their ids and were edited."""
        for place, cell in self._open("test", "given", "manual"):
            text = handed_out(cell)
            likeness = {
                index: fuzz.ratio(text, self.cells[index].source, score_cutoff=ALIKE)
                for index in self.free  # what cannot be alike, such as an endless cell, is quick
            }
            best = max(likeness, key=lambda i: (likeness[i], -i), default=None)
            if best is not None and likeness[best] >= ALIKE:
                self._take(place, best, "its text")

    def _missing(self) -> None:
        for _, cell in self._open("given", "answer", "test", "manual"):
            self.healed.repairs.append(f"{cell.name} was missing")


def handed_out(cell: PlanCell) -> str:
    """Return the text that students got of a cell of the course."""
    return HIDDEN.sub("", cell.source)


def grade_id(cell: Any) -> str:
    """Return the nbgrader id that a cell claims, or ""."""
    marks = cell.metadata.get("nbgrader")
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else ""


def _note_edits(cells: Sequence[Any], plan: Plan, matches: dict[int, int], healed: Healed) -> None:
    """Remember the cells of the course that are not as they were handed out."""
    for place, index in matches.items():
        cell = plan.cells[place]
        if _is_edited(cell, cells[index]):
            healed.edited.append(cell.name)


def _is_edited(cell: PlanCell, own: Any) -> bool:
    originals = (_squeezed(handed_out(cell)), _squeezed(cell.source))
    return cell.role in ("given", "test") and _squeezed(own.source) not in originals


def _squeezed(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


def _put_in_order(
    cells: Sequence[Any], plan: Plan, matches: dict[int, int], healed: Healed
) -> None:
    """Write the steps: the plan's order, with the student's further cells where they stood."""
    matched = set(matches.values())
    counted = {plan.cells[place].name: cells[index] for place, index in matches.items()}
    answers = (index for place, index in matches.items() if plan.cells[place].role == "answer")
    taken: frozenset[str] = frozenset().union(
        *(written_names(cells[index].source) for index in answers)
    )
    done = 0

    def own_cells_before(index: int) -> None:
        nonlocal done
        for place in range(done, index):
            if place not in matched and not _is_copy(cells[place], counted):
                cell = cells[place]
                kind: StepKind = "student" if cell.cell_type == "code" else "text"
                healed.steps.append(Step(kind, cell.source, cell.cell_type, own=cell))
        done = max(done, index)

    for place, cell in enumerate(plan.cells):
        index = matches.get(place)
        if index is not None:
            own_cells_before(index)
            done = max(done, index + 1)
        if index is None and cell.role in ("demo", "free", "text"):
            continue
        own = None if index is None else cells[index]
        healed.steps.extend(_written_into(cell, own, taken))
        healed.steps.append(_step(cell, own))
    own_cells_before(len(cells))


def _is_copy(cell: Any, counted: Mapping[str, Any]) -> bool:
    """Tell whether a cell is a further copy of one that counts, and no work of its own."""
    chosen = counted.get(grade_id(cell) or "-")
    if chosen is None:
        return False
    marks = cell.metadata["nbgrader"]
    answer = marks.get("solution") and not marks.get("grade")
    return not answer or cell.source.strip() == chosen.source.strip()


def _written_into(cell: PlanCell, own: Any, taken: frozenset[str]) -> Iterable[Step]:
    """Yield the student's text of a cell of the course: an import, a helper, an answer.

    A check cell asks the student's functions many things, and they must not be asked by this text:
    only what it defines is used, and only if no answer sets the name (what the student tried below
    the check came after it).
    """
    if own is None or own.cell_type != "code" or not _is_edited(cell, own):
        return
    source = own.source if cell.role == "given" else definitions_of(own.source, taken)
    if source:
        yield Step("student", source, "code")


def _step(cell: PlanCell, own: Any) -> Step:
    """Return what becomes of one cell of the plan."""
    if cell.role in ("given", "test"):
        return Step(cell.role, cell.source, cell.cell_type, cell, own)
    if cell.role in ("answer", "manual"):
        kind: StepKind = "student" if cell.role == "answer" else "manual"
        source = own.source if own is not None else ""
        return Step(kind, source, cell.cell_type, cell, own)
    if cell.cell_type != "code":
        source = own.source if own is not None else cell.source
        return Step("text", source, cell.cell_type, cell, own)
    return _unlocked_step(cell, own)


def _unlocked_step(cell: PlanCell, own: Any) -> Step:
    """Run a demonstration if it was changed, and other code of the course if it is there."""
    untouched = own.source.strip() == cell.source.strip()
    skipped = cell.role == "demo" and untouched
    kind: StepKind = "skipped" if skipped else "student"
    return Step(kind, own.source, "code", cell, own)
