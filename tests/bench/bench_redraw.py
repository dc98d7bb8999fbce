"""How long each live figure of the stages takes from a moved control to its picture.

``python tests/bench/bench_redraw.py [STAGE...]`` is ``make bench-widgets``. Beside each figure's
slowest control stands what a figure of one line costs in the same seconds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import click
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

from autograder.authoring.text import NOTEBOOKS, read_text, stages
from cs231n_core import viz
from cs231n_core.viz.style import figure, styled
from cs231n_core.viz.widgets import panel

AIM = 150.0
"""Milliseconds per redraw on an idle machine, above which a slider no longer follows the hand."""
ROUNDS = 5


@click.command()
@click.argument("chosen", metavar="[STAGE]...", nargs=-1)
def main(chosen: Sequence[str]) -> None:
    """Measure the live figures of these stages (all by default)."""
    table = Table("stage", "figure", "ms", "one line, ms", "ratio")
    for stage in chosen or stages(NOTEBOOKS):
        for draw, title, controls in explorations(stage):
            taken, plain = slowest(panel(draw, title, controls))
            mark = "" if taken <= AIM else " (above the aim)"
            numbers = (f"{taken:.0f}{mark}", f"{plain:.0f}", f"{taken / plain:.1f}")
            table.add_row(stage, title, *numbers)
    Console().print(table)


def explorations(stage: str) -> list[tuple[Any, str, dict[str, Any]]]:
    """Return what each widget cell of a stage hands to `explore`: draw, title, controls."""
    found: list[tuple[Any, str, dict[str, Any]]] = []

    def record(draw: Any, *, twin: Any, title: str, **controls: Any) -> None:
        found.append((draw, title, controls))

    space: dict[str, Any] = {}
    with patch.object(viz, "explore", record):
        for cell in read_text(stage, NOTEBOOKS).cells:
            if cell.id == "setup" or "explore(" in cell.source:
                exec(cell.source, space)  # noqa: S102 - our own notebook's cells
    return found


def slowest(live: Any) -> tuple[float, float]:
    """Return what the slowest control's redraw takes, and a plain figure's drawn in between."""
    plain = panel(one_line, "One line", {"end": viz.Slider(0.0, 4.0, 0.5, 0.0, "end")})
    (end,) = plain.children[0].children
    found = []
    for control in live.children[0].children:
        times = [milliseconds(live, control, value) for value in other_values(control)]
        beside = [milliseconds(plain, end, value) for value in other_values(end)]
        found.append((statistics.median(times), statistics.median(beside)))
    return max(found)


@styled
def one_line(end: float) -> tuple[Figure, str]:
    fig, ax = figure(size=(4.4, 3.5))
    ax.plot([0, 1], [0, end])
    return fig, f"ends at {end}"


def milliseconds(live: Any, control: Any, value: Any) -> float:
    """Return the time from a new value of a control to its picture."""
    picture = live.children[2]
    before, start = picture.value, time.perf_counter()
    control.value = value
    taken = 1000 * (time.perf_counter() - start)
    assert picture.value not in ("", before)
    return taken


def other_values(control: Any) -> list[Any]:
    """Return values that differ from one another in turn, beginning with another than now."""
    if hasattr(control, "step"):
        low, high, step = control.min, control.max, control.step
        steps = [low + step * int(share * (high - low) / step) for share in (0.1, 0.6, 0.3, 0.9)]
        values = [control.base**value for value in steps] if hasattr(control, "base") else steps
        return [value for value in values if value != control.value][:ROUNDS]
    options = list(getattr(control, "options", (False, True)))
    here = options.index(control.value)
    return [options[(here + 1 + turn) % len(options)] for turn in range(ROUNDS)]


if __name__ == "__main__":
    main()
