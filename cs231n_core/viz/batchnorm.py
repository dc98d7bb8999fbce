"""Figures of batch normalisation: its graph, histograms, who moves whom, trials with seeds."""

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

NODES = {
    "x": (0.0, 1.0, "x", "dx"),
    "mean": (1.5, 0.0, "μ", "dmu"),
    "away": (3.0, 1.0, "x − μ", ""),
    "square": (3.6, 0.0, "(x − μ)²", ""),
    "var": (5.2, 0.0, "σ²", "dvar"),
    "root": (6.8, 0.0, "√(σ² + ε)", ""),
    "inv_std": (8.5, 0.0, "1/√", ""),
    "x_hat": (8.5, 1.0, "x̂", "dxhat"),
    "gamma": (10.2, 0.0, "γ", "dgamma"),
    "scaled": (10.2, 1.0, "γ · x̂", ""),
    "beta": (11.9, 0.0, "β", "dbeta"),
    "out": (11.9, 1.0, "out", "dout"),
}
"""Place, text, and the derivative asked for, of each of the twelve nodes."""

EDGES = (
    ("x", "mean"), ("x", "away"), ("mean", "away"), ("away", "square"), ("square", "var"),
    ("var", "root"), ("root", "inv_std"), ("away", "x_hat"), ("inv_std", "x_hat"),
    ("x_hat", "scaled"), ("gamma", "scaled"), ("scaled", "out"), ("beta", "out"),
)  # fmt: skip


@styled
def bn_graph() -> Figure:
    """Return the graph of batch normalisation, with the derivatives that the exercises ask for."""
    fig, ax = figure(size=(8.9, 2.6))
    arrow = {"arrowstyle": "->", "color": GREY, "linewidth": 1.4, "shrinkA": 16, "shrinkB": 16}
    for start, end in EDGES:
        ax.annotate("", xy=NODES[end][:2], xytext=NODES[start][:2], arrowprops=arrow)
    for x, y, text, back in NODES.values():
        learned = text in ("γ", "β")
        box = {
            "boxstyle": "round",
            "facecolor": "#f5c9a8" if learned else "#cfe3f2" if back else "white",
            "edgecolor": "black",
        }
        ax.text(x, y, text, ha="center", va="center", fontsize=11.5, bbox=box)
        above = 1 if y else -1
        ax.text(x, y + 0.38 * above, back, ha="center", va="center", color=VERMILION_INK)
    ax.set_xlim(-0.5, 12.4)
    ax.set_ylim(-0.6, 1.6)
    ax.axis("off")
    return fig


@styled
def before_after(before: Array, after: Array, *, finding: str, where: str) -> Figure:
    """Return two histograms side by side, each beside the normal curve of its mean and spread."""
    fig, axes = figure(1, 2, size=(8.4, 2.9), sharey=False)
    for ax, values, name in zip(axes, (before, after), ("x", "x̂"), strict=True):
        flat = values.ravel()
        ax.hist(flat, bins=60, density=True, color=BLUE, alpha=0.6, label="measured")
        mean, std = flat.mean(), flat.std()
        grid = np.linspace(flat.min(), flat.max(), 200)
        bell = np.exp(-(((grid - mean) / std) ** 2) / 2) / (std * (2 * np.pi) ** 0.5)
        ax.plot(grid, bell, "--", color=COLOURS[1], label="normal, same mean and std")
        ax.set_xlabel(name)
        ax.set_yticks([])
    axes[0].set_ylabel("share")
    axes[0].legend(loc="upper right")
    title(axes[0], finding, where)
    return fig


@styled
def influence_map(grid: Array, *, finding: str, where: str) -> Figure:
    """Return a square of numbers: row i, column j says how out i answers to x j."""
    fig, ax = figure(size=(4.8, 3.9))
    limit = float(np.abs(grid).max())
    ax.imshow(grid, cmap="PuOr_r", vmin=-limit, vmax=limit)
    for (i, j), value in np.ndenumerate(grid):
        ink = "white" if abs(value) > 0.6 * limit else "black"
        text = f"{value:+.2f}".replace("-", "−")
        ax.text(j, i, text, ha="center", va="center", fontsize=10, color=ink)
    names = [str(i + 1) for i in range(len(grid))]
    ax.set_xticks(range(len(grid)), names)
    ax.set_yticks(range(len(grid)), names)
    ax.set_xlabel("x of example")
    ax.set_ylabel("out of example")
    ax.grid(visible=False)
    title(ax, finding, where)
    return fig


@styled
def trials(
    x: Sequence[float],
    groups: Mapping[str, Array],
    *,
    finding: str,
    where: str,
    x_label: str,
    y_label: str = "training accuracy (%)",
) -> Figure:
    """Return every run as a mark and the mean of each group as a line with error bars.

    Parameters
    ----------
    x : (K,) sequence
        The settings compared, drawn at equal distances.
    groups : {name: (K, S) array}
        Shares, one per setting and seed; NaN marks a run that exploded.
    """
    fig, ax = figure(size=(7.6, 3.5))
    for i, (name, values) in enumerate(groups.items()):
        _group(ax, 100 * np.asarray(values, float), i, len(groups), name)
    ax.set_xticks(range(len(x)), [f"{value:g}" for value in x])
    ax.set_ylim(bottom=0)
    ax.set_xlabel(x_label)
    ax.set_ylabel(y_label)
    ax.legend()
    title(ax, finding, where)
    return fig


def _group(ax: Axes, percent: Array, i: int, count: int, name: str) -> None:
    colour, marker = COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]
    at = np.arange(len(percent)) + 0.12 * (i - (count - 1) / 2)
    ax.plot(at, percent, marker, color=colour, alpha=0.4, markersize=5)
    whole = np.isfinite(percent).all(axis=1)
    mean = np.where(whole, percent.mean(axis=1), np.nan)
    spread = np.where(whole, percent.std(axis=1, ddof=1), np.nan)
    style = {"color": colour, "linestyle": LINES[i % len(LINES)], "capsize": 4}
    ax.errorbar(at, mean, yerr=spread, label=name, **style)
    for place, row in zip(at, percent, strict=True):
        lost = int((~np.isfinite(row)).sum())
        if lost:
            text = f"{lost} × NaN"
            ax.text(place, 3, text, rotation=90, ha="center", color=VERMILION_INK)


@styled
def violins(
    groups: Mapping[str, Array], *, finding: str, where: str, x_label: str, y_label: str
) -> Figure:
    """Return the distribution of each group as a violin, with its mean and standard deviation."""
    fig, ax = figure(size=(7.2, 3.3))
    values = list(groups.values())
    parts = ax.violinplot(values, positions=range(len(values)), widths=0.8, showextrema=False)
    for body in parts["bodies"]:
        body.set_facecolor(BLUE)
        body.set_alpha(0.4)
    for i, group in enumerate(values):
        ax.errorbar(i, group.mean(), yerr=group.std(), color="black", marker="o", capsize=5)
    ax.axhline(1, color=GREY, linewidth=0.8, linestyle="--")
    ax.set_xticks(range(len(values)), list(groups))
    ax.set_xlabel(x_label)
    ax.set_ylabel(y_label)
    title(ax, finding, where)
    return fig
