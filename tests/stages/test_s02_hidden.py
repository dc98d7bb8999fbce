"""What the hidden region of a test cell prints and returns."""

import re
from contextvars import copy_context

import pytest

from autograder.checks.s02 import check, evaluate_item
from autograder.checks.scoring import SEED
from cs231n_core.checks import CheckFailed
from cs231n_core.stages.s02 import STAGE


def test_a_right_answer_is_told_little(solved, capsys) -> None:
    score = check("relu", solved["relu_forward"], solved["relu_backward"])
    assert type(score) is float
    assert score == 2.0
    assert capsys.readouterr() == ("relu: 5 of 5 hidden checks right\n", "")


def test_a_wrong_answer_is_told_the_mistake_without_input_or_value(solved, capsys) -> None:
    score = check("relu", lambda x: (x * (x > 0), x), lambda dout, x: dout * (x >= 0))
    shown, errors = capsys.readouterr()
    assert 0 < score < 2.0
    assert errors == ""
    assert "✗ the derivative at exactly x = 0" in shown
    assert "dx: dout passes at x = 0: there it is 0" in shown
    assert "NaN; exactly where x is -inf" in shown
    assert "visible" not in shown
    assert re.findall(r"\d\.\d{3,}", shown) == []


def test_the_seed_of_the_run_is_used_and_an_argument_wins(solved) -> None:
    seen = []

    def spies(x):
        seen.append(x.tobytes())
        return solved["tanh_forward"](x)

    def inputs(seed: int | None = None) -> list[bytes]:
        seen.clear()
        evaluate_item("tanh", (spies, solved["tanh_backward"]), seed)
        return list(seen)

    public, other = inputs(), inputs(5)
    assert public == inputs()
    assert public != other
    context = copy_context()
    context.run(SEED.set, 5)
    assert context.run(inputs) == other
    assert context.run(inputs, SEED.get()) == public


def test_the_visible_inputs_do_not_depend_on_the_seed(solved) -> None:
    item = STAGE.item("sigmoid")
    seen = []

    def spies(x):
        seen.append(x.tobytes())
        return solved["sigmoid_forward"](x)

    counts = []
    for seed in (1, 2):
        seen.clear()
        evaluate_item(item.name, (spies, solved["sigmoid_backward"]), seed)
        counts.append(list(seen))
    same = [a == b for a, b in zip(*counts, strict=True)]
    first_change = same.index(False)
    assert first_change > 0
    assert all(same[:first_change])


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(CheckFailed, match="no item 'swish' in stage 02_activations"):
        check("swish")
