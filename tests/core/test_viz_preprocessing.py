"""The figures of the preprocessing stage: drawn without a warning, and what they say."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cs231n_core import viz
from cs231n_core.viz.preprocessing import mosaic

RNG = np.random.default_rng(0)
FIGURES: dict[str, Callable[[], Figure]] = {
    "clouds": lambda: viz.clouds(
        {"far": RNG.normal(9, 1, (50, 2)), "near": RNG.normal(size=(50, 2))}, finding="f"
    ),
    "pictures": lambda: viz.picture_rows(
        {"grey": RNG.random((4, 5, 5)), "colour": RNG.random((4, 5, 5, 3))}, finding="f"
    ),
}
DRAWS: list[tuple[Callable[..., tuple[Figure, str]], dict[str, Any], str]] = [
    (viz.draw_conditioning, {"ratio": 1.0, "offset": 0.0}, "κ = 1; at the best rate 1 step."),
    (viz.draw_conditioning, {"ratio": 30.0, "offset": 10.0, "angle": 90}, "steps"),
    (viz.draw_whitening, {"k": 256.0, "eps": 0.01}, "100.0% of the variance"),
    (viz.draw_whitening, {"k": 1.0, "eps": 10_000.0}, "is magnified 1 times"),
    (viz.draw_selection, {"features": 1000.0, "leak": True}, "chosen on all data"),
    (viz.draw_selection, {"features": 20.0, "leak": False}, "chosen on the training half"),
]


def sizes(figure: Figure) -> list[float]:
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [float(text.get_fontsize()) for text in texts]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_without_a_warning_and_legible(name: str) -> None:
    figure = FIGURES[name]()
    figure.savefig(io.BytesIO(), format="png")
    assert min(sizes(figure)) >= 10


@pytest.mark.parametrize(("draw", "values", "says"), DRAWS)
def test_a_draw_function_returns_a_legible_figure_and_its_sentence(
    draw: Callable[..., tuple[Figure, str]], values: dict[str, Any], says: str
) -> None:
    figure, sentence = draw(**values)
    figure.savefig(io.BytesIO(), format="png")
    assert min(sizes(figure)) >= 10
    assert says in sentence


def test_a_cloud_far_away_is_drawn_with_the_origin() -> None:
    figure = viz.clouds({"a": RNG.normal(9, 1, (50, 2)), "b": RNG.normal(size=(9, 2))}, finding="f")
    for ax in figure.axes:
        assert ax.get_xlim()[0] < 0 < ax.get_xlim()[1]
        assert ax.get_ylim()[0] < 0 < ax.get_ylim()[1]


def test_a_mosaic_stretches_each_image_or_keeps_grey_levels() -> None:
    images = np.array([[[0.0, 10.0]], [[100.0, 255.0]], [[7.0, 7.0]]])
    np.testing.assert_allclose(mosaic(images), [[0, 1, 1, 0, 1, 1, 0, 0]])
    kept = mosaic(images, each=False)
    np.testing.assert_allclose(kept[0, [1, 3, 4]] * 255, [10, 100, 255])
