"""Draws the three figures of docs/fast-conv.md: ``python docs/images/fast_conv.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

mpl.use("agg")
HERE = Path(__file__).resolve().parent
STYLE = HERE.parents[1] / "cs231n_core" / "viz" / "cs231n.mplstyle"
BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
GREY, PALE = "#777777", "#F2F2F2"


def main() -> None:
    """Draw and save every figure."""
    plt.style.use(STYLE)
    for draw in (columns, phases, tile):
        figure = draw()
        figure.savefig(HERE / f"fast-conv-{draw.__name__}.png", dpi=110)
        plt.close(figure)


def columns() -> Any:
    """Return the figure of im2col: two windows and where their pixels go."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.7), width_ratios=(1, 1.6))
    grid(left, np.arange(16).reshape(4, 4))
    for (row, column), colour in (((0, 0), BLUE), ((1, 1), ORANGE)):
        left.add_patch(Rectangle((column, row), 3, 3, fill=False, edgecolor=colour, lw=3))
    left.set_title("4 × 4 pixels, windows of 3 × 3")
    window = np.lib.stride_tricks.sliding_window_view(np.arange(16).reshape(4, 4), (3, 3))
    cols = window.transpose(2, 3, 0, 1).reshape(9, 4)
    grid(right, cols, {(k, 0): BLUE for k in range(9)} | {(k, 3): ORANGE for k in range(9)})
    right.set_title("columns: one for each window")
    right.set_xlabel("36 entries of 16 pixels; with more pixels, nine times as many")
    return figure


def phases() -> Any:
    """Return the figure of a stride of 2: which pixels entry (0, 1) of the windows sees."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.9))
    pixels = np.arange(36).reshape(6, 6)
    seen = {(y, x): ORANGE for y in (0, 2, 4) for x in (1, 3, 5)}
    grid(left, pixels, seen)
    left.set_title("stride 2: what entry (0, 1) sees")
    planes = np.block([[pixels[a::2, b::2] for b in (0, 1)] for a in (0, 1)])
    grid(right, planes, {(y, x): ORANGE for y in range(3) for x in range(3, 6)})
    for at in (3,):
        right.axhline(at, color="black", lw=2.5)
        right.axvline(at, color="black", lw=2.5)
    right.set_title("four phases: it lies side by side")
    return figure


def tile() -> Any:
    """Return the figure of the register tile: what is multiplied, and where it lies."""
    figure, axes = plt.subplots(figsize=(8.4, 4.6))
    blocks = (
        ((0.4, 0.6), 2.0, 2.2, PALE, "filters, F × K"),
        ((0.4, 1.55), 2.0, 0.8, BLUE, "14 filters, from L1"),
        ((3.0, 3.2), 5.6, 2.0, PALE, "columns, K × pixels: never all there"),
        ((4.6, 3.2), 0.9, 2.0, ORANGE, "panel\nK × 32\nL2, L1"),
        ((3.0, 0.6), 5.6, 2.2, PALE, "out, F × pixels"),
        ((4.6, 1.55), 0.9, 0.8, GREEN, "14 × 32\nregisters"),
    )
    for (x, y), width, height, colour, text in blocks:
        strong = colour != PALE
        axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=GREY))
        where = (x + width / 2, y + height / 2) if strong else (x + width - 0.1, y + height - 0.15)
        axes.text(
            *where, text, color="white" if strong else "black", fontsize=9 if strong else 10,
            ha="center" if strong else "right", va="center" if strong else "top",
        )  # fmt: skip
    axes.annotate("", (4.55, 1.95), (2.45, 1.95), arrowprops={"arrowstyle": "->"})
    axes.annotate("", (5.05, 2.4), (5.05, 3.15), arrowprops={"arrowstyle": "->"})
    axes.set(xlim=(0, 9), ylim=(0.3, 5.5), title="K steps: 14 numbers times two vectors of 16")
    axes.axis("off")
    return figure


def grid(axes: Any, numbers: Any, colours: dict[tuple[int, int], str] | None = None) -> None:
    """Draw a table of numbers, some of its cells coloured."""
    height, width = numbers.shape
    for (y, x), number in np.ndenumerate(numbers):
        colour = (colours or {}).get((y, x))
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=colour or PALE, edgecolor="white"))
        ink = "white" if colour else "black"
        axes.text(x + 0.5, y + 0.5, str(number), ha="center", va="center", color=ink, fontsize=9)
    axes.set(xlim=(-0.05, width + 0.05), ylim=(height + 0.05, -0.05), aspect="equal")
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)


if __name__ == "__main__":
    main()
