"""First weights: fans, variances, distributions, orthogonality, LSUV, refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.initializers import (
    activation_gain,
    fan_in_and_fan_out,
    init_weights,
    lsuv_init,
    orthogonal_init,
)
from cs231n_core.layers import relu_forward


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_fans_of_dense_and_convolutional_weights() -> None:
    assert fan_in_and_fan_out((512, 64)) == (512, 64)
    assert fan_in_and_fan_out((8, 3, 5, 2)) == (30, 80)
    for shape in [(5,), (2, 3, 4), (0, 3), ()]:
        with pytest.raises(ValueError, match=r"shape is .*, expected \(D, M\) or \(F, C, HH, WW\)"):
            fan_in_and_fan_out(shape)


@pytest.mark.parametrize("dist", ["normal", "uniform"])
@pytest.mark.parametrize(
    ("shape", "scheme", "fan", "variance"),
    [
        ((512, 64), "lecun", "in", 1 / 512),
        ((512, 64), "xavier", "in", 1 / 512),
        ((512, 64), "xavier", "out", 1 / 64),
        ((512, 64), "glorot", "avg", 2 / (512 + 64)),
        ((512, 64), "he", "in", 2 / 512),
        ((512, 64), "kaiming", "out", 2 / 64),
        ((64, 32, 5, 3), "he", "in", 2 / (32 * 15)),
        ((64, 32, 5, 3), "he", "out", 2 / (64 * 15)),
    ],
)
def test_the_variance_is_what_the_scheme_says(
    dist: str, shape: tuple[int, ...], scheme: str, fan: str, variance: float
) -> None:
    w = init_weights(shape, scheme, dist, fan, rng(), np.float64)
    assert w.shape == shape
    assert w.var() == pytest.approx(variance, rel=5 * math.sqrt(2 / w.size))
    assert abs(w.mean()) < 5 * math.sqrt(variance / w.size)
    bound = math.sqrt(3 * variance)
    assert (np.abs(w).max() <= bound) == (dist == "uniform")


def test_a_constant_is_nothing_random() -> None:
    w = init_weights((4, 3), "constant", fan="out", rng=rng(), dtype=np.float64, gain=2.0)
    np.testing.assert_allclose(w, 2 / math.sqrt(3))


def test_a_gain_is_a_factor() -> None:
    plain = init_weights((20, 30), "xavier", rng=rng(), dtype=np.float64)
    twice = init_weights((20, 30), "xavier", rng=rng(), dtype=np.float64, gain=2.0)
    np.testing.assert_allclose(twice, 2 * plain)


def test_the_generator_decides_and_the_dtype_is_kept() -> None:
    draws = [init_weights((4, 5), rng=r) for r in (rng(1), rng(1), rng(2), None, None)]
    assert np.array_equal(draws[0], draws[1])
    assert not np.array_equal(draws[0], draws[2])
    assert np.array_equal(draws[3], draws[4])
    assert {w.dtype for w in draws} == {np.dtype(np.float32)}


def test_he_keeps_the_size_of_relu_activations_over_thirty_layers() -> None:
    x = rng(1).normal(size=(200, 300))
    source = rng(2)
    for _ in range(30):
        x = np.maximum(0, x @ init_weights((300, 300), "he", rng=source))
    assert 0.5 < np.sqrt((x**2).mean()) < 2


def test_gains_by_hand() -> None:
    assert activation_gain("relu") == pytest.approx(math.sqrt(2))
    assert activation_gain("tanh") == pytest.approx(5 / 3)
    assert activation_gain("linear") == activation_gain("selu") == 1
    assert activation_gain("leaky_relu", 0.2) == pytest.approx(math.sqrt(2 / 1.04))
    assert activation_gain("leaky_relu", 0.0) == activation_gain("relu")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: activation_gain("swish"), "name is 'swish', expected linear, .*, leaky_relu"),
        (lambda: activation_gain("relu", 0.1), "alpha is 0.1, expected none: relu has none"),
        (lambda: init_weights((2, 3), "her"), "scheme is 'her', expected lecun, xavier, glorot"),
        (lambda: init_weights((2, 3), dist="flat"), "dist is 'flat', expected normal, uniform"),
        (lambda: init_weights((2, 3), fan="sum"), "fan is 'sum', expected in, out, avg"),
    ],
)
def test_unknown_names_are_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@given(rows=st.integers(1, 9), columns=st.integers(1, 9), seed=st.integers(0, 99))
def test_tall_matrices_have_orthonormal_columns_and_wide_ones_rows(
    rows: int, columns: int, seed: int
) -> None:
    w = orthogonal_init((rows, columns), 3.0, rng(seed))
    gram = w.T @ w if rows >= columns else w @ w.T
    np.testing.assert_allclose(gram, 9 * np.eye(min(rows, columns)), atol=1e-12)


def test_orthogonal_matrices_have_no_preferred_sign() -> None:
    source = rng(3)
    signs = [np.sign(np.diag(orthogonal_init((3, 3), rng=source))) for _ in range(400)]
    assert abs(np.mean(signs)) < 5 / math.sqrt(1200)


def test_orthogonal_filters_are_the_rows_of_a_matrix() -> None:
    w = orthogonal_init((4, 3, 2, 5), dtype=np.float32)
    assert w.dtype == np.float32
    flat = w.reshape(4, 30)
    np.testing.assert_allclose(flat @ flat.T, np.eye(4), atol=1e-6)


def test_lsuv_gives_every_layer_a_unit_variance_before_its_activation() -> None:
    x = 5 + 3 * rng(4).normal(size=(300, 20))
    shapes = [(20, 40), (40, 40), (40, 5)]
    weights: Any = lsuv_init([np.empty(s, np.float32) for s in shapes], x, relu_forward)
    for w, shape in zip(weights, shapes, strict=True):
        assert w.shape == shape
        assert w.dtype == np.float32
        z = x @ w
        assert z.var() == pytest.approx(1, abs=0.01)
        x = np.maximum(0, z)


def test_lsuv_reads_no_values_and_changes_nothing() -> None:
    x, given = rng(5).normal(size=(30, 4)), [np.ones((4, 3))]
    first = lsuv_init(given, x, np.tanh)[0]
    second = lsuv_init([np.zeros((4, 3))], x, np.tanh)[0]
    np.testing.assert_array_equal(first, second)
    assert (given[0] == 1).all()


def test_lsuv_refuses_what_cannot_be_scaled() -> None:
    with pytest.raises(
        ValueError, match=r"the variance behind weights\[1\] is 0.0, expected a pos"
    ):
        lsuv_init([np.ones((4, 3)), np.ones((3, 2))], np.ones((5, 4)) + np.eye(5, 4), np.zeros_like)
    with pytest.raises(ValueError, match=r"weights\[0\] has shape \(3, 2\), expected \(4, M\), a"):
        lsuv_init([np.ones((3, 2))], np.ones((5, 4)), np.tanh)
