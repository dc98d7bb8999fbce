"""One submission once more, from what its code answered then: other tolerances, other weights."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.judge.examination import SECOND, Examination
from autograder.judge.session import recalled
from autograder.judge.transcript import Diverged, Transcript
from autograder.notebook.plan import Plan
from autograder.records import Graded


def judge_again(before: Graded, answers: bytes, plan: Plan) -> Graded:
    """Return what the same answers earn by the tests of now; no student code runs.

    Parameters
    ----------
    before : Graded
        The record of then, with its notebook.
    answers : bytes
        What `Transcript.packed` kept.
    plan : Plan
        The tests of now.

    Raises
    ------
    Diverged
        When the tests ask something that they did not ask then: the code must run for that.
    """
    transcript = Transcript.unpacked(answers)
    again = _Again(before, plan, transcript)
    return again.run()


@dataclass
class _Again:
    before: Graded
    plan: Plan
    transcript: Transcript
    cells: dict[str, Any] = field(default_factory=dict)

    def run(self) -> Graded:
        session = recalled(self.transcript)
        examination = Examination(self.before.student, self.before.seed, self.plan, session)
        examination.begin()
        session.link.given = self.plan.given_names()
        notebook = copy.deepcopy(dict(self.before.notebook))
        own = {cell.name: cell for cell in self.plan.cells if cell.name}
        for entry in notebook["cells"]:
            cell = own.get(entry["metadata"].get("nbgrader", {}).get("grade_id", ""))
            if cell is not None and cell.role == "given" and cell.cell_type == "code":
                examination.bench.run(cell.source, session.cell_seconds)
            elif cell is not None and cell.role == "test":
                entry["outputs"] = examination.test(cell)
                self.cells[cell.name] = entry
        for name, entry in self.cells.items():
            if name + SECOND in self.transcript.cells:
                self._second(examination, own[name], entry)
        missing = {cell.name for cell in self.plan.of_role("test")} - examination.results.keys()
        if missing:
            raise Diverged
        items = tuple(examination.results.values())
        return replace(self.before, items=items, notebook=notebook, rejudged=True)

    def _second(self, examination: Examination, cell: Any, entry: dict[str, Any]) -> None:
        first = examination.results[cell.name]
        outputs = examination.test(cell, SECOND)
        if examination.results[cell.name].points > first.points:
            entry["outputs"] = outputs
        else:
            examination.results[cell.name] = first
