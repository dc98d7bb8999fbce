"""The experiments of stage 04: both passes of stacks, twins, sums, races."""

from __future__ import annotations

import numpy as np
import pytest

from cs231n_core.stages import lab04
from cs231n_core.stages.lab04.passes import product_rms, rms
from cs231n_core.stages.lab04.races import deep_run, draw_params


@pytest.fixture(scope="module")
def blobs() -> lab04.Images:
    """Ten classes that differ by their mean."""
    rng = np.random.default_rng(0)
    means = rng.standard_normal((10, 30))
    y = rng.integers(0, 10, 700)
    x = (means[y] + 0.5 * rng.standard_normal((700, 30))).astype(np.float32)
    return lab04.Images(x[:600], y[:600], x[600:], y[600:])


def test_small_weights_shrink_both_ways_and_all_weight_gradients_alike() -> None:
    passes = lab04.both_passes(lab04.make_stack(500, 10), 0.01, "tanh")
    factor = 0.01 * np.sqrt(500)
    # Layer 1 puts out .21, where tanh is not yet a straight line.
    np.testing.assert_allclose(passes.std[1:] / passes.std[:-1], factor, rtol=0.1)
    np.testing.assert_allclose(passes.dx[:-1] / passes.dx[1:], factor, rtol=0.1)
    np.testing.assert_allclose(passes.dw / passes.dw[0], 1, rtol=0.1)


def test_large_weights_saturate_and_explode() -> None:
    passes = lab04.both_passes(lab04.make_stack(500, 10), 1.0, "tanh")
    assert passes.saturated.min() > 0.9
    assert passes.dw[0] > 10_000 * passes.dw[-1]


def test_he_keeps_the_root_mean_square_of_relu_layers_and_xavier_halves_the_square() -> None:
    stack = lab04.make_stack(400, 8, examples=100)
    he, xavier = (lab04.both_passes(stack, lab04.RULES[n], "ReLU") for n in ("He", "Xavier"))
    # Each layer multiplies by a chance factor whose logarithm has sd √(5/400)/2 = .056.
    assert np.abs(np.log(he.rms)).max() < 6 * 0.056 * np.sqrt(8)
    np.testing.assert_allclose(xavier.rms / he.rms, 0.5 ** (np.arange(1, 9) / 2), rtol=1e-6)


def test_weights_from_rand_saturate_what_those_from_randn_collapse() -> None:
    positive = lab04.both_passes(lab04.make_stack(500, 6, draw="rand"), 0.01, "tanh")
    assert positive.std[-1] > 0.9
    vanished = lab04.both_passes(lab04.make_stack(500, 6, draw="rand"), 500**-0.5, "tanh")
    assert vanished.dw[0] < 1e-9


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
def test_the_gradients_are_those_of_the_stack(activation: str) -> None:
    stack = lab04.make_stack(4, 3, examples=5)
    passes, h = lab04.both_passes(stack, 0.7, activation), 1e-6

    def value(units: list[np.ndarray]) -> float:
        moved = lab04.Stack(stack.x, tuple(units), stack.dout)
        return float((lab04.both_passes(moved, 0.7, activation).outputs[-1] * stack.dout).sum())

    for layer in range(3):
        grad = np.zeros((4, 4))
        for at in np.ndindex(4, 4):
            pair = []
            for side in (h, -h):
                units = [unit.copy() for unit in stack.units]
                units[layer][at] += side / 0.7
                pair.append(value(units))
            grad[at] = (pair[0] - pair[1]) / (2 * h)
        assert passes.dw[layer] == pytest.approx(rms(grad), rel=1e-4)


def test_the_size_of_a_product_is_found_without_the_product() -> None:
    rng = np.random.default_rng(0)
    x, d = rng.standard_normal((5, 30)), rng.standard_normal((5, 40))
    assert product_rms(x, d) == pytest.approx(rms(x.T @ d))


def test_float32_stacks_stay_float32() -> None:
    stack = lab04.make_stack(50, 3, examples=8, dtype=np.float32)
    passes = lab04.both_passes(stack, 0.1, "tanh")
    assert {h.dtype for h in passes.outputs} == {np.dtype(np.float32)}


def test_images_enter_through_a_matrix_of_their_own_size(blobs: lab04.Images) -> None:
    stack = lab04.image_stack(blobs, width=20, depth=3, examples=40)
    assert [unit.shape for unit in stack.units] == [(30, 20), (20, 20), (20, 20)]
    assert lab04.both_passes(stack, lab04.RULES["Xavier"], "tanh").std.shape == (3,)


def test_lsuv_levels_what_small_weights_lose(blobs: lab04.Images) -> None:
    small, scaled = lab04.lsuv_stds(blobs, width=40, depth=5)
    assert small[-1] < 1e-4
    np.testing.assert_allclose(scaled, 1, atol=0.01)


