"""The experiments of the batch-normalisation stage, where the right answer is known beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core import layers
from cs231n_core.gradient_check import eval_numerical_gradient
from cs231n_core.stages import lab05 as lab
from cs231n_core.stages import s05_graph as graph

TINY = (6, 5, 4, 3)


def images(count: int = 60) -> lab.Images:
    """Return made-up rows of 768 numbers whose class shifts their mean."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 10, count)
    x = (rng.normal(size=(count, 768)) + 0.3 * y[:, None]).astype(np.float32)
    return lab.Images(x, y, x[:20], y[:20])


def tiny_net(norm: str) -> lab.Net:
    net = lab.make_net(TINY, norm=norm, activation="tanh")
    net.params = {name: value.astype(np.float64) for name, value in net.params.items()}
    return net


# --- one layer -----------------------------------------------------------------------------------


def test_normalising_keeps_skewness_and_kurtosis() -> None:
    x = lab.two_bumps()
    before, after = lab.shape_of(x), lab.shape_of(lab.normalized(x))
    assert after.mean == pytest.approx(0, abs=1e-12)
    assert after.std == pytest.approx(1, abs=1e-6)
    assert after.skewness == pytest.approx(before.skewness, abs=1e-9)
    assert after.kurtosis == pytest.approx(before.kurtosis, abs=1e-9)


@pytest.mark.parametrize("std", [0.1, 1.0, 10.0])
def test_a_squared_variance_turns_the_spread_upside_down(std: float) -> None:
    assert lab.squared_reading(std) == pytest.approx(1 / std, rel=0.1)


def test_two_examples_become_plus_and_minus_one() -> None:
    values = lab.jitter(2)
    assert np.abs(np.abs(values) - 1).max() < 0.5
    # 1 is above a normal mate with probability .841, so the mean is .683 and the sd .730.
    assert abs(values.std() - 0.730) < 0.05


def test_jitter_falls_with_the_root_of_the_batch_size() -> None:
    assert lab.jitter(32).std() / lab.jitter(128).std() == pytest.approx(2, rel=0.15)


def test_the_fifth_example_moves_the_other_four() -> None:
    near, far = lab.batch_of_five(0.5), lab.batch_of_five(8.0)
    assert near.mean() == pytest.approx(0, abs=1e-12)
    assert far[:4].std() < near[:4].std() / 2
    assert far[:4].mean() < near[:4].mean()


def test_only_one_mean_per_map_gives_every_channel_spread_one_and_keeps_the_maps() -> None:
    found = lab.per_map(images(100))
    assert found["channel"].channel_stds == pytest.approx([1, 1, 1], abs=1e-3)
    assert found["channel"].kept == pytest.approx(1, abs=1e-9)
    assert np.ptp(found["everything"].channel_stds) > 0.1
    assert found["place"].kept < 0.99


# --- gradients -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dbeta", "dgamma", "dxhat", "dvar", "dmu", "dx"])
def test_each_derivative_of_the_layer_and_of_the_checks_is_the_numerical_one(name: str) -> None:
    case = lab.example(7, 4, seed=3)
    numerical = lab.numerical(name, case)
    assert lab.right_gradients(case)[name] == pytest.approx(numerical, rel=1e-5, abs=1e-8)
    cache = graph.cache_of(case.x, case.gamma)
    dx_hat = graph.dxhat(case.dout, cache)
    d_var = graph.dvar(dx_hat, cache)
    d_mu = graph.dmu(dx_hat, d_var, cache)
    mine = {
        "dbeta": graph.dbeta(case.dout, cache),
        "dgamma": graph.dgamma(case.dout, cache),
        "dxhat": dx_hat,
        "dvar": d_var,
        "dmu": d_mu,
        "dx": graph.dx(dx_hat, d_var, d_mu, cache),
    }
    assert mine[name] == pytest.approx(numerical, rel=1e-5, abs=1e-8)


def test_the_mean_s_derivative_is_right_where_the_mean_is_not_the_batch_s() -> None:
    case = lab.example(6, 3, seed=1)
    mean = case.x.mean(axis=0) + 0.7

    def loss(at: np.ndarray) -> float:
        cache = graph.cache_of(case.x, case.gamma, mean=at)
        return float((case.dout * (case.gamma * cache["x_hat"] + case.beta)).sum())

    cache = graph.cache_of(case.x, case.gamma, mean=mean)
    dx_hat = graph.dxhat(case.dout, cache)
    found = graph.dmu(dx_hat, graph.dvar(dx_hat, cache), cache)
    assert found == pytest.approx(eval_numerical_gradient(loss, mean), rel=1e-6)


def test_both_forms_of_the_whole_gradient_agree_with_the_layer() -> None:
    case = lab.example(8, 3, seed=5)
    cache = graph.cache_of(case.x, case.gamma)
    right = lab.right_gradients(case)
    for got in (graph.backward(case.dout, cache), graph.backward_slim(case.dout, cache)):
        for value, name in zip(got, ("dx", "dgamma", "dbeta"), strict=True):
            assert value == pytest.approx(right[name], abs=1e-12)


