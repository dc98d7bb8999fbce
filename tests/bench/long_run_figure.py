"""Draws a long run: what its processes held and how long it took, over the submissions done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

STYLE = Path(__file__).resolve().parents[2] / "cs231n_core" / "viz" / "cs231n.mplstyle"


def draw(samples: Sequence[Any], target: Path) -> None:
    """Save a figure with memory on the left and time on the right."""
    mpl.use("agg")
    plt.style.use(STYLE)
    busy = [entry for entry in samples if entry.memory]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    for kind in {kind: 0 for entry in busy for kind in entry.memory}:  # not all live all the time
        held = [(entry.done, entry.memory[kind] / 2**20) for entry in busy if kind in entry.memory]
        left.plot(*zip(*held, strict=True), label=kind)
    left.set(xlabel="submissions done", ylabel="MB", ylim=(0, None), title="Memory")
    left.legend()
    right.plot([entry.done for entry in samples], [entry.seconds for entry in samples])
    right.set(xlabel="submissions done", ylabel="seconds", title="Time")
    figure.savefig(target, dpi=110)
    plt.close(figure)
