"""What students see of any stage: its items, its checks' texts, its progress."""

import re
from typing import Any

import numpy as np
import pytest

from cs231n_core.checks import Item


class AlwaysEqual:
    """Would like to be whatever it is compared with."""

    def __init__(self, like) -> None:
        self.shape, self.dtype, self.ndim, self.size = like.shape, like.dtype, like.ndim, like.size

    def __eq__(self, other: object) -> bool:
        return True

    def __array__(self, *_, **__):
        raise SystemExit(0)

    def __float__(self) -> float:
        return 0.5

    __hash__ = None


class Generous(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return np.True_

    def __array_function__(self, *_, **__):
        return True


def test_the_items_are_worth_what_the_plan_says(work: Any) -> None:
    items = work.stage.items
    assert {item.name: item.points for item in items} == work.plan["points"]
    assert [item.name for item in items] == list(work.plan["points"])
    assert [item.name for item in items if item.bonus] == work.plan.get("bonus", [])
    assert work.stage.minutes == work.plan["minutes"]


def test_every_item_has_hidden_facets_and_no_other(work: Any) -> None:
    assert list(work.checks.hidden) == [item.name for item in work.stage.items]
    assert all(work.checks.hidden.values())


def test_the_announced_number_of_hidden_facets_is_right(work: Any, item: Item) -> None:
    assert item.hidden_facets == len(work.checks.hidden[item.name])


def test_no_two_facets_of_an_item_have_one_name_or_say_the_same(work: Any, item: Item) -> None:
    facets = work.facets(item)
    assert len({facet.name for facet in facets}) == len(facets)
    assert len({facet.tries for facet in facets}) == len(facets)
    assert all(facet.weight > 0 for facet in facets)


def test_a_facet_stricter_than_1e_7_weighs_at_most_a_tenth(work: Any) -> None:
    for name in work.plan["checks"]["strict"]:
        item, facet = name.split("/")
        weights = {f.name: f.weight for f in work.facets(work.stage.item(item))}
        assert weights[facet] <= sum(weights.values()) / 10


def test_the_visible_checks_alone_give_full_points(work: Any, capsys) -> None:
    for item in work.stage.items:
        score = work.stage.check(item.name, *(work.solved[name] for name in item.functions))
        assert type(score) is float
        assert score == item.points
    assert "✗" not in capsys.readouterr().out
    work.stage.progress()
    shown = capsys.readouterr().out
    bonus = sum(item.points for item in work.stage.items if item.bonus)
    total = sum(work.plan["points"].values()) - bonus
    assert f"{work.name}: {total:g} of {total:g} points by the visible checks" in shown
    assert (f"and {bonus:g} of {bonus:g} bonus points" in shown) == (bonus > 0)
    assert f"{work.stage.minutes} minutes" in shown


def test_a_stub_is_told_once_and_earns_nothing(work: Any, capsys) -> None:
    def stub(*_, **__):
        raise NotImplementedError

    for item in work.stage.items:
        assert work.stage.check(item.name, *[stub] * len(item.functions)) == 0.0
        shown = capsys.readouterr().out
        assert shown.count("is not implemented yet") == 1
        assert "hint" not in shown


def test_no_hidden_text_quotes_an_input(work: Any, item: Item, capsys) -> None:
    def confesses(first, *_, **__):
        array = np.asarray(first[0] if type(first) is list else first)
        raise ValueError(f"I was given {array.ravel()[:5]}")

    work.checks.check(item.name, *[confesses] * len(item.functions))
    shown = capsys.readouterr().out
    assert "I was given" in shown
    assert re.findall(r"\d\.\d+", shown) == []


@pytest.mark.parametrize("wrap", [AlwaysEqual, lambda x: x.view(Generous), lambda x: [x.tolist()]])
def test_an_object_that_is_no_array_earns_nothing(work: Any, item: Item, wrap) -> None:
    def plain(first):
        return np.asarray(first[0] if type(first) is list else first)

    def value(first, *_, **__):
        return wrap(plain(first))

    def pair(first, *_, **__):
        return wrap(plain(first)), plain(first)

    functions = [pair if name.endswith("forward") else value for name in item.functions]
    assert work.checks.evaluate_item(item.name, functions).points == 0.0


def test_an_answer_that_exits_earns_nothing_and_does_not_end_the_cell(
    work: Any, item: Item
) -> None:
    def leaves(*_, **__):
        raise SystemExit(0)

    report = work.checks.evaluate_item(item.name, [leaves] * len(item.functions))
    assert report.points == 0.0
    assert all("raised SystemExit" in message for message in report.failed.values())
