"""Expectations: what passes, what is said, and objects that would like to pass."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs231n_core.answer import Answer, CheckFailed
from cs231n_core.expect import (
    expect_array,
    expect_close,
    expect_quiet,
    expect_right,
    expect_share,
    expect_unchanged,
    frozen,
)

WANT = np.array([1.0, -2.0, 3.0])


def verdict(got, want=WANT, **options) -> str:
    with pytest.raises(CheckFailed) as failure:
        expect_close(got, want, "out", **options)
    return str(failure.value)


def test_equal_values_pass_and_so_does_rounding() -> None:
    expect_close(WANT.copy(), WANT, "out")
    expect_close(WANT * (1 + 5e-8), WANT, "out")
    expect_close(np.float64(2.0), np.array(2.0), "out")
    expect_close(2.0, np.array(2.0), "dalpha")
    expect_close(np.array([np.inf, 1.0]), np.array([np.inf, 1.0]), "out")


@given(st.floats(1e-5, 10), st.integers(0, 2))
def test_a_wrong_entry_never_passes(error: float, place: int) -> None:
    got = WANT.copy()
    got[place] += error
    assert verdict(got).startswith("out: ")


def test_infinity_does_not_widen_the_tolerance() -> None:
    assert "out" in verdict(np.array([np.inf, 2.0]), np.array([np.inf, 1.0]))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_never_pass(bad: float) -> None:
    assert verdict(np.array([1.0, bad, 3.0]))
    assert verdict(np.full(3, bad))


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ([1.0, -2.0, 3.0], "out is a list, expected a NumPy array of shape (3,)"),
        ((1.0, -2.0, 3.0), "out is a tuple of 3, expected a NumPy array"),
        (None, "out is a NoneType"),
        ("text", "out is a str"),
        (2.0, "out is a float, expected a NumPy array of shape (3,)"),
        (
            WANT.astype(np.float32),
            "out has dtype float32 for float64 input: the dtype must be kept",
        ),
        (WANT.astype(int), "out has dtype int64 for float64 input"),
        (WANT > 0, "out has dtype bool for float64 input"),
        (WANT.astype(object), "out has dtype object for float64 input"),
        (WANT[:2], "out: it has shape (2,), expected (3,)"),
        (WANT[:2].astype(object), "out has shape (2,), expected (3,)"),
    ],
)
def test_what_is_not_an_array_of_the_right_kind_is_told_so(got, words: str) -> None:
    assert verdict(got).startswith(words)


class AlwaysEqual:
    shape, dtype, ndim, size = WANT.shape, WANT.dtype, 1, 3

    def __eq__(self, other: object) -> bool:
        return True

    def __array__(self, *_, **__):
        return WANT.copy()

    __hash__ = None


class Generous(np.ndarray):
    """Says that it equals whatever it is compared with."""

    def __array_ufunc__(self, ufunc, method, *_, **__):
        return np.True_

    def __array_function__(self, *_, **__):
        return True


class Number(float):
    def __sub__(self, other: object) -> float:
        return 0.0


@pytest.mark.parametrize(
    "got",
    [
        AlwaysEqual(),
        np.zeros(3).view(Generous),
        WANT.copy().view(Generous),
        WANT.copy().view(np.recarray),
        np.ma.masked_array(np.zeros(3), mask=True),
    ],
    ids=["always equal", "generous zeros", "generous and right", "recarray", "masked"],
)
def test_an_object_with_opinions_is_refused_before_it_is_asked(got) -> None:
    assert "expected a " in verdict(got)
    with pytest.raises(CheckFailed, match="expected a"):
        expect_array(got, "out", (3,), np.float64)
    with pytest.raises(CheckFailed, match="expected a"):
        expect_right(got, WANT, "out")


def test_a_known_mistake_gets_its_sentence_and_no_value() -> None:
    text = verdict(-WANT, mistakes=[("the sign is flipped", -WANT), ("other", WANT + 1)])
    assert text == "out: the sign is flipped"


def test_a_known_mistake_of_another_shape_gets_its_sentence() -> None:
    each = np.ones((2, 3))
    assert verdict(each, mistakes=[("it is not summed", each)]) == "out: it is not summed"


def test_an_unknown_mistake_is_described_without_the_wanted_value() -> None:
    want = np.array([0.123456789, 0.987654321])
    text = verdict(want + np.array([0.0, 0.37]), want)
    assert "1 of 2 entries is wrong" in text
    assert "0.98" not in text
    assert "0.37" not in text


def test_a_strict_tolerance_is_relative_for_tiny_values() -> None:
    tiny = np.array([1e-22, 2e-22])
    expect_close(tiny * (1 + 1e-13), tiny, "out", rtol=1e-12, atol=0.0)
    assert verdict(tiny * (1 + 1e-9), tiny, rtol=1e-12, atol=0.0)
    assert verdict(np.zeros(2), tiny, rtol=1e-12, atol=0.0)


def test_float32_is_allowed_its_own_rounding() -> None:
    want = WANT.astype(np.float32)
    expect_close((want * np.float32(1 + 3e-6)).astype(np.float32), want, "out")
    assert verdict(want * np.float32(1.001), want)


def test_a_share_is_one_number_between_0_and_1() -> None:
    expect_share(0.5, 0.5, "the result")
    expect_share(np.float64(0.5), 0.5, "the result")
    expect_share(np.float32(1 / 3), 1 / 3, "the result")
    for got, words in [
        (np.array(0.5), "an array of shape ()"),
        (np.array([0.5]), "an array of shape (1,)"),
        (True, "a bool"),
        ("0.5", "a str"),
        (Number(0.1), "a Number"),
        (float("nan"), "not a number between 0 and 1"),
        (7.0, "not a number between 0 and 1"),
        (0.25, "too small"),
        (0.75, "too large"),
    ]:
        with pytest.raises(CheckFailed) as failure:
            expect_share(got, 0.5, "the result")
        assert words in str(failure.value)


def test_a_known_wrong_share_gets_its_sentence() -> None:
    with pytest.raises(CheckFailed, match=r"^the result: these are the living$"):
        expect_share(0.25, 0.75, "the result", mistakes=[("these are the living", 0.25)])


def test_a_change_of_an_input_is_seen_even_if_it_is_only_the_sign_of_zero() -> None:
    x = np.array([0.0, 1.0])
    before = frozen(x=x)
    expect_unchanged(before, {"x": x}, "f")
    x[0] = -0.0
    with pytest.raises(CheckFailed, match="f changed its input x in place: work on a copy"):
        expect_unchanged(before, {"x": x}, "f")


def test_quiet_means_no_floating_point_warning_since_then() -> None:
    answer = Answer({}, warnings=["UserWarning: hm", "RuntimeWarning: overflow encountered in exp"])
    with pytest.raises(CheckFailed, match=r"f made NumPy warn \(overflow encountered in exp\)"):
        expect_quiet(answer, "f")
    expect_quiet(answer, "f", since=2)
