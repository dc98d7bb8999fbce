"""Dead units, saturation, and what a deep stack does to signal and gradient."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.diagnostics import (
    activate,
    dead_fraction,
    dead_units,
    forward_statistics,
    gradient_flow,
    saturated_fraction,
    symmetry_groups,
)
from cs231n_core.layers import ACTIVATIONS


def test_a_unit_is_dead_if_it_is_off_for_every_example() -> None:
    pre = np.array([[1.0, -1.0, 0.0, -5.0], [-1.0, -2.0, -0.0, 3.0]])
    assert dead_units(pre).tolist() == [False, True, True, False]
    assert dead_fraction(pre) == 0.5
    assert type(dead_fraction(pre.astype(np.float32))) is float


def test_the_units_of_images_are_their_channels() -> None:
    pre = -np.ones((2, 3, 4, 5))
    pre[1, 2, 3, 4] = 1.0
    assert dead_fraction(pre, axis=(0, 2, 3)) == pytest.approx(2 / 3)
    assert dead_fraction(pre, axis=0) == pytest.approx(59 / 60)


@given(seed=st.integers(0, 999), scale=st.floats(0.01, 100))
def test_the_scale_of_the_pre_activations_does_not_matter(seed: int, scale: float) -> None:
    pre = np.random.default_rng(seed).normal(-1, 1, (4, 20))
    assert dead_fraction(pre) == dead_fraction(scale * pre)


def test_nan_and_emptiness_have_no_dead_share() -> None:
    with pytest.raises(
        ValueError, match="pre contains 1 NaN, expected numbers; a network that has"
    ):
        dead_fraction(np.array([[1.0, np.nan]]))
    for shape in [(0, 3), (3, 0)]:
        with pytest.raises(ValueError, match="expected at least one example and one unit"):
            dead_fraction(np.ones(shape))
    with pytest.raises(TypeError, match="pre has dtype int64"):
        dead_fraction(np.ones((2, 2), int))


def test_the_saturated_share_of_a_wide_normal_input_is_that_of_its_tails() -> None:
    x = np.random.default_rng(0).normal(0, 10, 40_000)
    edge = math.acosh(10)  # the slope of tanh is 1 / cosh(x)**2
    want = math.erfc(edge / 10 / math.sqrt(2))
    got = saturated_fraction(x, *ACTIVATIONS["tanh"])
    assert abs(got - want) < 6 * math.sqrt(want * (1 - want) / x.size)


@pytest.mark.parametrize("x", [np.array([np.nan, 1.0]), np.zeros(0)])
def test_nothing_to_measure_is_refused(x: Any) -> None:
    with pytest.raises(ValueError, match=r"x contains (NaN|nothing), expected numbers"):
        saturated_fraction(x, *ACTIVATIONS["tanh"])


def test_a_stack_without_activation_keeps_signal_and_gradient() -> None:
    flow = gradient_flow(
        lambda x: (x, None), lambda dout, _: dout, depth=5, width=400, rng=np.random.default_rng(0)
    )
    np.testing.assert_allclose(flow.out_std, 1, atol=0.15)
    np.testing.assert_allclose(flow.dx_rms, 1, atol=0.15)
    assert {len(a) for a in (flow.out_mean, flow.out_std, flow.dx_rms, flow.dw_rms)} == {5}


def test_sigmoid_layers_shrink_the_gradient_about_fourfold_or_more() -> None:
    flow = gradient_flow(*ACTIVATIONS["sigmoid"], depth=6, width=300, rng=np.random.default_rng(0))
    assert np.all(flow.dx_rms[1:] / flow.dx_rms[:-1] > 3.5)


def test_saturated_tanh_layers_with_large_weights_make_the_gradient_explode() -> None:
    flow = gradient_flow(
        *ACTIVATIONS["tanh"], depth=10, width=500, weight_std=1.0, rng=np.random.default_rng(0)
    )
    assert flow.dw_rms[0] > 1e3 * flow.dw_rms[-1]


def test_activations_are_found_by_name_and_inputs_stay() -> None:
    a = np.array([-2.0, 1.0])
    np.testing.assert_allclose(activate("tanh", a), np.tanh(a))
    copied = activate("linear", a)
    copied[0] = 9
    assert a[0] == -2
    with pytest.raises(ValueError, match="name is 'swish', expected linear, sigmoid, tanh"):
        activate("swish", a)


def test_the_statistics_of_a_stack_by_hand() -> None:
    x, w = np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([[1.0, -1.0], [0.0, 1.0]])
    first, second = forward_statistics(x, [w, np.eye(2)], "relu")
    assert first == {
        "mean": pytest.approx(0.75),
        "std": pytest.approx(math.sqrt(0.6875)),
        "rms": pytest.approx(math.sqrt(1.25)),
        "saturated": 0.5,
    }
    assert second == first
    with pytest.raises(ValueError, match=r"weights\[1\] has shape \(3, 2\), expected \(2, M\)"):
        forward_statistics(x, [w, np.ones((3, 2))], "relu")


@given(names=st.lists(st.integers(0, 4), min_size=1, max_size=8), rows=st.integers(1, 5))
def test_twins_count_once(names: list[int], rows: int) -> None:
    units = np.random.default_rng(0).normal(size=(rows, 5))
    W = units[:, names] + np.random.default_rng(1).uniform(-4e-10, 4e-10, (rows, len(names)))
    assert symmetry_groups(W) == len(set(names))
    assert symmetry_groups(W, tol=100.0) == 1


def test_units_of_opposite_sign_are_different_and_a_vector_has_no_units() -> None:
    assert symmetry_groups(np.array([[1.0, -1.0]])) == 2
    with pytest.raises(ValueError, match=r"W has shape \(3,\), expected \(D, M\)"):
        symmetry_groups(np.ones(3))
