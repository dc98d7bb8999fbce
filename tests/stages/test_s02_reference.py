"""The stage's own solutions score full under many seeds, the released stub nothing."""

import pytest

from cs231n_core.checks import Item
from cs231n_core.stages.s02 import STAGE

ITEMS = pytest.mark.parametrize("item", STAGE.items, ids=lambda item: item.name)


@ITEMS
@pytest.mark.parametrize("seed", range(20))
def test_the_reference_scores_full_in_silence(item: Item, seed: int, solved, grade) -> None:
    report = grade(item.name, solved, seed)
    assert report.failed == {}
    assert report.points == item.points
    assert [text for outcome in report.outcomes for text in outcome.warnings] == []


@ITEMS
def test_the_released_stub_earns_nothing(item: Item, grade) -> None:
    def stub(*_, **__):
        raise NotImplementedError

    report = grade(item.name, dict.fromkeys(item.functions, stub))
    assert report.points == 0.0
    assert len(report.failed) == len(report.outcomes)


GESTURES = {
    "echo": lambda first: first,
    "zeros": lambda first: 0.0 * first,
    "nothing": lambda _: None,
    "nan": lambda first: first + float("nan"),
}


@ITEMS
@pytest.mark.parametrize("gesture", GESTURES)
def test_an_empty_gesture_earns_at_most_a_tenth(item: Item, gesture: str, grade) -> None:
    def value(first, *_, **__):
        return GESTURES[gesture](first)

    def pair(first, *_, **__):
        return GESTURES[gesture](first), first

    functions = {name: pair if name.endswith("forward") else value for name in item.functions}
    assert grade(item.name, functions).points <= item.points / 10
