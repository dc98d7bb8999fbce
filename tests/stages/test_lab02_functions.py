"""The table of activations and its averages, and the single neurons, of stage 02's experiments."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.stages import lab02

NAMES = list(lab02.ACTIVATIONS)


def averages(name: str) -> lab02.Averages:
    return lab02.averages([name])[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_slope_is_the_derivative_of_its_value(name: str) -> None:
    x = np.linspace(-5.0, 5.0, 100)  # an even count: 0, where some have a kink, is left out
    f, h = lab02.ACTIVATIONS[name], 1e-6
    numerical = (f.value(x + h) - f.value(x - h)) / (2 * h)
    np.testing.assert_allclose(f.slope(x), numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_activations_keep_float32(name: str) -> None:
    value, slope = lab02.ACTIVATIONS[name].both(np.linspace(-2, 2, 9, dtype=np.float32))
    assert value.dtype == slope.dtype == np.float32


def test_the_averages_of_relu_are_those_of_half_a_bell() -> None:
    relu = averages("ReLU")
    assert relu.mean == pytest.approx(1 / np.sqrt(2 * np.pi), rel=1e-4)
    assert relu.gain == pytest.approx(np.sqrt(2), rel=1e-4)
    assert relu.factor == pytest.approx(1.0, abs=1e-3)


def test_selu_has_mean_zero_and_gain_one_by_construction() -> None:
    selu = averages("SELU")
    assert selu.mean == pytest.approx(0.0, abs=1e-6)
    assert selu.gain == pytest.approx(1.0, abs=1e-6)


def test_the_bell_has_mean_zero_and_variance_one() -> None:
    x, p = lab02.bell()
    assert p.sum() == pytest.approx(1.0)
    assert p @ x == pytest.approx(0.0, abs=1e-12)
    assert p @ x**2 == pytest.approx(1.0, rel=1e-6)


@given(slope=st.floats(-2.0, 2.0))
def test_a_leak_of_any_slope_is_chosen_by_the_sign(slope: float) -> None:
    value, derivative = lab02.leaky(np.array([-2.0, 3.0]), slope)
    np.testing.assert_allclose(value, [-2.0 * slope, 3.0])
    np.testing.assert_allclose(derivative, [slope, 1.0])


def test_timings_name_every_step_and_are_positive() -> None:
    times = lab02.milliseconds(16, rounds=2)
    assert set(times) == {"max(0, x)", "exp", "tanh", "x @ w"}
    assert min(times.values()) > 0


@pytest.mark.parametrize("start", [3.0, -3.0, 5.0])
def test_a_saturated_sigmoid_returns_in_about_e_to_the_a_steps(start: float) -> None:
    steps = lab02.steps_to_leave("sigmoid", start)
    assert steps is not None
    assert np.exp(abs(start)) < steps < 3 * np.exp(abs(start))


def test_cross_entropy_leaves_saturation_in_about_a_steps() -> None:
    assert lab02.steps_to_leave("sigmoid", 8.0, loss="cross-entropy") == 10


def test_a_relu_on_its_flat_side_never_returns_but_a_leaky_one_does() -> None:
    assert lab02.steps_to_leave("ReLU", -2.0) is None
    assert lab02.steps_to_leave("leaky ReLU", -2.0) is not None


def test_a_neuron_that_needs_more_than_the_limit_counts_as_stuck() -> None:
    assert lab02.steps_to_leave("sigmoid", 8.0, limit=100) is None


def test_positive_inputs_give_gradients_of_one_sign() -> None:
    x, y = lab02.two_weight_data(shift=1.0)
    assert x.min() > 0
    assert lab02.follow(x, y, lr=0.5, steps=80, batch_size=1).one_sign == 1.0


def test_moving_the_inputs_leaves_the_labels_alone() -> None:
    (x, y), (moved, same) = lab02.two_weight_data(shift=0.0), lab02.two_weight_data(shift=3.0)
    np.testing.assert_array_equal(y, same)
    np.testing.assert_allclose(moved, x + 3.0)


def test_the_path_follows_the_gradient_of_the_log_loss() -> None:
    x, y = lab02.two_weight_data(shift=0.0)
    run = lab02.follow(x, y, lr=0.25, steps=1)
    h, numerical = 1e-6, []
    for i in range(2):
        up, down = np.array([-1.0, -1.0]), np.array([-1.0, -1.0])
        up[i] += h
        down[i] -= h
        numerical.append((log_loss(x @ up, y) - log_loss(x @ down, y)) / (2 * h))
    np.testing.assert_allclose(run.gradients[0], numerical, rtol=1e-5)
    np.testing.assert_allclose(run.path[1], run.path[0] - 0.25 * run.gradients[0])
    assert len(run.path) == 2


def log_loss(scores: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.log1p(np.exp(scores)) - y * scores))


def test_a_shift_lowers_the_best_rate_and_raises_the_condition_number() -> None:
    centred, moved = lab02.cost_of_shift(0.0), lab02.cost_of_shift(1.0)
    assert moved.condition > 3 * centred.condition
    assert moved.rate < centred.rate
    assert moved.steps > centred.steps
    assert abs(moved.steps_slow - centred.steps_slow) < 10


def test_single_examples_lock_the_signs_only_for_positive_inputs() -> None:
    rng = np.random.default_rng(0)
    inputs, upstream = rng.standard_normal((50, 20)), rng.standard_normal(50)
    assert lab02.one_sign_by_batch(np.abs(inputs), upstream, [1]) == [1.0]
    assert lab02.one_sign_by_batch(inputs, upstream, [1, 8]) == [0.0, 0.0]


def test_one_point_is_off_in_half_of_the_directions() -> None:
    dead, on = lab02.dead_and_always_on(np.array([[1.0, 0.0]]), bias=0.0)
    assert dead == pytest.approx(0.5, abs=0.002)
    assert on == pytest.approx(0.5, abs=0.002)


def test_without_a_bias_no_direction_misses_a_centred_cloud() -> None:
    assert lab02.dead_and_always_on(lab02.cloud(), bias=0.0) == (0.0, 0.0)


def test_a_pre_activation_is_the_signed_distance_plus_bias() -> None:
    got = lab02.activity(np.array([[3.0, 4.0]]), angle=90.0, bias=-1.0)
    np.testing.assert_allclose(got, [3.0])
