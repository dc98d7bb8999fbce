"""Figures of one neuron: its graph with values and gradients, its gradients' allowed directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.lab02 import ACTIVATIONS
from cs231n_core.viz.style import (
    BLUE,
    GREY,
    ORANGE,
    VERMILION,
    VERMILION_INK,
    figure,
    styled,
    title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def _node(ax: Axes, x: float, y: float, text: str, colour: str = "white") -> None:
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), 0.34, facecolor=colour, edgecolor="black", linewidth=1.4, zorder=3))
    ax.text(x, y, text, ha="center", va="center", fontsize=12, zorder=4)


def _edge(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], value: str, gradient: str
) -> None:
    """Draw an arrow with what goes forward above it and what comes back below it."""
    ax.annotate(
        "", xy=end, xytext=start, arrowprops={"arrowstyle": "->", "linewidth": 1.4}, zorder=2
    )
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    ax.text(x, y + 0.10, value, ha="center", va="bottom", fontsize=11, color=BLUE)
    if gradient:
        ax.text(x, y - 0.12, gradient, ha="center", va="top", fontsize=11, color=VERMILION_INK)


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−") if value else "0"


def neuron_graph(
    ax: Axes,
    x: Sequence[float],
    w: Sequence[float],
    b: float,
    activation: str,
    upstream: float | None = None,
) -> Axes:
    """Draw one neuron with two inputs as a graph, with its numbers on the edges.

    Parameters
    ----------
    x, w : (2,) sequences
        Inputs and weights.
    upstream : float or None
        dL/d(out). With it, the gradient of every edge stands below the edge.
    """
    a = float(np.dot(x, w) + b)
    value, slope = (float(v[0]) for v in ACTIVATIONS[activation].both(np.array([a])))
    local = None if upstream is None else upstream * slope

    def back(factor: float, name: str) -> str:
        return "" if local is None else f"{name} = {_number(local * factor)}"

    for row, (xi, wi) in enumerate(zip(x, w, strict=True)):
        y = 1.0 - row
        ax.text(-0.2, y, f"x{row + 1} = {_number(xi)}", ha="right", va="center", fontsize=12)
        _edge(ax, (-0.1, y), (1.55, y), f"w{row + 1} = {_number(wi)}", back(xi, f"dw{row + 1}"))
        _node(ax, 1.9, y, "×")
        ax.annotate(
            "", (3.5, 0.5 + 0.15 * (1 - 2 * row)), (2.24, y), arrowprops={"arrowstyle": "->"}
        )
    ax.text(3.8, -0.32, f"b = {_number(b)}", ha="center", fontsize=11, color=BLUE)
    ax.text(3.8, -0.62, back(1.0, "db"), ha="center", fontsize=11, color=VERMILION_INK)
    ax.annotate("", (3.8, 0.14), (3.8, -0.12), arrowprops={"arrowstyle": "->"})
    _node(ax, 3.8, 0.5, "Σ")
    _edge(ax, (4.14, 0.5), (6.0, 0.5), f"a = {_number(a)}", back(1.0, "da"))
    closed = local == 0.0
    _node(ax, 6.4, 0.5, "f", "#f5c9a8" if closed else "#cfe3f2")
    ax.text(6.4, 1.02, activation, ha="center", fontsize=11)
    end = "" if upstream is None else f"dout = {_number(upstream)}"
    _edge(ax, (6.74, 0.5), (8.7, 0.5), f"out = {_number(value)}", end)
    ax.set_xlim(-1.3, 8.9)
    ax.set_ylim(-0.85, 1.6)
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


@styled
def neuron(activation: str = "sigmoid") -> Figure:
    """Return the graph of one neuron, forward only."""
    fig, ax = figure(size=(7.6, 2.1))
    neuron_graph(ax, (1.0, -2.0), (0.5, 0.25), 0.3, activation)
    return fig


@styled
def gates(activation: str = "ReLU", upstream: float = 0.8) -> Figure:
    """Return the same neuron twice: on the left its gate is open, on the right closed."""
    fig, axes = figure(2, 1, size=(7.6, 4.6))
    for ax, b, state in zip(axes, (0.5, -1.5), ("open", "closed"), strict=True):
        neuron_graph(ax, (2.0, 1.0), (0.5, -0.4), b, activation, upstream)
        title(ax, f"{activation} gate {state}", "above each edge: forward; below: the gradient")
    return fig


def gradient_quadrants(ax: Axes, gradients: Array) -> Axes:
    """Draw gradients (N, 2) as points and shade the two quadrants of opposite signs."""
    limit = 2.0
    for x, y in ((0.0, -limit), (-limit, 0.0)):
        ax.fill([x, x + limit, x + limit, x], [y, y, y + limit, y + limit], color="#eeeeee")
    ax.plot(gradients[:, 0], gradients[:, 1], "o", markersize=3.5, alpha=0.6, color=BLUE)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), xticks=range(-2, 3), yticks=range(-2, 3))
    ax.set_xlabel("gradient of w1")
    ax.set_ylabel("gradient of w2")
    ax.grid(visible=False)
    return ax


def weight_path(ax: Axes, noisy: Array, smooth: Array) -> Axes:
    """Draw two paths (T, 2) of the weights: one example per step, and all examples per step."""
    ax.plot(noisy[:, 0], noisy[:, 1], color=VERMILION, linewidth=1.2, label="1 example per step")
    ax.plot(smooth[:, 0], smooth[:, 1], "--", color=BLUE, label="all examples per step")
    ax.plot(*smooth[0], "o", color="black", label="start")
    ax.plot(*smooth[-1], "*", color="black", markersize=13, label="best weights")
    ax.set_xlabel("w1")
    ax.set_ylabel("w2")
    ax.legend(loc="lower left")
    return ax


def half_plane(ax: Axes, points: Array, angle: float, bias: float) -> float:
    """Draw a cloud (N, 2), the line where a ReLU switches, and return the share that is on."""
    w = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    on = points @ w + bias > 0
    ax.plot(points[on, 0], points[on, 1], "o", color=BLUE, markersize=3.5, label="on")
    ax.plot(points[~on, 0], points[~on, 1], "x", color=VERMILION, markersize=4, label="off")
    foot, along = -bias * w, np.array([-w[1], w[0]])
    ax.plot(*np.stack([foot - 20 * along, foot + 20 * along]).T, color="black", linewidth=1.5)
    arrow = {"arrowstyle": "-|>", "color": ORANGE, "linewidth": 2.5}
    tip = foot + 1.3 * w
    ax.annotate("", (tip[0], tip[1]), (foot[0], foot[1]), arrowprops=arrow)
    ax.plot(0, 0, "+", color=GREY, markersize=12)
    ax.set_xlim(-5.5, 8.5)
    ax.set_ylim(-5.5, 8.5)
    ax.set_aspect("equal")
    ax.set_xlabel("x1")
    ax.set_ylabel("x2")
    return float(on.mean())
