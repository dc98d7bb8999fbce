"""The comparison with the reference notices what a check could notice, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.authoring.vary.inputs_nets import SCRIPTS
from autograder.authoring.vary.trial import Trial, said, same
from autograder.checks.scoring import full_checks

X = np.array([1.0, 2.0, -3.0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (X, X.astype(np.float32)),
        (X, X[None]),
        (X, X.tolist()),
        (X, X + 1e-11),
        (X, np.array([1.0, 2.0, np.nan])),
        ((X, X), [X, X]),
        ((X,), (X, X)),
        ({"a": 1}, {"b": 1}),
        ("fine", "leak"),
        (True, 1),
        (None, 0.0),
        (1.0, 1.0 + 1e-9),
    ],
)
def test_different_results_are_told_apart(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (X, X + 1e-13),
        (X.astype(np.float32), X.astype(np.float32) * np.float32(1 + 1e-6)),
        (np.array([np.nan, np.inf, 1.0]), np.array([np.nan, np.inf, 1.0])),
        (True, np.bool_(True)),
        (2.0, np.float64(2.0)),
        ({"a": (X, "b")}, {"a": (X, "b")}),
    ],
)
def test_rounding_and_numpys_scalars_are_no_difference(one: Any, other: Any) -> None:
    assert same(one, other)


def relu(change: Any = None) -> dict[str, Any]:
    def forward(x):
        print("noise")  # noqa: T201 - what is not to be seen
        return np.maximum(x, 0), x

    def backward(dout, cache):
        if change:
            change(dout, cache)
        return dout * (cache > 0)

    return {"relu_forward": forward, "relu_backward": backward}


def script(t: Trial) -> None:
    t.pair("relu", t.rng.normal(size=(3, 4)))


def double(dout, cache) -> None:
    dout *= 2


def fail(dout, cache) -> None:
    raise ValueError


def test_a_script_says_what_was_returned_raised_and_changed(capsys) -> None:
    wanted = said(script, relu(), (1, 2))
    assert same(wanted, said(script, relu(lambda dout, cache: None), (1, 2)))
    for change in (double, fail):
        assert not same(wanted, said(script, relu(change), (1, 2)))
    assert capsys.readouterr().out == ""


def test_a_forward_that_returns_no_pair_is_different() -> None:
    functions = relu() | {"relu_forward": lambda x: np.maximum(x, 0)}
    assert not same(said(script, relu(), (1,)), said(script, functions, (1,)))


@pytest.mark.parametrize("stage", SCRIPTS)
def test_every_item_of_a_stage_has_inputs(stage: str) -> None:
    assert set(SCRIPTS[stage]) == {item.name for item in full_checks(stage).stage.items}
