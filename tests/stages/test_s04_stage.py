"""What is special in the checks of stage 04: random numbers, and messages about them."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.s04 import evaluate_item
from cs231n_core.answer import Answer, CheckFailed
from cs231n_core.initializers import init_weights, orthogonal_init
from cs231n_core.stages import s04_random as chance
from cs231n_core.stages.s04 import check


def normal(count: int = 100_000, std: float = 1.0, seed: int = 0) -> np.ndarray:
    return std * np.random.default_rng(seed).normal(size=count)


def test_the_right_size_passes_and_a_known_wrong_one_is_named() -> None:
    chance.expect_spread(normal(), 1.0, "w")
    with pytest.raises(CheckFailed, match=r"^w: this is the variance$"):
        chance.expect_spread(normal(std=0.25), 0.5, "w", [("this is the variance", 0.25)])
    with pytest.raises(CheckFailed, match="its standard deviation is too large"):
        chance.expect_spread(normal(std=1.1), 1.0, "w")
    with pytest.raises(CheckFailed, match="all weights are the same number"):
        chance.expect_spread(np.ones(100), 1.0, "w")


def test_the_slack_is_six_standard_errors_of_the_standard_deviation() -> None:
    errors = [normal(400, seed=seed).std() - 1 for seed in range(500)]
    assert chance.spread_slack(400) == pytest.approx(6 * np.std(errors), rel=0.15)


def test_shapes_of_distributions_are_told_apart() -> None:
    box = np.random.default_rng(0).uniform(-1, 1, 100_000)
    chance.expect_normal(normal(), "w")
    chance.expect_uniform(box, 1.0, "w")
    with pytest.raises(CheckFailed, match="tails of a normal are missing"):
        chance.expect_normal(box, "w")
    with pytest.raises(CheckFailed, match="no normal distribution"):
        chance.expect_normal(np.random.default_rng(1).laplace(size=100_000), "w")
    with pytest.raises(CheckFailed, match="these are normal numbers: is dist ignored"):
        chance.expect_uniform(normal(std=0.5), 1.0, "w")
    with pytest.raises(CheckFailed, match="lie outside"):
        chance.expect_uniform(1.2 * box, 1.0, "w")
    with pytest.raises(CheckFailed, match="no uniform distribution"):
        chance.expect_uniform(np.clip(normal(std=0.3), -1, 1), 1.0, "w")


def test_one_sided_and_shifted_weights_are_refused() -> None:
    with pytest.raises(CheckFailed, match="no weight is negative: rand draws"):
        chance.expect_signs(np.random.default_rng(0).random(100), "w")
    chance.expect_signs(np.ones(3), "w")
    with pytest.raises(CheckFailed, match="its mean is not zero"):
        chance.expect_centred(normal() + 0.03, 1.0, "w")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda rng: np.random.random(3), "NumPy's global random generator"),  # noqa: NPY002
        (lambda rng: np.random.default_rng().random(3), "two generators with one seed"),
        (lambda rng: np.random.default_rng(0).random(3), "ignores rng"),
    ],
)
def test_a_foreign_source_of_random_numbers_is_named(function, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        chance.expect_own_generator(Answer({"draw": function}), "draw", seed=1)


def test_the_courses_own_functions_score_full() -> None:
    for name, function in (("init_weights", init_weights), ("orthogonal_init", orthogonal_init)):
        report = evaluate_item(name, [function])
        assert report.failed == {}


@pytest.mark.parametrize("seed", range(30))
def test_no_seed_makes_a_right_answer_fail_by_chance(seed: int) -> None:
    assert evaluate_item("init_weights", [init_weights], 1000 + seed).failed == {}
    assert evaluate_item("orthogonal_init", [orthogonal_init], 1000 + seed).failed == {}


def test_the_text_names_the_letter_that_is_missing(capsys) -> None:
    def by_rand(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
        return (rng.random(shape) * (2 / shape[0]) ** 0.5).astype(dtype)

    score = check("init_weights", by_rand)
    shown = capsys.readouterr().out
    assert 0 < score < 6
    assert "no weight is negative: rand draws from [0, 1)" in shown
    assert "8 more checks run when your work is graded" in shown
