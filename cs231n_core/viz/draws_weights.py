"""The four live figures of first weights: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages import lab04
from cs231n_core.viz.style import BLUE, GREY, LINES, VERMILION, figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDEST = 500


@lru_cache(maxsize=1)
def _stack() -> lab04.Stack:
    return lab04.make_stack(WIDEST, 10, dtype=np.float32)


def _narrowed(width: int) -> lab04.Stack:
    """Return the widest stack's corner: the same numbers at every width."""
    full = _stack()
    units = tuple(unit[:width, :width] for unit in full.units)
    return lab04.Stack(full.x[:, :width], units, full.dout[:, :width])


@styled
def draw_stack(
    std: float = 0.045, activation: str = "tanh", width: int = 500
) -> tuple[Figure, str]:
    """Return outputs and weight gradients of ten layers whose weights have this size."""
    passes = lab04.both_passes(_narrowed(width), std, activation)
    fig, (left, middle, right) = figure(
        1, 3, size=(8.9, 3.1), margins=(0.5, 0.5, 0.15, 0.3), width_ratios=(1.25, 1, 1)
    )
    fig.subplots_adjust(wspace=0.42)
    _density(left, passes, (-1.0, 1.0) if activation == "tanh" else (0.0, 3.0))
    for ax, values, name in ((middle, passes.std, "outputs"), (right, passes.dw, "gradient of W")):
        colour = BLUE if name == "outputs" else VERMILION
        _powers(ax, np.arange(1, 11), values, colour, _decades(values))
        ax.set_title(f"size of the {name}", fontsize=11)
        ax.set_xlabel("layer")
        ax.set_xticks([1, 4, 7, 10])
    state = f"std {passes.std[0]:.2g} in layer 1, {passes.std[-1]:.2g} in layer 10"
    grown = passes.dw[0] / passes.dw[-1] if passes.dw[-1] > 0 else float("nan")
    end = f"{passes.saturated[-1]:.0%} saturated, " if activation == "tanh" else ""
    return fig, f"{state}; {end}gradient of W1 : W10 = {grown:.2g}."


def _density(ax: Axes, passes: lab04.Passes, span: tuple[float, float]) -> None:
    rows = [
        np.histogram(np.clip(h, *span), bins=41, range=span)[0] / h.size for h in passes.outputs
    ]
    peaks = np.array([np.sqrt(row / row.max()) for row in rows])
    ax.imshow(peaks, aspect="auto", extent=(*span, 10.5, 0.5), cmap="Blues", vmin=0, vmax=1)
    ax.grid(visible=False)
    ax.set_yticks([1, 4, 7, 10])
    ax.set_ylabel("layer")
    ax.set_xlabel("output (dark: many)")
    ax.set_title("where the outputs lie", fontsize=11)


def _decades(values: Array) -> tuple[int, int]:
    """Return powers of ten, an even number apart, around positive values."""
    good = values[values > 0]
    if not len(good):
        return -2, 2
    low, high = np.floor(np.log10(good.min()) / 2), np.ceil(np.log10(good.max()) / 2)
    return int(2 * low), int(2 * max(high, low + 1))


