"""The models: gradients of every parameter, penalties, files, refusals."""

from __future__ import annotations

import math
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cs231n_core.classifiers import (
    FullyConnectedNet,
    LinearClassifier,
    LinearSVM,
    Softmax,
    TwoLayerNet,
)
from cs231n_core.gradient_check import eval_numerical_gradient, rel_error
from cs231n_core.layers import ACTIVATIONS


def batch(d: int = 6, c: int = 4, n: int = 5) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, d)), rng.integers(c, size=n)


def assert_gradients(net: Any, x: Any, y: Any) -> None:
    loss, grads = net.loss(x, y)
    assert set(grads) == set(net.params)
    for name, w in net.params.items():
        numeric = eval_numerical_gradient(lambda _: net.loss(x, y)[0], w)
        scale = np.abs(numeric).max()
        np.testing.assert_allclose(grads[name], numeric, rtol=1e-5, atol=1e-7 * max(scale, 1e-3))
    assert math.isfinite(loss)


@pytest.mark.parametrize("reg", [0.0, 3.0])
def test_the_gradients_of_a_two_layer_net_are_the_numerical_ones(reg: float) -> None:
    x, y = batch()
    net = TwoLayerNet(6, 5, 4, weight_scale=0.5, reg=reg)
    assert_gradients(net, x, y)


@pytest.mark.parametrize("activation", [*ACTIVATIONS, "prelu", "maxout"])
@pytest.mark.parametrize("hidden", [[], [5], [5, 3]])
def test_the_gradients_of_a_deep_net_are_the_numerical_ones(
    activation: str, hidden: list[int]
) -> None:
    x, y = batch()
    net = FullyConnectedNet(
        hidden, 6, 4, reg=0.7, weight_scale=0.5, dtype=np.float64, seed=3, activation=activation
    )
    assert_gradients(net, x.reshape(5, 3, 2), y)


def test_ten_classes_cost_log_ten_before_training() -> None:
    x, y = batch(c=10, n=50)
    assert TwoLayerNet(6, 20, 10).loss(x, y)[0] == pytest.approx(math.log(10), rel=1e-4)


def test_the_penalty_is_half_of_reg_times_the_squared_weights() -> None:
    x, y = batch()
    nets: list[Any] = [TwoLayerNet(6, 5, 4, weight_scale=0.5)]
    nets.append(FullyConnectedNet([5], 6, 4, weight_scale=0.5, dtype=np.float64))
    for net in nets:
        plain = net.loss(x, y)[0]
        net.reg = 2.0
        squares = sum((w**2).sum() for name, w in net.params.items() if name.startswith("W"))
        assert net.loss(x, y)[0] - plain == pytest.approx(squares)


def test_without_labels_a_net_returns_scores_of_its_dtype() -> None:
    x, _ = batch()
    net = FullyConnectedNet([5], 6, 4)
    scores = net.loss(x)
    assert scores.shape == (5, 4)
    assert scores.dtype == np.float32
    loss, grads = net.loss(x, np.zeros(5, int))
    assert {g.dtype for g in grads.values()} == {np.dtype(np.float32)}
    assert loss == pytest.approx(math.log(4), rel=1e-2)


def test_the_seed_decides_the_first_weights() -> None:
    same = [FullyConnectedNet([5], 6, 4, seed=s).params["W1"] for s in (1, 1, 2)]
    assert np.array_equal(same[0], same[1])
    assert not np.array_equal(same[0], same[2])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"normalization": "batch"}, "normalization is 'batch', expected 'batchnorm', 'layernor"),
        (
            {"normalization": "layernorm", "activation": "maxout"},
            "normalization is 'layernorm' with activation 'maxout', expected None; a maxout layer",
        ),
        ({"dropout_keep_ratio": 0}, "dropout_keep_ratio is 0, expected 0 < ratio <= 1; it is the"),
        ({"dropout_keep_ratio": 1.5}, "dropout_keep_ratio is 1.5, expected 0 < ratio <= 1"),
        ({"activation": "swish"}, "activation is 'swish', expected sigmoid, .*, prelu, maxout"),
    ],
)
def test_what_a_net_cannot_do_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FullyConnectedNet([5], **options)


# --- files ---------------------------------------------------------------------------------------


def test_saved_parameters_come_back_bit_for_bit_under_the_given_name(tmp_path: Path) -> None:
    first = TwoLayerNet(6, 5, 4, weight_scale=0.5)
    second = TwoLayerNet(6, 5, 4, rng=np.random.default_rng(9))
    first.save(tmp_path / "best.npy")
    assert [p.name for p in tmp_path.iterdir()] == ["best.npy"]
    second.load(tmp_path / "best.npy")
    assert all(np.array_equal(second.params[name], w) for name, w in first.params.items())


