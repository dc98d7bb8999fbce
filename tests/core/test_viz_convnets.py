"""The figures of the ConvNet stage: drawn without a warning, and what they say."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cs231n_core import viz
from cs231n_core.stages import lab06 as lab

W = np.random.default_rng(0).normal(size=(6, 3, 3, 3))

FIGURES: dict[str, Callable[[], Figure]] = {
    "sliding_window": viz.sliding_window,
    "columns_picture": viz.columns_picture,
    "pictures": lambda: viz.pictures({"a": np.eye(4), "b": np.eye(5)}, finding="f"),
    "filter_sheets": lambda: viz.filter_sheets({"before": W, "after": 2 * W}, finding="f"),
    "path_times": lambda: viz.path_times(
        [8, 16], {"a": [1.0, 2.0], "b": [3.0, 4.0]}, finding="f", where="w"
    ),
}

DRAWS: list[tuple[Callable[..., tuple[Figure, str]], dict[str, Any]]] = [
    (viz.draw_reads, {"window": 1, "stride": 4, "pad": 0}),
    (viz.draw_reads, {"window": 5, "stride": 1, "pad": 2}),
    (viz.draw_filter, {"name": "blur", "centre": -4.0, "stride": 3}),
    (viz.draw_filter, {"name": "nothing", "centre": -1.0}),
    (viz.draw_times, {"size": "8", "way": "backward"}),
]


def sizes(figure: Figure) -> list[float]:
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [float(text.get_fontsize()) for text in texts]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_without_a_warning_and_legible(name: str) -> None:
    figure = FIGURES[name]()
    figure.savefig(io.BytesIO(), format="png")
    assert min(sizes(figure)) >= 10


@pytest.mark.parametrize(("draw", "values"), DRAWS)
def test_a_draw_function_returns_a_legible_figure_and_a_sentence(
    draw: Callable[..., tuple[Figure, str]], values: dict[str, Any]
) -> None:
    figure, text = draw(**values)
    figure.savefig(io.BytesIO(), format="png")
    assert min(sizes(figure)) >= 10
    assert text.endswith(".")
    assert len(text) > 30


def test_the_framed_window_of_the_picture_gives_the_framed_number() -> None:
    axes = viz.sliding_window().axes
    shown = [[float(t.get_text().replace("−", "-")) for t in ax.texts] for ax in axes]
    x, w, out = (
        np.array(v).reshape(s) for v, s in zip(shown, ((5, 7), (3, 2), (3, 6)), strict=True)
    )
    assert (x[1:4, 3:5] * w).sum() == out[1, 3] == 8


def test_the_shape_calculator_says_when_windows_do_not_tile() -> None:
    assert "The output is 8×10" in viz.draw_reads(3, 1, 1)[1]
    assert "left over" in viz.draw_reads(3, 4, 0)[1]


def test_the_filter_editor_adds_to_the_centre() -> None:
    assert "add up to 1.5" in viz.draw_filter("spots", 1.5, 1)[1]
    assert lab.kernel("spots")[1, 1] == 4
