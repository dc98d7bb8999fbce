"""The live figures of the babysitting stage: each ``draw(...)`` returns a figure and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cs231n_core.stages import lab07
from cs231n_core.viz.losses import one_loss
from cs231n_core.viz.style import BLUE, GREY, VERMILION, VERMILION_INK, figure, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LN10 = float(np.log(10))


@styled
def draw_first_loss(reg: float = 1.0, scale: float = 0.01) -> tuple[Figure, str]:
    """Return the loss of an untrained net as a bar: its data part and its penalty."""
    loss, penalty = lab07.first_losses(reg, scale)
    fig, ax = figure(size=(7.2, 1.7), margins=(0.3, 0.6, 0.3, 0.1))
    ax.barh([0], [loss], color=BLUE, label="data")
    ax.barh([0], [penalty], left=[loss], color=VERMILION, hatch="//", label="penalty")
    ax.plot([LN10, LN10], [-0.5, 0.6], color="black", linestyle="--", label="ln 10")
    ax.set_xlim(0, max(6.0, 1.05 * (loss + penalty)))
    ax.set_ylim(-0.5, 1.6)
    ax.set_yticks([])
    ax.set_xlabel("loss before training")
    ax.legend(loc="upper left", ncols=3)
    verdict = "as guessing" if abs(loss - LN10) < 0.05 else "not the loss of guessing"
    return (
        fig,
        f"Data {loss:.3f} ({verdict}), penalty {penalty:.3f}, together {loss + penalty:.3f}.",
    )


@styled
def draw_live_run(rate: float = 0.01) -> tuple[Figure, str]:
    """Return the loss of a run that is made as you look: 60 steps, with the abort rule."""
    run = lab07.live_run(rate)
    fig, ax = figure(size=(6.2, 3.0), margins=(0.65, 0.6, 0.15, 0.1))
    one_loss(ax, np.asarray(run.losses))
    ax.axhline(LN10, color="black", linestyle="--", linewidth=1)
    ax.text(60, LN10 + 0.1, "ln 10", ha="right", fontsize=10)
    ax.axhline(3 * run.losses[0], color=VERMILION, linestyle=":", linewidth=1.5)
    ax.text(60, 3 * run.losses[0] + 0.1, "3 × first", ha="right", fontsize=10, color=VERMILION_INK)
    if run.stopped:
        ax.plot(run.steps, min(run.losses[-1], 8.0), "X", color=VERMILION, markersize=12)
    ax.set_xlim(0, 61)
    ax.set_ylim(0, 8.5)
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    end = f"{run.stopped}." if run.stopped else f"Loss {run.losses[-1]:.2f} after 60 steps."
    return fig, f"{end} Validation accuracy {run.log[-1].val:.0%}."


@styled
def draw_curve_game(number: int = 1, guess: str = "?") -> tuple[Figure, str]:
    """Return a loss curve to be named, and whether the guess was right."""
    rng = np.random.default_rng([7, number])
    kind = lab07.KINDS[(5 * number + number // 6) % len(lab07.KINDS)]
    losses = lab07.make_curve(kind, rng, length=150, noise=0.04)
    right = guess == kind
    fig, ax = figure(size=(6.2, 2.8), margins=(0.65, 0.6, 0.15, 0.35))
    one_loss(ax, losses)
    ax.set_ylim(bottom=0)
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    if guess == "?":
        ax.set_title(f"Run {number}: what is it?", fontweight="bold")
        return fig, f"Run {number} waits for your diagnosis."
    mark, colour = ("✓", BLUE) if right else ("✗", VERMILION_INK)
    ax.set_title(f"Run {number}: {guess} {mark}", fontweight="bold", color=colour)
    verdict = "right" if right else "not this one; look at start, middle and end"
    return fig, f"Run {number}, your diagnosis {guess} is {verdict}."


@styled
def draw_console(rate: float = 0.1, cut_after: int = 0, cut_to: float = 0.1) -> tuple[Figure, str]:
    """Return one run of 90 steps under two rates: the knobs of whoever has one run only."""
    run = lab07.live_run(rate, steps=90, cut_after=cut_after, cut_to=cut_to)
    fig, ax = figure(size=(6.2, 3.0), margins=(0.65, 0.6, 0.15, 0.1))
    one_loss(ax, np.minimum(run.losses, 4.6))
    if cut_after:
        ax.axvline(cut_after, color=GREY, linestyle="--", linewidth=1)
        ax.text(cut_after + 1, 4.75, f"rate × {cut_to:.2g}", fontsize=10, color=GREY)
    if run.stopped:
        ax.plot(run.steps, min(run.losses[-1], 4.3), "X", color=VERMILION, markersize=12)
    ax.set_xlim(0, 91)
    ax.set_ylim(0, 5.2)
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    end = f"{run.stopped}" if run.stopped else f"loss {np.mean(run.losses[-10:]):.2f} at the end"
    schedule = f"then {rate * cut_to:.2g}" if cut_after else "to the end"
    return fig, f"Rate {rate:.2g}, {schedule}, {end}, validation accuracy {run.log[-1].val:.1%}."
