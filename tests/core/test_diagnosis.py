"""What the diagnosis says about each kind of mistake, and what it never says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cs231n_core.diagnosis import diagnose

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5, 4))
D = RNG.normal(size=(5, 4))
ON = X > 0


def said(got: Any, want: Any, **known: Any) -> str:
    return diagnose(np.asarray(got), np.asarray(want), rtol=1e-7, atol=1e-10, **known)


def but(array: Any, index: Any, value: Any) -> Any:
    changed = np.array(array, np.float64)
    changed[index] = value
    return changed


@pytest.mark.parametrize(
    ("got", "want", "known", "message"),
    [
        (5 * D, D, {"x": X}, "it is 5 times too large, and 5 is the batch size N"),
        (D / 5, D, {"dout": D * 2}, "it is 5 times too small, and 5 is the batch size N"),
        (-5 * D, D, {"x": X}, "it is 5 times too large and its sign is flipped"),
        (0.5, 2.5, {"x": X}, "the value is wrong: it is 5 times too small, and 5 is the batch"),
        (3 * D, D, {}, "it is 3 times too large"),
        (D / 1.5, D, {}, "it is 1.5 times too small"),
        (-D, D, {}, "its sign is flipped"),
        (0 * D, D, {}, "it is zero"),
        (D + 2, D, {}, "it is off by the same amount everywhere"),
        (D, D * np.cos(X), {"dout": D}, "it equals dout"),
        (np.cos(X), D * np.cos(X), {"dout": D}, "dout is missing as a factor"),
        (D * D * np.cos(X), D * np.cos(X), {"dout": D}, "dout is a factor twice"),
        (X, np.tanh(X), {"x": X}, "it equals x"),
        (D[:4].T, D[:4], {}, "it is transposed"),
        (D[::-1], D, {}, "its order along axis 0 is reversed"),
        (D * (1 + 1e-5 * X), D, {}, "it is right to about 4 digits only"),
        (D.astype(np.float32), D, {"atol": 0}, "float32"),
        (D, D * ON, {"x": X, "dout": D}, "exactly where x < 0; there it equals dout"),
        (ON + 0.0, D * ON, {"x": X, "dout": D}, "exactly where x > 0; there dout is missing"),
        (np.where(ON, D, 0.01 * D), np.where(ON, D, 0.1 * D), {"x": X},
         "exactly where x < 0; there it is 10 times too small"),
        (but(D, ([0, 1], [1, 1]), X[:2, 0]), D, {"x": but(X, ([0, 1], [1, 1]), -9)},
         "2 of 20 entries are wrong, the worst is [1, 1]: only where x < 0"),
        (but(D, (2, 1), 7), D, {"x": but(X, (2, 1), 0)},
         "1 of 20 entries is wrong, [2, 1]: exactly where x == 0"),
        (but(D, (2, 1), np.nan), D, {"x": but(X, (2, 1), -np.inf)},
         "1 is NaN; exactly where x is -inf"),
        (but(D, np.s_[2], np.inf), D, {}, "4 are infinite, the first at [2, 0]"),
        (D, but(D, (2, 1), np.nan), {}, "1 is not NaN although its input is"),
        (D, but(D, (2, 1), np.inf), {}, "1 is finite although its limit is not"),
        (but(D, np.s_[:, 1], X[:, 0]), D, {}, "only at index 1 of axis 1"),
        (but(X, np.s_[:, 1], D[:, 1]), D, {}, "everywhere but at index 1 of axis 1"),
        (np.clip(np.arange(9.0) ** 2, 0, 30), np.arange(9.0) ** 2, {"x": np.arange(-1.0, 8)},
         "only where x > 0"),
        (np.clip(np.linspace(-9, 9, 7), -5, 5), np.linspace(-9, 9, 7),
         {"x": np.linspace(-9, 9, 7)}, "only where x is large, from |x| = 6 on"),
    ],
)  # fmt: skip
def test_the_sentence_names_the_mistake(
    got: Any, want: Any, known: dict[str, Any], message: str
) -> None:
    known = {"rtol": 1e-9 if "atol" in known else 1e-7, "atol": 1e-10, **known}
    assert message in diagnose(np.asarray(got), np.asarray(want), **known)


@pytest.mark.parametrize(
    ("got", "want", "message"),
    [
        (D.T, D, "it has shape (4, 5), expected (5, 4): it is transposed"),
        (D, D.sum(axis=0), "it has shape (5, 4), expected (4,): it is not summed over the batch"),
        (D, D.sum(axis=1), "it has shape (5, 4), expected (5,): it is not summed over axis 1"),
        (X, D.sum(axis=0), "it has shape (5, 4), expected (4,): is it not summed over the batch?"),
        (D.sum(), D.sum(axis=0), "it has shape (), expected (4,): it is summed over everything"),
        (D.ravel(), D, "it has shape (20,), expected (5, 4): the values are right, the shape is"),
        (D[:2], D, "it has shape (2, 4), expected (5, 4)"),
    ],
)
def test_a_wrong_shape_is_explained_by_what_would_repair_it(
    got: Any, want: Any, message: str
) -> None:
    assert said(got, want).startswith(message)


def test_the_worst_entry_is_the_one_that_misses_its_tolerance_most() -> None:
    got = D.copy()
    got[1, 2] += 1e-3
    got[3, 0] += 5.0
    assert said(got, D).startswith("2 of 20 entries are wrong, the worst is [3, 0]")


def test_right_values_are_called_right() -> None:
    assert said(D, D) == "every entry is within the tolerance"


def test_swapped_axes_of_a_weight_tensor_are_recognised() -> None:
    w = RNG.normal(size=(3, 3, 3))
    assert "its axes are in another order" in said(w.transpose(1, 0, 2), w)


def test_one_value_is_not_enough_to_tell_a_factor() -> None:
    assert said([3.0], [1.7]) == "the only entry is wrong"
    assert said([3.0, 3.0], [1.7, 1.7]) == "all 2 entries are wrong, the worst is [0]"


finite = st.floats(-1e3, 1e3).filter(lambda v: v == 0 or abs(v) > 1e-3)
arrays = hnp.arrays(np.float64, (3, 2), elements=finite)
NUMBER = re.compile(r"-?\d+\.\d{3,}|-?\d{4,}")


@given(got=arrays, want=arrays, x=arrays)
def test_no_sentence_contains_a_wanted_value(got: Any, want: Any, x: Any) -> None:
    want = want + np.pi * 1e3  # values that no count, index or factor looks like
    sentence = said(got, want, x=x, dout=x)
    told = [float(n) for n in NUMBER.findall(re.sub(r"\|x\| = \S+", "", sentence))]
    if "times too" not in sentence:
        assert told == []


anything = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=3), elements=st.floats()
)


@given(got=anything, want=anything, x=anything)
def test_no_input_makes_the_diagnosis_fail(got: Any, want: Any, x: Any) -> None:
    assert said(got, want, x=x, dout=got)
    assert said(want, np.zeros_like(want), x=want, dout=x)
