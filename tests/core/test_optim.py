"""Update rules: hand values, purity, dtypes, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.optim import sgd, sgd_momentum


def test_sgd_by_hand() -> None:
    w, config = sgd(np.array([1.0]), np.array([3.0]))
    assert w[0] == pytest.approx(0.97)
    assert config == {"learning_rate": 1e-2}


def test_momentum_by_hand() -> None:
    w: Any = np.zeros(1)
    config: Any = {"learning_rate": 1.0, "momentum": 0.9}
    velocities = []
    for _ in range(3):
        w, config = sgd_momentum(w, np.ones(1), config)
        velocities.append(config["velocity"][0])
    assert velocities == pytest.approx([-1, -1.9, -2.71])
    assert w[0] == pytest.approx(-5.61)


@given(seed=st.integers(0, 999), rho=st.floats(0, 0.99), lr=st.floats(1e-4, 1))
def test_the_velocity_is_the_discounted_sum_of_all_gradients(
    seed: int, rho: float, lr: float
) -> None:
    gradients = np.random.default_rng(seed).normal(size=(8, 3))
    w: Any = np.zeros(3)
    config: Any = {"learning_rate": lr, "momentum": rho}
    for g in gradients:
        w, config = sgd_momentum(w, g, config)
    want = -lr * sum(rho ** (7 - i) * g for i, g in enumerate(gradients))
    np.testing.assert_allclose(config["velocity"], want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("rule", [sgd, sgd_momentum])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nothing_given_is_changed_and_the_dtype_is_kept(rule: Any, dtype: type) -> None:
    w: Any = np.ones((2, 3), dtype)
    dw: Any = np.ones((2, 3), dtype)
    velocity: Any = np.ones((2, 3), dtype)
    config = {"learning_rate": np.float64(0.1), "velocity": velocity}
    for array in (w, dw, velocity):
        array.setflags(write=False)
    next_w, next_config = rule(w, dw, config)
    assert next_w.dtype == dtype
    assert list(config) == ["learning_rate", "velocity"]
    assert config["velocity"] is velocity
    assert next_config is not config
    assert next_config["velocity"].dtype == dtype


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"sgd: dw has shape \(3,\), expected \(2,\) as w has"):
        sgd(np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match=r"velocity has shape \(3,\), expected \(2,\) as w has"):
        sgd_momentum(np.ones(2), np.ones(2), {"velocity": np.zeros(3)})
    with pytest.raises(TypeError, match="w has dtype int64, expected float32 or float64"):
        sgd(np.arange(2), np.ones(2))  # type: ignore[arg-type]
