"""A checklist to tick off: its ticks live as long as the kernel."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import ipywidgets

from cs231n_core.errors import explain
from cs231n_core.viz.widgets import show_live, status

_TICKED: dict[str, set[str]] = {}


def checklist(key: str, steps: Mapping[str, str]) -> None:
    """Show steps with a box for each; shown again under the same key, the ticks are still there.

    Parameters
    ----------
    key : str
        Under which the ticks are remembered.
    steps : {what to do: what must be seen}

    Raises
    ------
    ValueError
        If there are no steps.
    """
    if not steps:
        raise ValueError(explain("checklist", "steps are", dict(steps), "at least one step"))
    ticked = _TICKED.setdefault(key, set())
    boxes = {name: _box(name, name in ticked) for name in steps}
    count = ipywidgets.HTML(status(_said(ticked, steps)))

    def note(_change: Any) -> None:
        ticked.clear()
        ticked.update(name for name, box in boxes.items() if box.value)
        count.value = status(_said(ticked, steps))

    rows = []
    for name, box in boxes.items():
        box.observe(note, names="value")
        words = f'<span style="line-height: 1.5; white-space: normal">{html.escape(steps[name])}'
        rows.append(ipywidgets.VBox([box, ipywidgets.HTML(words + "</span>")]))
    lines = [f"☐ {name}: {seen}" for name, seen in steps.items()]
    show_live(ipywidgets.VBox([*rows, count]), "\n".join(lines))


def _box(name: str, value: bool) -> Any:
    return ipywidgets.Checkbox(
        value=value, description=name, indent=False, layout={"width": "auto"}
    )


def _said(ticked: set[str], steps: Mapping[str, str]) -> str:
    return f"{len(ticked & steps.keys())} of {len(steps)} done"
