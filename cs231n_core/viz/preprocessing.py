"""Figures of preprocessing: clouds before and after, images and directions as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.viz.style import BLUE, GREY, figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@styled
def clouds(panels: Mapping[str, Array], *, finding: str) -> Figure:
    """Return clouds of two features side by side, each with the axes through zero.

    Parameters
    ----------
    panels : {name: (N, 2) array}
    """
    fig, axes = figure(1, len(panels), size=(8.9, 2.9))
    for ax, (name, points) in zip(axes, panels.items(), strict=True):
        scatter(ax, points)
        ax.set_title(name, fontsize=11)
    fig.suptitle(finding, x=0.01, ha="left", fontweight="bold")
    return fig


def scatter(ax: Axes, points: Array) -> None:
    """Draw points (N, 2) with equal axes that show zero."""
    ax.plot(points[:, 0], points[:, 1], ".", color=BLUE, alpha=0.5, markersize=4)
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    reach = 1.08 * float(np.abs(points).max())
    low = np.minimum(points.min(axis=0) - 0.1 * reach, -0.12 * reach)
    middle, half = (low + reach) / 2, float((reach - low).max()) / 2
    ax.set_xlim(middle[0] - half, middle[0] + half)
    ax.set_ylim(middle[1] - half, middle[1] + half)
    ax.set_box_aspect(1)
    ax.locator_params(nbins=4)


@styled
def picture_rows(rows: Mapping[str, Array], *, finding: str, each: bool = True) -> Figure:
    """Return rows of small images under one another, a name beside each row.

    Parameters
    ----------
    rows : {name: (K, H, W) or (K, H, W, 3) array}
    each : bool
        Stretch every image to its own range; else 0 is black and 255 white.
    """
    fig, axes = figure(len(rows), 1, size=(8.2, 1.12 * len(rows) + 0.5), squeeze=False)
    for ax, (name, images) in zip(axes[:, 0], rows.items(), strict=True):
        ax.imshow(mosaic(np.asarray(images, float), each=each), cmap="gray", vmin=0, vmax=1)
        ax.grid(visible=False)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_visible(False)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10)
    fig.suptitle(finding, x=0.01, ha="left", fontweight="bold")
    return fig


def mosaic(images: Array, *, each: bool = True, gap: int = 1) -> Array:
    """Return images (K, H, W, ...) beside each other with white gaps, numbers from 0 to 1."""
    if each:
        axes = tuple(range(1, images.ndim))
        low, high = images.min(axis=axes, keepdims=True), images.max(axis=axes, keepdims=True)
        images = (images - low) / np.where(high > low, high - low, 1.0)
    else:
        images = np.clip(images / 255.0, 0.0, 1.0)
    k, h, w = images.shape[:3]
    sheet = np.ones((h, k * (w + gap) - gap, *images.shape[3:]))
    for i, image in enumerate(images):
        sheet[:, i * (w + gap) : i * (w + gap) + w] = image
    return sheet