def test_a_dout_of_ones_notices_one_mistake_of_five_and_a_random_one_all() -> None:
    case = lab.example()
    ones = case._replace(dout=np.ones_like(case.dout))
    assert list(lab.caught(case).values()) == [False, True, True, True, True, True]
    assert sum(lab.caught(ones).values()) == 1
    assert np.abs(lab.right_gradients(ones)["dx"]).max() < 1e-14


def test_the_whole_gradient_is_the_only_right_shortcut() -> None:
    errors = lab.shortcut_errors(lab.example())
    assert errors.pop("the whole gradient") < 1e-8
    assert min(errors.values()) > 0.01


def test_the_influence_of_a_batch_is_nowhere_zero_and_its_rows_add_up_to_zero() -> None:
    grid = lab.influence(lab.example())
    assert np.abs(grid).min() > 1e-6
    assert np.abs(grid.sum(axis=1)).max() < 1e-12


def test_sample_by_sample_keeps_the_diagonal_of_the_influence_only() -> None:
    case = lab.example(5, 1)
    expected = np.diag(lab.influence(case)) * case.dout[:, 0]
    assert lab.per_sample(case)[:, 0] == pytest.approx(expected)


# --- statistics ----------------------------------------------------------------------------------


def test_the_running_variance_forgets_its_start_at_the_rate_of_the_momentum() -> None:
    errors = lab.running_errors(0.9)
    assert errors[0] == pytest.approx(0.9, abs=0.05)
    assert errors[9] == pytest.approx(0.9**10, abs=0.06)
    assert errors[-1] < 0.1


def test_testing_before_training_multiplies_by_one_over_the_root_of_eps() -> None:
    assert 300 < lab.too_early(0) < 316.3 * 6
    assert lab.too_early(50) < 5


def test_sorted_batches_hide_the_spread_between_them() -> None:
    shuffled, by_class = (lab.pooled(images(600), by_class=kind) for kind in (False, True))
    assert shuffled.mean_of_batches == pytest.approx(shuffled.whole, rel=0.1)
    assert by_class.mean_of_batches < 0.5 * by_class.whole


# --- networks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("norm", ["none", "before", "after"])
def test_the_network_s_gradients_are_the_numerical_ones(norm: str) -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(7, 6)), rng.integers(0, 3, 7)
    net = tiny_net(norm)
    _, grads = net.loss(x, y)
    for name in grads:
        start = net.params[name]

        def loss(value: np.ndarray, name: str = name) -> float:
            net.params[name] = value
            return net.loss(x, y)[0]

        numerical = eval_numerical_gradient(loss, start.copy())
        net.params[name] = start
        assert grads[name] == pytest.approx(numerical, rel=1e-4, abs=1e-8), name


def test_constants_change_the_gradient_and_not_the_loss() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(7, 6)), rng.integers(0, 3, 7)
    whole, constants = tiny_net("before"), tiny_net("before")
    constants.backward = "constants"
    (loss, grads), (same, others) = whole.loss(x, y), constants.loss(x, y)
    assert loss == same
    assert not np.allclose(grads["W1"], others["W1"])
    assert np.allclose(grads["W3"], others["W3"])


def test_a_bias_before_batch_norm_has_no_gradient() -> None:
    assert max(lab.bias_gradients(images(100), "before")) < 1e-15
    assert min(lab.bias_gradients(images(100), "none")) > 1e-4


def test_folding_changes_no_score_and_forgetting_changes_many() -> None:
    some = images()
    net, losses = lab.trained(some, lab.Setting(sizes=lab.SHALLOW, size=20), 0)
    assert losses[-1] < losses[0]
    right = net.scores(some.x, "test")[0]
    assert np.abs(lab.folded_scores(net, some.x) - right).max() < 1e-3
    forgotten = lab.with_statistics(net, some, "forgotten").scores(some.x, "test")[0]
    assert np.abs(forgotten).max() > 100 * np.abs(right).max()


def test_population_statistics_are_those_of_all_images_at_once() -> None:
    some = images()
    net, _ = lab.trained(some, lab.Setting(sizes=lab.SHALLOW, size=20), 0)
    whole = lab.with_statistics(net, some, "population").scores(some.x, "test")[0]
    assert whole == pytest.approx(net.scores(some.x, "train")[0], abs=1e-2)


def test_a_run_that_explodes_is_nan_and_said_so() -> None:
    found = lab.accuracies(images(), [lab.Setting("none", std=10.0, size=20)], seeds=2)
    assert np.isnan(found).all()
    assert lab.written(found[0]) == "2 of 2 NaN"


def test_batch_norm_makes_signal_and_gradient_independent_of_the_weights_scale() -> None:
    small, large = lab.flow(0.05, "before"), lab.flow(1.0, "before")
    assert small.signal == pytest.approx(np.ones(5), abs=0.02)
    assert large.signal == pytest.approx(np.ones(5), abs=0.02)
    assert lab.flow(1.0, "none").gradient[0] > 1000 * large.gradient[0]


def test_the_course_s_batch_norm_is_what_the_networks_use() -> None:
    x = np.random.default_rng(0).normal(size=(9, 3))
    out, _ = layers.batchnorm_forward(x, np.ones(3), np.zeros(3), {"mode": "train"})
    assert np.array_equal(lab.normalized(x), out)
