"""Preprocessing: statistics of the training set, constants, layouts, whitening, the way back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import preprocessing
from cs231n_core.preprocessing import (
    MODES,
    apply_preprocessor,
    fit_preprocessor,
    invert_preprocessor,
    pca_whiten_apply,
    pca_whiten_fit,
)

each_mode = pytest.mark.parametrize("mode", MODES)


def images(n: int = 20, seed: int = 0) -> Any:
    """Non-square images whose channels differ in mean and spread."""
    x = np.random.default_rng(seed).normal(size=(n, 3, 4, 5))
    return (
        x * np.array([1.0, 5.0, 20.0])[:, None, None] + np.array([10.0, -3.0, 100.0])[:, None, None]
    )


@pytest.mark.parametrize(
    ("mode", "shape"),
    [
        ("mean_image", (3, 4, 5)),
        ("channel_mean", (3, 1, 1)),
        ("channel_standardize", (3, 1, 1)),
        ("feature_standardize", (3, 4, 5)),
        ("minmax", (3, 4, 5)),
    ],
)
def test_the_statistics_have_the_shape_of_an_example_or_of_its_channels(
    mode: str, shape: tuple[int, ...]
) -> None:
    stats = fit_preprocessor(images(), mode)
    assert stats.offset.shape == stats.scale.shape == shape


def test_each_mode_does_to_the_training_set_what_it_says() -> None:
    x = images()
    done = {mode: apply_preprocessor(x, fit_preprocessor(x, mode)) for mode in MODES}
    np.testing.assert_allclose(done["mean_image"], x - x.mean(axis=0))
    np.testing.assert_allclose(done["channel_mean"], x - x.mean(axis=(0, 2, 3))[:, None, None])
    assert done["mean_image"].std() > 5
    np.testing.assert_allclose(done["channel_standardize"].std(axis=(0, 2, 3)), 1)
    np.testing.assert_allclose(done["channel_standardize"].mean(axis=(0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(done["feature_standardize"].std(axis=0), 1)
    np.testing.assert_allclose(done["minmax"].max(axis=0), 1)
    np.testing.assert_allclose(done["minmax"].min(axis=0), -1)


@each_mode
def test_new_data_keeps_its_shift_and_is_not_clipped(mode: str) -> None:
    x = images()
    stats = fit_preprocessor(x, mode)
    moved = apply_preprocessor(x + 50, stats) - apply_preprocessor(x, stats)
    np.testing.assert_allclose(moved, np.broadcast_to(50 / stats.scale, x.shape))


@each_mode
def test_a_square_matrix_is_read_by_columns(mode: str) -> None:
    x = np.arange(9.0).reshape(3, 3) ** 2
    if mode.startswith("channel"):
        with pytest.raises(ValueError, match=r"X_train has shape \(3, 3\), expected \(N, C, H, W"):
            fit_preprocessor(x, mode)
        return
    centre = (x.max(axis=0) + x.min(axis=0)) / 2 if mode == "minmax" else x.mean(axis=0)
    np.testing.assert_allclose(fit_preprocessor(x, mode).offset, centre)


@each_mode
def test_a_constant_entry_becomes_zero_and_comes_back(mode: str) -> None:
    x = images()
    x[:, 1] = 7.0
    stats = fit_preprocessor(x, mode)
    done = apply_preprocessor(x, stats)
    assert not done[:, 1].any()
    np.testing.assert_allclose(invert_preprocessor(done, stats), x)


@each_mode
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_bytes_become_float32_and_floats_stay(mode: str, dtype: type) -> None:
    x: Any = np.clip(images(), 0, 255).astype(dtype)
    x.setflags(write=False)
    done = apply_preprocessor(x, fit_preprocessor(x, mode))
    assert done.dtype == (np.float64 if dtype == np.float64 else np.float32)
    assert done.flags.c_contiguous
    exact = apply_preprocessor(x.astype(np.float64), fit_preprocessor(x, mode))
    np.testing.assert_allclose(done, exact, rtol=1e-4, atol=1e-4)


@each_mode
def test_one_image_is_treated_as_a_batch_of_one(mode: str) -> None:
    x = images()
    stats = fit_preprocessor(x, mode)
    np.testing.assert_array_equal(apply_preprocessor(x[3], stats), apply_preprocessor(x, stats)[3])


@each_mode
@given(seed=st.integers(0, 99))
def test_the_way_back_leads_to_the_data(mode: str, seed: int) -> None:
    stats = fit_preprocessor(images(seed=seed), mode)
    x = images(seed=seed + 1)
    np.testing.assert_allclose(invert_preprocessor(apply_preprocessor(x, stats), stats), x)


def test_the_variance_is_the_same_when_the_rows_come_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x = images()
    whole = fit_preprocessor(x, "feature_standardize").scale
    monkeypatch.setattr(preprocessing, "_ROWS_AT_A_TIME", 7)
    np.testing.assert_allclose(fit_preprocessor(x, "feature_standardize").scale, whole)
    np.testing.assert_allclose(whole, x.std(axis=0))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="mode is 'zscore', expected mean_image, channel_mean"):
        fit_preprocessor(images(), "zscore")
    with pytest.raises(ValueError, match=r"X_train has shape \(0, 3\) and dtype float64, expected"):
        fit_preprocessor(np.ones((0, 3)), "minmax")
    stats = fit_preprocessor(images(), "channel_mean")
    with pytest.raises(ValueError, match=r"X has shape \(20, 4, 5, 3\), expected \(N, 3, 4, 5\)"):
        apply_preprocessor(images().transpose(0, 2, 3, 1), stats)
    with pytest.raises(ValueError, match="k is 61, expected 1 to 60, the size of a row"):
        pca_whiten_fit(images(), k=61)
    with pytest.raises(ValueError, match="eps is -1, expected 0 or more"):
        pca_whiten_fit(images(), eps=-1)


# --- whitening -----------------------------------------------------------------------------------


def correlated(n: int = 200, d: int = 6) -> Any:
    rng = np.random.default_rng(1)
    return rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + 5


def covariance(x: Any) -> Any:
    return np.cov(x.T, bias=True)


def test_whitened_training_data_has_the_identity_as_covariance() -> None:
    x = correlated()
    stats = pca_whiten_fit(x, eps=0.0)
    np.testing.assert_allclose(covariance(pca_whiten_apply(x, stats)), np.eye(6), atol=1e-9)
    assert list(stats.variances) == sorted(stats.variances, reverse=True)
    np.testing.assert_allclose(stats.directions.T @ stats.directions, np.eye(6), atol=1e-12)


def test_a_rotation_alone_keeps_the_variances() -> None:
    x = correlated()
    stats = pca_whiten_fit(x, whiten=False)
    turned = covariance(apply_preprocessor(x, stats))
    np.testing.assert_allclose(turned, np.diag(stats.variances), atol=1e-9)


def test_eps_is_under_the_root() -> None:
    x = correlated()
    stats = pca_whiten_fit(x, eps=3.0)
    want = stats.variances / (stats.variances + 3.0)
    np.testing.assert_allclose(covariance(pca_whiten_apply(x, stats)), np.diag(want), atol=1e-9)


@pytest.mark.parametrize("eps", [0.0, 1e-5])
def test_data_in_a_plane_is_whitened_without_noise(eps: float) -> None:
    x = np.zeros((50, 4))
    x[:, :2] = correlated(50, 2)
    done = pca_whiten_apply(x, pca_whiten_fit(x, eps=eps))
    assert np.isfinite(done).all()
    np.testing.assert_allclose(done[:, 2:], 0, atol=1e-4)


def test_test_data_is_centred_on_the_mean_of_the_training_data() -> None:
    x = correlated()
    stats = pca_whiten_fit(x)
    moved = pca_whiten_apply(x + 1, stats) - pca_whiten_apply(x, stats)
    want = stats.directions.sum(axis=0) / stats.spread
    np.testing.assert_allclose(moved, np.broadcast_to(want, moved.shape), atol=1e-9)


@pytest.mark.parametrize("whiten", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_way_back_from_fewer_directions_is_the_projection(whiten: bool, dtype: type) -> None:
    x = images(80).astype(dtype)
    stats = pca_whiten_fit(x, k=7, whiten=whiten)
    back = invert_preprocessor(pca_whiten_apply(x, stats), stats)
    rows = x.reshape(80, -1) - stats.mean
    want = rows @ stats.directions @ stats.directions.T + stats.mean
    assert back.shape == x.shape
    assert back.dtype == dtype
    rtol = 1e-3 if dtype == np.float32 else 1e-9
    np.testing.assert_allclose(back.reshape(80, -1), want, rtol=rtol)
    one = invert_preprocessor(apply_preprocessor(x[2], stats), stats)
    np.testing.assert_allclose(one, back[2], rtol=rtol)
