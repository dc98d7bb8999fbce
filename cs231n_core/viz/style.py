"""How every figure looks and is shown: one style, one palette, a text for those who cannot see it.

Figures are plain ``matplotlib.figure.Figure`` objects made by `figure`, never pyplot's: nothing is
left open, nothing depends on the order of cells, and a figure function returns what it drew.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from cs231n_core.errors import explain
from cs231n_core.viz.images import pixels, show_picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#E69F00"
SKY = "#56B4E9"
VERMILION_INK = "#B04A00"
"""Vermilion for words: 5.5 to 1 against white, where the colour of the lines has 3.9."""

GREY = "#6b6b6b"
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, "#000000")
"""Okabe and Ito's colours. Blue is the case that works, vermilion the one that fails."""

LINES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)))
"""Line styles, so that no curve is told from another by its colour alone."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "h", "<")

STYLE = str(Path(__file__).with_name("cs231n.mplstyle"))

P = ParamSpec("P")
R = TypeVar("R")


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Return ``draw`` running under the notebooks' matplotlib style, whatever is set outside."""

    @functools.wraps(draw)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        import matplotlib.style as mpl_style  # slow: only when a figure is drawn

        with mpl_style.context(STYLE, after_reset=True):
            return draw(*args, **kwargs)

    return inner


def figure(
    rows: int = 1,
    columns: int = 1,
    size: tuple[float, float] = (7.2, 3.6),
    margins: tuple[float, float, float, float] | None = None,
    **options: Any,
) -> tuple[Figure, Any]:
    """Return a new figure and its axes, as ``plt.subplots`` does, without pyplot's global list.

    Parameters
    ----------
    rows, columns : int
        The grid of axes.
    size : (2,) floats
        Width and height in inches.
    margins : (4,) floats or None
        Inches at the left, at the bottom, at the right and at the top. With them the layout is
        fixed, and a figure that is drawn again and again takes a third of the time.
    **options
        Handed to ``Figure.subplots``: ``sharex``, ``sharey``, ``width_ratios``, ``squeeze``.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"figure.constrained_layout.use": margins is None}):
        fig = Figure(figsize=size)
    if margins is not None:
        (width, height), (left, bottom, right, top) = size, margins
        fig.subplots_adjust(left / width, bottom / height, 1 - right / width, 1 - top / height)
    return fig, fig.subplots(rows, columns, **options)


def title(ax: Axes, finding: str, where: str = "") -> None:
    """Put the finding above the axes and, below it in grey, on what it was measured."""
    ax.set_title(f"{finding}\n" if where else finding, fontweight="bold")
    if where:
        ax.text(0.0, 1.025, where, transform=ax.transAxes, fontsize=10, color=GREY, va="bottom")


def show(fig: Figure, alt: str) -> None:
    """Show a figure in the notebook together with what it shows in words.

    Parameters
    ----------
    fig : Figure
    alt : str
        One to three sentences: what is drawn and what one is meant to see. It becomes the
        picture's alternative text.

    Raises
    ------
    ValueError
        If ``alt`` is shorter than 30 characters, which cannot describe a figure.
    """
    alt = " ".join(alt.split())
    if len(alt) < 30:
        raise ValueError(explain("show", "alt is", repr(alt), "a sentence that describes it"))
    show_picture(pixels(fig), alt)
