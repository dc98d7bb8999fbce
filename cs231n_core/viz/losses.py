"""Figures of training runs: kinds of loss curves, noise and trend, the first layer's weights."""

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
    VERMILION,
    figure,
    styled,
    title,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def loss_gallery(curves: Mapping[str, Sequence[float]], *, finding: str) -> Figure:
    """Return small panels, one loss curve each; where a curve is no number it breaks off with ✕.

    Parameters
    ----------
    curves : {title: (T,) losses}
        At most six.
    """
    rows = -(-len(curves) // 3)
    fig, axes = figure(rows, 3, size=(8.9, 2.1 * rows + 0.5), squeeze=False)
    for ax in axes.ravel()[len(curves) :]:
        ax.set_axis_off()
    for ax, (name, losses) in zip(axes.ravel(), curves.items(), strict=False):
        one_loss(ax, np.asarray(losses, dtype=float))
        ax.set_title(name)
        ax.set_ylim(bottom=0)
    for ax in axes[-1]:
        ax.set_xlabel("step")
    for row in axes:
        row[0].set_ylabel("loss")
    fig.suptitle(finding, x=0.01, ha="left")
    return fig


def one_loss(ax: object, losses: Array) -> None:
    """Draw one loss curve; a cross stands where it stops being a number."""
    finite = np.isfinite(losses)
    end = len(losses) if finite.all() else int(np.argmin(finite))
    ax.plot(np.arange(1, end + 1), losses[:end], color=BLUE, linewidth=1.2)  # type: ignore[attr-defined]
    if 0 < end < len(losses):
        last = losses[end - 1]
        ax.plot(end, last, "X", color=VERMILION, markersize=11)  # type: ignore[attr-defined]


@styled
def scatter_and_average(
    losses: Sequence[float], averages: Mapping[str, Sequence[float]], *, finding: str, where: str
) -> Figure:
    """Return every step's loss as a dot, and averages as lines.

    Parameters
    ----------
    losses : (T,) sequence
    averages : {label: (T,) sequence}
    """
    fig, ax = figure(size=(7.6, 3.5))
    steps = np.arange(1, len(losses) + 1)
    ax.plot(steps, losses, ".", color=GREY, alpha=0.45, markersize=4, label="each step")
    colours = zip(averages.items(), (VERMILION, BLUE, "black"), LINES, strict=False)
    for (label, values), colour, style in colours:
        ax.plot(steps, values, linestyle=style, color=colour, label=label)
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    ax.legend()
    title(ax, finding, where)
    return fig


@styled
def rates_and_losses(
    series: Mapping[str, tuple[Sequence[float], Array]], *, finding: str, where: str, worst: float
) -> Figure:
    """Return the loss after some steps against the learning rate, with a bar from seed to seed.

    Parameters
    ----------
    series : {label: (rates (R,), losses (R, seeds))}
    worst : float
        What stands for a run that ended above it or in NaN; drawn as a cross.
    """
    fig, ax = figure(size=(7.6, 3.6))
    for i, (label, (rates, losses)) in enumerate(series.items()):
        lost = (losses >= worst).any(axis=1)
        x, good = np.asarray(rates), losses[~lost]
        spread = [good.mean(1) - good.min(1), good.max(1) - good.mean(1)]
        style = {"marker": MARKERS[i], "linestyle": LINES[i], "color": COLOURS[i]}
        ax.errorbar(x[~lost], good.mean(axis=1), yerr=spread, capsize=3, label=label, **style)
        top = np.full(int(lost.sum()), 2.72)
        ax.plot(x[lost], top, "X", color=COLOURS[i], markersize=10)
    ax.set_xscale("log")
    ax.set_ylim(1.5, 2.8)
    ax.set_xlabel("learning rate (log scale); ✕: exploded")
    ax.set_ylabel("loss")
    ax.legend(loc="lower left")
    title(ax, finding, where)
    return fig


@styled
def first_layers(weights: Mapping[str, Array], *, finding: str, units: int = 10) -> Figure:
    """Return the first layer's weights as images, a row of units per network.

    Parameters
    ----------
    weights : {label: (3 · H · H, M) array}
    units : int
        How many units of each.
    """
    fig, axes = figure(len(weights), units, size=(8.9, 1.35 * len(weights) + 0.5), squeeze=False)
    for row, (label, w) in zip(axes, weights.items(), strict=True):
        side = round((len(w) / 3) ** 0.5)
        for unit, ax in enumerate(row):
            image = w[:, unit].reshape(3, side, side).transpose(1, 2, 0)
            low, high = image.min(), image.max()
            ax.imshow((image - low) / (high - low))
            ax.set_axis_off()
        row[0].set_title(label, fontweight="normal", fontsize=11)
    fig.suptitle(finding, x=0.01, ha="left")
    return fig
