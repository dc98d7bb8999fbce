"""The affine layer, its sandwiches, and the two losses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import layer_utils, layers
from cs231n_core.gradient_check import check_gradient, eval_numerical_gradient, rel_error
from cs231n_core.layers import ACTIVATIONS, softmax_loss, svm_loss

pytestmark = pytest.mark.usefixtures("each_backend")


@pytest.mark.parametrize("shape", [(2, 3), (1, 4), (3, 2, 3, 2), (2,)])
@pytest.mark.parametrize("kind", ["plain", "relu", "tanh"])
def test_the_gradients_of_an_affine_layer_are_the_numerical_ones(
    shape: tuple[int, ...], kind: str
) -> None:
    rng = np.random.default_rng(0)
    d = math.prod(shape[1:])
    x, w, b = rng.normal(size=shape), rng.normal(size=(d, 5)), rng.normal(size=5)
    dout = rng.normal(size=(shape[0], 5))
    forward, backward = {
        "plain": (layers.affine_forward, layers.affine_backward),
        "relu": (layer_utils.affine_relu_forward, layer_utils.affine_relu_backward),
        "tanh": (
            lambda x, w, b: layer_utils.affine_activation_forward(x, w, b, "tanh"),
            layer_utils.affine_activation_backward,
        ),
    }[kind]
    _, cache = forward(x, w, b)
    dx, dw, db = backward(dout, cache)
    for f, at, got in [
        (lambda x: forward(x, w, b)[0], x, dx),
        (lambda w: forward(x, w, b)[0], w, dw),
        (lambda b: forward(x, w, b)[0], b, db),
    ]:
        result = check_gradient(f, at, got, dout)
        assert result.ok, result.message


def test_float32_stays_float32() -> None:
    arrays = [np.ones(s, np.float32) for s in [(2, 3), (3, 4), (4,)]]
    out, cache = layers.affine_forward(*arrays)
    assert {a.dtype for a in (out, *layers.affine_backward(out, cache))} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("x", "w", "b", "message"),
    [
        ((2, 3, 2), (5, 4), (4,), r"w has shape \(5, 4\), expected \(6, M\); x of shape \(2, 3, 2"),
        ((2, 3), (3,), (4,), r"w has shape \(3,\), expected \(D, M\)"),
        ((2, 3), (3, 4), (3,), r"b has shape \(3,\), expected \(4,\); w has 4 columns"),
        ((), (3, 4), (4,), r"x has shape \(\), expected \(N, d_1, ..., d_k\)"),
    ],
)
def test_affine_refuses_shapes_that_do_not_fit(
    x: tuple[int, ...], w: tuple[int, ...], b: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        layers.affine_forward(np.ones(x), np.ones(w), np.ones(b))


def test_an_unknown_activation_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match=r"activation is 'swish', expected sigmoid, tanh, relu"):
        layer_utils.affine_activation_forward(np.ones((1, 1)), np.ones((1, 1)), np.ones(1), "swish")
    assert {"relu", "gelu"} <= set(ACTIVATIONS)


# --- losses --------------------------------------------------------------------------------------


def test_the_softmax_loss_of_three_scores_by_hand() -> None:
    loss, dx = softmax_loss(np.log([[1.0, 2.0, 5.0]]), np.array([2]))
    assert loss == pytest.approx(math.log(8 / 5))
    np.testing.assert_allclose(dx, [[1 / 8, 2 / 8, -3 / 8]])


def test_the_svm_loss_of_two_examples_by_hand() -> None:
    x = np.array([[1.0, 2.0, 3.0], [5.0, 1.0, 4.5]])
    loss, dx = svm_loss(x, np.array([1, 0]))
    assert loss == pytest.approx((2.0 + 0.5) / 2)
    assert dx.tolist() == [[0.0, -0.5, 0.5], [-0.5, 0.0, 0.5]]


@pytest.mark.parametrize("loss", [softmax_loss, svm_loss])
def test_the_gradient_of_a_loss_is_the_numerical_one(loss: object) -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(7, 4)), rng.integers(4, size=7)
    numeric = eval_numerical_gradient(lambda x: loss(x, y)[0], x)  # type: ignore[operator]
    assert rel_error(loss(x, y)[1], numeric) < 1e-7  # type: ignore[operator]


@given(shift=st.floats(-1e6, 1e6), seed=st.integers(0, 999))
def test_adding_a_constant_to_all_scores_changes_no_loss(shift: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(3, 5)), rng.integers(5, size=3)
    for loss in (softmax_loss, svm_loss):
        assert loss(x + shift, y)[0] == pytest.approx(loss(x, y)[0], rel=1e-8)


def test_scores_of_a_thousand_make_no_warning() -> None:
    x = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]])
    with np.errstate(all="raise"):
        loss, dx = softmax_loss(x, np.array([0, 0]))
    assert loss == 1000.0
    assert dx.tolist() == [[0.0, 0.0], [-0.5, 0.5]]


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        ([0.0, 1.0], TypeError, "y has dtype float64, expected integers"),
        ([0, 1, 2], ValueError, r"y has shape \(3,\), expected \(2,\); one class per row of x"),
        ([0, 3], ValueError, "y contains 3, expected classes from 0 to 2"),
        ([-1, 0], ValueError, "y contains -1, expected classes from 0 to 2"),
    ],
)
def test_labels_that_do_not_fit_are_refused(
    y: list[float], error: type[Exception], message: str
) -> None:
    for loss in (softmax_loss, svm_loss):
        with pytest.raises(error, match=message):
            loss(np.zeros((2, 3)), np.array(y))


def test_an_empty_batch_has_no_mean_loss() -> None:
    with pytest.raises(ValueError, match=r"x has shape \(0, 3\), expected at least one example"):
        softmax_loss(np.zeros((0, 3)), np.zeros(0, int))


def test_pytorch_gives_the_same_loss() -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(6, 4)), rng.integers(4, size=6)
    t = torch.tensor(x, requires_grad=True)
    want = torch.nn.functional.cross_entropy(t, torch.tensor(y))
    want.backward()
    loss, dx = softmax_loss(x, y)
    assert loss == pytest.approx(want.item())
    np.testing.assert_allclose(dx, t.grad.numpy(), rtol=1e-12)
