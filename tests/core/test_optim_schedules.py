"""Schedules: hand values at their boundaries, purity, refusals."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.optim import learning_rate_at, reduce_on_plateau

SCHEDULES: dict[str, dict[str, Any]] = {
    "step": {"factor": 0.5, "every": 10},
    "exponential": {"rate": 0.1},
    "inverse_time": {"rate": 0.1},
    "cosine": {"total": 40, "minimum": 0.2},
}
each_kind = pytest.mark.parametrize("kind", SCHEDULES)


def at(step: int, kind: str, **changed: Any) -> float:
    config = {"kind": kind, "learning_rate": 1.0, **SCHEDULES[kind], **changed}
    before = dict(config)
    rate = learning_rate_at(step, config)
    assert config == before
    return rate


@pytest.mark.parametrize(
    ("kind", "step", "want"),
    [
        ("step", 9, 1.0),
        ("step", 10, 0.5),
        ("step", 39, 0.125),
        ("exponential", 10, math.exp(-1)),
        ("inverse_time", 10, 0.5),
        ("cosine", 10, 0.2 + 0.8 * (1 + math.sqrt(0.5)) / 2),
        ("cosine", 20, 0.6),
        ("cosine", 40, 0.2),
        ("cosine", 55, 0.2),
    ],
)
def test_rates_by_hand(kind: str, step: int, want: float) -> None:
    assert at(step, kind) == pytest.approx(want)


@each_kind
def test_every_schedule_starts_at_the_learning_rate_and_never_rises(kind: str) -> None:
    rates = [at(step, kind) for step in range(100)]
    assert rates[0] == 1.0
    assert rates == sorted(rates, reverse=True)
    assert [at(step, kind) for step in reversed(range(100))] == rates[::-1]


@each_kind
@given(epoch=st.integers(0, 100), per_epoch=st.integers(1, 50))
def test_steps_can_be_counted_in_epochs(kind: str, epoch: int, per_epoch: int) -> None:
    assert at(epoch * per_epoch, kind, steps_per_epoch=per_epoch) == at(epoch, kind)


@each_kind
def test_after_the_total_nothing_changes(kind: str) -> None:
    assert at(1000, kind, total=25) == at(25, kind, total=25) < at(0, kind)


def test_schedules_that_say_too_little_are_refused() -> None:
    with pytest.raises(ValueError, match="kind is 'linear', expected step, exponential, inverse_t"):
        learning_rate_at(0, {"kind": "linear"})
    with pytest.raises(ValueError, match="cosine lacks total, expected a value in config"):
        learning_rate_at(0, {"kind": "cosine"})
    with pytest.raises(ValueError, match="step is -1, expected 0 or more"):
        at(-1, "step")


def rates(history: list[float], **options: Any) -> list[float]:
    """The rate after each epoch, as a training loop would see it."""
    rate, seen = 1.0, []
    for end in range(1, len(history) + 1):
        rate = reduce_on_plateau(rate, history[:end], **options)
        seen.append(rate)
    return seen


def test_a_plateau_is_cut_every_patience_epochs() -> None:
    assert rates([0.5] * 6) == [1, 1, 0.5, 0.5, 0.25, 0.25]
    assert rates([0.5] * 4, patience=1) == [1, 0.5, 0.25, 0.125]
    assert rates([0.5] * 5, patience=3, factor=0.1) == [1, 1, 1, 0.1, 0.1]


def test_an_improvement_starts_the_count_again_but_a_small_one_does_not() -> None:
    history = [0.5, 0.5, 0.51, 0.51, 0.50]
    assert rates(history) == [1, 1, 1, 1, 0.5]
    assert rates(history, min_delta=0.02) == [1, 1, 0.5, 0.5, 0.25]


def test_a_worse_accuracy_and_nan_are_no_improvement() -> None:
    assert rates([0.5, 0.4, 0.45]) == [1, 1, 0.5]
    assert rates([0.5, math.nan, math.nan]) == [1, 1, 0.5]


def test_no_cut_goes_below_the_floor_and_none_raises_the_rate() -> None:
    assert rates([0.5] * 6, min_lr=0.4) == [1, 1, 0.5, 0.5, 0.4, 0.4]
    assert reduce_on_plateau(0.1, [0.5] * 3, min_lr=0.4) == 0.1


def test_before_the_first_epoch_nothing_is_cut() -> None:
    assert reduce_on_plateau(0.1, []) == 0.1


def test_plateau_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="patience is 0, expected at least 1"):
        reduce_on_plateau(0.1, [], patience=0)
    with pytest.raises(ValueError, match="factor is 2, expected between 0 and 1"):
        reduce_on_plateau(0.1, [], factor=2)
