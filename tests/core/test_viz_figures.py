"""Every figure of the stages can be drawn without a warning, is legible, and says what it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cs231n_core import viz
from cs231n_core.stages import lab04
from cs231n_core.viz import style
from cs231n_core.viz.neurons import half_plane

X = np.linspace(1.0, 4.0, 9)
PASSES = lab04.both_passes(lab04.make_stack(20, 3, examples=8), 0.2, "tanh")

FIGURES: dict[str, Callable[[], Figure]] = {
    "neuron": lambda: viz.neuron("tanh"),
    "gates": lambda: viz.gates("ReLU", upstream=-0.5),
    "gallery": viz.gallery,
    "curves": lambda: viz.curves(
        X, {f"line {i}": X**i for i in range(5)}, finding="f", where="w", x_label="x",
        y_label="y", log="xy",
    ),
    "heat_map": lambda: viz.heat_map(
        -np.eye(3), ["a", "b", "c"], [0.0, -0.4, 1.0], finding="f", where="w"
    ),
    "dots": lambda: viz.dots(
        {"three": [0.1, 0.2, 0.4], "none": [], "one": [0.3], "lost": [None, 0.5]},
        finding="f", label="share (%)", percent=True,
    ),
    "dead_against_rate": lambda: viz.dead_against_rate(
        [0.1, 1.0], [[0.0, 0.2], []], [0, 3], finding="f", where="w"
    ),
    "two_readings": lambda: viz.two_readings(
        X, {"a": X}, {"b": X, "c": X**2}, names=("n", "m"), labels=("x", "y", "z"),
        right_log=True,
    ),
    "strips": lambda: viz.strips({"one": PASSES, "two": PASSES}, (1, 3), span=(0.0, 2.0)),
    "up_and_down": lambda: viz.up_and_down(
        {f"rule {i}": (PASSES.rms, i * PASSES.dw) for i in range(5)}, names=("n", "m")
    ),
    "by_depth": lambda: viz.by_depth(
        {"a": {2: [1.0, 1.1], 30: [2.0, 2.3]}, "b": {2: [0.5, 0.6]}},
        finding="f", where="w", label="loss", level=(2.3, "guessing"),
    ),
    "densities": lambda: viz.densities({"a": X, "b": -X}, finding="f", label="x"),
    "bars": lambda: viz.bars({"a": 0.001, "b": 20.0}, finding="f", label="ms", log=True),
}  # fmt: skip

DRAWS: list[tuple[Callable[..., tuple[Figure, str]], dict[str, Any]]] = [
    (viz.draw_saturation, {"scale": 0.1, "shift": -10.0}),
    (viz.draw_saturation, {"scale": 10.0, "shift": 10.0}),
    (viz.draw_quadrants, {"positive": True}),
    (viz.draw_quadrants, {"positive": False}),
    (viz.draw_cloud, {"angle": 0, "bias": -6.0, "offset": 0.0}),
    (viz.draw_cloud, {"angle": 360, "bias": 6.0, "offset": 4.0}),
    (viz.draw_leak, {"slope": -0.5}),
    (viz.draw_leak, {"slope": 2.0}),
    (viz.draw_maxout, {"k": 1, "spread": 0.2}),
    (viz.draw_maxout, {"k": 8, "spread": 1.0}),
    (viz.draw_stack, {"std": 0.001, "activation": "tanh", "width": 50}),
    (viz.draw_stack, {"std": 1.0, "activation": "ReLU", "width": 500}),
    (viz.draw_fan_in, {"fan_in": 4.0, "scaled": False}),
    (viz.draw_fan_in, {"fan_in": 4096.0, "scaled": True}),
    (viz.draw_ratio, {"ratio": 1 / 64, "rule": "He, fan_out"}),
    (viz.draw_ratio, {"ratio": 64.0, "rule": "4/(in+out)"}),
    (viz.draw_spirals, {"rule": "zeros", "depth": 2}),
    (viz.draw_spirals, {"rule": "std 1", "depth": 6}),
]


def smallest_text(figure: Figure) -> float:
    """Return the size in points of the smallest text that has letters."""
    texts = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_text().strip()]
    return min(float(text.get_fontsize()) for text in texts)


def saved(figure: Figure) -> bytes:
    """Return the figure as PNG bytes: only now does matplotlib lay everything out."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_without_a_warning_and_legible(name: str) -> None:
    figure = FIGURES[name]()
    assert len(saved(figure)) > 1000
    assert smallest_text(figure) >= 10
    assert figure.get_figwidth() <= 9.6


