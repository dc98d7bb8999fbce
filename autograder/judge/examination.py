"""One submission, a straight line: heal it, run its cells in the jail, judge it, write it down."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.judge.bench import Bench, Finding
from autograder.judge.copies import near_copies
from autograder.judge.facets import facet_results, gathered_reports, notices
from autograder.judge.means import odd_means
from autograder.judge.session import Session
from autograder.judge.transcript import Diverged
from autograder.judge.twins import closed_with
from autograder.judge.verdict import ending_of, points_of
from autograder.notebook.heal import Healed, Step, handed_out, heal
from autograder.notebook.names import names_of
from autograder.notebook.plan import Ending, Plan, PlanCell
from autograder.notebook.read import NotebookError, parse_notebook
from autograder.notebook.written import shown_points, written_cell, written_notebook
from autograder.records import FacetResult, Graded, ItemResult, Usage

SECOND = " again"
"""Marks what a test cell asks at the end, where its functions are defined below it."""

UNASKED = ("demo", "free")
"""What a cell of the course is for that need not run for a grade."""

PUBLIC_SEED = 231
"""What a submission without a seed of its own is judged with."""


@dataclass
class Examination:
    """Goes through one submission's cells in order.

    Parameters
    ----------
    student : str
        Whose it is.
    seed : int or None
        What the inputs of hidden facets are drawn from; None for the public seed.
    plan : Plan
        The stage.
    session : Session
        The student's process.
    tell : callable
        Told of each result at once, in case the judge is lost.
    """

    student: str
    seed: int | None
    plan: Plan
    session: Session
    tell: Callable[[ItemResult], None] = lambda _: None
    bench: Bench = field(default_factory=Bench)
    results: dict[str, ItemResult] = field(default_factory=dict)
    cells: list[dict[str, Any]] = field(default_factory=list)

    def run(self, text: str) -> Graded:
        """Return everything about the submission whose notebook file says ``text``."""
        started = time.perf_counter()
        try:
            notebook = parse_notebook(Path(self.student), text)
        except NotebookError as error:
            return self._refused(str(error).removeprefix(f"{self.student}: "))
        self.begin()
        healed = heal(notebook, self.plan)
        self.session.link.given = self.plan.given_names()
        for step in healed.steps:
            self.cells.append(self._run(step))
        self._second_chance(healed)
        self.session.close()
        return Graded(
            student=self.student,
            name=self.plan.notebook,
            items=tuple(self.results.values()),
            notebook=written_notebook(self.cells, self.plan),
            repairs=tuple(healed.repairs),
            attempts=tuple(f"{name} was edited; the original was used" for name in healed.edited),
            copies=self._copies(healed),
            usage=self._usage(time.perf_counter() - started),
            seed=self.seed or 0,
        )

    def begin(self) -> None:
        """Let tests that draw without a seed draw the same every time."""
        seed = PUBLIC_SEED if self.seed is None else self.seed
        random.seed(seed)
        np.random.seed(seed % 2**32)  # noqa: NPY002 - what other courses' tests may draw from

    def _copies(self, healed: Healed) -> tuple[str, ...]:
        answers = [s.source for s in healed.steps if s.kind == "student" and s.cell_type == "code"]
        known = {cell.source.strip() for cell in self.plan.cells}
        own = (source for source in answers if source.strip() not in known)
        given = (handed_out(cell) for cell in self.plan.of_role("given"))
        return near_copies(answers, self.plan.asked_names()) + odd_means(own, given)

    def _refused(self, reason: str) -> Graded:
        items = tuple(
            ItemResult(cell.name, 0.0, cell.points, flag=reason)
            for cell in self.plan.of_role("test")
        )
        return Graded(self.student, self.plan.notebook, items, refused=reason)

    def _run(self, step: Step) -> dict[str, Any]:
        outputs: list[dict[str, Any]] = []
        if step.kind in ("student", "given") and step.cell_type == "code":
            own = step.cell is None or step.cell.role in UNASKED
            outputs = self.session.run(step.source, own=own)
            if step.kind == "given":
                self.bench.run(step.source, self.session.cell_seconds)
        elif step.kind == "test" and step.cell is not None:
            outputs = self.test(step.cell)
        return written_cell(step, outputs)

    def test(self, cell: PlanCell, chance: str = "") -> list[dict[str, Any]]:
        """Run a test cell, keep what it proved and return its outputs.

        ``chance`` tells a second run of the same cell from the first; it draws other inputs, since
        the student's cells have seen those of the first.
        """
        losses = self.session.link.losses
        before = len(losses)
        finding, facets, notes = self._judged(cell, chance)
        ending: Ending = self.plan.endings.get(cell.name) or ending_of(finding)
        points, flag = points_of(finding, cell.points, ending)
        if losses[before:] and points < cell.points:
            flag = losses[before]
        self.results[cell.name] = ItemResult(
            name=cell.name,
            points=points,
            max_points=cell.points,
            flag=flag,
            error=_said(finding),
            facets=facets,
            notes=notes,
            seconds=round(finding.seconds, 4),
            ending=ending,
        )
        self.tell(self.results[cell.name])
        if finding.error is not None or ending == "silent":
            return finding.outputs
        return [*finding.outputs, shown_points(points)]

    def _judged(
        self, cell: PlanCell, chance: str
    ) -> tuple[Finding, tuple[FacetResult, ...], tuple[str, ...]]:
        link, seconds = self.session.link, self.session.cell_seconds
        self.session.begin_test()
        link.closed = closed_with(self.plan.exercise_names(cell))
        link.plain_random = "random" in cell.names.uses
        students = sorted(self.plan.student_names(cell))
        link.asked_by(cell.name + chance)
        seed = self.seed + 1 if self.seed is not None and chance else self.seed
        with gathered_reports(seed) as reports:
            finding = self.bench.run(cell.source, seconds, link.names, students, link.watch)
        link.closed = ()
        link.asked_by("")
        if isinstance(finding.error, Diverged):
            raise finding.error
        return finding, facet_results(reports), notices(reports)

    def _second_chance(self, healed: Healed) -> None:
        """Judge again, at the end, what is not right where a later cell defines what it needs."""
        for place, step in enumerate(healed.steps):
            if step.kind != "test" or step.cell is None:
                continue
            missing = _needed(healed, set(self.plan.exercise_names(step.cell)))
            later = [
                s
                for s in healed.steps[place:]
                if s.kind == "student" and names_of(s.source).binds & missing
            ]
            before = self.results[step.cell.name]
            if not later or before.points >= before.max_points:
                continue
            outputs = self.test(step.cell, SECOND)
            if self.results[step.cell.name].points > before.points:
                self.cells[place] = written_cell(step, outputs)
                healed.repairs.append(f"{step.cell.name}: what it needs is defined below it")
            else:
                self.results[step.cell.name] = before

    def _usage(self, seconds: float) -> Usage:
        used = self.session.used
        return Usage(
            seconds=round(seconds, 3),
            cpu=round(sum(float(use.get("cpu", 0.0)) for use in used), 3),
            memory=max((int(use.get("memory", 0)) for use in used), default=0),
            calls=self.session.link.calls,
            processes=self.session.processes,
        )


def _needed(healed: Healed, asked: set[str]) -> set[str]:
    """Return the functions that a test asks for, and the names that the student's use."""
    found = [names_of(step.source) for step in healed.steps if step.kind == "student"]
    return asked.union(*(names.uses for names in found if names.defines & asked))


def _said(finding: Finding) -> str:
    errors = [o for o in finding.outputs if o["output_type"] == "error"]
    return f"{errors[0]['ename']}: {errors[0]['evalue']}"[:500] if errors else ""
