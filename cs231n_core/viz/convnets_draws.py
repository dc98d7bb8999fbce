"""The live figures of convolution: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages import lab06
from cs231n_core.viz.style import BLUE, figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEIGHT, WIDTH = 8, 10


@styled
def draw_reads(window: int = 3, stride: int = 1, pad: int = 0) -> tuple[Figure, str]:
    """Return how often each pixel of an 8×10 image is read by windows of window×window."""
    counts = lab06.reads(HEIGHT, WIDTH, (window, window), stride, pad)
    fig, ax = figure(size=(4.6, 3.4), margins=(0.2, 0.2, 0.2, 0.2))
    ax.imshow(counts, cmap="Blues", vmin=0, vmax=max(1, 1.6 * counts.max()))
    for (i, j), count in np.ndenumerate(counts):
        ax.text(j, i, str(count), ha="center", va="center", fontsize=10)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    down, across = (lab06.fits(size, window, stride, pad) for size in (HEIGHT, WIDTH))
    words = f"Rows: {down}; columns: {across}."
    if down.isdigit() and across.isdigit():
        words = f"The output is {down}×{across}."
    return fig, (
        f"8×10 pixels, {window}×{window} windows, stride {stride}, pad {pad}. {words} A pixel is "
        f"read {counts.min()} to {counts.max()} times."
    )


@lru_cache(maxsize=1)
def _scene() -> Array:
    return lab06.scene()


@styled
def draw_filter(
    name: str = "upright edges", centre: float = 0.0, stride: int = 1
) -> tuple[Figure, str]:
    """Return a picture, a 3×3 filter with a number added to its centre, and what comes out."""
    weights = lab06.kernel(name)
    weights[1, 1] += centre
    out = lab06.filtered(_scene(), weights, stride)
    fig, axes = figure(1, 3, size=(8.4, 2.9), margins=(0.1, 0.1, 0.1, 0.35))
    low, high = float(out.min()), float(out.max())
    limit = float(np.abs(weights).max()) or 1.0
    axes[0].imshow(_scene(), cmap="gray")
    axes[1].imshow(weights, cmap="PuOr_r", vmin=-1.5 * limit, vmax=1.5 * limit)
    axes[2].imshow(out, cmap="gray")
    for (i, j), value in np.ndenumerate(weights):
        axes[1].text(j, i, f"{value:.3g}".replace("-", "−"), ha="center", va="center")
    for ax, text in zip(axes, ("image", "filter", "output"), strict=True):
        ax.set_title(text)
        ax.set_axis_off()
    return fig, (
        f"The weights add up to {weights.sum():.3g}; the output has {out.shape[0]}×{out.shape[1]} "
        f"numbers from {low:.2f} to {high:.2f}."
    )


SIZES = (8, 16, 32)


@lru_cache(maxsize=1)
def _times() -> dict[int, dict[str, tuple[float, float]]]:
    """Measure once, when the figure is first drawn: afterwards it only looks up."""
    return {size: lab06.times(size, images=5, least=0.0) for size in SIZES}


@styled
def draw_times(size: str = "16", way: str = "forward") -> tuple[Figure, str]:
    """Return bars: milliseconds of a convolution on each path of this machine."""
    column = ("forward", "backward").index(way)
    found = {name: pair[column] for name, pair in _times()[int(size)].items()}
    fig, ax = figure(size=(6.8, 2.3), margins=(1.5, 0.6, 0.9, 0.1))
    names, values = list(found), list(found.values())
    ax.barh(range(len(names)), values, color=BLUE, height=0.6)
    for i, value in enumerate(values):
        ax.text(value, i, f" {value:.3g}", va="center", fontsize=10)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_xscale("log")
    ax.set_xlim(0.005, 2000)
    ax.minorticks_off()
    ax.set_xlabel("ms (log scale)")
    slow, quick = values[0], values[-1]
    return fig, (
        f"{way}, 5 images of {size}×{size}: loops {slow:.3g} ms, {names[-1]} {quick:.2g} ms, "
        f"{slow / quick:.0f} times as fast."
    )
