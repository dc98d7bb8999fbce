"""Every live figure of the stages follows the hand: a redraw costs at most three plain ones."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from matplotlib.figure import Figure

from autograder.authoring.text import NOTEBOOKS, read_text
from cs231n_core import viz
from cs231n_core.viz.style import figure, styled
from cs231n_core.viz.widgets import panel

LIMIT = 3.0
"""A redraw costs at most three one-line figures: 150 ms where one of those takes 50 ms.

Seconds would measure how busy the machine is.
"""
ROUNDS = 5


@pytest.mark.slow
def test_every_live_figure_of_the_stage_costs_no_more_than_three_plain_ones(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    explored = explorations(stage, monkeypatch)
    assert explored
    costs = {title: redraw_cost(panel(draw, title, c)) for draw, title, c in explored}
    assert all(cost < LIMIT for cost in costs.values()), costs


def explorations(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Any, str, dict[str, Any]]]:
    """Return what each widget cell of a stage hands to `explore`: draw, title, controls."""
    found: list[tuple[Any, str, dict[str, Any]]] = []

    def record(draw: Any, *, twin: Any, title: str, **controls: Any) -> None:
        found.append((draw, title, controls))

    monkeypatch.setattr(viz, "explore", record)
    text = read_text(stage, NOTEBOOKS)
    space: dict[str, Any] = {}
    for cell in text.cells:
        if cell.id == "setup" or "explore(" in cell.source:
            exec(cell.source, space)  # noqa: S102 - our own notebook's cells
    return found


def redraw_cost(live: Any) -> float:
    """Return what the slowest control's redraw costs, in plain figures drawn in between."""
    plain = panel(one_line, "One line", {"end": viz.Slider(0.0, 4.0, 0.5, 0.0, "end")})
    (end,) = plain.children[0].children
    costs = []
    for control in live.children[0].children:
        values = other_values(control)
        times = [seconds_to_show(live, control, value) for value in values]
        plain_times = [seconds_to_show(plain, end, value) for value in other_values(end)]
        costs.append(statistics.median(times) / statistics.median(plain_times))
    return max(costs)


@styled
def one_line(end: float) -> tuple[Figure, str]:
    fig, ax = figure(size=(4.4, 3.5))
    ax.plot([0, 1], [0, end])
    return fig, f"ends at {end}"


def seconds_to_show(live: Any, control: Any, value: Any) -> float:
    """Return this process's time from a new value of a control to its picture."""
    picture = live.children[2]
    before, start = picture.value, time.process_time()
    control.value = value
    taken = time.process_time() - start
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
