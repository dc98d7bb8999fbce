"""The compiled affine layer against its NumPy twin, at every instruction level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs231n_core.kernels import affine_numpy, get_num_threads, set_num_threads, using
from cs231n_core.kernels.backend import load
from cs231n_core.layers import affine_backward, affine_forward

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


def layer(sizes: tuple[int, int, int], dtype: Any, seed: int = 0) -> list[Any]:
    """Return rows, w, b and dout of whole numbers, whose sums are exact in any order."""
    n, d, m = sizes
    rng = np.random.default_rng(seed)
    return [rng.integers(-4, 5, s).astype(dtype) for s in ((n, d), (d, m), (m,), (n, m))]


SIZES = st.one_of(
    st.tuples(*(st.integers(1, 70),) * 3),
    st.tuples(st.integers(1, 5), st.integers(500, 3000), st.integers(1, 40)),
    st.tuples(st.integers(1, 20), st.integers(1, 20), st.integers(200, 700)),
    st.tuples(st.integers(200, 600), st.integers(1, 20), st.integers(1, 20)),
)


@given(SIZES, st.sampled_from([np.float32, np.float64]), st.integers(0, 99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_products_of_whole_numbers_are_exact(
    native: Any, sizes: tuple[int, int, int], dtype: type, seed: int
) -> None:
    rows, w, b, dout = layer(sizes, dtype, seed)
    out = native.affine_forward(rows, w, b)
    assert out.dtype == dtype
    np.testing.assert_array_equal(out, affine_numpy.affine_forward(rows, w, b))
    dx, dw = native.affine_backward(dout, rows, w, True)
    right_dx, right_dw = affine_numpy.affine_backward(dout, rows, w, True)
    np.testing.assert_array_equal(dx, right_dx)
    np.testing.assert_array_equal(dw, right_dw)
    assert native.affine_backward(dout, rows, w, False)[0] is None


def test_the_number_of_threads_changes_no_bit(native: Any) -> None:
    rng = np.random.default_rng(0)
    rows, w, b, dout = (
        rng.normal(size=s).astype(np.float32) for s in ((90, 4000), (4000, 70), (70,), (90, 70))
    )
    before, found = get_num_threads(), []
    try:
        for threads in (1, 3):
            set_num_threads(threads)
            arrays = native.affine_forward(rows, w, b), *native.affine_backward(dout, rows, w, True)
            found.append([a.tobytes() for a in arrays])
    finally:
        set_num_threads(before)
    assert found[0] == found[1]


def test_a_nan_spreads_no_further_than_its_row_and_column(native: Any) -> None:
    rows, w, b, _ = layer((40, 33, 37), np.float32)
    rows[7, 3] = np.nan
    out = native.affine_forward(rows, w, b)
    assert np.isnan(out[7]).all()
    assert np.isfinite(np.delete(out, 7, axis=0)).all()


def test_what_is_not_plain_and_alike_is_handed_back(native: Any) -> None:
    rows, w, b, dout = layer((6, 4, 5), np.float64)
    assert native.affine_forward(rows[::2], w, b) is None
    assert native.affine_forward(rows, w.astype(np.float32), b) is None
    assert native.affine_forward(rows, w, b[:3]) is None
    assert native.affine_forward(rows, w.T.copy(), b) is None
    assert native.affine_backward(dout[:, :4], rows, w, True) is None
    assert native.affine_backward(dout[:4], rows, w, True) is None


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_the_layer_takes_any_layout_and_mixed_types(backend: str, threads: int) -> None:
    rows, w, b, dout = layer((6, 4, 5), np.float64)
    x = np.asfortranarray(rows.reshape(6, 2, 2))
    before = get_num_threads()
    with using(backend):
        set_num_threads(threads)
        out, cache = affine_forward(x, w.T.copy().T, b.astype(np.float32))
        dx, dw, db = affine_backward(dout.astype(np.float32), cache)
        set_num_threads(before)
    np.testing.assert_array_equal(out, rows @ w + b)
    np.testing.assert_array_equal(dx, (dout @ w.T).reshape(6, 2, 2))
    np.testing.assert_array_equal(dw, rows.T @ dout)
    np.testing.assert_array_equal(db, dout.sum(axis=0))
    assert out.dtype == dx.dtype == np.float64
