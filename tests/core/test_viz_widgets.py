"""`explore`: a static twin first, then controls that redraw a figure and say what it shows."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from cs231n_core.viz import images, widgets
from cs231n_core.viz.controls import Choice, LogSlider, Slider, Switch, said

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SCALE = Slider(0.0, 4.0, 0.5, 1.0, "input scale")


@pytest.fixture(autouse=True)
def _agg() -> Iterator[None]:
    with mpl.rc_context():
        plt.switch_backend("agg")
        yield
    assert not plt.get_fignums()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Record what would be displayed: (bundle, metadata) in order."""
    outputs: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def record(data: dict[str, Any], *, raw: bool, metadata: Any = None) -> None:
        assert raw
        outputs.append((data, metadata or {}))

    monkeypatch.setattr(images, "display", record)
    monkeypatch.setattr(widgets, "display", record)
    return outputs


def line(scale: float = 1.0, shift: float = 0.0) -> tuple[Figure, str]:
    """A figure whose picture and text both depend on the values; made by pyplot on purpose."""
    figure, ax = plt.subplots(figsize=(3, 2), dpi=50)
    ax.plot([0, 1], [shift, scale])
    ax.set_ylim(-5, 5)
    return figure, f"the line ends at {scale:g} <now>"


def live(draw: Any = line, **controls: Any) -> tuple[list[Any], Any, Any]:
    row, state, picture = widgets.panel(draw, "A line", controls or {"scale": SCALE}).children
    return list(row.children), state, picture


def test_the_static_twin_is_one_picture_with_a_text_that_says_what_each_setting_shows(
    shown: list[Any],
) -> None:
    widgets.explore(line, twin=[{"scale": 1.0}, {"scale": 3.0}], title="A line", scale=SCALE)
    (data, metadata), _ = shown
    height, width = imread(io.BytesIO(data["image/png"])).shape[:2]
    assert width == 2 * 150 + 16
    assert height > 100
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert data["text/plain"] == (
        "A line. input scale 1: the line ends at 1 <now> input scale 3: the line ends at 3 <now>"
    )
    assert 'alt="A line. input scale 1: the line ends at 1 &lt;now&gt;' in data["text/html"]


def test_the_twin_comes_before_the_live_widget_which_leaves_a_text_on_paper(
    shown: list[Any],
) -> None:
    widgets.explore(line, twin=[{}], title="A line", scale=SCALE)
    assert ["image/png" in data for data, _ in shown] == [True, False]
    bundle = shown[1][0]
    assert set(bundle) == {WIDGET_VIEW, "text/plain"}
    assert bundle["text/plain"] == "[A line: run this cell in Jupyter to move input scale]"


def test_a_twin_takes_the_controls_own_value_for_what_it_leaves_out(shown: list[Any]) -> None:
    shift = Slider(-1, 1, 1, -1, "shift")
    widgets.explore(line, twin=[{"scale": 2.0}], title="A line", scale=SCALE, shift=shift)
    assert shown[0][0]["text/plain"].startswith("A line. input scale 2, shift -1: ")


def test_moving_a_control_changes_the_picture_its_text_alternative_and_the_state() -> None:
    (slider,), state, picture = live()
    before = picture.value
    slider.value = 3.5
    assert "input scale 3.5: the line ends at 3.5 &lt;now&gt;" in state.value
    assert 'alt="A line: the line ends at 3.5 &lt;now&gt;"' in picture.value
    assert pixels_of(picture.value).shape[:2] == (100, 150)
    assert np.any(pixels_of(before) != pixels_of(picture.value))


def test_the_state_is_announced_politely_and_an_error_at_once() -> None:
    def broken(scale: float) -> tuple[Figure, str]:
        if scale > 2:
            raise ValueError("no <such> scale")
        return line(scale)

    (slider,), state, picture = live(broken)
    assert 'role="status" aria-live="polite"' in state.value
    slider.value = 3.0
    assert 'role="alert" aria-live="assertive"' in state.value
    assert "No figure for these values (ValueError: no &lt;such&gt; scale)" in state.value
    assert picture.value == ""
    slider.value = 1.0
    assert "the line ends at 1" in state.value
    assert "<img" in picture.value


def test_a_figure_left_open_by_a_failing_draw_is_closed() -> None:
    def broken(scale: float) -> tuple[Figure, str]:
        line(scale)
        raise RuntimeError("after the figure was made")

    _, state, _ = live(broken)
    assert "after the figure was made" in state.value
    assert not plt.get_fignums()


