"""Normalisation and dropout in a FullyConnectedNet, and the ThreeLayerConvNet."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_core.classifiers import FullyConnectedNet, ThreeLayerConvNet
from cs231n_core.gradient_check import eval_numerical_gradient
from cs231n_core.layers import batchnorm_forward
from cs231n_core.solver import Solver

pytestmark = pytest.mark.usefixtures("each_backend")


def batch(d: int = 6, c: int = 4, n: int = 5) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, d)), rng.integers(c, size=n)


def pictures(n: int = 3, c: int = 4) -> tuple[Any, Any]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(n, 2, 4, 6)), rng.integers(c, size=n)


def deep(**options: Any) -> FullyConnectedNet:
    settings: dict[str, Any] = {"weight_scale": 0.5, "dtype": np.float64, "seed": 3, **options}
    return FullyConnectedNet([5, 4], 6, 4, **settings)


def assert_gradients(net: Any, x: Any, y: Any) -> None:
    _, grads = net.loss(x, y)
    assert set(grads) == set(net.params)
    largest = max(np.abs(g).max() for g in grads.values())
    for name, w in net.params.items():
        numeric = eval_numerical_gradient(lambda _: net.loss(x, y)[0], w)
        np.testing.assert_allclose(grads[name], numeric, rtol=1e-5, atol=1e-6 * largest)


@pytest.mark.parametrize("activation", ["relu", "tanh", "prelu"])
@pytest.mark.parametrize("normalization", ["batchnorm", "layernorm"])
@pytest.mark.parametrize("keep", [1, 0.7])
def test_the_gradients_of_a_normalised_net_are_the_numerical_ones(
    activation: str, normalization: str, keep: float
) -> None:
    net = deep(activation=activation, normalization=normalization, dropout_keep_ratio=keep, reg=0.3)
    assert_gradients(net, *batch())


@pytest.mark.parametrize("activation", ["gelu", "maxout"])
def test_the_gradients_behind_dropout_are_the_numerical_ones(activation: str) -> None:
    assert_gradients(deep(activation=activation, dropout_keep_ratio=0.6), *batch())


@pytest.mark.parametrize("normalization", ["batchnorm", "layernorm"])
def test_a_float32_net_stays_float32(normalization: str) -> None:
    x, y = batch()
    net = deep(dtype=np.float32, normalization=normalization, dropout_keep_ratio=0.5, reg=0.1)
    _, grads = net.loss(x, y)
    stats = [v for bn in net.bn_params for v in bn.values() if isinstance(v, np.ndarray)]
    arrays = [net.loss(x), *net.params.values(), *grads.values(), *stats]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_gammas_start_at_one_and_have_no_penalty() -> None:
    net = deep(normalization="batchnorm")
    x, y = batch()
    plain = net.loss(x, y)[0]
    net.reg = 2.0
    squares = sum((w**2).sum() for name, w in net.params.items() if name.startswith("W"))
    assert net.loss(x, y)[0] - plain == pytest.approx(squares)
    assert (net.params["gamma1"] == 1).all()
    assert (net.params["beta2"] == 0).all()


def test_without_labels_batch_normalisation_uses_the_running_statistics() -> None:
    net = deep(normalization="batchnorm")
    x, y = batch()
    net.loss(x, y)
    stats = [dict(bn) for bn in net.bn_params]
    together = net.loss(x)
    alone = np.concatenate([net.loss(x[i : i + 1]) for i in range(len(x))])
    np.testing.assert_allclose(together, alone, rtol=1e-12)
    p, hidden = net.params, x
    for i, bn in enumerate(stats, 1):
        a = hidden @ p[f"W{i}"] + p[f"b{i}"]
        frozen = {**bn, "mode": "test"}
        hidden = np.maximum(0, batchnorm_forward(a, p[f"gamma{i}"], p[f"beta{i}"], frozen)[0])
    np.testing.assert_allclose(together, hidden @ p["W3"] + p["b3"], rtol=1e-12)


def test_dropout_acts_in_training_only_and_differs_from_call_to_call_without_a_seed() -> None:
    x, y = batch()
    net = deep(dropout_keep_ratio=0.5, seed=None)
    np.testing.assert_array_equal(net.loss(x), net.loss(x))
    np.testing.assert_array_equal(net.loss(x), deep(seed=None).loss(x))
    assert len({net.loss(x, y)[0] for _ in range(8)}) > 4
    seeded = deep(dropout_keep_ratio=0.5)
    assert seeded.loss(x, y)[0] == seeded.loss(x, y)[0]


def test_two_nets_without_a_seed_drop_the_same_activations() -> None:
    x, y = batch()
    losses = [[net.loss(x, y)[0] for _ in range(3)] for net in
              (deep(dropout_keep_ratio=0.5, seed=None) for _ in range(2))]  # fmt: skip
    assert losses[0] == losses[1]


def test_batch_normalisation_trains_a_deep_net_that_is_stuck_without_it() -> None:
    rng = np.random.default_rng(2)
    y = rng.integers(3, size=150)
    x = rng.normal(size=(150, 8)) + 3 * np.eye(3, 8)[y]
    data = {"X_train": x[:100], "y_train": y[:100], "X_val": x[100:], "y_val": y[100:]}
    best = {}
    for normalization in (None, "batchnorm"):
        net = FullyConnectedNet([20] * 6, 8, 3, normalization=normalization, weight_scale=1e-3)
        solver = Solver(net, data, num_epochs=10, batch_size=20, verbose=False,
                        update_rule="adam", optim_config={"learning_rate": 1e-3})  # fmt: skip
        solver.train()
        best[normalization] = solver.best_val_acc
    assert best["batchnorm"] > 0.8 > 0.6 > best[None]


def test_running_statistics_are_saved_and_loaded_with_the_parameters(tmp_path: Path) -> None:
    x, y = batch()
    first, second = deep(normalization="batchnorm"), deep(normalization="batchnorm", seed=9)
    for _ in range(3):
        first.loss(x, y)
    first.save(tmp_path / "net.npz")
    second.load(tmp_path / "net.npz")
    np.testing.assert_array_equal(first.loss(x), second.loss(x))
    untrained = deep(normalization="batchnorm")
    untrained.save(tmp_path / "untrained.npz")
    second.load(tmp_path / "untrained.npz")
    assert "running_mean" not in second.bn_params[0]
    with pytest.raises(ValueError, match=r"net.npz holds .*running_mean1.*, expected .* as this"):
        deep().load(tmp_path / "net.npz")


# --- the convolutional network -------------------------------------------------------------------


def small(**options: Any) -> ThreeLayerConvNet:
    settings: dict[str, Any] = {"weight_scale": 0.5, "dtype": np.float64, **options}
    return ThreeLayerConvNet((2, 4, 6), 3, 3, 5, 4, **settings)


def test_the_gradients_of_the_convolutional_net_are_the_numerical_ones() -> None:
    assert_gradients(small(reg=0.5), *pictures())


def test_its_first_loss_is_log_of_the_classes_and_the_penalty_adds_to_it() -> None:
    x, y = pictures(40, 10)
    net = ThreeLayerConvNet((2, 4, 6), 3, 3, 5)
    assert net.loss(x, y)[0] == pytest.approx(math.log(10), rel=1e-3)
    net.reg = 0.5
    assert net.loss(x, y)[0] > math.log(10)


def test_everything_in_it_has_its_dtype() -> None:
    x, y = pictures()
    net = small(dtype=np.float32, reg=0.1)
    _, grads = net.loss(x, y)
    arrays = [net.loss(x), *net.params.values(), *grads.values()]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_it_overfits_a_handful_of_images() -> None:
    x, y = pictures(12)
    data = {"X_train": x, "y_train": y, "X_val": x, "y_val": y}
    net = ThreeLayerConvNet((2, 4, 6), 8, 3, 20, 4, weight_scale=0.1)
    solver = Solver(net, data, num_epochs=40, batch_size=6, update_rule="adam", verbose=False,
                    optim_config={"learning_rate": 5e-3})  # fmt: skip
    solver.train()
    assert solver.best_val_acc == 1.0
    assert solver.loss_history[-1] < 0.1


def test_the_default_net_is_that_of_the_course() -> None:
    shapes = {name: w.shape for name, w in ThreeLayerConvNet().params.items()}
    assert shapes == {
        "W1": (32, 3, 7, 7), "b1": (32,), "W2": (8192, 100), "b2": (100,), "W3": (100, 10),
        "b3": (10,),
    }  # fmt: skip


def test_images_that_the_pooling_does_not_tile_are_refused() -> None:
    message = "ThreeLayerConvNet: width 5 with padding 0, window 2, stride 2 leaves a remainder of"
    with pytest.raises(ValueError, match=message):
        ThreeLayerConvNet((3, 4, 5))


def test_the_convolutional_net_is_saved_and_loaded(tmp_path: Path) -> None:
    x, _ = pictures()
    first, second = small(), small(rng=np.random.default_rng(7))
    first.save(tmp_path / "net.npz")
    second.load(tmp_path / "net.npz")
    np.testing.assert_array_equal(first.loss(x), second.loss(x))
