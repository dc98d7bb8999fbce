"""The networks of stage 02's experiments: gradients, training, dead units, races."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core.gradient_check import eval_numerical_gradient
from cs231n_core.stages import lab02
from cs231n_core.stages.lab.network import TRAINED, batches
from cs231n_core.stages.lab02 import races

KINDS = [name for name in TRAINED if name != "maxout |x|"] + ["maxout"]


@pytest.fixture(scope="module")
def blobs() -> lab02.Images:
    """Ten classes that differ by their mean, in the number of inputs that the races expect."""
    rng = np.random.default_rng(0)
    means = 0.3 * rng.standard_normal((10, races.PIXELS))
    y = rng.integers(0, 10, 400)
    x = (means[y] + rng.standard_normal((400, races.PIXELS))).astype(np.float32)
    return lab02.Images(x[:300], y[:300], x[300:], y[300:])


def net(activation: str, sizes: tuple[int, ...] = (6, 5, 4, 3), **options: float) -> lab02.Net:
    params = lab02.make_params(sizes, activation, np.random.default_rng(1), **options)
    return lab02.Net({k: v.astype(np.float64) for k, v in params.items()}, activation)


@pytest.mark.parametrize("activation", KINDS)
def test_the_gradient_of_a_network_is_the_numerical_one(activation: str) -> None:
    model = net(activation)
    rng = np.random.default_rng(2)
    x, y = rng.standard_normal((7, 6)), rng.integers(0, 3, 7)
    _, grads = model.loss(x, y)
    for name, grad in grads.items():
        numerical = eval_numerical_gradient(
            lambda _: model.loss(x, y)[0], model.params[name], verbose=False, h=1e-6
        )
        np.testing.assert_allclose(grad, numerical, rtol=1e-4, atol=1e-8, err_msg=name)


@pytest.mark.parametrize("activation", KINDS)
def test_a_fresh_network_guesses(activation: str, blobs: lab02.Images) -> None:
    params = lab02.make_params(races.DEEP, activation, np.random.default_rng(0))
    assert {p.dtype for p in params.values()} == {np.dtype(np.float32)}
    loss, _ = lab02.Net(params, activation).loss(blobs.x, blobs.y)
    assert loss == pytest.approx(np.log(10), abs=0.15)


def test_maxout_has_twice_the_hidden_parameters() -> None:
    plain = lab02.make_params((8, 5, 3), "ReLU", np.random.default_rng(0))
    double = lab02.make_params((8, 5, 3), "maxout", np.random.default_rng(0))
    assert double["W1"].size == 2 * plain["W1"].size
    assert double["W2"].shape == plain["W2"].shape


def test_thumbnails_average_two_by_two_pixels_and_standardise() -> None:
    rng = np.random.default_rng(0)
    data = {
        "X_train": rng.uniform(0, 255, (20, 3, 4, 4)), "y_train": np.arange(20),
        "X_val": rng.uniform(0, 255, (5, 3, 4, 4)), "y_val": np.arange(5),
    }  # fmt: skip
    images = lab02.thumbnails(data)
    assert images.x.shape == (20, 12)
    assert images.x.dtype == np.float32
    np.testing.assert_allclose(images.x.mean(axis=0), 0.0, atol=1e-5)
    assert images.x.std() == pytest.approx(1.0, abs=1e-3)
    corner = data["X_train"][:, 0, :2, :2].mean(axis=(1, 2))
    assert np.corrcoef(corner, images.x[:, 0])[0, 1] == pytest.approx(1.0)
    assert len(images.first(7).x) == len(images.first(7).y) == 7


def test_an_epoch_shows_every_image_once(blobs: lab02.Images) -> None:
    rows = [x for _, x, _ in batches(blobs, 1, np.random.default_rng(0), size=50)]
    seen = np.concatenate(rows)
    assert seen.shape == blobs.x.shape
    np.testing.assert_allclose(np.sort(seen[:, 0]), np.sort(blobs.x[:, 0]))


def test_training_lowers_the_loss_and_repeats_exactly(blobs: lab02.Images) -> None:
    runs = []
    for _ in range(2):
        params = lab02.make_params(races.DEEP, "ReLU", np.random.default_rng(0))
        model = lab02.Net(params, "ReLU")
        losses = lab02.train(model, blobs, lr=0.1, epochs=12, rng=np.random.default_rng(0))
        runs.append(losses)
        assert model.accuracy(blobs.x, blobs.y) > 0.5
    assert runs[0] == runs[1]
    assert runs[0][-1] < runs[0][0]


def test_training_stops_when_the_watch_says_so(blobs: lab02.Images) -> None:
    model = lab02.Net(lab02.make_params(races.DEEP, "ReLU", np.random.default_rng(0)), "ReLU")
    rng = np.random.default_rng(0)
    losses = lab02.train(model, blobs, lr=0.01, epochs=9, rng=rng, watch=lambda s, _: s == 5)
    assert len(losses) == 5


def test_an_explosion_ends_training_and_has_no_dead_share(blobs: lab02.Images) -> None:
    run = lab02.dead_run(blobs, lr=1e6, seed=0)
    assert run.exploded
    assert not np.isfinite(run.loss)


def test_dead_units_refuses_a_network_of_nan(blobs: lab02.Images) -> None:
    params = lab02.make_params(races.DEEP, "ReLU", np.random.default_rng(0))
    params["W1"][:] = np.nan
    with pytest.raises(FloatingPointError, match="are NaN, expected numbers"):
        lab02.dead_units(lab02.Net(params, "ReLU"), blobs)


def test_a_far_negative_bias_kills_every_unit_at_once(blobs: lab02.Images) -> None:
    (run,) = lab02.dead_sweep(blobs, [0.1], biases=[-100.0], seeds=1)
    assert run.before == run.after == (1.0, 1.0)
    assert run.bias == -100.0


@pytest.mark.parametrize("seed", range(3))
def test_no_dead_unit_of_the_first_layer_ever_comes_back(blobs: lab02.Images, seed: int) -> None:
    back = lab02.revival(blobs, bias=-6.0, lr=0.2, epochs=3, seed=seed)
    assert back.dead_at_first[0] > 10
    assert back.came_back[0] == 0


def test_sign_shares_start_at_one_behind_sigmoids(blobs: lab02.Images) -> None:
    shares = lab02.one_sign_shares(blobs, "sigmoid", [1, 16], units=2)
    assert shares[0] == 1.0
    assert shares[1] < 1.0


def test_a_race_counts_steps_and_says_none_when_the_goal_is_out_of_reach(
    blobs: lab02.Images,
) -> None:
    steps = lab02.race(blobs, {"ReLU": 0.02, "tanh": 0.02}, seeds=1)
    assert all(n is not None and n % 10 == 0 for n in (steps["ReLU"][0], steps["tanh"][0]))
    never = lab02.steps_to_error(blobs, "ReLU", lr=1e-9, seed=0, max_epochs=4)
    assert never is None


def test_a_bake_off_has_a_row_per_activation_and_shows_its_progress(
    blobs: lab02.Images,
) -> None:
    seen: list[object] = []

    def watch(runs: list[object]) -> list[object]:
        seen.extend(runs)
        return runs

    rates = {"ReLU": 0.02, "GELU": 0.02}
    accuracy = lab02.bake_off(blobs, rates, epochs=12, seeds=2, progress=watch)
    assert accuracy.shape == (2, 2)
    assert accuracy.min() > 0.3
    assert len(seen) == 4


def test_the_best_rate_is_not_the_one_that_learns_nothing(blobs: lab02.Images) -> None:
    best = lab02.best_rates(blobs, ["tanh"], rates=[1e-9, 0.02], seeds=1)
    assert best == {"tanh": 0.02}
