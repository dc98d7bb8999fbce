"""Convolution: loops, im2col and fast path against hand values, each other and the oracle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import fast_layers, layers
from cs231n_core.gradient_check import check_gradient
from cs231n_core.kernels import convolution_numpy

pytestmark = pytest.mark.usefixtures("each_backend")

WAYS: dict[str, tuple[Any, Any]] = {
    "naive": (layers.conv_forward_naive, layers.conv_backward_naive),
    "im2col": (layers.conv_forward_im2col, layers.conv_backward_im2col),
    "fast": (fast_layers.conv_forward_fast, fast_layers.conv_backward_fast),
}
every_way = pytest.mark.parametrize("way", WAYS)

# N, C, F, HH, WW, stride, pad, steps down, steps across
GEOMETRIES = [
    (2, 3, 4, 3, 3, 1, 1, 4, 4),
    (1, 1, 1, 1, 1, 1, 0, 0, 0),
    (2, 1, 3, 2, 3, 2, 0, 2, 1),
    (3, 2, 1, 3, 2, 3, 2, 1, 3),
    (1, 2, 2, 1, 4, 4, 3, 2, 1),
    (2, 2, 3, 5, 5, 1, 2, 0, 1),
]


def case(geometry: tuple[int, ...], seed: int = 0) -> tuple[Any, Any, Any, Any, dict[str, int]]:
    """x, w, b, dout and conv_param of a geometry whose windows tile the padded image."""
    n, c, f, hh, ww, stride, pad, down, across = geometry
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, c, hh + stride * down - 2 * pad, ww + stride * across - 2 * pad))
    w, b = rng.normal(size=(f, c, hh, ww)), rng.normal(size=f)
    dout = rng.normal(size=(n, f, down + 1, across + 1))
    return x, w, b, dout, {"stride": stride, "pad": pad}


@st.composite
def geometries(draw: st.DrawFn) -> tuple[int, ...]:
    n, c, f, hh, ww = (draw(st.integers(1, 3)) for _ in range(5))
    stride, pad = draw(st.integers(1, 4)), draw(st.integers(0, 3))

    def steps(window: int) -> int:  # so many that at least one pixel is not padding
        least = math.ceil(max(0, 2 * pad + 1 - window) / stride)
        return least + draw(st.integers(0, 2))

    return n, c, f, hh, ww, stride, pad, steps(hh), steps(ww)


@every_way
def test_a_filter_is_slid_and_not_flipped(way: str) -> None:
    x = np.arange(6.0).reshape(1, 1, 2, 3)
    w = np.array([[1.0, 10.0], [100.0, 1000.0]]).reshape(1, 1, 2, 2)
    out, _ = WAYS[way][0](x, w, np.array([0.5]), {"stride": 1, "pad": 0})
    assert out.tolist() == [[[[4310.5, 5421.5]]]]


@every_way
def test_padding_surrounds_the_image_and_channels_are_summed(way: str) -> None:
    x, w = np.ones((1, 2, 2, 2)), np.ones((1, 2, 3, 3))
    out, _ = WAYS[way][0](x, w, np.zeros(1), {"stride": 1, "pad": 1})
    assert (out == 8).all()
    out, _ = WAYS[way][0](x, w, np.zeros(1), {"stride": 3, "pad": 2})
    assert out.tolist() == [[[[2.0, 2.0], [2.0, 2.0]]]]


@every_way
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_the_gradients_are_the_numerical_ones(way: str, geometry: tuple[int, ...]) -> None:
    forward, backward = WAYS[way]
    x, w, b, dout, param = case(geometry)
    dx, dw, db = backward(dout, forward(x, w, b, param)[1])
    for f, at, got in [
        (lambda x: forward(x, w, b, param)[0], x, dx),
        (lambda w: forward(x, w, b, param)[0], w, dw),
        (lambda b: forward(x, w, b, param)[0], b, db),
    ]:
        verdict = check_gradient(f, at, got, dout)
        assert verdict.ok, verdict.message


@pytest.mark.parametrize("way", ["im2col", "fast"])
@given(geometry=geometries(), seed=st.integers(0, 99))
def test_every_way_gives_what_the_loops_give(
    way: str, geometry: tuple[int, ...], seed: int
) -> None:
    x, w, b, dout, param = case(geometry, seed)
    want, cache = layers.conv_forward_naive(x, w, b, param)
    out, other = WAYS[way][0](x, w, b, param)
    np.testing.assert_allclose(out, want, rtol=1e-10, atol=1e-12)
    for got, wanted in zip(
        WAYS[way][1](dout, other), layers.conv_backward_naive(dout, cache), strict=True
    ):
        np.testing.assert_allclose(got, wanted, rtol=1e-10, atol=1e-12)


def test_the_fast_way_is_the_same_when_the_columns_come_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x, w, b, dout, param = case((5, 2, 3, 3, 2, 2, 1, 3, 2))
    whole, cache = fast_layers.conv_forward_fast(x, w, b, param)
    grads = fast_layers.conv_backward_fast(dout, cache)
    monkeypatch.setattr(convolution_numpy, "_ENTRIES", 2 * 2 * 3 * 2 * 4 * 3)
    monkeypatch.setattr(convolution_numpy, "_FEW", 0)
    np.testing.assert_allclose(fast_layers.conv_forward_fast(x, w, b, param)[0], whole, rtol=1e-12)
    for got, want in zip(fast_layers.conv_backward_fast(dout, cache), grads, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-12)


def test_a_cache_that_no_forward_pass_made_is_checked() -> None:
    x, w, b, dout, param = case(GEOMETRIES[0])
    with pytest.raises(ValueError, match=r"conv_backward_fast: w has .* no axis of length 0"):
        fast_layers.conv_backward_fast(dout, (x, w[:, :0], b, param))  # type: ignore[arg-type]


def test_the_gradient_of_x_can_be_left_out() -> None:
    x, w, b, dout, param = case(GEOMETRIES[0])
    _, cache = fast_layers.conv_forward_fast(x, w, b, param)
    _, dw, db = fast_layers.conv_backward_fast(dout, cache)
    without = fast_layers.conv_backward_fast(dout, cache, need_dx=False)
    assert without[0] is None
    np.testing.assert_array_equal(without[1], dw)
    np.testing.assert_array_equal(without[2], db)


@every_way
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept_inputs_untouched_and_results_contiguous(way: str, dtype: type) -> None:
    forward, backward = WAYS[way]
    *arrays, param = case((2, 3, 4, 3, 2, 1, 1, 4, 5))
    x, w, b, dout = (a.astype(dtype) for a in arrays)
    strided = [np.asfortranarray(a) for a in (x, w, b, dout)]
    for a in [x, w, b, dout, *strided]:
        a.setflags(write=False)
    out, cache = forward(x, w, b, param)
    results = [out, *backward(dout, cache)]
    out, cache = forward(*strided[:3], param)
    again = [out, *backward(strided[3], cache)]
    for got, other in zip(results, again, strict=True):
        assert got.dtype == other.dtype == dtype
        assert got.flags.c_contiguous
        assert other.flags.c_contiguous
        np.testing.assert_allclose(got, other, rtol=1e-4, atol=1e-4)


@every_way
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_pytorch_gives_the_same_output_and_gradients(
    way: str, geometry: tuple[int, ...], dtype: type
) -> None:
    torch = pytest.importorskip("torch")
    *arrays, param = case(geometry)
    x, w, b, dout = (a.astype(dtype) for a in arrays)
    t = [torch.tensor(a, requires_grad=True) for a in (x, w, b)]
    want = torch.nn.functional.conv2d(*t, stride=param["stride"], padding=param["pad"])
    want.backward(torch.tensor(dout))
    out, cache = WAYS[way][0](x, w, b, param)
    tolerance = 1e-4 if dtype == np.float32 else 1e-10
    np.testing.assert_allclose(out, want.detach().numpy(), rtol=tolerance, atol=tolerance)
    for got, tensor in zip(WAYS[way][1](dout, cache), t, strict=True):
        np.testing.assert_allclose(got, tensor.grad.numpy(), rtol=tolerance, atol=tolerance)


@every_way
@pytest.mark.parametrize(
    ("x", "w", "b", "param", "message"),
    [
        (
            (1, 2, 4, 5), (3, 2, 3, 3), (3,), {"stride": 3, "pad": 1},
            "width 5 with padding 1, window 3, stride 3 leaves a remainder of 1, expected 0; choos",
        ),
        (
            (1, 2, 4, 4), (3, 2, 5, 5), (3,), {"stride": 1, "pad": 0},
            "height 4 with padding 0, window 5 leaves room for -1, expected 0 or more; the window",
        ),
        (
            (1, 2, 4, 4), (3, 1, 3, 3), (3,), {"stride": 1, "pad": 1},
            r"w has shape \(3, 1, 3, 3\), expected \(F, 2, HH, WW\); x has 2 channels",
        ),
        (
            (1, 2, 4, 4), (3, 2, 3, 3), (2,), {"stride": 1, "pad": 1},
            r"b has shape \(2,\), expected \(3,\); w has 3 filters",
        ),
        (
            (2, 4, 4), (3, 2, 3, 3), (3,), {"stride": 1, "pad": 1},
            r"x has shape \(2, 4, 4\), expected \(N, C, H, W\)",
        ),
        (
            (0, 2, 4, 4), (3, 2, 3, 3), (3,), {"stride": 1, "pad": 1},
            r"x has shape \(0, 2, 4, 4\), expected no axis of length 0",
        ),
        (
            (1, 2, 4, 4), (3, 2, 3, 3), (3,), {"padding": 1, "stride": 1},
            r"conv_param has \['padding', 'stride'\], expected also pad",
        ),
        (
            (1, 2, 4, 4), (3, 2, 3, 3), (3,), {"stride": 0, "pad": 1},
            "stride is 0, expected at least 1",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(
    way: str,
    x: tuple[int, ...],
    w: tuple[int, ...],
    b: tuple[int, ...],
    param: dict[str, int],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=f"conv_forward_{way}: {message}"):
        WAYS[way][0](np.ones(x), np.ones(w), np.ones(b), param)


@every_way
def test_whole_numbers_and_other_gradients_are_refused(way: str) -> None:
    x, w, b, dout, param = case(GEOMETRIES[0])
    with pytest.raises(TypeError, match="x has dtype int64, expected float32 or float64"):
        WAYS[way][0](x.astype(int), w, b, param)
    _, cache = WAYS[way][0](x, w, b, param)
    with pytest.raises(ValueError, match=rf"conv_backward_{way}: dout has shape \(1,\), expected"):
        WAYS[way][1](np.ones(1), cache)
    assert dout.shape == (2, 4, 5, 5)
