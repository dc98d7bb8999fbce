"""The five figures that answer to controls: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages import lab02
from cs231n_core.viz.neurons import gradient_quadrants, half_plane, weight_path
from cs231n_core.viz.style import BLUE, GREEN, GREY, ORANGE, VERMILION, figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FLAT = 0.01
"""Below this slope a sigmoid passes less than a hundredth of the gradient."""


@lru_cache(maxsize=1)
def _normal_numbers() -> Array:
    return np.random.default_rng(0).standard_normal(20_000)


@styled
def draw_saturation(scale: float = 1.0, shift: float = 0.0) -> tuple[Figure, str]:
    """Return histograms of a, σ(a) and σ'(a) for a = scale·z + shift, z standard normal."""
    a = scale * _normal_numbers() + shift
    value, slope = lab02.ACTIVATIONS["sigmoid"].both(a)
    flat = float((slope < FLAT).mean())
    fig, axes = figure(1, 3, size=(8.9, 2.3), margins=(0.4, 0.55, 0.2, 0.1))
    names = ("pre-activation a", "output σ(a)", "slope σ'(a)")
    spans = ((-20.0, 20.0), (0.0, 1.0), (0.0, 0.25))
    for ax, values, name, span in zip(axes, (a, value, slope), names, spans, strict=True):
        shares, edges = np.histogram(np.clip(values, *span), bins=40, range=span)
        ax.stairs(shares / len(a), edges, fill=True, color=BLUE)
        ax.set_xlabel(name)
        ax.set_yticks([])
        ax.set_xlim(*span)
        ax.locator_params(axis="x", nbins=4)
    axes[2].axvspan(0.0, FLAT, color=VERMILION, alpha=0.35)
    axes[0].set_ylabel("share of inputs")
    return fig, f"{flat:.0%} of the inputs have a slope below .01; mean output {value.mean():.2f}."


@lru_cache(maxsize=2)
def _descents(shift: float) -> tuple[lab02.ZigZag, lab02.ZigZag]:
    """Return descent by one example per step and by all, on inputs around ``shift``."""
    x, y = lab02.two_weight_data(shift=shift)
    noisy = lab02.follow(x, y, lr=0.5, steps=150, batch_size=1)
    return noisy, lab02.follow(x, y, lr=0.5, steps=600)


@styled
def draw_quadrants(positive: bool = True) -> tuple[Figure, str]:
    """Return the gradients that one example can give, and the path that the weights take."""
    noisy, smooth = _descents(1.0 if positive else 0.0)
    fig, (left, right) = figure(1, 2, size=(8.9, 3.7), margins=(0.75, 0.6, 0.15, 0.35))
    gradient_quadrants(left, noisy.gradients)
    left.set_title("Gradient of one example", fontweight="bold")
    weight_path(right, noisy.path, smooth.path)
    right.set_title("Where the weights go", fontweight="bold")
    kind = "positive inputs" if positive else "centred inputs"
    state = f"With {kind}, both components have one sign in {noisy.one_sign:.0%} of the gradients."
    return fig, state


@styled
def draw_cloud(angle: float = 45.0, bias: float = 0.0, offset: float = 0.0) -> tuple[Figure, str]:
    """Return a data cloud and the line where one ReLU unit switches."""
    fig, ax = figure(size=(4.4, 4.2), margins=(0.6, 0.55, 0.1, 0.1))
    active = half_plane(ax, lab02.cloud(offset=offset), angle, bias)
    badge, colour = "working", GREEN
    if active in (0.0, 1.0):
        badge, colour = ("DEAD", VERMILION) if active == 0.0 else ("ALWAYS ON", ORANGE)
    box = {"boxstyle": "round", "facecolor": "white", "edgecolor": colour, "linewidth": 2}
    ax.text(0.97, 0.05, badge, transform=ax.transAxes, ha="right", bbox=box, fontweight="bold")
    ax.legend(loc="upper left", markerscale=1.5)
    meaning = {"DEAD": "no gradient at all", "ALWAYS ON": "a linear unit", "working": "a real ReLU"}
    return fig, f"On for {active:.0%} of the 500 points: {badge.lower()}, {meaning[badge]}."


@styled
def draw_leak(slope: float = 0.1) -> tuple[Figure, str]:
    """Return the leaky ReLU by the sign of x, and the max formula that many texts print."""
    x = np.linspace(-3.0, 3.0, 301)
    fig, ax = figure(size=(4.4, 3.5), margins=(0.6, 0.55, 0.15, 0.1))
    out, _ = lab02.leaky(x, slope)
    ax.plot(x, out, color=BLUE, label="by the sign of x")
    ax.plot(x, np.maximum(slope * x, x), ":", color=VERMILION, linewidth=3, label="max(αx, x)")
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.set_ylim(-5, 6.5)
    ax.set_xlabel("x")
    ax.set_ylabel("out")
    ax.legend(loc="upper left")
    differ = "they differ" if np.abs(np.maximum(slope * x, x) - out).max() > 1e-12 else "they agree"
    ten = f"ten closed gates in a row pass {abs(slope) ** 10:.2g} of a gradient"
    return fig, f"Slope {slope:g} for x ≤ 0: {ten}; against max(αx, x): {differ}."


@styled
def draw_maxout(k: int = 3, spread: float = 1.0) -> tuple[Figure, str]:
    """Return the maxout of k lines that hug x² on [-1, 1], and each of its pieces."""
    fit = lab02.tangents(k, spread=spread)
    fig, ax = figure(size=(4.4, 3.5), margins=(0.6, 0.55, 0.15, 0.1))
    for w, b in zip(fit.w.ravel(), fit.b.ravel(), strict=True):
        ax.plot(fit.x, w * fit.x + b, color=GREY, linewidth=0.9, alpha=0.7)
    ax.plot(fit.x, fit.target, "--", color=BLUE, label="target x²")
    ax.plot(fit.x, fit.out, color=VERMILION, label=f"maxout, k = {k}")
    ax.set_ylim(-0.6, 1.3)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1])
    ax.set_xlabel("x")
    ax.legend(loc="lower right")
    return fig, f"{k} pieces, largest error {fit.error:.3f} (best possible {1 / (2 * k * k):.3f})."
