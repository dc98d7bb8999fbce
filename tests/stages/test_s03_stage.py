"""What is special in the checks of stage 03: dicts of statistics, signs, types."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.s03 import evaluate_item
from cs231n_core.answer import Answer, CheckFailed
from cs231n_core.preprocessing import apply_preprocessor, fit_preprocessor, invert_preprocessor
from cs231n_core.stages import s03_cases as cases
from cs231n_core.stages.s03_pca import ask_pca, signs


@pytest.mark.parametrize("mode", cases.MODES)
def test_statistics_as_the_exercises_keep_them_do_what_the_core_does(mode: str) -> None:
    x = cases.images(np.random.default_rng(0), 5, (3, 4, 6))
    stats, own = cases.stats_of(x, mode), fit_preprocessor(x, mode)
    shape = (3,) if mode.startswith("channel") else (3, 4, 6)
    assert stats["offset"].shape == stats["scale"].shape == shape
    done = cases.applied(x, stats, (3, 4, 6))
    np.testing.assert_array_equal(done, apply_preprocessor(x, own))
    back = cases.inverted(done, stats, (3, 4, 6))
    np.testing.assert_array_equal(back, invert_preprocessor(done, own))
    np.testing.assert_allclose(back, x)


def test_tilted_rows_have_variances_well_apart_and_no_direction_along_an_axis() -> None:
    for seed in range(20):
        x = cases.tilted(np.random.default_rng(seed), 15, 4)
        found = cases.whitening_of(x)
        assert (found["variances"][:-1] / found["variances"][1:]).min() > 1.2
        assert np.abs(found["directions"]).max() < 0.9999


def test_a_direction_may_point_either_way() -> None:
    want = np.eye(3)
    np.testing.assert_array_equal(signs(want * [1, -1, 1], want), [1, -1, 1])


def test_a_direction_that_is_turned_a_little_is_refused() -> None:
    x = cases.tilted(np.random.default_rng(0), 20, 3)

    def turned(*_: object) -> cases.Stats:
        stats = cases.whitening_of(x)
        stats["directions"] = stats["directions"] + 1e-3
        return stats

    with pytest.raises(CheckFailed, match="directions"):
        ask_pca(Answer({"pca_whiten_fit": turned}), x, ("directions",))


@pytest.mark.parametrize(
    ("got", "message"),
    [
        ([1, 2], "expected a dict of statistics"),
        ({"mode": "mean_image"}, "no entry 'offset'"),
        ({"mode": "minmax"}, "is not the mode it was called with"),
        ({"mode": "mean_image", "offset": np.zeros(4, np.float32)}, "not float64"),
    ],
)
def test_what_is_no_dict_of_float64_arrays_is_named(got: object, message: str) -> None:
    report = evaluate_item("fit_preprocessor", [lambda *_: got])
    assert message in report.failed["means"]


def test_pixels_have_both_ends_of_a_byte() -> None:
    x = cases.pixels(np.random.default_rng(0), 5, (3, 4, 4))
    assert x.dtype == np.uint8
    # The sum of the ends does not fit into a byte, so that its overflow is seen.
    assert int(x.max(axis=0).min()) + int(x.min(axis=0).max()) > 250
    assert int(x.max(axis=0).min()) >= 251