@pytest.mark.parametrize("activation", ["ReLU", "tanh"])
def test_zeros_move_only_the_last_bias(blobs: lab04.Images, activation: str) -> None:
    run = lab04.grow_apart(blobs, activation)
    assert {name for name, change in run.moved.items() if change} == {"b2"}
    assert run.rank == 0


def test_a_sigmoid_moves_from_zero_and_its_units_stay_one(blobs: lab04.Images) -> None:
    run = lab04.grow_apart(blobs, "sigmoid")
    assert min(run.moved.values()) > 0
    assert (run.groups[-1], run.rank) == (1, 1)


def test_noise_and_dropout_part_twins(blobs: lab04.Images) -> None:
    assert lab04.grow_apart(blobs, "tanh", weights=0.1).groups == [1] * 21
    assert lab04.grow_apart(blobs, "tanh", weights=0.1, noise=1e-3).groups == [20] * 21
    assert lab04.grow_apart(blobs, "tanh", weights=0.1, keep=0.5).groups[-1] == 20


def test_the_rule_of_variances_needs_means_of_zero_and_not_independent_inputs() -> None:
    table = lab04.variance_of_products()
    for name in ("zero means, independent", "inputs all alike"):
        measured, rule, _ = table[name]
        assert measured == pytest.approx(rule, rel=0.1)
    for name in ("inputs of mean 1", "weights of mean 0.2"):
        measured, rule, full = table[name]
        assert measured == pytest.approx(full, rel=0.1)
        assert measured > 1.8 * rule
    measured, rule, _ = table["alike, and weights of mean 0.2"]
    assert measured > 40 * rule


def test_sums_have_the_spread_of_the_derivation() -> None:
    for n in (4, 400):
        assert lab04.sample_sums(n, 0.1, count=20_000).std() == pytest.approx(
            0.1 * np.sqrt(n), rel=0.05
        )


def test_one_fan_levels_one_direction() -> None:
    sizes = (256, 128, 64, 32)
    up, down = lab04.pyramid(lab04.RELU_RULES["He, fan_in"], sizes)
    np.testing.assert_allclose(up, 1, atol=0.2)
    assert down[0] == pytest.approx(np.sqrt(32 / 256), rel=0.2)
    up, down = lab04.pyramid(lab04.RELU_RULES["He, fan_out"], sizes)
    np.testing.assert_allclose(down, 1, atol=0.2)
    assert up[-1] == pytest.approx(np.sqrt(256 / 32), rel=0.2)


def test_the_sum_rule_is_hes_for_square_layers_only() -> None:
    he, both = lab04.RELU_RULES["He, fan_in"], lab04.RELU_RULES["4/(in+out)"]
    assert both(64, 64) == pytest.approx(he(64, 64))
    ratio = lab04.forward_and_backward(3072, 50, both(3072, 50)).forward
    assert ratio == pytest.approx(1.968, abs=1e-3)


def test_orthogonal_layers_keep_every_length() -> None:
    np.testing.assert_allclose(lab04.linear_norms("orthogonal", depth=20), 1)
    assert np.ptp(lab04.linear_norms("Gaussian", depth=20)) > 0.1


def test_a_race_has_a_run_per_seed_and_thirty_layers_need_he(blobs: lab04.Images) -> None:
    seen: list[object] = []

    def watch(runs: list[object]) -> list[object]:
        seen.extend(runs)
        return runs

    rates = {("He", 2): 0.01, ("std .01", 8): 0.01}
    runs = lab04.depth_race(blobs, rates, seeds=2, progress=watch)
    assert len(seen) == 4
    assert all(run.end < 1.5 for run in runs["He", 2])
    assert all(abs(run.end - np.log(10)) < 0.05 for run in runs["std .01", 8])
    assert deep_run(blobs, "He", 2, 0.01, 0).losses == runs["He", 2][0].losses


def test_the_best_rate_is_none_that_explodes(blobs: lab04.Images) -> None:
    best = lab04.best_rates(blobs, [("He", 2)], rates=[1e-9, 0.01, 1e6])
    assert best == {("He", 2): 0.01}


def test_params_follow_the_rule() -> None:
    params = draw_params((800, 200, 10), "He", np.random.default_rng(0))
    assert params["W1"].std() == pytest.approx(np.sqrt(2 / 800), rel=0.02)
    assert params["W2"].dtype == np.float32
    assert not params["b1"].any()


def test_spirals_are_learned_from_he_and_not_from_zeros() -> None:
    x, y = lab04.spirals()
    assert x.shape == (120, 2)
    assert y.sum() == 60
    assert lab04.train_on_spirals("He").accuracy > 0.95
    stuck = lab04.train_on_spirals("zeros")
    assert stuck.losses[-1] == pytest.approx(np.log(2))
    exploded = lab04.train_on_spirals("std 1", depth=6)
    assert len(exploded.losses) < 60
