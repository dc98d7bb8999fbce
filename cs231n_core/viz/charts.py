"""Figures of what was measured on stacks and on images: flows, dead shares, races."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.viz.style import (
    BLUE,
    COLOURS,
    GREY,
    LINES,
    MARKERS,
    VERMILION_INK,
    figure,
    styled,
    title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MANY = 24
"""From so many points on, a curve has no markers."""


@styled
def curves(
    x: Array,
    lines: Mapping[str, Array],
    *,
    finding: str,
    where: str = "",
    x_label: str,
    y_label: str,
    log: str = "",
    size: tuple[float, float] = (7.2, 3.6),
) -> Figure:
    """Return one axes with a line per entry, told apart by colour, style and marker.

    Parameters
    ----------
    x : (N,) array
    lines : {label: (N,) array}
    log : str
        Which axes are logarithmic: ``""``, ``"x"``, ``"y"`` or ``"xy"``.
    """
    fig, ax = figure(size=size)
    for i, (label, y) in enumerate(lines.items()):
        style = LINES[i % len(LINES)]
        marker = MARKERS[i % len(MARKERS)] if len(x) <= MANY else None
        ax.plot(x, y, linestyle=style, marker=marker, color=COLOURS[i % len(COLOURS)], label=label)
    if "x" in log:
        ax.set_xscale("log")
    if "y" in log:
        ax.set_yscale("log")
    ax.set_xlabel(x_label)
    ax.set_ylabel(y_label)
    _whole_ticks(ax, log, x, lines)
    if "x" in log and len(x) <= MANY:
        ax.set_xticks(x, [f"{value:g}" for value in x])
        ax.minorticks_off()
    title(ax, finding, where)
    if len(lines) >= 4:
        fig.legend(loc="outside right upper")
    elif len(lines) > 1:
        ax.legend()
    return fig


def _whole_ticks(ax: Axes, log: str, x: Array, lines: Mapping[str, Array]) -> None:
    """Put no tick between whole numbers where there is nothing between them."""
    if "x" not in log and np.asarray(x).dtype.kind in "iu":
        ax.locator_params(axis="x", integer=True)
    if "y" not in log and all(np.asarray(y).dtype.kind in "iu" for y in lines.values()):
        ax.locator_params(axis="y", integer=True)


@styled
def heat_map(
    grid: Array, rows: Sequence[str], last: Sequence[float], *, finding: str, where: str
) -> Figure:
    """Return the sizes of gradients per activation and layer, with a predicted column beside it.

    Parameters
    ----------
    grid : (A, L) array
        log10 of the gradient's size behind layer 1 to L.
    rows : (A,) sequence of str
    last : (A,) sequence
        What the factor per layer predicts behind layer 1.
    """
    fig, (ax, side) = figure(
        1, 2, size=(8.9, 0.36 * len(rows) + 1.5), width_ratios=(grid.shape[1], 1.2), sharey=True
    )
    limit = float(np.abs(grid).max())
    for panel, values in ((ax, grid), (side, np.array(last)[:, None])):
        panel.imshow(values, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
        for (i, j), value in np.ndenumerate(values):
            ink = "white" if abs(value) > 0.6 * limit else "black"
            text = f"{value:+.1f}".replace("-", "−") if abs(value) >= 0.05 else "0"
            panel.text(j, i, text, ha="center", va="center", fontsize=10, color=ink)
        panel.grid(visible=False)
        panel.spines[:].set_visible(False)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(grid.shape[1]), [str(j + 1) for j in range(grid.shape[1])])
    ax.set_xlabel("layer (the gradient comes from the right)")
    side.set_xticks([0], ["1"])
    side.set_xlabel("predicted")
    side.tick_params(axis="y", left=False)
    title(ax, finding, where)
    return fig


@styled
def dots(
    groups: Mapping[str, Sequence[float | None]],
    *,
    finding: str,
    where: str = "",
    label: str,
    percent: bool = False,
) -> Figure:
    """Return every measurement as a dot, with mean and standard deviation per group.

    Parameters
    ----------
    groups : {name: measurements}
        Drawn from top to bottom in this order. None and NaN are left out.
    """
    fig, ax = figure(size=(7.6, 0.34 * len(groups) + 1.5))
    for i, values in enumerate(groups.values()):
        heights = np.array(values, dtype=float) * (100 if percent else 1)
        heights = heights[np.isfinite(heights)]
        if not len(heights):
            continue
        ax.plot(heights, np.full(len(heights), i), "o", color=BLUE, alpha=0.45, markersize=7)
        ax.errorbar(
            heights.mean(),
            i,
            xerr=heights.std(ddof=1) if len(heights) > 1 else 0.0,
            color="black",
            marker="|",
            markersize=14,
            capsize=4,
            linewidth=1.5,
        )
    ax.set_yticks(range(len(groups)), list(groups))
    ax.set_ylim(len(groups) - 0.5, -0.5)
    ax.set_xlabel(label)
    title(ax, finding, where)
    return fig


@styled
def dead_against_rate(
    rates: Sequence[float],
    shares: Sequence[Sequence[float]],
    exploded: Sequence[int],
    *,
    finding: str,
    where: str,
) -> Figure:
    """Return the dead share per learning rate, every run a dot, and how many runs exploded.

    Parameters
    ----------
    rates : (R,) sequence
    shares : (R,) sequence of sequences
        The dead share of each run that ended in numbers.
    exploded : (R,) sequence of int
        How many runs ended in NaN.
    """
    fig, ax = figure(size=(7.6, 3.4))
    for i, (values, count) in enumerate(zip(shares, exploded, strict=True)):
        percent = 100 * np.array(values, dtype=float)
        ax.plot(np.full(len(percent), i), percent, "o", color=BLUE, alpha=0.6, markersize=8)
        if count:
            ax.text(
                i,
                50,
                f"{count} × NaN",
                ha="center",
                va="center",
                rotation=90,
                color=VERMILION_INK,
                fontweight="bold",
            )
    ax.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    ax.set_ylim(-6, 106)
    ax.set_xlabel("learning rate")
    ax.set_ylabel("dead units of layer 2 (%)")
    title(ax, finding, where)
    return fig


@styled
def two_readings(
    x: Array,
    left: Mapping[str, Array],
    right: Mapping[str, Array],
    *,
    names: tuple[str, str],
    labels: tuple[str, str, str],
    right_log: bool = False,
) -> Figure:
    """Return two axes side by side with a shared x, a line per entry.

    Parameters
    ----------
    x : (N,) array
    left, right : {label: (N,) array}
    names : (2,) str
        The findings above the axes.
    labels : (3,) str
        The labels of x, of the left and of the right axis.
    """
    fig, axes = figure(1, 2, size=(8.9, 3.5))
    for ax, lines, name, y in zip(axes, (left, right), names, labels[1:], strict=True):
        _lines(ax, x, lines)
        ax.set_xlabel(labels[0])
        ax.set_ylabel(y)
        ax.set_title(name, fontweight="bold")
    if right_log:
        axes[1].set_yscale("log")
    return fig


def _lines(ax: Axes, x: Array, lines: Mapping[str, Array]) -> None:
    for i, (label, y) in enumerate(lines.items()):
        style = {"linestyle": LINES[i % len(LINES)], "color": COLOURS[i % len(COLOURS)]}
        ax.plot(x, y, label=label, **style)
    ax.axhline(0, color=GREY, linewidth=0.6)
    ax.locator_params(axis="x", nbins=6)
    ax.legend()


@styled
def bars(
    values: Mapping[str, float], *, finding: str, where: str = "", label: str, log: bool = False
) -> Figure:
    """Return horizontal bars with their numbers written beside them."""
    fig, ax = figure(size=(7.2, 0.4 * len(values) + 1.3))
    ax.barh(range(len(values)), list(values.values()), color=BLUE, height=0.6)
    for i, value in enumerate(values.values()):
        ax.text(value, i, f" {value:.3g}", va="center", fontsize=10)
    ax.set_yticks(range(len(values)), list(values))
    ax.invert_yaxis()
    if log:
        ax.set_xscale("log")
    ax.margins(x=0.12)
    ax.set_xlabel(label)
    title(ax, finding, where)
    return fig
