"""The compiled batch normalisation against its NumPy twin, at every instruction level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs231n_core import layers
from cs231n_core.kernels import batchnorm_numpy, get_num_threads, set_num_threads, using
from cs231n_core.kernels.backend import load

pytestmark = pytest.mark.native

EPS = 1e-5
CLOSE = {np.dtype(np.float32): 3e-5, np.dtype(np.float64): 1e-12}


def levels() -> list[str]:
    native = load("auto").native
    return [] if native is None else list(native.levels())


@pytest.fixture(params=levels() or ["none"])
def native(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "none":
        pytest.skip("the compiled kernels are not built")
    with using("cython", request.param) as backend:
        yield backend.native


def batch(shape: tuple[int, ...], dtype: Any, seed: int = 0, mean: float = 1.0) -> list[Any]:
    """Return x, dout, gamma, beta."""
    rng = np.random.default_rng(seed)
    arrays = rng.normal(mean, 2.0, shape), *(rng.normal(size=s) for s in (shape, *shape[1:2] * 2))
    return [array.astype(dtype) for array in arrays]


SHAPES = st.one_of(
    st.tuples(st.integers(1, 200), st.integers(1, 150)),
    st.tuples(*(st.integers(1, 6),) * 2, st.integers(1, 9), st.integers(1, 40)),
)


@given(SHAPES, st.sampled_from([np.float32, np.float64]), st.integers(0, 99), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_results_and_gradients_are_those_of_the_twin(
    native: Any, shape: tuple[int, ...], dtype: type, seed: int, frozen: bool
) -> None:
    x, dout, gamma, beta = batch(shape, dtype, seed)
    found = native.batchnorm_forward(x, gamma, beta, EPS)
    right = batchnorm_numpy.batchnorm_forward(x, gamma, beta, EPS)
    out, mean, rest, var, inv_std = right
    # A batch of one or of equal entries has no spread but rounding's, which inv_std enlarges.
    close = CLOSE[x.dtype] * max(1.0, float(inv_std.max()))
    for ours, twin in zip((*found[:1], found[1] + found[2], *found[3:]),
                          (out, mean + rest, var, inv_std), strict=True):  # fmt: skip
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, twin, rtol=close, atol=close)
    statistics = mean, rest, inv_std
    found = native.batchnorm_backward(dout, x, gamma, *statistics, frozen)
    right = batchnorm_numpy.batchnorm_backward(dout, x, gamma, *statistics, frozen)
    for ours, twin in zip(found, right, strict=True):
        assert ours.dtype == dtype
        atol = close * max(1.0, float(abs(twin).max())) * len(x) ** 0.5
        np.testing.assert_allclose(ours, twin, rtol=close, atol=atol)
    np.testing.assert_allclose(
        native.batchnorm_apply(x, gamma, beta, mean, inv_std),
        batchnorm_numpy.batchnorm_apply(x, gamma, beta, mean, inv_std),
        rtol=close, atol=close,
    )  # fmt: skip


@pytest.mark.parametrize("backend", ["numpy", "cython"])
@pytest.mark.parametrize("shape", [(4000, 40), (50, 3, 20, 30)])
def test_float32_is_exact_where_the_mean_is_far_larger_than_the_spread(
    backend: str, shape: tuple[int, ...]
) -> None:
    x, dout, gamma, beta = batch(shape, np.float32, mean=30000.0)
    bn_param, right_param = {"mode": "train"}, {"mode": "train"}
    forward, backward = layers.batchnorm_forward, layers.batchnorm_backward_alt
    if x.ndim == 4:
        forward, backward = layers.spatial_batchnorm_forward, layers.spatial_batchnorm_backward
    with using("numpy"):
        right, right_cache = forward(*(a.astype(np.float64) for a in (x, gamma, beta)), right_param)
        right_dx = backward(dout.astype(np.float64), right_cache)[0]
    with using(backend):
        out, cache = forward(x, gamma, beta, bn_param)
        dx = backward(dout, cache)[0]
    np.testing.assert_allclose(out, right, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(dx, right_dx, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(bn_param["running_var"], right_param["running_var"], rtol=1e-5)


@pytest.mark.parametrize("shape", [(300, 501), (20, 7, 32, 33)])
def test_the_number_of_threads_changes_no_bit(native: Any, shape: tuple[int, ...]) -> None:
    x, dout, gamma, beta = batch(shape, np.float32)
    before, found = get_num_threads(), []
    try:
        for threads in (1, 3):
            set_num_threads(threads)
            out, mean, rest, var, inv_std = native.batchnorm_forward(x, gamma, beta, EPS)
            grads = native.batchnorm_backward(dout, x, gamma, mean, rest, inv_std, False)
            found.append([a.tobytes() for a in (out, mean, rest, var, inv_std, *grads)])
    finally:
        set_num_threads(before)
    assert found[0] == found[1]


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_a_nan_stays_in_its_channel(backend: str) -> None:
    x, _, gamma, beta = batch((6, 70), np.float64)
    x[2, 66] = np.nan
    with using(backend):
        out, _ = layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    assert np.isnan(out[:, 66]).all()
    assert np.isfinite(np.delete(out, 66, axis=1)).all()


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_parameters_of_another_dtype_widen_the_result(backend: str) -> None:
    x, dout, gamma, beta = batch((5, 4), np.float32)
    with using(backend):
        out, cache = layers.batchnorm_forward(x, gamma.astype(np.float64), beta, {"mode": "train"})
        dx, *_ = layers.batchnorm_backward_alt(dout.astype(np.float64), cache)
    assert out.dtype == dx.dtype == np.float64


def test_what_is_not_plain_is_handed_back_or_refused(native: Any) -> None:
    x, dout, gamma, beta = batch((4, 6), np.float64)
    assert native.batchnorm_forward(x[:, ::2], gamma[:3], beta[:3], EPS) is None
    assert native.batchnorm_backward(dout.T, x, gamma, gamma, gamma, gamma, False) is None
    with pytest.raises(TypeError, match="has another length"):
        native.batchnorm_forward(x, gamma[:3], beta, EPS)
    with pytest.raises(TypeError, match="is not plain"):
        native.batchnorm_forward(x, gamma.astype(np.float32), beta, EPS)
