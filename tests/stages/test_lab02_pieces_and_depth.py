"""Fits of single activations, and deep stacks, of stage 02's experiments."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core.stages import lab02

GRID = np.linspace(-1.0, 1.0, 101)


@pytest.mark.parametrize("true_slope", [0.3, -0.2, 1.5])
def test_prelu_learns_the_slope_that_made_the_data(true_slope: float) -> None:
    slopes = lab02.fit_slope(true_slope, noise=0.1)
    assert slopes[0] == 0.0
    # 500 examples, half of them negative with E[x²] = 1: the standard error is .1 / sqrt(250).
    assert abs(slopes[-1] - true_slope) < 6 * 0.1 / np.sqrt(250)


@pytest.mark.parametrize("k", range(1, 9))
def test_k_lines_come_within_one_over_two_k_squared_of_a_parabola(k: int) -> None:
    fit = lab02.tangents(k)
    assert fit.error == pytest.approx(1 / (2 * k * k), rel=1e-3)
    assert fit.used == k


def test_two_pieces_are_the_absolute_value() -> None:
    assert lab02.tangents(2, "abs").error < 1e-12


def test_squeezed_breakpoints_fit_worse() -> None:
    assert lab02.tangents(4, spread=0.3).error > 3 * lab02.tangents(4).error


def test_learned_pieces_fit_a_convex_curve_and_give_up_on_a_concave_one() -> None:
    convex = lab02.learn_maxout(GRID**2, 5, seed=0)
    concave = lab02.learn_maxout(-(GRID**2), 5, seed=0)
    assert convex.error < 0.15
    assert concave.used == 1
    assert concave.error > 0.5
    assert np.ptp(concave.out) < 0.05


def test_weights_of_half_size_halve_the_gradient_in_every_layer() -> None:
    gradient = lab02.flow("none", gain=0.5, depth=6).gradient
    np.testing.assert_allclose(gradient[:-1] / gradient[1:], 0.5, rtol=0.1)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "ReLU", "ELU", "SELU"])
def test_the_factor_predicts_ten_layers(name: str) -> None:
    predicted = 10 * np.log10(lab02.averages([name])[0].factor)
    measured = np.log10(lab02.flow(name).gradient[0])
    assert measured == pytest.approx(predicted, abs=0.15)


def test_large_weights_saturate_and_yet_make_gradients_explode() -> None:
    flow = lab02.flow("tanh", width=400, gain=20.0)
    assert flow.flat.min() > 0.85
    assert flow.gradient[0] > 1000 * flow.gradient[-1]
    assert flow.weight_gradient[0] > 1000 * flow.weight_gradient[-1]


def test_selu_keeps_its_moments_with_lecun_weights_only() -> None:
    right = lab02.flow("SELU", depth=30, gain=1.0)
    wrong = lab02.flow("SELU", depth=30, gain=2**0.5)
    assert np.abs(right.out_mean).max() < 0.1
    assert np.abs(right.out_std - 1).max() < 0.2
    assert wrong.out_std[-1] > 5


def test_selu_forgets_the_size_of_its_inputs() -> None:
    flow = lab02.flow("SELU", depth=30, gain=1.0, input_scale=3.0)
    assert flow.out_std[0] > 2
    assert flow.out_std[-1] == pytest.approx(1.0, abs=0.2)


def test_flows_have_a_row_per_activation_and_a_column_per_layer() -> None:
    grid = lab02.flows(["ReLU", "sigmoid"], seeds=1, depth=4)
    assert grid.shape == (2, 4)
    assert grid[1, 0] < grid[0, 0]
