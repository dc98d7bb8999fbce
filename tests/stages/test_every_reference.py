"""A stage's own solutions score full under many seeds, the released stub nothing."""

from typing import Any

import pytest

from cs231n_core.checks import Item


@pytest.mark.parametrize("seed", range(20))
def test_the_reference_scores_full_in_silence(work: Any, item: Item, seed: int) -> None:
    report = work.grade(item, work.solved, seed)
    assert report.failed == {}
    assert report.points == item.points
    assert [text for outcome in report.outcomes for text in outcome.warnings] == []


def test_the_released_stub_earns_nothing(work: Any, item: Item) -> None:
    def stub(*_, **__):
        raise NotImplementedError

    report = work.grade(item, dict.fromkeys(item.functions, stub))
    assert report.points == 0.0
    assert len(report.failed) == len(report.outcomes)


GESTURES = {
    "echo": lambda first: first,
    "zeros": lambda first: 0.0 * first,
    "nothing": lambda _: None,
    "nan": lambda first: first + float("nan"),
}


@pytest.mark.parametrize("gesture", GESTURES)
def test_an_empty_gesture_earns_at_most_a_tenth(work: Any, item: Item, gesture: str) -> None:
    def value(first, *_, **__):
        return GESTURES[gesture](first)

    def pair(first, *_, **__):
        return GESTURES[gesture](first), first

    functions = {name: pair if name.endswith("forward") else value for name in item.functions}
    assert work.grade(item, functions).points <= item.points / 10
