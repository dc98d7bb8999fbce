"""Figures of training runs, the checklist, and what their sentences say."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core import viz
from cs231n_core.stages import lab07
from cs231n_core.viz import checklists


def test_the_first_loss_says_data_and_penalty_apart() -> None:
    _, small = viz.draw_first_loss(reg=0.01, scale=0.001)
    _, large = viz.draw_first_loss(reg=0.01, scale=1.0)
    assert "Data 2.303 (as guessing)" in small
    assert "not the loss of guessing" in large


def test_a_live_run_says_where_the_abort_rule_ended_it() -> None:
    assert "stopped after step" in viz.draw_live_run(rate=10.0)[1]
    assert "after 60 steps" in viz.draw_live_run(rate=1e-6)[1]


def test_the_game_knows_all_kinds_and_judges_a_guess() -> None:
    asked = [viz.draw_curve_game(number)[1] for number in (1, 2)]
    assert all("waits for your diagnosis" in text for text in asked)
    verdicts = [viz.draw_curve_game(2, kind)[1] for kind in lab07.KINDS]
    assert sum("is right" in text for text in verdicts) == 1


def test_the_console_cuts_the_rate_once() -> None:
    assert "Rate 0.1, then 0.02" in viz.draw_console(0.1, 50, 0.2)[1]
    assert "Rate 0.1, to the end" in viz.draw_console(0.1, 0, 0.2)[1]


def test_a_curve_that_is_no_number_breaks_off_with_a_cross() -> None:
    fig = viz.loss_gallery({"a": [2.0, 3.0, np.nan, np.nan], "b": [2.0, 1.0]}, finding="two")
    broken, whole = fig.axes[:2]
    assert [line.get_marker() for line in broken.lines] == ["None", "X"]
    assert [line.get_marker() for line in whole.lines] == ["None"]
    assert list(broken.lines[0].get_ydata()) == [2.0, 3.0]


def test_a_rate_that_explodes_for_one_seed_is_a_cross() -> None:
    losses = np.array([[2.0, 2.1], [1.9, 10.0]])
    fig = viz.rates_and_losses({"a": ([0.1, 1.0], losses)}, finding="f", where="", worst=10.0)
    crosses = [line for line in fig.axes[0].lines if line.get_marker() == "X"]
    assert [list(line.get_xdata()) for line in crosses] == [[1.0]]


def test_first_layers_have_a_row_per_network() -> None:
    w = np.random.default_rng(0).normal(size=(48, 12))
    fig = viz.first_layers({"a": w, "b": w}, finding="f", units=4)
    assert len(fig.axes) == 8


def test_averages_are_drawn_over_the_steps() -> None:
    fig = viz.scatter_and_average([3.0, 2.0], {"mean": [3.0, 2.5]}, finding="f", where="")
    assert [line.get_label() for line in fig.axes[0].lines] == ["each step", "mean"]


def test_ticks_of_a_checklist_are_still_there_when_it_is_shown_again(monkeypatch, capsys) -> None:
    shown = []
    monkeypatch.setattr(checklists, "show_live", lambda widget, instead: shown.append(widget))
    steps = {"look": "see", "think": "know"}
    viz.checklist("test-ticks", steps)
    shown[0].children[0].children[0].value = True
    assert "1 of 2 done" in shown[0].children[-1].value
    viz.checklist("test-ticks", steps)
    assert [row.children[0].value for row in shown[1].children[:2]] == [True, False]


def test_a_checklist_stands_as_text_where_no_front_end_is(monkeypatch) -> None:
    texts = []
    monkeypatch.setattr(checklists, "show_live", lambda widget, instead: texts.append(instead))
    viz.checklist("test-text", {"look": "see"})
    assert texts == ["☐ look: see"]
    with pytest.raises(ValueError, match="at least one step"):
        viz.checklist("test-none", {})
