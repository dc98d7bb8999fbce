"""The three live figures of preprocessing: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core import data_utils
from cs231n_core.arrays import Array
from cs231n_core.preprocessing import (
    Whitening,
    invert_preprocessor,
    pca_whiten_apply,
    pca_whiten_fit,
)
from cs231n_core.stages import lab03
from cs231n_core.viz.preprocessing import mosaic, scatter
from cs231n_core.viz.style import BLUE, GREY, VERMILION, figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@styled
def draw_conditioning(
    ratio: float = 5.0, offset: float = 3.0, angle: float = 30.0
) -> tuple[Figure, str]:
    """Return a cloud of inputs and the loss that gradient descent meets on it."""
    found = lab03.cloud(ratio, offset, angle)
    fig, (left, right) = figure(1, 2, size=(4.5, 2.6), margins=(0.4, 0.55, 0.1, 0.3))
    fig.subplots_adjust(wspace=0.28)
    scatter(left, found.points)
    left.set_title("inputs", fontsize=11)
    left.set_xlabel("feature 1")
    _bowl(right, found.hessian)
    right.set_title("loss over weights", fontsize=11)
    right.set_xlabel("weight 1")
    word = "step" if found.steps == 1 else "steps"
    return fig, f"κ = {found.kappa:,.4g}; at the best rate {found.steps:,} {word}."


def _bowl(ax: Axes, h: Array) -> None:
    """Draw level lines of ½ dᵀHd, and forty steps of gradient descent at the best rate."""
    values, vectors = np.linalg.eigh(h)
    turn = np.linspace(0, 2 * np.pi, 121)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    for level in (0.05, 0.2, 0.45, 0.8, 1.25):
        ring = vectors @ (np.sqrt(2 * level * values[-1] / values)[:, None] * circle) / 3
        ax.plot(*ring, color=GREY, linewidth=0.9)
    d = np.array([1.0, -1.0])
    path = [d]
    for _ in range(40):
        d = d - 2 / values.sum() * (h @ d)
        path.append(d)
    ax.plot(*np.array(path).T, ".-", color=VERMILION, markersize=5, linewidth=1.2)
    ax.plot(0, 0, "*", color=BLUE, markersize=11)
    ax.set_xlim(-1.3, 1.3)
    ax.set_ylim(-1.3, 1.3)
    ax.set_box_aspect(1)
    ax.grid(visible=False)


@lru_cache(maxsize=1)
def _grey_images() -> tuple[Array, Whitening]:
    """Return six grey images as rows, and the directions of two thousand."""
    data = data_utils.get_CIFAR10_data(2000, 1, 1, subtract_mean=False, dtype=np.float32)
    rows = lab03.greys(data["X_train"])
    return rows[:6], pca_whiten_fit(rows, eps=0.0)


@styled
def draw_whitening(k: int = 64, eps: float = 10.0) -> tuple[Figure, str]:
    """Return six images, what k directions keep of them, and what whitening makes of that."""
    rows, full = _grey_images()
    count = int(k)
    directions, variances = full.directions[:, :count], full.variances[:count]
    plain = replace(full, directions=directions, variances=variances, spread=np.ones(count))
    kept = invert_preprocessor(pca_whiten_apply(rows, plain), plain)
    white = replace(plain, spread=np.sqrt(variances + eps))
    shown = pca_whiten_apply(rows, white) @ directions.T
    side = round(rows.shape[1] ** 0.5)
    strips = [mosaic(images.reshape(-1, side, side)) for images in (rows, kept, shown)]
    gap = np.ones((2, strips[0].shape[1]))
    sheet = np.concatenate([strips[0], gap, strips[1], gap, strips[2]])
    fig, ax = figure(size=(4.5, 2.0), margins=(0.8, 0.03, 0.03, 0.03))
    ax.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    centres = [(side + 2) * i + side / 2 for i in range(3)]
    ax.set_yticks(centres, ["original", f"k = {count}", "whitened"])
    ax.tick_params(length=0)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    share = float(variances.sum() / full.variances.sum())
    times = float(np.sqrt((variances[0] + eps) / (variances[-1] + eps)))
    return fig, (
        f"{share:.1%} of the variance kept; the last direction is magnified {times:,.3g} times as "
        "much as the first."
    )


@styled
def draw_selection(features: int = 200, leak: bool = True) -> tuple[Figure, str]:
    """Return test accuracies on random labels, features chosen with or without the test half."""
    count = int(features)
    scores = np.array([lab03.chosen_features(count, leak=leak, seed=s) for s in range(10)])
    fig, ax = figure(size=(4.5, 2.1), margins=(0.2, 0.6, 0.2, 0.1))
    lift = np.linspace(-0.25, 0.25, len(scores))
    ax.plot(100 * scores, lift, "o", color=VERMILION if leak else BLUE, markersize=8, alpha=0.7)
    ax.axvline(50, color=GREY, linestyle=":", linewidth=1.2)
    ax.text(50.5, 0.36, "nothing to learn", fontsize=10, color=GREY)
    ax.set_xlim(25, 100)
    ax.set_ylim(-0.5, 0.6)
    ax.set_yticks([])
    ax.set_xlabel("test accuracy (%), ten draws")
    where = "all data" if leak else "the training half"
    mean, spread = 100 * scores.mean(), 100 * scores.std(ddof=1)
    return fig, f"20 of {count} features chosen on {where}: {mean:.0f} ± {spread:.0f} %."
