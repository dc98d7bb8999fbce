"""The class report as one HTML page, and the same figures as CSV and JSON."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import statistics
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from autograder.report.drawing import Bar, bars, columns
from autograder.report.statistics import BINS, ClassFigures

SHOWN_LOADS = 10

STYLE = """
body { font: 15px/1.5 sans-serif; color: #222; max-width: 60em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
table { border-collapse: collapse } td, th { padding: .2em .7em; border-bottom: 1px solid #ddd;
text-align: left; vertical-align: top } td.n, th.n { text-align: right } p.none { color: #666 }
"""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def class_page(figures: ClassFigures) -> str:
    """Return the report as a page that loads and runs nothing."""
    count = len(figures.totals)
    spread = statistics.pstdev(figures.totals) if count else 0.0
    head = (
        f"{count} graded · mean {figures.mean:.2f} · median {figures.median:.2f} · standard "
        f"deviation {spread:.2f} · of {figures.worth:g} points"
    )
    sections = [
        ("Distribution", _distribution(figures)),
        ("Items", _items(figures)),
        ("Commonest mistakes", _mistakes(figures)),
        ("To look at", _pairs(figures.attempts, "nothing that looks like tampering")),
        ("Near copies of the core", _pairs(figures.copies, "none")),
        ("Waiting for a person", _list(figures.waiting)),
        ("Healed notebooks", _pairs(figures.repairs, "none had to be healed")),
        ("Use of the machine", _loads(figures)),
    ]
    return framed(figures.stage, "class report", head, sections)


def framed(stage: str, what: str, head: str, sections: Iterable[tuple[str, str]]) -> str:
    """Return a page of titled sections, given as HTML, that loads and runs nothing."""
    body = "".join(f"<h2>{escape(title)}</h2>\n{content}\n" for title, content in sections)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(stage)}: {escape(what)}</title><style>{STYLE}</style></head>\n"
        f"<body><h1>{escape(stage)}</h1>\n<p>{escape(head)}</p>\n{body}</body></html>\n"
    )


def _distribution(figures: ClassFigures) -> str:
    labels = [f"{100 * n // BINS}–{100 * (n + 1) // BINS}%" for n in range(BINS)]
    return columns(figures.bins, labels, "How many students got which share of the points")


def _items(figures: ClassFigures) -> str:
    rows = [Bar(i.item, i.difficulty, f"{100 * i.difficulty:.0f}%") for i in figures.items]
    chart = bars(rows, "Mean share of the points, by item")
    head = ("item", "points", "mean share", "discrimination", "full", "none", "to look at")
    table = rows_table(
        head,
        (
            (
                i.item,
                f"{i.points:g}",
                f"{i.difficulty:.2f}",
                "–" if i.discrimination is None else f"{i.discrimination:.2f}",
                i.full,
                i.none,
                i.flagged,
            )
            for i in figures.items
        ),
    )
    note = (
        "<p>Discrimination is the correlation of an item with all others: near 0 or below, it "
        "does not tell strong from weak work; look at its checks.</p>"
    )
    return f"{chart}\n{table}\n{note}"


def _mistakes(figures: ClassFigures) -> str:
    if not figures.mistakes:
        return '<p class="none">none</p>'
    rows = [
        Bar(f"{m.item.removeprefix('test-')}", m.share, _students(m.students))
        for m in figures.mistakes
    ]
    table = rows_table(
        ("item", "what was tried", "students", "what they were told most often"),
        ((m.item, m.tries, m.students, m.message) for m in figures.mistakes),
    )
    return bars(rows, "Share of the class that failed a check, by item") + "\n" + table


def _loads(figures: ClassFigures) -> str:
    if not figures.loads:
        return '<p class="none">not known</p>'
    middle = statistics.median(load.seconds for load in figures.loads)
    slowest = sorted(figures.loads, key=lambda load: (-load.seconds, load.student))[:SHOWN_LOADS]
    table = rows_table(
        ("student", "seconds", "CPU seconds", "MB", "calls", "processes"),
        (dataclasses.astuple(load) for load in slowest),
    )
    return f"<p>Median {middle:.2f} s; the longest:</p>\n{table}"


def _pairs(pairs: Sequence[tuple[str, str]], none: str) -> str:
    if not pairs:
        return f'<p class="none">{escape(none)}</p>'
    return rows_table(("student", "what"), pairs)


def _list(names: Sequence[str]) -> str:
    return f"<p>{escape(', '.join(names))}</p>" if names else '<p class="none">nobody</p>'


def rows_table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as HTML; numbers stand on the right."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(_cell(value) for value in row) + "</tr>\n" for row in rows)
    return f"<table><tr>{top}</tr>\n{lines}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, int | float):
        return f'<td class="n">{value:g}</td>'
    return f"<td>{escape(str(value))}</td>"


def figures_lines(figures: ClassFigures) -> list[str]:
    """Return the report in a few lines, for a terminal."""
    hardest = sorted(figures.items, key=lambda item: item.difficulty)[:3]
    lines = [
        f"{len(figures.totals)} graded, mean {figures.mean:.2f}, median {figures.median:.2f} of "
        f"{figures.worth:g}",
        "hardest: " + ", ".join(f"{i.item} {100 * i.difficulty:.0f}%" for i in hardest),
    ]
    for count, what in (
        (len(figures.attempts), "to look at"),
        (len(figures.copies), "near copies of the core"),
        (len(figures.repairs), "repairs"),
    ):
        lines += [f"{count} {what}"] if count else []
    return lines


def class_csv(figures: ClassFigures) -> str:
    """Return the items as CSV, one row each."""
    text = io.StringIO()
    names = [field.name for field in dataclasses.fields(figures.items[0])] if figures.items else []
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(dataclasses.asdict(item) for item in figures.items)
    return text.getvalue()


def class_json(figures: ClassFigures) -> str:
    """Return everything in the report as JSON."""
    whole = {**dataclasses.asdict(figures), "mean": figures.mean, "median": figures.median}
    return json.dumps(whole, indent=1) + "\n"


def _students(count: int) -> str:
    return f"{count} student{'' if count == 1 else 's'}"
