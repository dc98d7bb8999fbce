"""The live figures of batch normalisation: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages import lab05
from cs231n_core.viz.style import BLUE, COLOURS, GREY, VERMILION, figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SPAN = 8.0


@lru_cache(maxsize=1)
def _curves() -> tuple[Array, Array]:
    """Return the places of the fifth example, and all five normalised values for each."""
    places = np.linspace(-SPAN, SPAN, 161)
    return places, np.array([lab05.batch_of_five(float(value)) for value in places])


@styled
def draw_mates(value: float = 0.5) -> tuple[Figure, str]:
    """Return a batch of five before and after, and all five curves as the fifth is moved."""
    before, after = np.append(lab05.FIVE, value), lab05.batch_of_five(value)
    places, curves = _curves()
    fig, (left, right) = figure(1, 2, size=(8.9, 3.0), margins=(0.7, 0.6, 0.15, 0.15))
    for i in range(5):
        colour, width = (VERMILION, 2.4) if i == 4 else (BLUE, 1.2)
        left.plot([before[i], after[i]], [1, 0], "o-", color=colour, linewidth=width)
        right.plot(places, curves[:, i], color=colour, linewidth=width)
        right.plot(value, after[i], "o", color=colour)
    left.set_yticks([0, 1], ["x̂", "x"])
    left.set_xlim(-SPAN, SPAN)
    left.set_ylim(-0.3, 1.3)
    left.set_xlabel("value")
    right.axvline(value, color=GREY, linewidth=0.8)
    right.set_xlabel("x of the fifth example")
    right.set_ylabel("x̂ of all five")
    return fig, (
        f"The fifth example at {value:g} becomes {after[4]:.2f}; the first, which stays at "
        f"{before[0]:g}, becomes {after[0]:.2f}."
    )


@lru_cache(maxsize=1)
def _normal() -> Array:
    return np.random.default_rng(0).normal(size=10_000)


@styled
def draw_tanh(gamma: float = 1.0, beta: float = 0.0) -> tuple[Figure, str]:
    """Return the histograms of γx̂ + β and of its tanh, for normal x̂."""
    pre = gamma * _normal() + beta
    fig, axes = figure(1, 2, size=(8.4, 2.4), margins=(0.4, 0.55, 0.2, 0.1))
    spans = ((-10.0, 10.0), (-1.0, 1.0))
    names = ("γ · x̂ + β", "tanh of it")
    for ax, values, span, name in zip(axes, (pre, np.tanh(pre)), spans, names, strict=True):
        shares, edges = np.histogram(np.clip(values, *span), bins=50, range=span)
        ax.stairs(shares / len(values), edges, fill=True, color=BLUE)
        ax.set_xlim(*span)
        ax.set_yticks([])
        ax.locator_params(axis="x", nbins=5)
        ax.set_xlabel(name)
    for low in (-1.0, 0.97):
        axes[1].axvspan(low, low + 0.03, color=VERMILION, alpha=0.35)
    share = lab05.saturated(gamma, beta)
    return fig, f"{share:.1%} of the outputs lie beyond ±0.97."


@lru_cache(maxsize=16)
def _jitter(size: int) -> Array:
    return lab05.jitter(size, draws=500)


@styled
def draw_jitter(size: str = "8") -> tuple[Figure, str]:
    """Return what becomes of x = 1 in 500 batches of so many examples, a whole number as text."""
    values = _jitter(int(size))
    across = np.random.default_rng(1).uniform(-1, 1, len(values))
    fig, ax = figure(size=(6.4, 2.3), margins=(0.3, 0.6, 0.2, 0.1))
    ax.plot(values, across, "o", color=BLUE, alpha=0.35, markersize=4)
    ax.axvline(1.0, color=VERMILION, linestyle="--")
    ax.set_xlim(-1.6, 3.2)
    ax.set_ylim(-1.6, 1.6)
    ax.set_yticks([])
    ax.set_xlabel("x̂ of the same example, x = 1 (dashed: 1)")
    return fig, f"Mean {values.mean():.2f}, standard deviation {values.std():.2f}."


@lru_cache(maxsize=64)
def _flow(std: float, norm: str) -> lab05.Flow:
    return lab05.flow(std, norm)


@styled
def draw_weight_scale(std: float = 0.1) -> tuple[Figure, str]:
    """Return sizes of signal and gradient per layer, without and with batch normalisation."""
    fig, axes = figure(1, 2, size=(8.9, 2.9), margins=(0.8, 0.6, 0.15, 0.35))
    found = {norm: _flow(float(std), norm) for norm in lab05.PAIR}
    labels = {"none": "plain", "before": "batch norm"}
    for norm, style, colour in (("none", "s--", COLOURS[1]), ("before", "o-", COLOURS[0])):
        layers = np.arange(1, len(found[norm].signal) + 1)
        axes[0].plot(layers, found[norm].signal, style, color=colour, label=labels[norm])
        axes[1].plot(layers, found[norm].gradient, style, color=colour, label=labels[norm])
    for ax, name in zip(axes, ("Size before the activation", "Size of dW"), strict=True):
        ax.set_yscale("log")
        ax.set_ylim(1e-10, 1e5)
        ax.set_xticks(range(1, 6))
        ax.set_xlabel("layer")
        ax.set_title(f"{name} (log scale)", fontweight="bold")
    axes[0].legend(loc="lower left")
    last = {norm: found[norm].signal[-1] for norm in lab05.PAIR}
    first = {norm: found[norm].gradient[0] for norm in lab05.PAIR}
    return fig, (
        f"Weights of std {std:.3g}: before the fifth activation {last['none']:.2g} plain, "
        f"{last['before']:.2g} with batch norm; dW of layer 1 {first['none']:.2g} and "
        f"{first['before']:.2g}."
    )
