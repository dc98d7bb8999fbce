"""Figures of the activation functions themselves: curves, slopes, averages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.lab02 import ACTIVATIONS
from cs231n_core.viz.style import BLUE, VERMILION, figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def value_and_slope(ax: Axes, x: Array, value: Array, slope: Array, name: str) -> Axes:
    """Draw an activation (N,) and its derivative (N,) over x (N,)."""
    ax.plot(x, value, color=BLUE, label="value f(x)")
    ax.plot(x, slope, "--", color=VERMILION, label="slope f'(x)")
    ax.axhline(0, color="#999999", linewidth=0.8)
    ax.axvline(0, color="#999999", linewidth=0.8)
    ax.set_title(name, fontweight="bold")
    return ax


@styled
def gallery(names: Sequence[str] = tuple(ACTIVATIONS)) -> Figure:
    """Return small multiples, two rows, with value and slope of each activation."""
    columns = -(-len(names) // 2)
    fig, axes = figure(2, columns, size=(9.1, 4.6), sharex=True, sharey=True)
    x = np.linspace(-4.0, 4.0, 401)
    for ax, name in zip(axes.flat, names, strict=False):
        value, slope = ACTIVATIONS[name].both(x)
        value_and_slope(ax, x, value, slope, name)
    axes.flat[0].set_ylim(-2.1, 3.1)
    axes.flat[0].legend(loc="upper left")
    axes.flat[0].set_xticks([-3, 0, 3])
    fig.supxlabel("pre-activation x")
    return fig
