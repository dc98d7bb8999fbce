"""The compiled max pooling against its NumPy twin, at every instruction level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs231n_core.fast_layers import max_pool_backward_fast, max_pool_forward_fast
from cs231n_core.kernels import get_num_threads, pooling_numpy, set_num_threads, using
from cs231n_core.kernels.backend import load

pytestmark = pytest.mark.native


def levels() -> list[str]:
    native = load("auto").native
    return [] if native is None else list(native.levels())


@pytest.fixture(params=levels() or ["none"])
def native(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "none":
        pytest.skip("the compiled kernels are not built")
    with using("cython", request.param) as backend:
        yield backend.native


@st.composite
def poolings(draw: st.DrawFn) -> tuple[np.ndarray, tuple[int, int, int]]:
    """Images with ties and NaN, and windows that tile them."""
    height, width, stride = (draw(st.integers(1, 5)) for _ in range(3))
    down, across = draw(st.integers(0, 5)), draw(st.integers(0, 40))
    shape = (
        draw(st.integers(1, 3)),
        draw(st.integers(1, 3)),
        height + stride * down,
        width + stride * across,
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.integers(-3, 4, shape).astype(draw(st.sampled_from([np.float32, np.float64])))
    x[rng.random(shape) < draw(st.sampled_from([0.0, 0.1]))] = np.nan
    return x, (height, width, stride)


@given(poolings())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_maxima_places_and_gradients_are_those_of_the_twin(
    native: Any, pooling: tuple[np.ndarray, tuple[int, int, int]]
) -> None:
    x, window = pooling
    out, winner = native.max_pool_forward(x, *window)
    right_out, right_winner = pooling_numpy.max_pool_forward(x, *window)
    np.testing.assert_array_equal(out, right_out)
    np.testing.assert_array_equal(winner, right_winner)
    assert (out.dtype, winner.dtype) == (x.dtype, np.uint8)
    dout = np.arange(1.0, out.size + 1, dtype=x.dtype).reshape(out.shape)
    dx = native.max_pool_backward(dout, winner, x.shape, *window)
    assert dx.dtype == x.dtype
    # Whole numbers: sums are exact in any order.
    np.testing.assert_array_equal(
        dx, pooling_numpy.max_pool_backward(dout, winner, x.shape, *window)
    )


@pytest.mark.parametrize(("size", "window"), [((32, 32), (2, 2, 2)), ((33, 65), (3, 3, 2))])
def test_the_number_of_threads_changes_no_bit(
    native: Any, size: tuple[int, int], window: tuple[int, int, int]
) -> None:
    x = np.random.default_rng(0).normal(size=(5, 40, *size)).astype(np.float32)
    before, found = get_num_threads(), []
    try:
        for threads in (1, 3):
            set_num_threads(threads)
            out, winner = native.max_pool_forward(x, *window)
            dx = native.max_pool_backward(out, winner, x.shape, *window)
            found.append((out.tobytes(), winner.tobytes(), dx.tobytes()))
    finally:
        set_num_threads(before)
    assert found[0] == found[1]


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_any_memory_layout_gives_the_same_and_no_input_changes(backend: str) -> None:
    param = {"pool_height": 2, "pool_width": 3, "stride": 2}
    x = np.random.default_rng(1).normal(size=(4, 5, 9, 3))
    wanted, cache = max_pool_forward_fast(np.ascontiguousarray(x.transpose(3, 1, 0, 2)), param)
    dout = np.random.default_rng(2).normal(size=wanted.shape[::-1])
    right_dx = max_pool_backward_fast(np.ascontiguousarray(dout.T), cache)
    odd = np.frombuffer(b"\0" + x.tobytes(), np.uint8)[1:].view(np.float64).reshape(x.shape)
    with using(backend):
        for view in (x.transpose(3, 1, 0, 2), odd.transpose(3, 1, 0, 2)):
            view.flags.writeable = False
            out, cache = max_pool_forward_fast(view, param)
            dx = max_pool_backward_fast(dout.T, cache)
            np.testing.assert_array_equal(out, wanted)
            np.testing.assert_allclose(dx, right_dx, rtol=1e-15)
            assert out.flags.c_contiguous
            assert dx.flags.c_contiguous


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_a_window_too_large_for_a_byte_is_pooled_too(backend: str) -> None:
    x = np.random.default_rng(3).normal(size=(2, 1, 17, 33))
    x[1, 0, 16, 16] = 9
    param = {"pool_height": 17, "pool_width": 17, "stride": 16}
    with using(backend):
        out, cache = max_pool_forward_fast(x, param)
        dx = max_pool_backward_fast(np.ones_like(out), cache)
    assert out[1, 0, 0].tolist() == [9, 9]
    assert dx[1, 0, 16, 16] == 2
    assert dx.sum() == 4


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_the_cache_is_one_byte_for_each_window(backend: str) -> None:
    with using(backend):
        _, cache = max_pool_forward_fast(
            np.ones((2, 3, 8, 8)), {"pool_height": 2, "pool_width": 2, "stride": 2}
        )
    assert cache.winner.nbytes == 2 * 3 * 4 * 4


def test_what_is_not_plain_is_handed_back(native: Any) -> None:
    x = np.ones((1, 1, 4, 4))
    assert native.max_pool_forward(x.transpose(0, 1, 3, 2)[:, :, ::2], 1, 1, 1) is None
    assert native.max_pool_forward(x.astype(np.int64), 1, 1, 1) is None
    assert native.max_pool_forward(x.view(np.ma.MaskedArray), 1, 1, 1) is None
