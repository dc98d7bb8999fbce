"""The figures of the batch-normalisation stage: drawn without a warning, and what they say."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cs231n_core import viz
from cs231n_core.viz.batchnorm import EDGES, NODES

NUMBERS = np.random.default_rng(0).normal(size=(40, 1))
SHARES = np.array([[0.1, 0.2, 0.3], [np.nan, np.nan, np.nan], [0.4, np.nan, 0.5]])

FIGURES: dict[str, Callable[[], Figure]] = {
    "bn_graph": viz.bn_graph,
    "before_after": lambda: viz.before_after(NUMBERS, NUMBERS, finding="f", where="w"),
    "influence_map": lambda: viz.influence_map(np.eye(4) - 0.25, finding="f", where="w"),
    "trials": lambda: viz.trials(
        [0.1, 1, 10], {"a": SHARES, "b": SHARES}, finding="f", where="w", x_label="x"
    ),
    "violins": lambda: viz.violins(
        {"2": NUMBERS[:, 0], "4": NUMBERS[:, 0]}, finding="f", where="w", x_label="x", y_label="y"
    ),
}

DRAWS: list[tuple[Callable[..., tuple[Figure, str]], dict[str, Any]]] = [
    (viz.draw_mates, {"value": -8.0}),
    (viz.draw_mates, {"value": 8.0}),
    (viz.draw_tanh, {"gamma": 0.1, "beta": -4.0}),
    (viz.draw_tanh, {"gamma": 10.0, "beta": 4.0}),
    (viz.draw_jitter, {"size": "2"}),
    (viz.draw_jitter, {"size": "128"}),
    (viz.draw_weight_scale, {"std": 0.001}),
    (viz.draw_weight_scale, {"std": 2.0}),
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


def test_the_graph_has_twelve_nodes_that_all_lead_to_out() -> None:
    assert len(NODES) == 12
    reached = {"out"}
    for _ in NODES:
        reached |= {start for start, end in EDGES if end in reached}
    assert reached == set(NODES)


def test_the_trials_mark_what_exploded() -> None:
    words = [t.get_text() for t in FIGURES["trials"]().findobj(Text)]
    assert words.count("3 × NaN") == 2
    assert words.count("1 × NaN") == 2


def test_the_mates_figure_says_where_the_first_example_goes() -> None:
    _, near = viz.draw_mates(0.5)
    _, far = viz.draw_mates(8.0)
    numbers = [float(re.findall(r"-?\d+\.\d+", text)[-1]) for text in (near, far)]
    assert numbers[0] < numbers[1]


def test_the_tanh_figure_counts_what_is_saturated() -> None:
    shares = [float(viz.draw_tanh(g)[1].split("%")[0]) for g in (0.5, 1.0, 5.0)]
    assert shares[0] < 0.1
    # |tanh z| > .97 where |z| > 2.09: 3.6 % of a normal distribution.
    assert shares[1] == pytest.approx(3.6, abs=0.5)
    assert shares[2] > 60
