"""Numerical gradients and the checker that names the mistake."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.gradient_check import (
    check_gradient,
    eval_numerical_gradient,
    eval_numerical_gradient_array,
    grad_check_direction,
    grad_check_sparse,
    rel_error,
)
from cs231n_core.layers import batchnorm_forward


def test_rel_error_by_hand() -> None:
    assert rel_error(np.array([1.0, 0.0]), np.array([3.0, 0.0])) == 0.5
    assert rel_error(np.zeros(0), np.zeros(0)) == 0.0
    with pytest.raises(ValueError, match=r"x has shape \(2,\), expected \(3,\) as y has"):
        rel_error(np.zeros(2), np.zeros(3))


def test_a_scalar_function_and_an_array_function_by_hand() -> None:
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    np.testing.assert_allclose(
        eval_numerical_gradient(lambda x: (x**3).sum(), x), 3 * x**2, rtol=1e-8
    )
    df = np.array([[1.0, 2.0], [3.0, 4.0]])
    numeric = eval_numerical_gradient_array(np.sin, x, df)
    np.testing.assert_allclose(numeric, np.cos(x) * df, rtol=1e-8)


def test_a_zero_dimensional_point_has_a_gradient() -> None:
    assert eval_numerical_gradient(lambda a: a**2, np.array(3.0)) == pytest.approx(6)


def test_a_function_may_read_the_array_from_elsewhere() -> None:
    parameters = {"w": np.array([1.0, 2.0])}
    numeric = eval_numerical_gradient(lambda _: (parameters["w"] ** 2).sum(), parameters["w"])
    np.testing.assert_allclose(numeric, [2, 4], rtol=1e-8)


class BrokenError(Exception):
    pass


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_point_keeps_its_bits_even_if_the_function_raises(fails: bool, dtype: type) -> None:
    x: Any = np.array([0.1, -0.0, 1e-30, 7e5], dtype)
    before = x.tobytes()

    def f(x: Any) -> Any:
        if fails and x[2] > 1e-6:
            raise BrokenError
        return (x.astype(np.float64) ** 2).sum()

    try:
        eval_numerical_gradient(f, x, h=1.0)
        grad_check_sparse(f, x, 2 * x, h=1.0)
    except BrokenError:
        assert fails
    assert x.tobytes() == before


def test_a_step_that_rounding_swallows_is_refused() -> None:
    x = np.array([1000.0], np.float32)
    with pytest.raises(ValueError, match=r"h is 1e-05, expected a step that changes float32 1000"):
        eval_numerical_gradient(lambda x: x.sum(), x)


@pytest.mark.parametrize("function", [eval_numerical_gradient, grad_check_sparse])
def test_what_cannot_be_changed_in_place_is_refused(function: Any) -> None:
    frozen = np.ones(2)
    frozen.setflags(write=False)
    for x in (frozen, [1.0, 2.0]):
        with pytest.raises(ValueError, match=r"x is not a writable array, .* pass x.copy\(\)"):
            function(lambda x: x.sum(), x, np.ones(2))


def test_wrong_shapes_are_refused() -> None:
    x = np.ones((2, 3))
    with pytest.raises(ValueError, match=r"f returned shape \(3,\), expected one number; for arr"):
        eval_numerical_gradient(lambda x: x.sum(axis=0), x)
    with pytest.raises(ValueError, match=r"df has shape \(2,\), expected \(3,\) as f\(x\) has"):
        eval_numerical_gradient_array(lambda x: x.sum(axis=0), x, np.ones(2))
    with pytest.raises(ValueError, match=r"analytic_grad has shape \(3,\), expected \(2, 3\) as x"):
        grad_check_sparse(lambda x: x.sum(), x, np.ones(3))


def test_the_sparse_check_looks_at_the_entries_that_rng_chooses() -> None:
    x = np.random.default_rng(0).normal(size=(4, 5))
    wrong = 2 * x
    wrong[1, 1] += 1
    errors = grad_check_sparse(
        lambda x: (x**2).sum(), x, wrong, num_checks=200, rng=np.random.default_rng(1)
    )
    assert len(errors) == 200
    assert 0 < sum(e > 1e-3 for e in errors) < 30
    same = [grad_check_sparse(lambda x: (x**2).sum(), x, wrong, 5) for _ in range(2)]
    assert same[0] == same[1]


def test_verbose_prints_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    eval_numerical_gradient(lambda x: x.sum(), np.ones((1, 2)), True)
    assert capsys.readouterr().out.count("(0, ") == 2


# --- check_gradient ------------------------------------------------------------------------------


@given(seed=st.integers(0, 9999), scale=st.floats(1e-6, 1e6))
def test_a_right_gradient_passes_at_every_scale(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)) * scale
    result = check_gradient(np.tanh, x, (1 - np.tanh(x) ** 2) * dout, dout)
    assert result.ok, result.message


def test_an_entry_that_is_zero_but_for_rounding_does_not_fail() -> None:
    x, dout = np.array([50.0, 0.3]), np.array([1.0, 2.0])
    assert check_gradient(np.tanh, x, np.array([1e-18, 2 / np.cosh(0.3) ** 2]), dout).ok


def test_a_gradient_that_is_zero_everywhere_passes_as_zero() -> None:
    x, dout = np.array([1.0, 2.0]), np.array([1.0, 2.0])
    assert check_gradient(lambda x: 0 * x + 5, x, np.zeros(2), dout).ok
    assert not check_gradient(lambda x: 0 * x + 5, x, np.full(2, 1e-3), dout).ok


@pytest.mark.parametrize("size", [1e-8, 1.0, 1e8])
def test_a_small_mistake_fails_at_every_scale(size: float) -> None:
    x, dout = np.array([0.5, 1.5]), np.array([1.0, 2.0]) * size
    right = np.cos(x) * dout
    assert not check_gradient(np.sin, x, right * (1 + 1e-5), dout).ok


def test_the_message_shows_the_place_both_values_and_the_mistake() -> None:
    x, dout = np.array([[0.5, -1.5]]), np.array([[1.0, 2.0]])
    result = check_gradient(np.sin, x, np.cos(x), dout)
    assert not result.ok
    assert str(result).splitlines()[0] == (
        "gradient differs from the numerical one at [0, 1]: yours 0.0707372, numerical 0.141474"
    )
    assert "exactly where x < 0; there" in result.message


def test_a_point_on_a_kink_is_named_instead_of_a_mistake() -> None:
    x, dout = np.array([0.0, 1.0]), np.array([1.0, 2.0])
    result = check_gradient(lambda x: np.maximum(x, 0), x, np.array([0.0, 2.0]), dout)
    assert "f has a kink within 1e-05 of x[0]: move that entry" in result.message


def test_nan_in_the_gradient_never_passes() -> None:
    x, dout = np.array([0.5, 1.5]), np.array([1.0, 2.0])
    result = check_gradient(np.sin, x, np.array([np.nan, np.cos(1.5) * 2]), dout)
    assert not result.ok
    assert "1 is NaN" in result.message


def test_the_arguments_of_check_gradient_stay_as_they_were() -> None:
    x, dout, got = np.array([0.5, 1.5]), np.array([1.0, 2.0]), np.array([3.0, 4.0])
    for array in (x, dout, got):
        array.setflags(write=False)
    assert not check_gradient(np.sin, x, got, dout).ok


def test_a_gradient_of_another_shape_fails_with_its_shape() -> None:
    x, dout = np.ones((2, 3)), np.arange(6.0).reshape(2, 3)
    result = check_gradient(np.sin, x, (np.cos(x) * dout).T, dout)
    assert result.message == "it has shape (3, 2), expected (2, 3): it is transposed"


def test_a_constant_upstream_gradient_is_refused_because_it_hides_mistakes() -> None:
    with pytest.raises(
        ValueError, match=r"dout is 1 everywhere, expected values that vary, .* norm"
    ):
        check_gradient(np.sin, np.ones(3), np.ones(3), np.ones(3))


# --- one random direction ------------------------------------------------------------------------


def test_one_direction_accepts_a_right_gradient_of_a_large_array_after_two_evaluations() -> None:
    w = np.random.default_rng(0).normal(size=(600, 500))
    calls = []

    def f(w: Any) -> Any:
        calls.append(w)
        return np.sum(np.sin(w))

    errors = grad_check_direction(f, w, np.cos(w))
    assert errors[0] < 1e-7
    assert len(calls) == 2


@given(entry=st.integers(0, 99_999), seed=st.integers(0, 9999))
def test_one_direction_sees_a_mistake_in_a_single_entry(entry: int, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=100_000)
    wrong = 2 * x
    wrong[entry] += 1.0
    rng = np.random.default_rng(seed + 1)
    error = grad_check_direction(lambda x: x @ x, x, wrong, rng=rng)[0]
    right = grad_check_direction(lambda x: x @ x, x, 2 * x, rng=rng)[0]
    assert error > 100 * right
    assert error > 1e-4


def test_a_gradient_of_zero_is_wrong_unless_nothing_changes() -> None:
    x = np.array([1.0, 2.0])
    assert grad_check_direction(lambda x: np.sum(x), x, np.zeros(2), num_checks=4)[0] in (0.0, 1.0)
    assert max(grad_check_direction(lambda x: 3 * x[0], x, np.zeros(2), num_checks=4)) == 1.0
    assert grad_check_direction(lambda _: 5.0, x, np.zeros(2)) == [0.0]
    assert grad_check_direction(lambda _: 5.0, np.zeros(0), np.zeros(0)) == [0.0]


def test_a_direction_leaves_the_point_as_it_was_even_if_the_function_raises() -> None:
    x = np.array([0.1, -0.0, 1e-30, 7e5])
    before = x.tobytes()
    with pytest.raises(ZeroDivisionError):
        grad_check_direction(lambda x: 1 / 0, x, x)
    grad_check_direction(lambda x: np.sum(x), x, np.ones(4))
    assert x.tobytes() == before


def test_a_direction_check_refuses_what_it_cannot_judge() -> None:
    with pytest.raises(ValueError, match=r"direction: analytic_grad has shape \(3,\), expected \("):
        grad_check_direction(lambda x: x.sum(), np.ones(2), np.ones(3))
    with pytest.raises(
        ValueError, match=r"f returned shape \(2,\), expected one number; for a lay"
    ):
        grad_check_direction(lambda x: x, np.ones(2), np.ones(2))
    with pytest.raises(
        ValueError, match=r"h is too small for float32, expected a step that change"
    ):
        grad_check_direction(lambda x: x.sum(), np.full(10_000, 1e3, np.float32), np.ones(10_000))


# --- layers with a memory ------------------------------------------------------------------------


def test_the_sparse_check_shows_what_it_compares(capsys: pytest.CaptureFixture[str]) -> None:
    grad_check_sparse(lambda x: (x**2).sum(), np.array([3.0]), np.array([6.0]), 2, h=2.0**-10)
    line = "numerical: 6.000000 analytic: 6.000000, relative error: 0.000000e+00\n"
    assert capsys.readouterr().out == 2 * line
    grad_check_sparse(lambda x: (x**2).sum(), np.array([3.0]), np.array([6.0]), verbose=False)
    assert capsys.readouterr().out == ""


def checks_of(f: Any, x: Any, dout: Any) -> dict[str, Any]:
    def scalar(x: Any) -> Any:
        return np.sum(f(x) * dout)

    return {
        "scalar": lambda: eval_numerical_gradient(scalar, x),
        "array": lambda: eval_numerical_gradient_array(f, x, dout),
        "sparse": lambda: grad_check_sparse(scalar, x, dout, verbose=False),
        "direction": lambda: grad_check_direction(scalar, x, dout),
        "verdict": lambda: check_gradient(f, x, dout, dout),
    }


@pytest.mark.parametrize("name", ["scalar", "array", "sparse", "direction", "verdict"])
def test_checking_batch_norm_in_mode_train_leaves_its_running_statistics_alone(name: str) -> None:
    rng = np.random.default_rng(0)
    x, dout = rng.normal(size=(4, 3)) + 5, rng.normal(size=(4, 3))
    bn_param: dict[str, Any] = {"mode": "train"}
    batchnorm_forward(x, np.ones(3), np.zeros(3), bn_param)
    before = {key: np.copy(value) for key, value in bn_param.items()}
    f = lambda x: batchnorm_forward(x, np.ones(3), np.zeros(3), bn_param)[0]  # noqa: E731
    checks_of(f, x, dout)[name]()
    for key, value in before.items():
        np.testing.assert_array_equal(bn_param[key], value)
    f(x)  # afterwards it learns again
    assert not np.array_equal(bn_param["running_mean"], before["running_mean"])


def test_probes_in_one_thread_do_not_stop_batch_norm_in_another_from_learning() -> None:
    x, bn_param = np.array([[1.0], [3.0]]), {"mode": "train"}
    learn = lambda: batchnorm_forward(x, np.ones(1), np.zeros(1), bn_param)  # noqa: E731

    def f(point: Any) -> Any:
        thread = threading.Thread(target=learn)
        thread.start()
        thread.join()
        return point.sum()

    eval_numerical_gradient(f, np.ones(1))
    assert "running_mean" in bn_param