@pytest.mark.parametrize(("draw", "values"), DRAWS)
def test_a_draw_function_returns_a_figure_and_a_sentence(
    draw: Callable[..., tuple[Figure, str]], values: dict[str, Any]
) -> None:
    figure, text = draw(**values)
    assert isinstance(figure, Figure)
    assert len(saved(figure)) > 1000
    assert smallest_text(figure) >= 10
    assert text.endswith(".")
    assert 20 <= len(text) <= 140


@pytest.mark.parametrize(("draw", "values"), DRAWS)
def test_the_labels_of_a_live_figure_do_not_leave_it(
    draw: Callable[..., tuple[Figure, str]], values: dict[str, Any]
) -> None:
    figure, _ = draw(**values)
    saved(figure)
    width, height = figure.get_size_inches() * figure.dpi
    for ax in figure.axes:
        box = ax.get_tightbbox()
        assert box is not None
        assert box.x0 >= -1
        assert box.y0 >= -1
        assert box.x1 <= width + 1
        assert box.y1 <= height + 1


def test_figures_leave_nothing_open_in_pyplot_and_no_setting_changed() -> None:
    before = dict(mpl.rcParams)
    viz.gallery()
    assert plt.get_fignums() == []
    assert dict(mpl.rcParams) == before


def test_a_style_set_by_the_student_does_not_reach_the_figures() -> None:
    with mpl.rc_context({"font.size": 3, "axes.titlesize": 3}):
        assert smallest_text(viz.gallery()) >= 10


def test_the_saturation_figure_counts_slopes_below_a_hundredth() -> None:
    flat = abs(np.random.default_rng(0).standard_normal(20_000) * 6.0) > 4.5848
    _, text = viz.draw_saturation(scale=6.0, shift=0.0)
    assert text.startswith(f"{flat.mean():.0%} of the inputs")


@pytest.mark.parametrize(
    ("settings", "badge"),
    [
        ({"angle": 30, "bias": 0.0, "offset": 0.0}, "working"),
        ({"angle": 45, "bias": -4.0, "offset": 0.0}, "dead"),
        ({"angle": 225, "bias": 0.0, "offset": 4.0}, "dead"),
        ({"angle": 45, "bias": 0.0, "offset": 4.0}, "always on"),
    ],
)
def test_the_cloud_figure_names_the_state_of_the_unit(
    settings: dict[str, float], badge: str
) -> None:
    _, text = viz.draw_cloud(**settings)
    assert f": {badge}," in text


def test_the_cloud_figure_counts_the_points_on_the_positive_side() -> None:
    _, ax = style.figure()
    points = np.array([[1.0, 0.0], [2.0, 0.0], [-1.0, 0.0], [0.5, 0.0]])
    assert half_plane(ax, points, angle=0.0, bias=-0.75) == 0.5


@pytest.mark.parametrize(("slope", "verdict"), [(0.1, "agree"), (1.0, "agree"), (1.5, "differ")])
def test_the_leak_figure_says_when_the_max_formula_is_another_function(
    slope: float, verdict: str
) -> None:
    assert f"they {verdict}" in viz.draw_leak(slope=slope)[1]


def test_the_stack_figure_reads_its_numbers_off_the_passes() -> None:
    _, text = viz.draw_stack(std=1.0)
    # Weights of size 1 blow up the last bit: processors differ by a percent.
    assert re.search(r"; 9[123]% saturated", text)
    assert "std 0.98 in layer 1, 0.98 in layer 10" in text


@pytest.mark.parametrize(("rule", "factors"), [("He, fan_in", (1, 0.25)), ("He, fan_out", (4, 1))])
def test_the_ratio_figure_states_both_factors(rule: str, factors: tuple[float, float]) -> None:
    _, text = viz.draw_ratio(ratio=0.25, rule=rule)
    assert f"forward × {factors[0]:g}, backward × {factors[1]:g}" in text


def test_the_spirals_figure_says_when_training_ends_early() -> None:
    assert "the loss is no number" in viz.draw_spirals(rule="std 1", depth=6)[1]
    assert "after 60 steps" in viz.draw_spirals(rule="He", depth=3)[1]


def test_show_refuses_a_figure_without_a_description() -> None:
    with pytest.raises(ValueError, match="alt is 'a plot', expected a sentence"):
        viz.show(viz.neuron(), alt="a plot")


def test_counting_shows_every_round_and_hands_out_every_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []

    class Handle:
        def update(self, data: dict[str, str], raw: bool) -> None:
            assert raw
            shown.append(data["text/plain"])

    monkeypatch.setattr("cs231n_core.viz.progress.display", lambda *_a, **_k: Handle())
    assert list(viz.counting("training")(["a", "b"])) == ["a", "b"]
    assert shown == ["training: 0 of 2", "training: 1 of 2", "training: 2 of 2"]