def test_a_deep_net_is_saved_and_loaded_too(tmp_path: Path) -> None:
    first = FullyConnectedNet([5], 6, 4, seed=1, activation="prelu")
    second = FullyConnectedNet([5], 6, 4, seed=2, activation="prelu")
    first.save(tmp_path / "net.npz")
    second.load(tmp_path / "net.npz")
    assert all(np.array_equal(second.params[name], w) for name, w in first.params.items())


def test_a_file_of_another_net_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    TwoLayerNet(6, 5, 4).save(tmp_path / "small.npz")
    net = TwoLayerNet(7, 5, 4)
    before = net.params
    with pytest.raises(ValueError, match=r"small.npz holds .*'W1': \(6, 5\).*expected .*\(7, 5\)"):
        net.load(tmp_path / "small.npz")
    assert net.params is before


def test_a_broken_file_is_refused_and_a_pickle_is_never_run(tmp_path: Path) -> None:
    TwoLayerNet(6, 5, 4).save(tmp_path / "cut.npz")
    whole = (tmp_path / "cut.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "empty.npz").write_bytes(b"")
    (tmp_path / "pickle.npy").write_bytes(pickle.dumps({"W1": 1}))
    np.save(tmp_path / "array.npy", np.ones(3))
    for name in ("cut.npz", "empty.npz", "pickle.npy", "array.npy"):
        with pytest.raises(ValueError, match=rf"{name} is not readable .* a file that save wrote"):
            TwoLayerNet(6, 5, 4).load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        TwoLayerNet(6, 5, 4).load(tmp_path / "none.npz")


# --- linear classifiers --------------------------------------------------------------------------


@pytest.mark.parametrize("make", [Softmax, LinearSVM])
def test_a_linear_classifier_has_the_right_gradient_and_learns(make: Any) -> None:
    rng = np.random.default_rng(1)
    y = rng.integers(3, size=90)
    x = rng.normal(size=(90, 4)) + np.eye(3, 4)[y] * 4
    classifier = make()
    losses = classifier.train(x, y, learning_rate=0.1, reg=1e-3, num_iters=200, batch_size=30)
    assert len(losses) == 200
    assert (classifier.predict(x) == y).mean() > 0.9
    numeric = eval_numerical_gradient(lambda _: classifier.loss(x, y, 0.5)[0], classifier.W)
    assert rel_error(classifier.loss(x, y, 0.5)[1], numeric) < 1e-5
    more = classifier.train(x, y, learning_rate=0.1, num_iters=5)
    assert more[0] < 0.5 * losses[0]


def test_a_linear_classifier_stops_when_its_loss_is_not_a_number() -> None:
    x, y = batch(n=50)
    classifier = Softmax()
    losses = classifier.train(x * 1e200, y, learning_rate=1e200, num_iters=50)
    assert classifier.diverged
    assert len(losses) < 50


def test_the_first_loss_of_a_softmax_classifier_is_log_of_the_classes() -> None:
    x, y = batch(c=4, n=200)
    assert Softmax().train(x, y, num_iters=1)[0] == pytest.approx(math.log(4), rel=1e-2)


@pytest.mark.parametrize("make", [Softmax, LinearSVM])
def test_a_saved_linear_classifier_predicts_the_same(make: Any, tmp_path: Path) -> None:
    x, y = batch(c=4, n=50)
    trained, fresh = make(), make()
    trained.train(x, y, num_iters=3)
    trained.save(tmp_path / "softmax.npy")
    assert [p.name for p in tmp_path.iterdir()] == ["softmax.npy"]
    fresh.load(tmp_path / "softmax.npy")
    np.testing.assert_array_equal(fresh.W, trained.W)


def test_a_file_that_is_not_of_this_linear_classifier_is_refused(tmp_path: Path) -> None:
    x, y = batch(c=4, n=50)
    classifier = Softmax()
    with pytest.raises(ValueError, match="save: W is None, expected weights"):
        classifier.save(tmp_path / "none")
    classifier.train(x, y, num_iters=1)
    TwoLayerNet(6, 5, 4).save(tmp_path / "net")
    np.savez(tmp_path / "other.npz", W=np.zeros((2, 2)))
    (tmp_path / "text").write_text("hello")
    for name, why in (("net", "holds"), ("other.npz", r"\(2, 2\)"), ("text", "not readable")):
        with pytest.raises(ValueError, match=why):
            classifier.load(tmp_path / name)


def test_a_linear_classifier_without_a_loss_is_refused() -> None:
    x, y = batch(c=4, n=50)
    with pytest.raises(NotImplementedError, match="expected that of Softmax or of LinearSVM"):
        LinearClassifier().train(x, y)


def test_using_a_linear_classifier_wrongly_is_refused() -> None:
    with pytest.raises(ValueError, match=r"predict: W is None, expected weights \(D, C\); call tr"):
        Softmax().predict(np.ones((1, 2)))
    with pytest.raises(ValueError, match=r"X and y have shapes \(\(2, 3\), \(3,\)\), expected"):
        Softmax().train(np.ones((2, 3)), np.ones(3, int))
