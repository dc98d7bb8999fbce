"""The audit of a stage: its listed wrong answers, those made from its solutions, its own solutions.

An audit is clean when no wrong answer gets full points unless the list of equivalents says why it
may, when that list names nothing else, and when no hidden facet changes its mind with the seed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring.answers import read_answers
from autograder.authoring.audit.accepted import NAME, read_accepted
from autograder.authoring.audit.automatic import Mutant, automatic_mutants
from autograder.authoring.audit.verdicts import Verdict
from autograder.authoring.audit.workers import Limits, Task, Workers
from autograder.authoring.text import NOTEBOOKS, AuthoringError, read_text
from autograder.checks.scoring import full_checks
from autograder.engine.pool import default_workers
from cs231n_core.checks import Stage

SEEDS = tuple(range(20))
"""Under which no verdict may change."""

REFERENCE, LISTED, AUTOMATIC = "reference", "listed", "automatic"

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """One answer and its verdict; ``name`` is a listed mutant's file or an automatic one's change.

    ``reason`` is why a mutant that survives is no mistake.
    """

    kind: str
    item: str
    name: str
    operator: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Audit:
    """What an audit found out: a row for each answer, and what is wrong, one line each."""

    stage: str
    rows: tuple[Row, ...]
    problems: tuple[str, ...]

    def of_kind(self, kind: str) -> list[Row]:
        """Return the rows of the reference, or of listed or automatic mutants."""
        return [row for row in self.rows if row.kind == kind]


@dataclass(frozen=True)
class Plan:
    """What to ask: which kinds of answers to which item, how thoroughly, with which limits."""

    kinds: Sequence[str] = (REFERENCE, LISTED, AUTOMATIC)
    item: str = ""
    both: bool = True
    seeds: tuple[int, ...] = SEEDS
    workers: int = field(default_factory=default_workers)
    limits: Limits = field(default_factory=Limits)


def mutants_folder(stage: str) -> Path:
    """Return where a stage's listed mutants and its list of equivalents lie."""
    package = importlib.import_module("autograder")
    return Path(str(package.__file__)).parent / "mutants" / stage


def audit_stage(
    stage: str,
    root: Path = NOTEBOOKS.parent,
    plan: Plan | None = None,
    step: Step | None = None,
) -> Audit:
    """Ask a stage's checks about every wrong answer and return what each said.

    Parameters
    ----------
    stage : str
        The stage's name.
    root : Path, optional
        The course's folder.
    plan : Plan, optional
        What to ask; everything by default.
    step : callable, optional
        Told after each answer how many of how many are done.

    Raises
    ------
    AuthoringError
        If the stage's text, a mutant or the list of equivalents cannot be read.
    """
    plan, folder, home = plan or Plan(), root / NOTEBOOKS, mutants_folder(stage)
    text, items, accepted = read_text(stage, folder), _items(stage), read_accepted(home)
    if plan.item:
        _require_item(items, plan.item, f"{stage}: --item is {plan.item!r}")
    asked: list[tuple[Row, Task]] = []
    if REFERENCE in plan.kinds:
        asked += _references(items, plan)
    if LISTED in plan.kinds:
        asked += _listed(home, items, plan)
    if AUTOMATIC in plan.kinds:
        made = automatic_mutants(text, items)
        asked += [_automatic(mutant, accepted, plan) for mutant in made]
    if plan.item:
        asked = [(row, task) for row, task in asked if row.item == plan.item]
    verdicts: dict[int, Verdict] = {}
    with Workers(stage, folder, plan.workers, plan.limits) as workers:
        for number, verdict in workers.ask([task for _, task in asked]):
            verdicts[number] = verdict
            if step:
                step(len(verdicts), len(asked))
    rows = tuple(
        Row(row.kind, row.item, row.name, row.operator, verdicts[number], row.reason)
        for number, (row, _) in enumerate(asked)
    )
    problems = find_problems(rows) + stale_entries(rows, accepted, plan)
    return Audit(stage, rows, tuple(problems))


def _items(stage: str) -> Stage:
    try:
        return full_checks(stage).stage
    except ModuleNotFoundError as error:
        raise AuthoringError(f"{stage}: it has no checks to audit: {error}") from None


def _require_item(stage: Stage, name: str, found: str) -> None:
    known = [item.name for item in stage.items]
    if name not in known:
        raise AuthoringError(f"{found}, expected one of {', '.join(known)}")


def _references(stage: Stage, plan: Plan) -> list[tuple[Row, Task]]:
    return [
        (Row(REFERENCE, item.name, "", "", Verdict()), Task(item.name, seeds=plan.seeds))
        for item in stage.items
    ]


def _listed(home: Path, stage: Stage, plan: Plan) -> list[tuple[Row, Task]]:
    asked = []
    for path in sorted(home.glob("*.py")):
        answers = read_answers(path)
        item = str(answers.constants.get("ITEM"))
        _require_item(stage, item, f"{path}: ITEM is {item}")
        row = Row(LISTED, item, path.stem, "", Verdict())
        asked.append((row, Task(item, answers.text, str(path), plan.both, plan.seeds)))
    return asked


def _automatic(mutant: Mutant, reasons: Mapping[str, str], plan: Plan) -> tuple[Row, Task]:
    """Ask about one change; the seeds matter only where nothing may be found under any."""
    reason = reasons.get(mutant.key, "")
    row = Row(AUTOMATIC, mutant.item, mutant.key, mutant.operator, Verdict(), reason)
    seeds = plan.seeds if reason else ()
    return row, Task(mutant.item, mutant.source, mutant.key, plan.both, seeds)


def find_problems(rows: Sequence[Row]) -> list[str]:
    """Return what an author has to look at, one line each."""
    return [problem for row in rows for problem in _row_problems(row)]


def stale_entries(rows: Sequence[Row], accepted: Mapping[str, str], plan: Plan) -> list[str]:
    """Return the changes of a list that an audit did not find, if it looked for all."""
    if plan.item or AUTOMATIC not in plan.kinds:
        return []
    found = {row.name for row in rows}
    return [f"{NAME}: nothing is like this: {name}" for name in accepted if name not in found]


def _row_problems(row: Row) -> Iterator[str]:
    verdict = row.verdict
    if row.kind == REFERENCE:
        if not verdict.survives:
            yield f"{row.item}: the reference loses points by {said(verdict)}"
    elif verdict.survives and not row.reason:
        yield f"{row.item}: {row.kind} mutant gets full points: {row.name}"
    if row.reason and not verdict.survives:
        yield f"{NAME}: {said(verdict)} catches: {row.name}"
    for facet in verdict.shifting:
        yield f"{row.item}: under other seeds another verdict by: {row.name or row.item}: {facet}"


def said(verdict: Verdict) -> str:
    """Return in one line what an answer was told first, or how it ended."""
    first = verdict.visible or verdict.hidden
    if first is None:
        return verdict.ended
    return f'{first.facet} ("{first.message}")'
