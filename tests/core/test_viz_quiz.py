"""Predictions that are kept until one looks back, and questions that mark themselves."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from cs231n_core.viz import look_back, predict, predictions, quiz, widgets

# The package's name `quiz` is the function; the module behind it has the same name.
quiz_module = importlib.import_module("cs231n_core.viz.quiz")
OPTIONS = ["0.25", "0.5", "1"]


@pytest.fixture(autouse=True)
def _no_predictions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiz_module, "_PREDICTIONS", {})


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Record what is displayed: the widgets themselves, and the texts that stand for them."""
    outputs: list[Any] = []

    def record_live(widget: Any, instead: str) -> None:
        outputs.append((widget, instead))

    monkeypatch.setattr(quiz_module, "show_live", record_live)
    monkeypatch.setattr(quiz_module, "display", lambda data, raw: outputs.append(data))
    return outputs


def test_a_prediction_is_kept_and_compared_with_what_was_measured(shown: list[Any]) -> None:
    predict("slope-at-zero", "How steep is the sigmoid at 0?", OPTIONS)
    _, buttons, answer = shown[0][0].children
    buttons.value = "0.5"
    assert predictions() == {"slope-at-zero": "0.5"}
    assert "Noted: 0.5." in answer.value
    look_back("slope-at-zero", 0.25)
    assert shown[1]["text/plain"] == "You predicted: 0.5. Measured: 0.25."


def test_changing_ones_mind_keeps_the_last_choice(shown: list[Any]) -> None:
    predict("slope", "How steep?", OPTIONS)
    buttons = shown[0][0].children[1]
    buttons.value = "0.5"
    buttons.value = "1"
    assert predictions() == {"slope": "1"}


def test_asking_again_shows_the_earlier_answer(shown: list[Any]) -> None:
    predict("slope", "How steep?", OPTIONS)
    shown[0][0].children[1].value = "1"
    predict("slope", "How steep?", OPTIONS)
    _, buttons, answer = shown[1][0].children
    assert buttons.value == "1"
    assert "Noted: 1." in answer.value


def test_an_earlier_answer_that_is_no_option_any_more_is_not_selected(shown: list[Any]) -> None:
    predict("slope", "How steep?", OPTIONS)
    shown[0][0].children[1].value = "1"
    predict("slope", "How steep?", ["2", "3"])
    assert shown[1][0].children[1].value is None


def test_looking_back_without_a_prediction_says_so(shown: list[Any]) -> None:
    look_back("slope", "a quarter <1/4>")
    assert shown[0]["text/plain"] == "No prediction recorded. Measured: a quarter <1/4>."
    assert shown[0]["text/html"].count("&lt;1/4&gt;") == 1


def test_predictions_are_handed_out_as_a_copy(shown: list[Any]) -> None:
    predict("slope", "How steep?", OPTIONS)
    shown[0][0].children[1].value = "1"
    predictions().clear()
    assert predictions() == {"slope": "1"}


def test_a_quiz_marks_every_choice_with_its_reason(shown: list[Any]) -> None:
    why = {"0.25": "It is 1/4 < 1/2.", "0.5": "That is the value.", "1": "That is tanh."}
    quiz("How steep?", OPTIONS, "0.25", why)
    _, buttons, verdict = shown[0][0].children
    assert buttons.value is None
    buttons.value = "0.5"
    assert "Not this one. That is the value." in verdict.value
    buttons.value = "0.25"
    assert "Right. It is 1/4 &lt; 1/2." in verdict.value


def test_one_reason_serves_right_and_wrong_choices(shown: list[Any]) -> None:
    quiz("How steep?", OPTIONS, "0.25", "The slope is out times 1 - out.")
    _, buttons, verdict = shown[0][0].children
    buttons.value = "1"
    assert "Not this one. The slope is" in verdict.value
    buttons.value = "0.25"
    assert "Right. The slope is" in verdict.value


def test_on_paper_a_question_stands_with_its_options_and_without_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr(widgets, "display", lambda data, raw: outputs.append(data))
    quiz("How steep?", OPTIONS, "0.25", "The slope is out times 1 - out.")
    assert outputs[0]["text/plain"] == "Quiz. How steep?\n  ○ 0.25\n  ○ 0.5\n  ○ 1"
    assert "slope is" not in str(outputs[0])


def test_no_widget_holds_the_answer_before_a_choice(shown: list[Any]) -> None:
    quiz("How steep?", OPTIONS, "0.25", "Because of the product rule.")
    for child in shown[0][0].children:
        assert "product rule" not in str(child.get_state())


def test_a_question_is_shown_as_text_never_as_html(shown: list[Any]) -> None:
    predict("sign", "Is a < b & c?", ["yes", "no"])
    assert "Is a &lt; b &amp; c?" in shown[0][0].children[0].value


@pytest.mark.parametrize("key", ["", "Slope", "two words", "-x", "x-", "1x"])
def test_a_key_that_is_no_name_is_refused(shown: list[Any], key: str) -> None:
    with pytest.raises(ValueError, match=r"predict: key is .*expected lower-case words"):
        predict(key, "How steep?", OPTIONS)
    with pytest.raises(ValueError, match=r"look_back: key is .*expected lower-case words"):
        look_back(key, 1.0)
    assert shown == []


@pytest.mark.parametrize("options", [[], ["a"], ["a", "a"], "ab"])
def test_fewer_than_two_different_options_are_refused(shown: list[Any], options: Any) -> None:
    with pytest.raises(ValueError, match="at least two different texts"):
        predict("slope", "How steep?", options)


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="question is ' ', expected a sentence"):
        predict("slope", " ", OPTIONS)


def test_an_answer_that_is_no_option_is_refused() -> None:
    with pytest.raises(ValueError, match=r"quiz: answer is '2', expected one of \['0.25'"):
        quiz("How steep?", OPTIONS, "2", "Because.")


def test_a_missing_reason_is_refused() -> None:
    with pytest.raises(ValueError, match=r"quiz: why has reasons for \['1'\]"):
        quiz("How steep?", OPTIONS, "1", {"1": "Because."})
