"""The experiments of stage 03: descent, samples, whitened noise, shuffled pixels, leaks."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core.stages import lab03


@pytest.fixture(scope="module")
def blobs() -> lab03.Images:
    """Small colour images, 0 to 255, of ten classes that differ by a slow pattern."""
    rng = np.random.default_rng(0)
    patterns = np.kron(rng.uniform(60, 190, (10, 3, 2, 2)), np.ones((4, 4)))
    y = rng.integers(0, 10, 700)
    x = np.clip(patterns[y] + 25 * rng.standard_normal((700, 3, 8, 8)), 0, 255)
    x = x.astype(np.float32)
    return lab03.Images(x[:500], y[:500], x[500:], y[500:])


# --- descent --------------------------------------------------------------------------------------


def test_centring_and_scaling_bring_a_hundred_thousand_steps_to_two() -> None:
    x, y = lab03.two_features()
    centred = x - x.mean(axis=0)
    raw = lab03.least_squares(x, y, limit=20_000)
    assert raw.steps is None
    assert raw.kappa > 100_000
    steps = lab03.least_squares(centred, y).steps
    assert steps is not None
    assert 2_000 < steps < 4_000
    assert lab03.least_squares(centred / x.std(axis=0), y).steps == 2


def test_the_best_rate_is_the_best() -> None:
    x, y = lab03.two_features()
    x = x - x.mean(axis=0)
    fit = lab03.least_squares(x, y, bias=False)
    h = x.T @ x / len(x)
    shrink = [np.abs(1 - c * fit.rate * np.linalg.eigvalsh(h)).max() for c in (0.9, 1.0, 1.05)]
    assert np.argmin(shrink) == 1


def test_the_formula_counts_the_steps_of_the_simulation() -> None:
    x, y = lab03.two_features()
    x = x - x.mean(axis=0)
    h = x.T @ x / len(x)
    values, vectors = np.linalg.eigh(h)
    best = np.linalg.solve(h, x.T @ y / len(x))
    fit = lab03.least_squares(x, y, bias=False)
    assert lab03.steps_by_formula(values, vectors.T @ best) == pytest.approx(fit.steps, abs=1)


def test_an_offset_adds_d_m_squared_to_the_condition_number() -> None:
    z = np.random.default_rng(0).standard_normal((500, 4))
    z = z - z.mean(axis=0)
    z = z @ np.linalg.inv(np.linalg.cholesky(z.T @ z / len(z))).T
    for m in (0.0, 0.5, 3.0):
        assert lab03.kappa(z + m) == pytest.approx(1 + 4 * m**2)


def test_the_cloud_has_the_ratio_and_the_place_that_were_asked_for() -> None:
    for angle in (0.0, 30.0, 90.0):
        assert lab03.cloud(ratio=5.0, offset=0.0, angle=angle).kappa == pytest.approx(25)
    points = lab03.cloud(ratio=3.0, offset=7.0).points
    np.testing.assert_allclose(points.mean(axis=0), 7.0)
    assert lab03.cloud(ratio=1.0, offset=0.0).steps == 1


def test_a_turned_line_errs_where_the_cloud_is_far() -> None:
    wrong = lab03.turned_line([0, 50], seeds=3)
    assert wrong[0].max() == 0
    # At distance 50 one degree shifts by .87: of points .2 to 2 away, half of one side's .37.
    assert wrong[1].mean() == pytest.approx(0.5 * (50 * np.sin(np.pi / 180) - 0.2) / 1.8, abs=0.04)


def test_the_curvature_of_images_lies_in_their_brightness(blobs: lab03.Images) -> None:
    assert lab03.top_share(blobs.x) > 0.8
    centred = blobs.x - blobs.x.mean(axis=0)
    assert lab03.top_share(centred) < 0.4
    few = centred[:100]
    assert lab03.top_share(few) == pytest.approx(lab03.top_share(np.concatenate([few] * 3)))


# --- pictures -------------------------------------------------------------------------------------


def test_the_error_of_a_sample_falls_as_one_over_root_n() -> None:
    rows = np.random.default_rng(0).normal(3.0, 2.0, (4000, 50))
    counts = [20, 80, 320]
    errors = lab03.sampling_errors(rows, counts, seeds=10).mean(axis=1)
    np.testing.assert_allclose(errors, 2.0 / np.sqrt(counts), rtol=0.15)
    assert lab03.slope(counts, errors) == pytest.approx(-0.5, abs=0.1)


def test_half_size_and_grey_are_averages() -> None:
    x = np.arange(2 * 3 * 4 * 4, dtype=np.float32).reshape(2, 3, 4, 4)
    assert lab03.halves(x)[1, 2, 0, 1] == x[1, 2, :2, 2:].mean()
    np.testing.assert_allclose(lab03.greys(x)[0, 0], x[0, :, :2, :2].mean())


def test_eps_spares_the_noise() -> None:
    rows = np.random.default_rng(0).standard_normal((400, 6)) * np.geomspace(30, 0.1, 6)
    plain, spared = lab03.noise_share(rows, [1e-9, 10.0], level=1.0).mean(axis=1)
    # Without eps the last direction alone has ten times its size in noise.
    assert plain > 3
    assert spared < 1


def test_whitened_and_rotated_back_the_covariance_is_the_identity() -> None:
    rows = np.random.default_rng(0).standard_normal((400, 6)) * np.geomspace(9, 1, 6) + 4
    turned = lab03.zca(rows, 0.0)
    np.testing.assert_allclose(turned.T @ turned / 400, np.eye(6), atol=1e-9)


# --- training -------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", lab03.CHOICES)
def test_every_input_of_the_race_is_prepared_by_the_training_set(
    blobs: lab03.Images, choice: str
) -> None:
    rows = lab03.prepared(blobs, choice)
    assert rows.x.shape == (500, 192)
    assert rows.x.dtype == rows.x_val.dtype == np.float32
    if "mean" in choice or "standardize" in choice or "whiten" in choice:
        level = rows.x.mean(axis=0) if "channel" not in choice else rows.x.mean()
        assert np.abs(level).max() < 1e-3 * np.abs(rows.x).max()
        assert np.abs(rows.x_val.mean(axis=0)).max() > 1e-3 * rows.x.std()


def test_the_race_trains_every_input_at_its_rate(blobs: lab03.Images) -> None:
    rates = {"mean_image / 60": 0.03, "channel_standardize": 0.03}
    runs = lab03.race(blobs, rates, seeds=2)
    assert list(runs) == list(rates)
    assert all(run.accuracy > 0.3 for found in runs.values() for run in found)
    rows = lab03.prepared(blobs, "mean_image / 60")
    assert lab03.best_rate(rows, (1e-9, 0.03)) == 0.03
    assert lab03.trial(rows, 1e9, 0).loss == np.inf


def test_a_large_eps_turns_whitening_into_a_rotation_of_centred_pixels(
    blobs: lab03.Images,
) -> None:
    found = lab03.whitening_race(blobs, [1e-3, 1e9], seeds=2)
    assert found.shape == (2, 2)
    # The classes are slow patterns under fine noise: whitening makes both alike.
    assert found[1].mean() > found[0].mean()
    plain = lab03.trial(lab03.prepared(blobs, "mean_image / 60"), 0.03, 10)
    assert found[1, 0] == pytest.approx(plain.accuracy, abs=0.2)


def test_shuffling_moves_places_and_nothing_else(blobs: lab03.Images) -> None:
    mixed = lab03.shuffled(blobs)
    assert not np.array_equal(mixed.x, blobs.x)
    for before, after in ((blobs.x, mixed.x), (blobs.x_val, mixed.x_val)):
        np.testing.assert_array_equal(np.sort(before[3, 1].ravel()), np.sort(after[3, 1].ravel()))
    # One permutation for all images and channels.
    np.testing.assert_array_equal(
        np.ptp(blobs.x, axis=(2, 3)).round(3), np.ptp(mixed.x, axis=(2, 3)).round(3)
    )
    again = lab03.shuffled(blobs)
    np.testing.assert_array_equal(again.x_val, mixed.x_val)


def test_a_dense_net_trains_the_same_on_permuted_pixels(blobs: lab03.Images) -> None:
    difference, loss = lab03.same_net_shuffled(lab03.standardized(blobs), steps=20)
    assert difference < 1e-10
    assert loss < np.log(10)


def test_the_shuffle_study_runs_both_nets_on_both_kinds(blobs: lab03.Images) -> None:
    study = lab03.shuffle_study(lab03.standardized(blobs), seeds=1, epochs=1)
    assert list(study) == [
        "dense, as it is", "dense, shuffled", "ConvNet, as it is", "ConvNet, shuffled",
    ]  # fmt: skip
    assert all(0 <= value <= 1 for found in study.values() for value in found)


def test_relu_moves_the_next_layer_off_centre_and_tanh_does_not() -> None:
    x = np.random.default_rng(0).standard_normal((2000, 50)).astype(np.float32)
    x = x - x.mean(axis=0)
    relu, tanh = (lab03.layer_means(x, name).mean(axis=1) for name in ("ReLU", "tanh"))
    assert relu[0] < 0.01
    # The mean of ReLU(z) is .40 of deviations, its root mean square .71.
    assert relu[1] == pytest.approx(0.56, abs=0.05)
    assert tanh[1] < 0.05


# --- leaks ----------------------------------------------------------------------------------------


def test_features_chosen_on_all_data_beat_the_coin() -> None:
    study = lab03.leak_study([20, 1000], seeds=10)
    honest, leaking = study["chosen on the training half"], study["chosen on all data"]
    assert np.abs(honest.mean(axis=1) - 0.5).max() < 0.1
    assert leaking[1].mean() > 0.75
    # 20 of 20 are no choice: the same features, so the same result.
    np.testing.assert_array_equal(leaking[0], honest[0])


def test_batches_of_one_class_must_not_use_their_own_statistics(blobs: lab03.Images) -> None:
    served = lab03.serve(blobs, 0)
    assert served.training > 0.5
    assert served.sorted < served.training


def test_appended_images_move_the_statistics(blobs: lab03.Images) -> None:
    moved = lab03.appended(blobs)
    assert moved["mean_image"] > moved["channel_mean"] > 0
    same = lab03.Images(blobs.x, blobs.y, blobs.x, blobs.y)
    assert max(lab03.appended(same).values()) == pytest.approx(0, abs=1e-6)