def _powers(ax: Axes, x: Any, y: Any, colour: str, span: tuple[int, int], **style: Any) -> None:
    """Draw y over x with a logarithmic axis that has few ticks: those of matplotlib are slow."""
    low, high = span
    positive = np.where(np.asarray(y) > 0, y, np.nan)
    style = {"marker": "o", "markersize": 5, **style}
    ax.plot(x, np.clip(np.log10(positive), low, high), color=colour, **style)
    ax.set_ylim(low - 0.05, high + 0.05)
    step = max(1, (high - low) // 4)
    ticks = list(range(low, high + 1, step))
    ax.set_yticks(ticks, [f"1e{power}" for power in ticks])


@styled
def draw_fan_in(fan_in: int = 64, scaled: bool = False) -> tuple[Figure, str]:
    """Return the sum of ``fan_in`` products, with weights of std .1 or of std 1/√fan_in."""
    count = int(fan_in)
    std = count**-0.5 if scaled else 0.1
    sums = lab04.sample_sums(count, std)
    fig, ax = figure(size=(5.6, 3.0), margins=(0.35, 0.55, 0.15, 0.1))
    counts, edges = np.histogram(np.clip(sums, -8, 8), bins=64, range=(-8, 8))
    ax.stairs(counts / counts.max(), edges, fill=True, color=BLUE)
    bell = np.exp(-(np.linspace(-8, 8, 200) ** 2) / 2)
    ax.plot(np.linspace(-8, 8, 200), bell, "--", color=VERMILION, label="N(0, 1)")
    ax.set_yticks([])
    ax.set_xlabel("sum over the inputs (beyond ±8 at the ends)")
    ax.legend(loc="upper left")
    kind = f"1/√{count} = {std:.3g}" if scaled else "0.1"
    return fig, f"{count} inputs, weights of std {kind}: the sum has std {sums.std():.2g}."


@styled
def draw_ratio(ratio: float = 0.25, rule: str = "He, fan_in") -> tuple[Figure, str]:
    """Return what a ReLU layer does to second moments forward and backward, by n_out / n_in."""
    fig, ax = figure(size=(6.4, 3.3), margins=(0.75, 0.6, 0.15, 0.1))
    powers = np.linspace(-6, 6, 49)
    rows = [lab04.forward_and_backward(1, r, lab04.RELU_RULES[rule](1, r)) for r in 2.0**powers]
    here = lab04.forward_and_backward(1, ratio, lab04.RELU_RULES[rule](1, ratio))
    forward, back = [row.forward for row in rows], [row.backward for row in rows]
    _powers(ax, powers, forward, BLUE, (-2, 2), marker="", label="outputs, forward")
    _powers(
        *(ax, powers, back, VERMILION, (-2, 2)),
        marker="", linestyle=LINES[1], label="gradient, backward",
    )  # fmt: skip
    at = np.full(2, np.log2(ratio))
    _powers(ax, at, [here.forward, here.backward], "black", (-2, 2), linestyle="")
    ax.axvline(float(at[0]), color=GREY, linewidth=1)
    ax.set_xticks([-6, -4, -2, 0, 2, 4, 6], ["1/64", "1/16", "1/4", "1", "4", "16", "64"])
    ax.set_xlabel("n_out / n_in (log scale)")
    ax.set_ylabel("factor on the square")
    ax.legend(loc="upper center", frameon=True, edgecolor="none", facecolor="white", framealpha=1)
    text = f"forward × {here.forward:.3g}, backward × {here.backward:.3g} per layer"
    return fig, f"Second moments: {text}."


@styled
def draw_spirals(rule: str = "He", depth: int = 5) -> tuple[Figure, str]:
    """Return what a net learned of two spirals in 60 steps, and its loss on the way."""
    from matplotlib.colors import ListedColormap  # slow: only when a figure is drawn

    run = lab04.train_on_spirals(rule, depth=depth)
    fig, (left, right) = figure(1, 2, size=(7.4, 3.3), margins=(0.4, 0.5, 0.15, 0.3))
    pale = ListedColormap(["#bcdcf0", "#f6d3b8"])
    square = {"extent": (-1.8, 1.8, -1.8, 1.8), "origin": "lower"}
    left.imshow(run.grid > 0.5, cmap=pale, vmin=0, vmax=1, **square)
    x, y = lab04.spirals()
    left.plot(*x[y == 0].T, "o", color=BLUE, markersize=4)
    left.plot(*x[y == 1].T, "s", color=VERMILION, markersize=4)
    left.grid(visible=False)
    left.set_xticks([])
    left.set_yticks([])
    left.set_title(f"{rule}, {depth} layers", fontsize=11)
    steps = np.arange(1, len(run.losses) + 1)
    _powers(right, steps, np.nan_to_num(run.losses, nan=1e3), BLUE, (-3, 3), marker="")
    right.axhline(np.log10(np.log(2)), color=GREY, linewidth=1, linestyle=":")
    right.set_xlim(0, 60)
    right.set_xlabel("step")
    right.set_title("loss (log scale; dotted: guessing)", fontsize=11)
    last = run.losses[-1]
    known = f"loss {last:.2g}" if np.isfinite(last) else "the loss is no number"
    return fig, f"{run.accuracy:.0%} of the points right after {len(steps)} steps, {known}."
