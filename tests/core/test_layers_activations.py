"""Every activation: hand values, the derivative, extremes, dtypes and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import layers
from cs231n_core.gradient_check import check_gradient, rel_error
from cs231n_core.layers import ACTIVATIONS
from cs231n_core.layers.exponential import SELU_ALPHA, SELU_LAMBDA

LIMITS = {  # value and slope at -inf and +inf, where they exist
    "sigmoid": (0.0, 1.0, 0.0, 0.0),
    "tanh": (-1.0, 1.0, 0.0, 0.0),
    "relu": (0.0, math.inf, 0.0, 1.0),
    "leaky_relu": (-math.inf, math.inf, 0.01, 1.0),
    "elu": (-1.0, math.inf, 0.0, 1.0),
    "selu": (-SELU_LAMBDA * SELU_ALPHA, math.inf, 0.0, SELU_LAMBDA),
    "gelu": (0.0, math.inf, 0.0, 1.0),
    "gelu_tanh": (0.0, math.inf, 0.0, 1.0),
}
each = pytest.mark.parametrize("name", ACTIVATIONS)
both_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def value(name: str, x: Any, *args: Any) -> Any:
    return getattr(layers, f"{name}_forward")(np.asarray(x, np.float64), *args)[0]


def slope(name: str, x: Any, *args: Any) -> Any:
    x = np.asarray(x, np.float64)
    _, cache = getattr(layers, f"{name}_forward")(x, *args)
    return getattr(layers, f"{name}_backward")(np.ones_like(x), cache)


@pytest.mark.parametrize(
    ("name", "args", "x", "want"),
    [
        ("sigmoid", (), math.log(3), 0.75),
        ("sigmoid", (), -10.0, 1 / (1 + math.exp(10))),
        ("tanh", (), math.log(2), 0.6),
        ("relu", (), -3.0, 0.0),
        ("relu", (), 3.0, 3.0),
        ("leaky_relu", (), -3.0, -0.03),
        ("leaky_relu", (1.5,), -2.0, -3.0),
        ("leaky_relu", (1.5,), 2.0, 2.0),
        ("prelu", (0.25,), -4.0, -1.0),
        ("elu", (), -math.log(2), -0.5),
        ("elu", (2.0,), -math.log(2), -1.0),
        ("selu", (), 1.0, SELU_LAMBDA),
        ("selu", (), -math.log(2), -SELU_LAMBDA * SELU_ALPHA / 2),
        ("gelu", (), 1.0, 0.841344746068543),
        ("gelu", (2.0,), 1.0, 0.977249868051821),
        ("gelu_tanh", (), 1.0, 0.841191990608276),
    ],
)
def test_a_value_computed_by_hand(name: str, args: tuple[float], x: float, want: float) -> None:
    assert value(name, [x], *args)[0] == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "args", "at_minus", "at_zero", "at_plus"),
    [
        ("sigmoid", (), 4.539580773595e-05, 0.25, 4.539580773595e-05),
        ("relu", (), 0.0, 0.0, 1.0),
        ("leaky_relu", (0.1,), 0.1, 0.1, 1.0),
        ("elu", (2.0,), 2 * math.exp(-10), 2.0, 1.0),
        (
            "selu",
            (),
            SELU_LAMBDA * SELU_ALPHA * math.exp(-10),
            SELU_LAMBDA * SELU_ALPHA,
            SELU_LAMBDA,
        ),
        ("gelu", (), -7.6e-22, 0.5, 1.0),
    ],
)
def test_the_slopes_at_minus_ten_zero_and_ten(
    name: str, args: tuple[float], at_minus: float, at_zero: float, at_plus: float
) -> None:
    got = slope(name, [-10.0, 0.0, 10.0], *args)
    np.testing.assert_allclose(got, [at_minus, at_zero, at_plus], rtol=1e-11, atol=1e-21)


@each
def test_the_gradient_is_the_numerical_one(name: str) -> None:
    rng = np.random.default_rng(1)
    forward, backward = ACTIVATIONS[name]
    for shape in [(3,), (4, 5), (2, 3, 2, 3)]:
        x, dout = rng.uniform(0.1, 3, shape) * rng.choice([-1, 1], shape), rng.normal(size=shape)
        _, cache = forward(x)
        result = check_gradient(lambda x: forward(x)[0], x, backward(dout, cache), dout, rtol=1e-7)
        assert result.ok, result.message


@each
@both_dtypes
def test_the_limits_are_reached_without_a_warning(name: str, dtype: type) -> None:
    low, high, low_slope, high_slope = LIMITS[name]
    x: Any = np.array([-np.inf, -1000, 1000, np.inf], dtype)
    forward, backward = ACTIVATIONS[name]
    with np.errstate(all="raise"):
        out, cache = forward(x)
        dx = backward(np.ones_like(x), cache)
    assert out.dtype == dx.dtype == dtype
    assert [out[0], out[3]] == pytest.approx([low, high], rel=1e-6)
    assert [dx[0], dx[3]] == pytest.approx([low_slope, high_slope], rel=1e-6)
    assert np.isfinite(out[1:3]).all()
    np.testing.assert_allclose(dx[1:3], [low_slope, high_slope], rtol=1e-6)


@each
@both_dtypes
def test_nan_stays_nan_and_the_input_stays_as_it_was(name: str, dtype: type) -> None:
    x: Any = np.array([[np.nan, -0.5], [0.0, 2.0]], dtype)
    before = x.tobytes()
    x.setflags(write=False)
    forward, backward = ACTIVATIONS[name]
    out, cache = forward(x)
    assert np.isnan(out).tolist() == [[True, False], [False, False]]
    dout = np.ones_like(x)
    dout.setflags(write=False)
    backward(dout, cache)
    assert x.tobytes() == before


@each
def test_an_integer_array_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=rf"{name}_forward: x has dtype int64, expected float32 or"):
        ACTIVATIONS[name][0](np.arange(3))


@each
def test_a_gradient_of_another_shape_is_refused(name: str) -> None:
    forward, backward = ACTIVATIONS[name]
    _, cache = forward(np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"dout has shape \(3, 2\), expected \(2, 3\); dout has"):
        backward(np.ones((3, 2)), cache)


@each
@given(seed=st.integers(0, 2**20), factor=st.floats(-4, 4))
def test_backward_is_linear_in_dout(name: str, seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(2, 3, 4))
    forward, backward = ACTIVATIONS[name]
    _, cache = forward(x)
    np.testing.assert_allclose(
        backward(factor * dout, cache), factor * backward(dout, cache), rtol=1e-12, atol=1e-300
    )


@given(x=st.floats(-700, 700))
def test_the_two_ends_of_the_sigmoid_add_up_to_one(x: float) -> None:
    both = value("sigmoid", [x, -x])
    assert both.sum() == pytest.approx(1, abs=1e-15)
    if x < 0:
        assert both[0] == pytest.approx(math.exp(x) / (1 + math.exp(x)), rel=1e-14)


@given(x=st.floats(-20, 20))
def test_tanh_is_a_stretched_sigmoid(x: float) -> None:
    assert value("tanh", x) == pytest.approx(2 * value("sigmoid", 2 * x) - 1, abs=1e-15)


@given(x=st.floats(-37, 8), alpha=st.floats(0.1, 3))
def test_gelu_keeps_all_digits_in_the_left_tail(x: float, alpha: float) -> None:
    want = x * math.erfc(-alpha * x / math.sqrt(2)) / 2
    assert value("gelu", x, alpha) == pytest.approx(want, rel=1e-12, abs=1e-300)


@given(x=st.floats(-37, 8))
def test_normal_cdf_is_the_library_function_in_both_tails(x: float) -> None:
    # Rounding x / sqrt(2) alone costs math.erfc x**2 rounding errors.
    want = math.erfc(-x / math.sqrt(2)) / 2
    got = layers.normal_cdf(np.array([x]))[0]
    assert got == pytest.approx(want, rel=2e-16 * (10 + x * x), abs=0)


def test_normal_cdf_at_points_known_to_twenty_digits() -> None:
    x = np.array([-38.0, -20.0, -5.0, -1.0, 0.0, 1e-10, 3.0])
    want = [2.885428360036e-316, 2.753624118606233e-89, 2.866515718791939e-7,
            0.15865525393145705, 0.5, 0.50000000003989423, 0.99865010196836991]  # fmt: skip
    np.testing.assert_allclose(layers.normal_cdf(x)[1:], want[1:], rtol=1e-15)
    np.testing.assert_allclose(layers.normal_cdf(x)[0], want[0], rtol=1e-6)  # has few bits


def test_elu_keeps_all_digits_near_zero() -> None:
    x = np.array([-1e-9, -1e-15])
    np.testing.assert_allclose(value("elu", x), x + x**2 / 2, rtol=1e-15)


def test_selu_keeps_mean_zero_and_variance_one_through_thirty_layers() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(256, 400))
    for _ in range(30):
        x = value("selu", x @ rng.normal(0, math.sqrt(1 / 400), (400, 400)))
    assert abs(x.mean()) < 0.1
    assert abs(x.std() - 1) < 0.2


# --- PReLU ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 3), (4, 3), (2, 3, 4, 5)])
@pytest.mark.parametrize("per_channel", [False, True])
def test_both_gradients_of_prelu_are_the_numerical_ones(
    shape: tuple[int, ...], per_channel: bool
) -> None:
    rng = np.random.default_rng(2)
    x, dout = rng.normal(size=(2, *shape))
    alpha = rng.uniform(0.1, 2, 3 if per_channel else ())
    alpha = np.asarray(alpha)
    _, cache = layers.prelu_forward(x, alpha)
    dx, dalpha = layers.prelu_backward(dout, cache)
    assert dalpha.shape == alpha.shape
    by_x = check_gradient(lambda x: layers.prelu_forward(x, alpha)[0], x, dx, dout)
    by_alpha = check_gradient(lambda a: layers.prelu_forward(x, a)[0], alpha, dalpha, dout)
    assert by_x.ok, by_x.message
    assert by_alpha.ok, by_alpha.message


def test_prelu_keeps_float32_with_a_float64_slope() -> None:
    x = np.array([[-1.0, 2.0]], np.float32)
    out, cache = layers.prelu_forward(x, np.array([0.5, 0.5]))
    dx, dalpha = layers.prelu_backward(np.ones_like(x), cache)
    assert {out.dtype, dx.dtype, dalpha.dtype} == {np.dtype(np.float32)}


def test_a_zero_slope_gives_zero_at_minus_infinity() -> None:
    x = np.array([[-np.inf, np.inf]])
    with np.errstate(all="raise"):
        out, _ = layers.prelu_forward(x, 0.0)
    assert out.tolist() == [[0.0, np.inf]]


@pytest.mark.parametrize(("x", "expected"), [((4, 3), r"\(\) or \(3,\)"), ((3,), r"\(\);")])
def test_prelu_refuses_slopes_that_do_not_fit(x: tuple[int, ...], expected: str) -> None:
    with pytest.raises(ValueError, match=rf"alpha has shape \(4,\), expected {expected}"):
        layers.prelu_forward(np.ones(x), np.ones(4))


@pytest.mark.parametrize("name", ["leaky_relu", "elu", "gelu"])
@pytest.mark.parametrize("alpha", [np.nan, np.inf, np.ones(2), "1"])
def test_a_slope_that_is_not_one_finite_number_is_refused(name: str, alpha: Any) -> None:
    with pytest.raises(ValueError, match=rf"{name}_forward: alpha is .*, expected one finite num"):
        getattr(layers, f"{name}_forward")(np.ones(3), alpha)


# --- maxout --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(4, 5, 3, 2), (1, 1, 1, 1), (3, 2, 4, 5), (5, 3, 1, 3)])
def test_the_three_gradients_of_maxout_are_the_numerical_ones(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    n, d, m, k = shape
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=(d, m, k)), rng.normal(size=(m, k))
    dout = rng.normal(size=(n, m))
    _, cache = layers.maxout_forward(x, w, b)
    dx, dw, db = layers.maxout_backward(dout, cache)
    forward = layers.maxout_forward
    for f, at, got in [
        (lambda x: forward(x, w, b)[0], x, dx),
        (lambda w: forward(x, w, b)[0], w, dw),
        (lambda b: forward(x, w, b)[0], b, db),
    ]:
        result = check_gradient(f, at, got, dout)
        assert result.ok, result.message


def test_the_first_of_equal_pieces_gets_the_whole_gradient() -> None:
    x, w, b = np.ones((1, 1)), np.ones((1, 1, 3)), np.zeros((1, 3))
    _, cache = layers.maxout_forward(x, w, b)
    _, dw, db = layers.maxout_backward(np.array([[7.0]]), cache)
    assert dw.tolist() == [[[7.0, 0.0, 0.0]]]
    assert db.tolist() == [[7.0, 0.0, 0.0]]


@given(slope=st.floats(0, 1), seed=st.integers(0, 99))
def test_leaky_relu_is_a_maxout_unit(slope: float, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(6, 1))
    w = np.array([[[1.0, slope]]])
    assert (
        rel_error(
            layers.maxout_forward(x, w, np.zeros((1, 2)))[0], layers.leaky_relu_forward(x, slope)[0]
        )
        < 1e-15
    )


@pytest.mark.parametrize(
    ("w", "b", "message"),
    [
        ((3, 2, 2), (2, 2), r"w has shape \(3, 2, 2\), expected \(4, M, k\) with k >= 1; x has 4"),
        ((4, 2, 0), (2, 0), r"w has shape \(4, 2, 0\), expected \(4, M, k\) with k >= 1"),
        ((4, 2), (2,), r"w has shape \(4, 2\), expected \(D, M, k\)"),
        ((4, 2, 3), (3, 2), r"b has shape \(3, 2\), expected \(2, 3\); w has shape \(4, 2, 3\)"),
    ],
)
def test_maxout_refuses_parameters_that_do_not_fit(
    w: tuple[int, ...], b: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        layers.maxout_forward(np.ones((5, 4)), np.ones(w), np.ones(b))


# --- another implementation ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "torch_name", "options"),
    [
        ("sigmoid", "sigmoid", {}),
        ("tanh", "tanh", {}),
        ("relu", "relu", {}),
        ("leaky_relu", "leaky_relu", {}),
        ("elu", "elu", {}),
        ("selu", "selu", {}),
        ("gelu", "gelu", {}),
        ("gelu_tanh", "gelu", {"approximate": "tanh"}),
    ],
)
def test_pytorch_gives_the_same(name: str, torch_name: str, options: dict[str, str]) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    x = np.concatenate([[0.0, -30.0, 30.0], rng.normal(size=200) * 4])
    dout = rng.normal(size=x.shape)
    t = torch.tensor(x, requires_grad=True)
    want = getattr(torch.nn.functional, torch_name)(t, **options)
    want.backward(torch.tensor(dout))
    out, cache = ACTIVATIONS[name][0](x)
    np.testing.assert_allclose(out, want.detach().numpy(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(
        ACTIVATIONS[name][1](dout, cache), t.grad.numpy(), rtol=1e-10, atol=1e-14
    )
