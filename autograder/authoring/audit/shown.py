"""An audit to read: a table of the items, every answer with what it was told, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from rich.table import Table

from autograder.authoring.audit.audit import AUTOMATIC, LISTED, REFERENCE, Audit, Row, said

COLUMNS = (
    "kind", "item", "name", "operator", "survives", "visible", "visible message", "hidden",
    "hidden message", "ended", "flaky", "equivalent because", "seconds",
)  # fmt: skip


def audit_table(audit: Audit) -> Table:
    """Return one row per item: how many wrong answers there are, and who catches how many."""
    table = Table(title=f"{audit.stage}: wrong answers and who catches them", title_justify="left")
    table.add_column("item", no_wrap=True)
    for name in (
        "listed", "visible", "hidden", "survive", "automatic", "visible", "hidden", "equivalent",
        "survive", "flaky", "checks, ms",
    ):  # fmt: skip
        table.add_column(name, justify="right")
    for item in dict.fromkeys(row.item for row in audit.rows):
        table.add_row(item, *_counts([row for row in audit.rows if row.item == item]))
    table.add_section()
    table.add_row("all", *_counts(list(audit.rows)))
    return table


def _counts(rows: list[Row]) -> Iterator[str]:
    for kind in (LISTED, AUTOMATIC):
        some = [row for row in rows if row.kind == kind]
        alive = [row for row in some if row.verdict.survives]
        seen = sum(row.verdict.visible is not None for row in some)
        equal = [row for row in alive if row.reason]
        yield str(len(some))
        yield str(seen)
        yield str(len(some) - len(alive) - seen)
        if kind == AUTOMATIC:
            yield str(len(equal))
        yield _bad(len(alive) - len(equal))
    yield _bad(sum(bool(row.verdict.shifting) for row in rows))
    yield f"{1000 * sum(row.verdict.seconds for row in rows if row.kind == REFERENCE):.0f}"


def _bad(count: int) -> str:
    return f"[red]{count}[/red]" if count else "0"


def message_lines(audit: Audit) -> Iterator[str]:
    """Yield two lines for each wrong answer: what it is, and what it was told or why it may be."""
    for row in audit.rows:
        if row.kind != REFERENCE:
            yield f"{row.item}: {row.name}"
            hidden = row.verdict.visible is None and row.verdict.hidden is not None
            where = "hidden " if hidden else ""
            told = f"equivalent: {row.reason}" if row.reason else "SURVIVES"
            yield f"    {told if row.verdict.survives else where + said(row.verdict)}"


def audit_rows(audit: Audit) -> Iterator[dict[str, Any]]:
    """Yield each answer as plain values by the names in `COLUMNS`."""
    for row in audit.rows:
        verdict = row.verdict
        visible, hidden = verdict.visible, verdict.hidden
        values = (
            row.kind,
            row.item,
            row.name,
            row.operator,
            verdict.survives,
            visible.facet if visible else "",
            visible.message if visible else "",
            hidden.facet if hidden else "",
            hidden.message if hidden else "",
            verdict.ended,
            " ".join(verdict.shifting),
            row.reason,
            round(verdict.seconds, 4),
        )
        yield dict(zip(COLUMNS, values, strict=True))


def audit_csv(audit: Audit) -> str:
    """Return one line of CSV per answer."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(audit_rows(audit))
    return text.getvalue()


def audit_json(audit: Audit) -> str:
    """Return everything that the audit found as JSON."""
    whole = {"stage": audit.stage, "problems": audit.problems, "answers": list(audit_rows(audit))}
    return json.dumps(whole, indent=1) + "\n"
