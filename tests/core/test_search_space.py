"""Search spaces: scales, ends, grids, borders, refinement, refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.search import (
    Trial,
    border_warnings,
    grid_search_points,
    refine_space,
    sample_config,
    sample_log_uniform,
)

SPACE: dict[str, tuple[Any, ...]] = {
    "lr": ("log", 1e-5, 1e-1),
    "reg": ("linear", -1.0, 3.0),
    "hidden": ("int", 2, 4),
    "rule": ("choice", ["sgd", "adam"]),
}


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_every_decade_is_equally_likely() -> None:
    draws = sample_log_uniform(1e-5, 1e-1, 40_000, rng())
    counts, _ = np.histogram(np.log10(draws), bins=4, range=(-5, -1))
    assert counts.sum() == 40_000
    assert np.abs(counts - 10_000).max() < 5 * math.sqrt(40_000 * 0.25 * 0.75)


@given(low=st.floats(1e-9, 1e9), factor=st.floats(1, 1e6), seed=st.integers(0, 99))
def test_no_draw_leaves_the_range(low: float, factor: float, seed: int) -> None:
    draws = sample_log_uniform(low, low * factor, (3, 2), rng(seed))
    assert draws.shape == (3, 2)
    assert (draws >= low).all()
    assert (draws <= low * factor).all()


def test_a_config_has_plain_values_from_all_of_its_ranges() -> None:
    source, before = rng(), {name: tuple(d) for name, d in SPACE.items()}
    configs = [sample_config(SPACE, source) for _ in range(300)]
    assert before == SPACE
    assert {type(v) for v in configs[0].values()} == {float, int, str}
    assert {c["hidden"] for c in configs} == {2, 3, 4}
    assert {c["rule"] for c in configs} == {"sgd", "adam"}
    assert all(1e-5 <= c["lr"] <= 1e-1 and -1 <= c["reg"] <= 3 for c in configs)


def test_the_dimensions_are_drawn_independently() -> None:
    source = rng(1)
    space: Any = {"a": ("log", 1.0, 10.0), "b": ("log", 1.0, 10.0)}
    pairs = np.log([[c["a"], c["b"]] for c in (sample_config(space, source) for _ in range(2000))])
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 5 / math.sqrt(2000)


def test_a_grid_has_even_steps_both_ends_and_all_choices() -> None:
    grid = grid_search_points(SPACE, 3)
    assert len(grid) == 3 * 3 * 3 * 2
    assert [c["rule"] for c in grid[:2]] == ["sgd", "adam"]
    assert list(dict.fromkeys(c["lr"] for c in grid)) == [1e-5, 1e-3, 1e-1]
    assert list(dict.fromkeys(c["reg"] for c in grid)) == [-1.0, 1.0, 3.0]
    assert grid_search_points({"lr": ("log", 1e-4, 1e-2)}, 1) == [{"lr": 1e-3}]
    assert grid_search_points({"n": ("int", 1, 2)}, 9) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    ("dimension", "message"),
    [
        (("log", 1e-1, 1e-5), "lr goes from 0.1 to 1e-05, expected low <= high"),
        (("log", 0.0, 1.0), "lr starts at 0.0, expected more than 0 for a log scale"),
        (("linear", 0.0, math.inf), "lr goes from 0.0 to inf, expected low <= high"),
        (("choice", []), "lr has no choices, expected at least one"),
        (("logarithmic", 1.0, 2.0), r"lr is \('logarithmic', 1.0, 2.0\), expected \(\"log\" \| "),
        (("int", 1), r"lr is \('int', 1\), expected"),
    ],
)
def test_ranges_that_make_no_sense_are_refused(dimension: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"sample_config: {message}"):
        sample_config({"lr": dimension}, rng())
    with pytest.raises(ValueError, match=f"grid_search_points: {message}"):
        grid_search_points({"lr": dimension}, 2)


def test_reversed_bounds_and_a_grid_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="sample_log_uniform: range goes from 2 to 1"):
        sample_log_uniform(2, 1)
    with pytest.raises(ValueError, match="k is 0, expected at least 1"):
        grid_search_points(SPACE, 0)


# --- borders -------------------------------------------------------------------------------------

LR: dict[str, tuple[Any, ...]] = {"lr": ("log", 1e-4, 1.0)}


def trials(*values: float) -> list[Trial]:
    """The first is the best."""
    return [Trial({"lr": v}, 0.9 - 0.1 * i) for i, v in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "sides"),
    [
        ([0.5], ["high"]),
        ([2e-4, 0.5], ["low"]),
        ([1e-2, 0.5], []),
        ([1e-2, 0.5, 0.9], ["high"]),
        ([1e-2, 0.5, 0.9, 1.1e-4, 2e-4], ["low", "high"]),
        ([1e-2, 1e-2, 1e-2, 1e-2, 1e-2, 0.5, 0.9], []),
        ([0.35], []),  # far from the end on the log scale, though not on a linear one
        ([], []),
    ],
)
def test_a_border_is_named_for_the_best_trial_or_two_of_the_top(
    values: list[float], sides: list[str]
) -> None:
    found = border_warnings(list(reversed(trials(*values))), LR)
    assert [border.side for border in found] == sides
    assert all("look beyond it" in border.message for border in found)


def test_failed_trials_and_choices_say_nothing_about_borders() -> None:
    space = {**LR, "rule": ("choice", [1, 2])}
    results = [Trial({"lr": 1.0, "rule": 1}, math.nan), Trial({"lr": 1e-2, "rule": 1}, 0.1)]
    assert border_warnings(results, space) == []


def test_a_refined_range_surrounds_the_best_and_stays_inside_the_old_one() -> None:
    ((kind, low, high),) = refine_space(trials(1e-2, 1e-3, 1e-2), LR, pad=0.5).values()
    assert kind == "log"
    assert (low, high) == pytest.approx((10**-3.5, 10**-1.5))
    wide = refine_space(trials(1e-2, 3e-4, 0.3), LR, pad=10.0)
    assert wide == LR


def test_a_refined_range_goes_on_past_a_border_up_to_the_limit() -> None:
    low, high = refine_space(trials(0.9, 0.1), LR)["lr"][1:]
    assert high == pytest.approx(10)
    assert 1e-2 < low < 0.1
    assert refine_space(trials(0.9, 0.1), LR, limits={"lr": (1e-9, 2.0)})["lr"][2] == 2.0


def test_a_refined_range_never_has_zero_width() -> None:
    low, high = refine_space(trials(1e-2), LR)["lr"][1:]
    assert low < 1e-2 < high
    whole: dict[str, tuple[Any, ...]] = {"n": ("int", 0, 10), "rule": ("choice", [1])}
    refined = refine_space([Trial({"n": 5, "rule": 1}, 0.5)], whole)
    assert refined["rule"] == ("choice", [1])
    assert refined["n"] == ("int", 4, 6)


def test_nothing_can_be_refined_without_an_accuracy_or_room() -> None:
    with pytest.raises(ValueError, match="results hold no accuracy, expected at least one"):
        refine_space([Trial({"lr": 1e-2}, math.nan)], LR)
    with pytest.raises(ValueError, match="pad is 0, expected more than 0"):
        refine_space(trials(1e-2), LR, pad=0)
    with pytest.raises(ValueError, match=r"top_k and frac are \(0, 0.1\), expected at least 1 and"):
        border_warnings(trials(1e-2), LR, top_k=0)
