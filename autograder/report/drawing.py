"""Bar charts as SVG text: no script, no font, no picture file; every one has a text for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
ROW = 22
LABEL = 190
INK, BAR, GROUND = "#222", "#2a6f97", "#eef3f6"


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length as a share from 0 to 1, and what stands at its end."""

    label: str
    share: float
    note: str


def columns(counts: Sequence[int], labels: Sequence[str], title: str) -> str:
    """Return a histogram with a number over every column.

    Examples
    --------
    >>> "<title>Totals</title>" in columns([1, 2], ["a", "b"], "Totals")
    True
    """
    height, base, most = 200, 170, max([1, *counts])
    step = (WIDTH - 40) / max(1, len(counts))
    parts = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        left, tall = 20 + place * step, 130 * count / most
        middle = left + step / 2
        parts.append(_rectangle(left + 2, base - tall, step - 4, tall, BAR))
        parts.append(_text(middle, base - tall - 5, str(count), "middle"))
        parts.append(_text(middle, base + 16, label, "middle"))
    told = ", ".join(f"{label}: {count}" for count, label in zip(counts, labels, strict=True))
    return _picture(height, title, told, parts)


def bars(rows: Sequence[Bar], title: str) -> str:
    """Return one horizontal bar per row, labels on the left."""
    parts = []
    room = WIDTH - LABEL - 90
    for place, row in enumerate(rows):
        top = 10 + place * ROW
        length = room * min(1.0, max(0.0, row.share))
        parts.append(_text(LABEL - 8, top + 13, row.label, "end"))
        parts.append(_rectangle(LABEL, top + 2, room, ROW - 8, GROUND))
        parts.append(_rectangle(LABEL, top + 2, length, ROW - 8, BAR))
        parts.append(_text(LABEL + room + 6, top + 13, row.note, "start"))
    told = ", ".join(f"{row.label}: {row.note}" for row in rows)
    return _picture(20 + ROW * len(rows), title, told, parts)


def _picture(height: float, title: str, told: str, parts: Sequence[str]) -> str:
    inner = "".join(parts)
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{inner}</svg>"
    )


def _rectangle(left: float, top: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(0.0, width):.1f}" '
        f'height="{max(0.0, height):.1f}" fill="{colour}"/>'
    )


def _text(left: float, top: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{left:.1f}" y="{top:.1f}" fill="{INK}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