def test_figures_that_the_reader_had_open_stay_open() -> None:
    mine = plt.figure()
    live()
    assert plt.fignum_exists(mine.number)
    plt.close(mine)


def test_a_function_that_is_not_written_yet_is_a_sentence_in_the_twin_and_in_the_widget(
    shown: list[Any],
) -> None:
    def unwritten(scale: float) -> tuple[Figure, str]:
        raise NotImplementedError

    widgets.explore(unwritten, twin=[{}], title="A line", scale=SCALE)
    assert "not written yet" in shown[0][0]["text/plain"]
    assert "not written yet" in live(unwritten)[1].value


def test_a_broken_draw_stops_the_cell_at_the_twin(shown: list[Any]) -> None:
    def broken(scale: float) -> tuple[Figure, str]:
        raise KeyError("typo")

    with pytest.raises(KeyError, match="typo"):
        widgets.explore(broken, twin=[{}], title="A line", scale=SCALE)
    assert shown == []


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        (Slider(0, 10, 1, 5, "count"), "IntSlider"),
        (Slider(0, 1, 0.1, 0.5, "share"), "FloatSlider"),
        (LogSlider(0.1, 10, 10, 1.0, "scale"), "FloatLogSlider"),
        (Switch(True, "centred"), "Checkbox"),
        (Choice(["relu", "tanh"], "tanh", "activation"), "ToggleButtons"),
    ],
)
def test_every_control_is_native_labelled_and_starts_at_its_value(control: Any, kind: str) -> None:
    built = control.build()
    assert type(built).__name__ == kind
    assert built.description == control.label
    assert built.value == control.value


def test_a_log_slider_covers_its_range_in_equal_ratios() -> None:
    built = LogSlider(0.1, 10, 10, 1.0, "scale").build()
    assert built.base**built.min == pytest.approx(0.1)
    assert built.base**built.max == pytest.approx(10)
    assert built.step == pytest.approx(0.1)


def test_a_setting_is_said_as_a_reader_would_say_it() -> None:
    assert said(Choice(["relu"], "relu", "activation"), "relu") == "activation relu"
    assert said(Switch(True, "centred inputs"), False) == "centred inputs off"
    assert said(SCALE, 0.123456) == "input scale 0.123"


@pytest.mark.parametrize(
    ("twin", "controls", "message"),
    [
        ([{}], {}, r"the number of controls is 0, expected 1 to 3"),
        ([{}], dict.fromkeys("abcd", SCALE), r"the number of controls is 4, expected 1 to 3"),
        ([], {"scale": SCALE}, r"twin is \[\], expected at least one setting"),
        ([{"scal": 1.0}], {"scale": SCALE}, r"twin sets 'scal', expected one of scale"),
        ([{"scale": 5.0}], {"scale": SCALE}, r"scale is 5\.0, expected a number from 0\.0 to 4\.0"),
        ([{"scale": "1"}], {"scale": SCALE}, r"scale is '1', expected a number"),
        ([{}], {"scale": Slider(0, 1, 1, 2, "s")}, r"scale is 2, expected a number from 0 to 1"),
        ([{"on": 1}], {"on": Switch(True, "s")}, r"on is 1, expected True or False"),
        ([{"f": "elu"}], {"f": Choice(["relu"], "relu", "f")}, r"f is 'elu', expected one of 're"),
    ],
)
def test_explore_refuses_what_its_controls_cannot_show(
    shown: list[Any], twin: Any, controls: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        widgets.explore(line, twin=twin, title="A line", **controls)
    assert shown == []


def test_a_picture_without_a_text_alternative_is_refused() -> None:
    with pytest.raises(ValueError, match="alt is ' ', expected a sentence"):
        images.show_picture(np.zeros((2, 2, 3), dtype=np.uint8), " ")


def test_a_long_caption_is_wrapped_inside_the_picture() -> None:
    picture = images.captioned(line()[0], "scale 1", "a word and another " * 12)
    plain = images.captioned(line()[0], "scale 1", "a word")
    assert picture.shape[0] > plain.shape[0]
    assert np.all(picture[:, -2:] == 255)


def pixels_of(tag: str) -> np.ndarray:
    match = re.search(r"base64,([^\"]+)", tag)
    assert match
    decoded: np.ndarray = imread(io.BytesIO(base64.b64decode(match.group(1))))
    return decoded
