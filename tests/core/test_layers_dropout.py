"""Dropout: expectation, masks, modes, seeds, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.gradient_check import check_gradient
from cs231n_core.layers import dropout_backward, dropout_forward


@given(p=st.floats(0.05, 1), seed=st.integers(0, 999))
def test_every_entry_is_zero_or_divided_by_p(p: float, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(4, 6))
    out, _ = dropout_forward(x, {"mode": "train", "p": p, "seed": seed})
    assert np.all((out == 0) | np.isclose(out, x / p, rtol=1e-12))


@pytest.mark.parametrize("p", [0.25, 0.4, 0.9])
def test_p_is_the_share_of_kept_entries_and_the_mean_stays(p: float) -> None:
    n = 100_000
    out, _ = dropout_forward(np.full(n, 10.0), {"mode": "train", "p": p, "seed": 0})
    five_sigma = 5 * np.sqrt(p * (1 - p) / n)
    assert abs((out != 0).mean() - p) < five_sigma
    assert abs(out.mean() - 10) < 10 * five_sigma / p


def test_the_mode_test_changes_nothing_forward_or_backward() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4))
    out, cache = dropout_forward(x, {"mode": "test", "p": 0.3})
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(dropout_backward(2 * x, cache), 2 * x)
    out[0, 0] = 7
    assert x[0, 0] != 7


def test_keeping_everything_changes_nothing() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_array_equal(dropout_forward(x, {"mode": "train", "p": 1})[0], x)


def test_the_gradient_is_the_numerical_one_for_a_fixed_seed() -> None:
    rng = np.random.default_rng(1)
    x, dout = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    param = {"mode": "train", "p": 0.6, "seed": 3}
    dx = dropout_backward(dout, dropout_forward(x, param)[1])
    verdict = check_gradient(lambda x: dropout_forward(x, param)[0], x, dx, dout)
    assert verdict.ok, verdict.message


def test_a_seed_repeats_the_mask_a_generator_and_nothing_do_not() -> None:
    x = np.ones(200)
    rng = np.random.default_rng(5)
    sources: list[tuple[dict[str, Any], bool]] = [
        ({"seed": 5}, True),
        ({"rng": rng}, False),
        ({}, False),
    ]
    for source, repeats in sources:
        param = {"mode": "train", "p": 0.5, **source}
        first, second = dropout_forward(x, param)[0], dropout_forward(x, param)[0]
        assert np.array_equal(first, second) == repeats


def test_the_global_generator_is_left_alone() -> None:
    before = str(np.random.get_state())  # noqa: NPY002 - the legacy state is what is watched
    dropout_forward(np.ones(5), {"mode": "train", "p": 0.5, "seed": 5})
    assert str(np.random.get_state()) == before  # noqa: NPY002


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("mode", ["train", "test"])
def test_the_dtype_is_kept_and_the_input_untouched(dtype: type, mode: str) -> None:
    x: Any = np.ones((2, 3, 4, 5), dtype)
    x.setflags(write=False)
    out, cache = dropout_forward(x, {"mode": mode, "p": np.float64(0.5), "seed": 0})
    assert out.dtype == dropout_backward(x, cache).dtype == dtype


@pytest.mark.parametrize(
    ("param", "error", "message"),
    [
        ({"p": 0.5}, ValueError, r"dropout_param\[\"mode\"\] is None, expected 'train' or 'test'"),
        ({"mode": "train"}, ValueError, r"dropout_param has \['mode'\], expected also p"),
        ({"mode": "train", "p": 0}, ValueError, "p is 0.0, expected 0 < p <= 1; p is the probab"),
        ({"mode": "test", "p": 1.5}, ValueError, "p is 1.5, expected 0 < p <= 1"),
        ({"mode": "train", "p": 0.5, "rng": 3}, TypeError, "rng is 3, expected a numpy Generator"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    param: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        dropout_forward(np.ones(3), param)


def test_a_gradient_of_another_shape_is_refused() -> None:
    _, cache = dropout_forward(np.ones((2, 3)), {"mode": "train", "p": 0.5})
    with pytest.raises(ValueError, match=r"dout has shape \(3,\), expected \(2, 3\)"):
        dropout_backward(np.ones(3), cache)
