"""What the verbs print: tables of scores, of collected files and of the machine's state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from unicodedata import category

from rich.markup import escape
from rich.table import Table

from autograder.records import Check, CollectReport, Graded, GradeOutcome, StudentScores

COLOURS = {
    "collected": "green",
    "replaced": "green",
    "unchanged": "dim",
    "older": "dim",
    "ignored": "dim",
    "unmatched": "yellow",
    "refused": "red",
    "ok": "green",
    "optional": "yellow",
    "missing": "red",
}


def printable(text: object) -> str:
    r"""Return text that does nothing to a terminal: no escapes, no turned direction.

    Examples
    --------
    >>> printable("a\x1b[2Jb")
    'a?[2Jb'
    """
    kinds = ("Cc", "Cf", "Cs")
    return "".join("?" if category(letter) in kinds else letter for letter in str(text))


def number(value: float) -> str:
    """Return points as people write them: ``2``, ``1.5``, ``0.67``."""
    return f"{round(value, 2):g}"


def scores_table(
    scores: Sequence[StudentScores], *, expected: Mapping[str, Mapping[str, float]] | None = None
) -> Table:
    """Return students × items with penalty and total.

    Parameters
    ----------
    scores : sequence of StudentScores
        One row each.
    expected : mapping, optional
        What each student's items should have got; a cell that differs shows both numbers.
    """
    items = list(dict.fromkeys(item.item for entry in scores for item in entry.items))
    limits = {item.item: item.max_points for entry in scores for item in entry.items}
    table = Table(title=scores[0].stage if scores else None, title_justify="left")
    table.add_column("student", no_wrap=True)
    for item in items:
        table.add_column(f"{item.replace('_', ' ')}\n/{number(limits[item])}", justify="right")
    worth = max((entry.max_points for entry in scores), default=0.0)
    for name in ("late", f"total\n/{number(worth)}"):
        table.add_column(name, justify="right")
    for entry in scores:
        wanted = (expected or {}).get(entry.student, {})
        table.add_row(*_score_cells(entry, items, wanted))
    return table


def _score_cells(
    entry: StudentScores, items: Iterable[str], wanted: Mapping[str, float]
) -> list[str]:
    found = {item.item: item for item in entry.items}
    cells = [escape(entry.student)]
    for name in items:
        item = found.get(name)
        if item is None:
            cells.append("–")
            continue
        marks = ("*" if item.manual else "") + ("?" if item.needs_review else "")
        extra = f"+{number(item.extra_credit)}" if item.extra_credit else ""
        text = f"{number(item.points)}{extra}{marks}"
        differs = name in wanted and abs(wanted[name] - item.points) > 5e-3
        cells.append(f"[red]{text}≠{number(wanted[name])}[/red]" if differs else text)
    late = f"-{number(entry.penalty)}" if entry.penalty else ""
    return [*cells, late, number(entry.total) if entry.items else "–"]


def outcome_lines(outcomes: Iterable[GradeOutcome]) -> list[str]:
    """Return one line per thing that a person should look at."""
    lines = []
    for outcome in outcomes:
        if outcome.reason:
            lines.append(f"{outcome.student}: {outcome.reason}")
        lines += [f"{outcome.student}: look at {flag}" for flag in outcome.flags]
    return [printable(line) for line in lines]


def collect_table(report: CollectReport) -> Table:
    """Return one row per file of an archive; files that are no notebooks are left out."""
    table = Table(title=f"{report.stage}, names read as {report.naming}", title_justify="left")
    for name in ("student", "status", "submitted (UTC)", "file", "note"):
        table.add_column(name, overflow="fold")
    for file in report.files:
        if file.status == "ignored" and not file.source.lower().endswith(".ipynb"):
            continue
        time = "" if file.submitted is None else f"{file.submitted.astimezone(UTC):%Y-%m-%d %H:%M}"
        colour = COLOURS[file.status]
        status = f"[{colour}]{file.status}[/{colour}]"
        source, reason = escape(printable(file.source)), escape(printable(file.reason))
        cells = (escape(file.student), status, time, source, reason)
        table.add_row(*cells)
    return table


def doctor_table(checks: Iterable[Check]) -> Table:
    """Return one row per check with its next step."""
    table = Table()
    for name in ("what", "state", "found", "next step"):
        table.add_column(name, overflow="fold")
    for check in checks:
        colour = COLOURS[check.state]
        state = f"[{colour}]{check.state}[/{colour}]"
        table.add_row(check.name, state, escape(check.found), escape(check.next_step))
    return table


def replay_lines(graded: Iterable[Graded]) -> list[str]:
    """Return what each item of a submission got and what each of its facets found, as lines."""
    lines = []
    for one in graded:
        lines += [one.refused] if one.refused else []
        for item in one.items:
            lines.append(f"{item.name}: {number(item.points)} of {number(item.max_points)}")
            lines += [f"  {text}" for text in (item.flag, item.error) if text]
            for facet in item.facets:
                mark, kind = "✓" if facet.passed else "✗", " (hidden)" if facet.hidden else ""
                lines.append(f"  {mark} {facet.tries}{kind}")
                lines += [] if facet.passed else [f"      {facet.message}"]
    return [printable(line) for line in lines]


def change_lines(
    outcomes: Iterable[GradeOutcome], before: Mapping[str, StudentScores]
) -> list[str]:
    """Return one line per student whose total is another one than before."""
    lines = []
    for outcome in outcomes:
        old, new = before.get(outcome.student), outcome.scores
        if old is None or new is None or old.total == new.total:
            continue
        was = {item.item: item.points for item in old.items}
        moved = [
            f"{item.item} {number(was.get(item.item, 0.0))} → {number(item.points)}"
            for item in new.items
            if item.points != was.get(item.item, 0.0)
        ]
        total = f"{number(old.total)} → {number(new.total)}"
        lines.append(f"{outcome.student}: {total} ({', '.join(moved)})")
    return lines
