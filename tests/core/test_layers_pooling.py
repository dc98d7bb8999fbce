"""Max pooling: loops, im2col and fast path against hand values, each other and the oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core import fast_layers, layers
from cs231n_core.gradient_check import check_gradient

pytestmark = pytest.mark.usefixtures("each_backend")

WAYS: dict[str, tuple[Any, Any]] = {
    "naive": (layers.max_pool_forward_naive, layers.max_pool_backward_naive),
    "im2col": (layers.max_pool_forward_im2col, layers.max_pool_backward_im2col),
    "fast": (fast_layers.max_pool_forward_fast, fast_layers.max_pool_backward_fast),
}
every_way = pytest.mark.parametrize("way", WAYS)

# N, C, pool_height, pool_width, stride, steps down, steps across
GEOMETRIES = [
    (2, 3, 2, 2, 2, 1, 2),
    (1, 1, 1, 1, 1, 0, 0),
    (2, 2, 3, 2, 1, 2, 3),
    (1, 3, 3, 3, 2, 2, 1),
    (3, 1, 1, 2, 3, 1, 2),
]


def case(geometry: tuple[int, ...], seed: int = 0) -> tuple[Any, Any, dict[str, int]]:
    """x with distinct entries far apart, dout and pool_param."""
    n, c, height, width, stride, down, across = geometry
    rng = np.random.default_rng(seed)
    shape = (n, c, height + stride * down, width + stride * across)
    x = rng.permutation(np.prod(shape)).reshape(shape) / 10 - 2.0
    dout = rng.normal(size=(n, c, down + 1, across + 1))
    return x, dout, {"pool_height": height, "pool_width": width, "stride": stride}


@every_way
def test_negative_images_have_negative_maxima(way: str) -> None:
    x = -np.arange(1.0, 13.0).reshape(1, 1, 3, 4)
    out, _ = WAYS[way][0](x, {"pool_height": 3, "pool_width": 2, "stride": 1})
    assert out.tolist() == [[[[-1.0, -2.0, -3.0]]]]


@every_way
def test_among_equals_the_first_row_by_row_takes_the_gradient(way: str) -> None:
    x = np.array([[0.0, 5.0], [5.0, 5.0]]).reshape(1, 1, 2, 2)
    _, cache = WAYS[way][0](x, {"pool_height": 2, "pool_width": 2, "stride": 2})
    dx = WAYS[way][1](np.full((1, 1, 1, 1), 3.0), cache)
    assert dx.tolist() == [[[[0.0, 3.0], [0.0, 0.0]]]]


@every_way
def test_overlapping_windows_add_their_gradients(way: str) -> None:
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 9
    _, cache = WAYS[way][0](x, {"pool_height": 2, "pool_width": 2, "stride": 1})
    dx = WAYS[way][1](np.array([1.0, 10.0, 100.0, 1000.0]).reshape(1, 1, 2, 2), cache)
    assert dx[0, 0, 1, 1] == 1111
    assert dx.sum() == 1111


@every_way
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_the_gradient_is_the_numerical_one(way: str, geometry: tuple[int, ...]) -> None:
    forward, backward = WAYS[way]
    x, dout, param = case(geometry)
    dx = backward(dout, forward(x, param)[1])
    if dout.size == 1:
        np.testing.assert_array_equal(dx.sum(), dout.sum())
        return
    verdict = check_gradient(lambda x: forward(x, param)[0], x, dx, dout)
    assert verdict.ok, verdict.message


@pytest.mark.parametrize("way", ["im2col", "fast"])
@given(
    geometry=st.tuples(*[st.integers(1, 3)] * 4, st.integers(1, 4), *[st.integers(0, 3)] * 2),
    seed=st.integers(0, 99),
    ties=st.booleans(),
)
def test_every_way_gives_what_the_loops_give(
    way: str, geometry: tuple[int, ...], seed: int, ties: bool
) -> None:
    x, dout, param = case(geometry, seed)
    x = np.maximum(0, np.round(x % 3)) if ties else x
    want, cache = layers.max_pool_forward_naive(x, param)
    out, other = WAYS[way][0](x, param)
    np.testing.assert_array_equal(out, want)
    wanted = layers.max_pool_backward_naive(dout, cache)
    np.testing.assert_allclose(WAYS[way][1](dout, other), wanted, rtol=1e-12, atol=1e-14)


@every_way
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept_inputs_untouched_and_results_contiguous(way: str, dtype: type) -> None:
    x, dout, param = case(GEOMETRIES[3])
    x, dout = np.asfortranarray(x.astype(dtype)), np.asfortranarray(dout.astype(dtype))
    x.setflags(write=False)
    dout.setflags(write=False)
    out, cache = WAYS[way][0](x, param)
    dx = WAYS[way][1](dout, cache)
    assert out.dtype == dx.dtype == dtype
    assert out.flags.c_contiguous
    assert dx.flags.c_contiguous


@every_way
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_pytorch_gives_the_same_output_and_gradient(
    way: str, geometry: tuple[int, ...], dtype: type
) -> None:
    torch = pytest.importorskip("torch")
    x, dout, param = case(geometry)
    x, dout = np.maximum(0, x).astype(dtype), dout.astype(dtype)
    t = torch.tensor(x, requires_grad=True)
    window = (param["pool_height"], param["pool_width"])
    want = torch.nn.functional.max_pool2d(t, window, stride=param["stride"])
    want.backward(torch.tensor(dout))
    out, cache = WAYS[way][0](x, param)
    np.testing.assert_array_equal(out, want.detach().numpy())
    np.testing.assert_allclose(WAYS[way][1](dout, cache), t.grad.numpy(), rtol=1e-5, atol=1e-6)


@every_way
def test_a_diverged_net_shows_its_nan(way: str) -> None:
    x = np.array([[1.0, np.nan], [0.0, 2.0]]).reshape(1, 1, 2, 2)
    out, _ = WAYS[way][0](x, {"pool_height": 2, "pool_width": 2, "stride": 2})
    assert np.isnan(out).all()


@every_way
def test_what_does_not_fit_is_refused_by_name(way: str) -> None:
    forward, backward = WAYS[way]
    param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    where = f"max_pool_forward_{way}"
    message = f"{where}: width 5 with padding 0, window 2, stride 2 leaves a remainder of 1"
    with pytest.raises(ValueError, match=message):
        forward(np.ones((1, 1, 4, 5)), param)
    with pytest.raises(ValueError, match=rf"{where}: x has shape \(4, 4\), expected \(N, C, H"):
        forward(np.ones((4, 4)), param)
    with pytest.raises(ValueError, match=rf"{where}: x has shape \(1, 0, 4, 4\), expected no axis"):
        forward(np.ones((1, 0, 4, 4)), param)
    with pytest.raises(ValueError, match=r"pool_param has \['stride'\], expected also pool_height"):
        forward(np.ones((1, 1, 4, 4)), {"stride": 2})
    _, cache = forward(np.ones((1, 1, 4, 4)), param)
    with pytest.raises(ValueError, match=rf"max_pool_backward_{way}: dout has shape \(1, 1, 4, 4"):
        backward(np.ones((1, 1, 4, 4)), cache)
