"""Figures of first weights: what each layer puts out, what comes back, how training starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.lab04 import Passes
from cs231n_core.viz.style import BLUE, COLOURS, GREY, LINES, MARKERS, figure, styled, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@styled
def strips(
    rows: Mapping[str, Passes],
    layers: Sequence[int],
    *,
    span: tuple[float, float] = (-1.0, 1.0),
    label: str = "output of the layer",
) -> Figure:
    """Return a histogram per rule (row) and layer (column), each with its own height.

    Parameters
    ----------
    rows : {rule: Passes}
    layers : sequence of int
        Counted from 1.
    span : (2,) floats
        The range of outputs; what lies outside is counted at its ends.
    """
    fig, axes = figure(
        len(rows), len(layers), size=(9.1, 1.15 * len(rows) + 0.9), sharex=True, squeeze=False
    )
    for line, (name, passes) in zip(axes, rows.items(), strict=True):
        for ax, layer in zip(line, layers, strict=True):
            h = np.clip(passes.outputs[layer - 1], *span).ravel()
            counts, edges = np.histogram(h, bins=40, range=span)
            ax.stairs(counts, edges, fill=True, color=BLUE)
            # A bar that holds half of all outputs may leave the panel: the others are the lesson.
            highest, second = float(counts.max()), float(np.sort(counts)[-2])
            ax.set_ylim(0, 1.3 * min(highest, max(8 * second, 0.1 * highest)))
            ax.set_yticks([])
            ax.grid(visible=False)
            ax.text(
                0.5, 0.97, f"{passes.std[layer - 1]:.2g}", transform=ax.transAxes,
                fontsize=10, ha="center", va="top",
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
            )  # fmt: skip
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    for ax, layer in zip(axes[0], layers, strict=True):
        ax.set_title(f"layer {layer}", fontsize=11)
    axes[0, 0].set_xticks([span[0], sum(span) / 2, span[1]])
    fig.supxlabel(f"{label}; the number is its standard deviation")
    return fig


@styled
def up_and_down(
    lines: Mapping[str, tuple[Array, Array]],
    *,
    names: tuple[str, str],
    labels: tuple[str, str] = ("outputs (rms)", "weight gradient (rms)"),
) -> Figure:
    """Return sizes by layer on two logarithmic axes: on the way up, on the way down.

    Parameters
    ----------
    lines : {name: ((L,) array, (L,) array)}
    names : (2,) str
        The findings above the axes.
    """
    fig, axes = figure(1, 2, size=(9.1, 3.7), sharex=True)
    for side, (ax, name, label) in enumerate(zip(axes, names, labels, strict=True)):
        for i, (rule, both) in enumerate(lines.items()):
            values = np.where(both[side] > 0, both[side], np.nan)
            _line(ax, np.arange(1, len(values) + 1), values, i, rule)
        ax.set_yscale("log")
        ax.set_xlabel("layer")
        ax.set_ylabel(f"{label}, log scale")
        ax.set_title(name, fontweight="bold")
        ax.locator_params(axis="x", nbins=6, integer=True)
    _legend_below(fig, axes[0], len(lines))
    return fig


def _line(ax: Axes, x: Any, y: Array, i: int, label: str) -> None:
    style = {"linestyle": LINES[i % len(LINES)], "color": COLOURS[i % len(COLOURS)]}
    ax.plot(x, y, marker=MARKERS[i % len(MARKERS)], markersize=5, label=label, **style)


def _legend_below(fig: Figure, ax: Axes, count: int) -> None:
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=min(count, 4))


@styled
def by_depth(
    groups: Mapping[str, Mapping[int, Sequence[float]]],
    *,
    finding: str,
    where: str,
    label: str,
    level: tuple[float, str] | None = None,
) -> Figure:
    """Return every run as a point over the net's depth, with mean and standard deviation.

    Parameters
    ----------
    groups : {rule: {depth: measurements}}
    level : (value, name), optional
        A horizontal line worth comparing with.
    """
    fig, ax = figure(size=(7.6, 3.8))
    depths = sorted({depth for runs in groups.values() for depth in runs})
    for i, (name, runs) in enumerate(groups.items()):
        shift = 0.12 * (i - (len(groups) - 1) / 2)
        x = np.array([depths.index(depth) + shift for depth in runs])
        values = [np.array(v, float) for v in runs.values()]
        colour = COLOURS[i % len(COLOURS)]
        for at, points in zip(x, values, strict=True):
            ax.plot(np.full(len(points), at), points, "o", color=colour, alpha=0.35, markersize=5)
        means, spreads = [v.mean() for v in values], [v.std(ddof=1) for v in values]
        ax.errorbar(
            x, means, yerr=spreads, color=colour, linestyle=LINES[i % len(LINES)],
            marker=MARKERS[i % len(MARKERS)], capsize=4, label=name,
        )  # fmt: skip
    if level:
        ax.axhline(level[0], color=GREY, linewidth=1, linestyle=":")
        ax.text(-0.35, level[0], level[1], fontsize=10, va="bottom", color=GREY)
    ax.set_xlim(-0.4, len(depths) - 0.6)
    ax.margins(y=0.12)
    ax.set_xticks(range(len(depths)), [str(depth) for depth in depths])
    ax.set_xlabel("affine layers")
    ax.set_ylabel(label)
    ax.legend(loc="center left")
    title(ax, finding, where)
    return fig


@styled
def densities(
    samples: Mapping[str, Array], *, finding: str, where: str = "", label: str, bins: int = 60
) -> Figure:
    """Return the outlines of histograms of equal area on one axes."""
    fig, ax = figure(size=(7.6, 3.2))
    low = min(float(s.min()) for s in samples.values())
    high = max(float(s.max()) for s in samples.values())
    for i, (name, values) in enumerate(samples.items()):
        heights, edges = np.histogram(values, bins=bins, range=(low, high), density=True)
        style = {"linestyle": LINES[i % len(LINES)], "color": COLOURS[i % len(COLOURS)]}
        ax.stairs(heights, edges, linewidth=2, label=name, **style)
    ax.set_yticks([])
    ax.set_xlabel(label)
    ax.set_ylabel("density")
    ax.legend()
    title(ax, finding, where)
    return fig
