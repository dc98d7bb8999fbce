"""What students see of stage 02: its items, its checks' texts, its progress."""

import pytest

from autograder.checks.s02 import HIDDEN
from cs231n_core.checks import Item
from cs231n_core.stages.s02 import STAGE, check, progress

ITEMS = pytest.mark.parametrize("item", STAGE.items, ids=lambda item: item.name)


def test_the_ten_items_are_worth_27_points() -> None:
    points = {item.name: item.points for item in STAGE.items}
    assert points == {
        "sigmoid": 2, "tanh": 2, "relu": 2, "leaky_relu": 2, "prelu": 4,
        "elu": 3, "selu": 2, "gelu": 3, "maxout": 5, "dead_fraction": 2,
    }  # fmt: skip
    assert sum(points.values()) == 27


@ITEMS
def test_the_announced_number_of_hidden_facets_is_right(item: Item) -> None:
    assert item.hidden_facets == len(HIDDEN[item.name])


@ITEMS
def test_no_two_facets_of_an_item_have_one_name_or_say_the_same(item: Item) -> None:
    facets = (*item.facets, *HIDDEN[item.name])
    assert len({facet.name for facet in facets}) == len(facets)
    assert len({facet.tries for facet in facets}) == len(facets)
    assert all(facet.weight > 0 for facet in facets)


@pytest.mark.parametrize(("item", "facet"), [("sigmoid", "tail"), ("elu", "tiny")])
def test_a_facet_stricter_than_1e_7_weighs_at_most_a_tenth(item: str, facet: str) -> None:
    weights = {f.name: f.weight for f in (*STAGE.item(item).facets, *HIDDEN[item])}
    assert weights[facet] <= sum(weights.values()) / 10


def test_the_visible_checks_alone_give_full_points(solved, capsys) -> None:
    for item in STAGE.items:
        score = check(item.name, *(solved[name] for name in item.functions))
        assert type(score) is float
        assert score == item.points
    assert "✗" not in capsys.readouterr().out
    progress()
    shown = capsys.readouterr().out
    assert "02_activations: 27 of 27 points by the visible checks" in shown
    assert "relu" in shown
    assert "100 minutes" in shown


def test_the_text_names_the_mistake_the_hint_and_what_is_still_to_come(solved, capsys) -> None:
    def in_place(x):
        x[x < 0] = 0
        return x, x

    score = check("relu", in_place, solved["relu_backward"])
    shown = capsys.readouterr().out
    assert 0 < score < 2
    assert "✗ inputs, dout and the cache are left as they were" in shown
    assert "relu_forward changed its input x in place: work on a copy" in shown
    assert "hint: " in shown
    assert "5 more checks run when your work is graded" in shown


def test_a_stub_is_told_once_and_earns_nothing(capsys) -> None:
    def stub(*_):
        raise NotImplementedError

    for item in STAGE.items:
        assert check(item.name, *[stub] * len(item.functions)) == 0.0
        shown = capsys.readouterr().out
        assert shown.count("is not implemented yet") == 1
        assert "hint" not in shown
