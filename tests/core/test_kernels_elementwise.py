"""The compiled ReLU and Adam against their NumPy twins, at every instruction level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs231n_core.kernels import elementwise_numpy, get_num_threads, set_num_threads, using
from cs231n_core.kernels.backend import load
from cs231n_core.layers import relu_backward, relu_forward
from cs231n_core.optim import adam
from cs231n_core.optim._adam_step import AdamNumbers, numpy_adam_step

pytestmark = pytest.mark.native

NUMBERS = AdamNumbers(1e-2, 0.9, 0.999, 1e-8, 1 - 0.9**3, 1 - 0.999**3)
DTYPES = st.sampled_from([np.float32, np.float64])


def levels() -> list[str]:
    native = load("auto").native
    return [] if native is None else list(native.levels())


@pytest.fixture(params=levels() or ["none"])
def native(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "none":
        pytest.skip("the compiled kernels are not built")
    with using("cython", request.param) as backend:
        yield backend.native


@given(st.integers(1, 300), DTYPES, st.integers(0, 99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_relu_is_that_of_the_twin_bit_by_bit(native: Any, n: int, dtype: type, seed: int) -> None:
    rng = np.random.default_rng(seed)
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45]
    x = np.append(rng.normal(size=n), special).astype(dtype)
    dout = rng.normal(size=x.shape).astype(dtype)
    np.testing.assert_array_equal(native.relu_forward(x), elementwise_numpy.relu_forward(x))
    np.testing.assert_array_equal(
        native.relu_backward(dout, x), elementwise_numpy.relu_backward(dout, x)
    )


@given(st.integers(1, 300), DTYPES, st.integers(0, 99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_step_of_adam_is_that_of_the_twin(native: Any, n: int, dtype: type, seed: int) -> None:
    rng = np.random.default_rng(seed)
    w, dw, m = (rng.normal(size=n).astype(dtype) for _ in range(3))
    v = np.square(rng.normal(size=n)).astype(dtype)
    before = [a.copy() for a in (w, dw, m, v)]
    found = native.adam(w, dw, m, v, *NUMBERS)
    tolerance = 1e-5 if dtype is np.float32 else 1e-13
    for ours, twin in zip(found, numpy_adam_step(w, dw, m, v, NUMBERS), strict=True):
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, twin, rtol=tolerance, atol=tolerance * 1e-1)
    for array, unchanged in zip((w, dw, m, v), before, strict=True):
        np.testing.assert_array_equal(array, unchanged)


def test_the_number_of_threads_changes_no_bit(native: Any) -> None:
    rng = np.random.default_rng(0)
    w, dw, m = (rng.normal(size=200_003).astype(np.float32) for _ in range(3))
    before, found = get_num_threads(), []
    try:
        for threads in (1, 3):
            set_num_threads(threads)
            arrays = *native.adam(w, dw, m, m * m, *NUMBERS), native.relu_forward(w)
            found.append([a.tobytes() for a in (*arrays, native.relu_backward(dw, w))])
    finally:
        set_num_threads(before)
    assert found[0] == found[1]


def test_what_is_not_plain_and_alike_is_handed_back(native: Any) -> None:
    x = np.ones((4, 6))
    assert native.relu_forward(x[:, ::2]) is None
    assert native.relu_forward(np.ones((2, 0))) is None
    assert native.relu_backward(x.astype(np.float32), x) is None
    assert native.relu_backward(x[:2], x) is None
    assert native.adam(x, x, x, x.astype(np.float32), *NUMBERS) is None
    assert native.adam(x, x.T, x, x, *NUMBERS) is None


@pytest.mark.parametrize("backend", ["numpy", "cython"])
def test_layers_and_rules_take_any_layout_and_mixed_types(backend: str) -> None:
    x = np.random.default_rng(1).normal(size=(3, 4, 5))
    with using(backend):
        out, cache = relu_forward(x.T)
        np.testing.assert_array_equal(out, np.maximum(x.T, 0))
        dx = relu_backward(np.ones((5, 4, 3), np.float32), cache)
        np.testing.assert_array_equal(dx, (x.T > 0).astype(np.float32))
        next_w, config = adam(x.T, np.asfortranarray(x.T), {"learning_rate": 0.5})
    np.testing.assert_allclose(next_w, x.T - 0.5 * np.sign(x.T), rtol=1e-3)
    np.testing.assert_allclose(config["m"], 0.1 * x.T, rtol=1e-12)
