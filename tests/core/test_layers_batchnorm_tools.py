"""Population statistics, identity parameters and folding of batch normalisation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import layers


@given(seed=st.integers(0, 999), cuts=st.lists(st.integers(0, 20), max_size=4))
def test_population_statistics_are_those_of_all_batches_put_together(
    seed: int, cuts: list[int]
) -> None:
    x = np.random.default_rng(seed).normal(5.0, 2.0, (20, 3))
    x += np.arange(20)[:, None]
    mean, var = layers.bn_population_stats(iter(np.split(x, sorted(cuts))))
    np.testing.assert_allclose(mean, x.mean(axis=0))
    np.testing.assert_allclose(var, x.var(axis=0))


def test_population_statistics_of_images_are_per_channel_and_exact_in_float32() -> None:
    x = np.random.default_rng(2).normal(1e4, 1.0, (7, 2, 5, 3)).astype(np.float32)
    mean, var = layers.bn_population_stats(x[i : i + 2] for i in range(0, 7, 2))
    assert mean.dtype == var.dtype == np.float32
    np.testing.assert_allclose(var, x.astype(np.float64).var(axis=(0, 2, 3)), rtol=1e-6)


def test_identity_parameters_give_back_the_batch() -> None:
    x = np.random.default_rng(4).normal(3.0, 2.0, (6, 4))
    x[:, 0] = 5.0
    gamma, beta = layers.bn_identity_params(x, eps=1e-3)
    out, _ = layers.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 1e-3})
    np.testing.assert_allclose(out, x, rtol=1e-12)


def test_folding_into_an_affine_layer_changes_no_output() -> None:
    rng = np.random.default_rng(3)
    x, w, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    gamma, beta, mean, var = rng.normal(size=(4, 3))
    var = var**2
    stats = {"running_mean": mean, "running_var": var, "mode": "test", "eps": 1e-3}
    want, _ = layers.batchnorm_forward(layers.affine_forward(x, w, b)[0], gamma, beta, stats)
    folded = layers.bn_fold(w, b, gamma, beta, mean, var, 1e-3)
    np.testing.assert_allclose(layers.affine_forward(x, *folded)[0], want, rtol=1e-10)


def test_folding_into_a_convolution_scales_each_filter() -> None:
    w, b = np.ones((2, 3, 2, 1)), np.array([1.0, 2.0])
    scale, zero = np.array([-2.0, 3.0]), np.zeros(2)
    folded, shift = layers.bn_fold(w, b, scale, zero, zero, np.ones(2) - 1e-5)
    np.testing.assert_allclose(folded[:, 0, 0, 0], scale)
    np.testing.assert_allclose(shift, [-2.0, 6.0])


def test_tools_refuse_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="batches hold no example, expected at least one; a gen"):
        layers.bn_population_stats(iter([]))
    with pytest.raises(ValueError, match="a batch has 2 features, expected 3; the first one has"):
        layers.bn_population_stats([np.ones((1, 3)), np.ones((1, 2))])
    with pytest.raises(ValueError, match=r"a batch has shape \(3,\), expected \(N, D\) or"):
        layers.bn_population_stats([np.ones(3)])
    ones = np.ones(3)
    with pytest.raises(ValueError, match=r"gamma has shape \(2,\), expected \(3,\); w of shape"):
        layers.bn_fold(np.ones((4, 3)), ones, np.ones(2), ones, ones, ones)
    with pytest.raises(ValueError, match=r"w has shape \(3,\), expected \(D, M\) or \(F, C, HH,"):
        layers.bn_fold(ones, ones, ones, ones, ones, ones)
