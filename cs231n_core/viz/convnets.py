"""Figures of convolution: a sliding window, columns, filters and what they bring out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.im2col import im2col
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
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def _cells(ax: Axes, values: Array, colours: Array | None = None, text: str = "g") -> None:
    """Draw a matrix as squares with their numbers; ``colours`` (…, 3) fill them."""
    height, width = values.shape
    fill = np.ones((height, width, 3)) if colours is None else colours
    ax.imshow(fill, extent=(-0.5, width - 0.5, height - 0.5, -0.5))
    for (i, j), value in np.ndenumerate(values):
        ax.text(j, i, f"{value:{text}}".replace("-", "−"), ha="center", va="center", fontsize=10)
    ax.set_xticks(np.arange(-0.5, width), labels=[""] * (width + 1))
    ax.set_yticks(np.arange(-0.5, height), labels=[""] * (height + 1))
    ax.tick_params(length=0)
    ax.grid(visible=True, color=GREY, linewidth=0.6)
    ax.set_aspect("equal")


def _frame(ax: Axes, top: int, left: int, size: tuple[int, int], colour: str) -> None:
    from matplotlib.patches import Rectangle

    place = (left - 0.5, top - 0.5)
    ax.add_patch(Rectangle(place, size[1], size[0], fill=False, edgecolor=colour, linewidth=3))


@styled
def sliding_window() -> Figure:
    """Return a 5×7 image, a 3×2 filter and the output, with one window and its place framed."""
    rng = np.random.default_rng(4)
    x, w = rng.integers(0, 4, (5, 7)), np.array([[1, 0], [0, -1], [2, 1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    out = (windows * w).sum(axis=(2, 3))
    fig, axes = figure(1, 3, size=(8.9, 2.9), width_ratios=(7, 2.4, 6))
    for ax, values, name in zip(axes, (x, w, out), ("x, 5×7", "w, 3×2", "out, 3×6"), strict=True):
        _cells(ax, values)
        ax.set_title(name)
    _frame(axes[0], 1, 3, w.shape, VERMILION)
    _frame(axes[1], 0, 0, w.shape, VERMILION)
    _frame(axes[2], 1, 3, (1, 1), BLUE)
    return fig


@styled
def columns_picture() -> Figure:
    """Return an image of 3×4 pixels and its im2col, every pixel in a colour of its own."""
    import matplotlib as mpl

    x = np.arange(12.0).reshape(3, 4)
    cols = im2col(x[None, None], 2, 2, 0, 1)
    shades = mpl.colormaps["turbo"](np.linspace(0.08, 0.92, 12))[:, :3]
    light = 0.45 * shades + 0.55
    fig, axes = figure(1, 2, size=(8.9, 2.9), width_ratios=(4, 6))
    _cells(axes[0], x, light[x.astype(int)])
    _cells(axes[1], cols, light[cols.astype(int)])
    _frame(axes[0], 0, 1, (2, 2), VERMILION)
    _frame(axes[1], 0, 1, (4, 1), VERMILION)
    axes[0].set_title("image, 3×4")
    axes[1].set_title("columns, 4×6")
    axes[1].set_ylabel("entry of the window")
    axes[1].set_xlabel("window (0, 0), (0, 1), (0, 2), (1, 0), …")
    return fig


@styled
def pictures(images: Mapping[str, Array], *, finding: str, columns: int = 4) -> Figure:
    """Return grey pictures (H, W) side by side, each stretched over its own range of numbers."""
    rows = -(-len(images) // columns)
    fig, axes = figure(rows, columns, size=(8.9, 2.4 * rows + 0.3), squeeze=False)
    for ax in axes.ravel():
        ax.set_axis_off()
    for ax, (name, image) in zip(axes.ravel(), images.items(), strict=False):
        ax.imshow(image, cmap="gray")
        ax.set_title(name)
    fig.suptitle(finding, x=0.01, ha="left", fontweight="bold")
    return fig


def _sheet(w: Array, columns: int = 4) -> Array:
    """Return filters (F, 3, HH, WW) as one picture, each stretched over its own range."""
    low = w.min(axis=(1, 2, 3), keepdims=True)
    stretched = (w - low) / (w.max(axis=(1, 2, 3), keepdims=True) - low)
    count, _, height, width = w.shape
    sheet = np.ones((-(-count // columns) * (height + 1) - 1, columns * (width + 1) - 1, 3))
    for k, one in enumerate(stretched.transpose(0, 2, 3, 1)):
        top, left = k // columns * (height + 1), k % columns * (width + 1)
        sheet[top : top + height, left : left + width] = one
    return sheet


@styled
def filter_sheets(weights: Mapping[str, Array], *, finding: str) -> Figure:
    """Return filters (F, 3, HH, WW) as small colour pictures, one sheet per entry."""
    fig, axes = figure(1, len(weights), size=(8.9, 2.9), squeeze=False)
    fig.set_layout_engine("constrained", wspace=0.08)
    for ax, (name, w) in zip(axes[0], weights.items(), strict=True):
        ax.imshow(_sheet(w), interpolation="nearest")
        ax.set_axis_off()
        ax.set_title(name)
    fig.suptitle(finding, x=0.01, ha="left", fontweight="bold")
    return fig


@styled
def path_times(
    sizes: list[int], groups: Mapping[str, list[float]], *, finding: str, where: str
) -> Figure:
    """Return milliseconds per path against the side of the images, both axes logarithmic."""
    fig, ax = figure(size=(7.6, 3.7))
    for i, (name, values) in enumerate(groups.items()):
        ax.loglog(
            sizes, values, marker=MARKERS[i], linestyle=LINES[i], color=COLOURS[i], label=name
        )
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    ax.set_xlabel("height = width of the images (log scale)")
    ax.set_ylabel("ms (log scale)")
    ax.legend()
    title(ax, finding, where)
    return fig
