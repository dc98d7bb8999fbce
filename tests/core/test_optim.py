"""Update rules: hand values, purity, dtypes, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.optim import RULES, adagrad, adam, nesterov_momentum, rmsprop, sgd, sgd_momentum

pytestmark = pytest.mark.usefixtures("each_backend")

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
STATE = ["velocity", "cache", "m", "v"]


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


def steps(rule: Any, gradients: Any, config: Any, w: Any = None) -> tuple[Any, Any]:
    w = np.zeros_like(gradients[0]) if w is None else w
    for g in gradients:
        w, config = rule(w, g, config)
    return w, config


def test_a_learning_rate_that_changes_acts_on_the_next_gradient_only() -> None:
    w, config = sgd_momentum(np.zeros(1), np.ones(1), {"learning_rate": 1.0, "momentum": 0.5})
    config["learning_rate"] = 0.1
    _, config = sgd_momentum(w, np.ones(1), config)
    assert config["velocity"][0] == pytest.approx(-0.5 - 0.1)


@given(seed=st.integers(0, 999), rho=st.floats(0, 0.95))
def test_nesterov_is_momentum_whose_gradient_is_taken_ahead(seed: int, rho: float) -> None:
    rng = np.random.default_rng(seed)
    curvature, lr = rng.uniform(0.1, 2, 3), 0.1
    theta, v = rng.normal(size=3), np.zeros(3)
    w: Any = theta
    config: Any = {"learning_rate": lr, "momentum": rho}
    for _ in range(20):
        v = rho * v - lr * curvature * (theta + rho * v)
        theta = theta + v
        w, config = nesterov_momentum(w, curvature * w, config)
        np.testing.assert_allclose(w, theta + rho * v, rtol=1e-8, atol=1e-12)


def test_without_momentum_both_momenta_are_sgd() -> None:
    gradients = np.random.default_rng(0).normal(size=(4, 3))
    want, _ = steps(sgd, gradients, {"learning_rate": 0.1})
    for rule in (sgd_momentum, nesterov_momentum):
        got, _ = steps(rule, gradients, {"learning_rate": 0.1, "momentum": 0.0})
        np.testing.assert_allclose(got, want)


def test_adagrad_divides_by_the_root_of_the_sum_of_all_squares() -> None:
    w, config = steps(adagrad, np.array([[3.0, 0.0], [4.0, 0.0]]), {"learning_rate": 1.0})
    np.testing.assert_allclose(w, [-(1 + 4 / 5), 0], rtol=1e-7)
    np.testing.assert_allclose(config["cache"], [25, 0])


def test_rmsprop_by_hand_from_a_given_cache() -> None:
    config: Any = {"learning_rate": 0.1, "decay_rate": 0.5, "cache": np.array([14.0])}
    w, config = rmsprop(np.ones(1), np.array([2.0]), config)
    assert config["cache"][0] == 9
    assert w[0] == pytest.approx(1 - 0.1 * 2 / 3)


def test_adam_by_hand_from_a_given_state() -> None:
    config: Any = {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.75, "epsilon": 1.0, "t": 1}
    config |= {"m": np.array([2.0]), "v": np.array([4.0])}
    w, config = adam(np.zeros(1), np.array([4.0]), config)
    assert (config["m"][0], config["v"][0], config["t"]) == (3.0, 7.0, 2)
    assert w[0] == pytest.approx(-0.1 * (3 / 0.75) / (np.sqrt(7 / 0.4375) + 1))


@pytest.mark.parametrize("rule", [adagrad, adam])
def test_the_first_step_has_the_length_of_the_learning_rate(rule: Any) -> None:
    g = np.array([1e-4, -3.0, 1e5])
    w, _ = rule(np.zeros(3), g, {"learning_rate": 0.1})
    np.testing.assert_allclose(w, -0.1 * np.sign(g), rtol=1e-3)


@pytest.mark.parametrize("rule", [adagrad, rmsprop, adam])
def test_epsilon_is_outside_the_root(rule: Any) -> None:
    _, config = rule(np.zeros(1), np.array([1e-8]), {"decay_rate": 0.0})
    size = abs(rule(np.zeros(1), np.array([1e-8]), {"decay_rate": 0.0})[0][0])
    assert size == pytest.approx(config["learning_rate"] / 2, rel=1e-6)


@pytest.mark.parametrize("rule", [adagrad, rmsprop, adam])
def test_a_gradient_of_zero_moves_nothing(rule: Any) -> None:
    w, _ = steps(rule, np.zeros((3, 2)), None, np.ones(2))
    assert w.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "options", "ours", "settings"),
    [
        ("SGD", {"lr": 0.1}, sgd, {}),
        ("Adagrad", {"lr": 0.1, "eps": 1e-8}, adagrad, {}),
        ("RMSprop", {"lr": 0.1, "alpha": 0.9, "eps": 1e-8}, rmsprop, {"decay_rate": 0.9}),
        ("Adam", {"lr": 0.1, "betas": (0.8, 0.99)}, adam, {"beta1": 0.8, "beta2": 0.99}),
    ],
)
def test_pytorch_takes_the_same_steps(name: str, options: Any, ours: Any, settings: Any) -> None:
    torch = pytest.importorskip("torch")
    gradients = np.random.default_rng(3).normal(size=(6, 4))
    parameter = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
    optimizer = getattr(torch.optim, name)([parameter], **options)
    for g in gradients:
        parameter.grad = torch.tensor(g)
        optimizer.step()
    got, _ = steps(ours, gradients, {"learning_rate": 0.1, **settings})
    np.testing.assert_allclose(got, parameter.detach().numpy(), rtol=1e-10)


@each_rule
def test_two_parameters_share_no_state(rule: Any) -> None:
    gradients = np.random.default_rng(1).normal(size=(5, 3))
    alone, _ = steps(rule, gradients, None)
    first: Any = np.zeros(3)
    second: Any = np.zeros(3)
    one = two = None
    for g in gradients:
        first, one = rule(first, g, one)
        second, two = rule(second, -g, two)
    np.testing.assert_array_equal(first, alone)
    np.testing.assert_allclose(second, -alone)


@each_rule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_array_is_written_to_and_the_dtype_is_kept(rule: Any, dtype: type) -> None:
    w: Any = np.ones((2, 3), dtype)
    dw: Any = np.ones((2, 3), dtype)
    memory: Any = np.ones((2, 3), dtype)
    for array in (w, dw, memory):
        array.setflags(write=False)
    next_w, config = rule(w, dw, {"learning_rate": np.float64(0.1), **dict.fromkeys(STATE, memory)})
    assert next_w.dtype == dtype
    assert {config[name].dtype for name in STATE} == {np.dtype(dtype)}


@each_rule
def test_the_given_config_is_brought_up_to_date_as_in_cs231n(rule: Any) -> None:
    given: Any = {"learning_rate": 0.5}
    _, returned = rule(np.zeros(2), np.ones(2), given)
    assert returned is given
    assert given["learning_rate"] == 0.5
    want = {"sgd": set(), "adam": {"m", "v", "t"}}.get(
        rule.__name__, {"velocity"} if "momentum" in rule.__name__ else {"cache"}
    )
    assert want <= set(given)


@each_rule
def test_shapes_that_do_not_fit_are_refused(rule: Any) -> None:
    name = rule.__name__
    with pytest.raises(ValueError, match=rf"{name}: dw has shape \(3,\), expected \(2,\) as w has"):
        rule(np.ones(2), np.ones(3))
    with pytest.raises(TypeError, match="w has dtype int64, expected float32 or float64"):
        rule(np.arange(2), np.ones(2))
    if rule is not sgd:
        wrong = dict.fromkeys(STATE, np.zeros(3))
        with pytest.raises(ValueError, match=rf"{name}: \w+ has shape \(3,\), expected \(2,\)"):
            rule(np.ones(2), np.ones(2), wrong)
