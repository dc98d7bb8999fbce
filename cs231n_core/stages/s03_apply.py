"""The visible checks of apply_preprocessor and invert_preprocessor, and what the hidden need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import (
    Mistakes,
    expect,
    expect_array,
    expect_close,
    expect_unchanged,
    frozen,
    plain,
)
from cs231n_core.stages.s03_cases import (
    Rng,
    Stats,
    applied,
    arrays_of,
    copied,
    images,
    inverted,
    rows,
    stats_of,
)
from cs231n_core.stages.s03_mistakes import wrong_inverses, wrong_uses

APPLY, INVERT = "apply_preprocessor", "invert_preprocessor"
Right = Callable[[Array, Stats, tuple[int, ...]], Array]
Wrong = Callable[[Array, Stats], Mistakes]


def compare(
    answer: Answer,
    name: str,
    X: Array,
    stats: Stats,
    want: Array,
    wrong: Wrong,
    *,
    given: Any = None,
) -> None:
    """Call a function on X and statistics, and compare values and dtype with ``want``."""
    handed = X.copy() if given is None else given
    got = answer.call(name, handed, copied(stats))
    where = f"{stats['mode']}: the result"
    known = [(sentence, np.asarray(value)) for sentence, value in wrong(X, stats)]
    rtol = 1e-4 if want.dtype == np.float32 else None
    value = plain(got, where, want.shape)
    if value.shape == want.shape and value.dtype != want.dtype:
        # A wrong dtype is said as such only where the values are right.
        expect_close(value.astype(want.dtype), want, where, rtol=rtol, mistakes=known)
        expect(False, f"{where} has dtype {value.dtype} for {X.dtype} input, expected {want.dtype}")
    expect_close(got, want, where, rtol=rtol, mistakes=known)


def ask_apply(answer: Answer, X: Array, stats: Stats, given: Any = None) -> None:
    """Compare what X becomes."""
    shape = X.shape[1:] if X.ndim in (2, 4) else X.shape
    want = applied(X, stats, shape)
    compare(answer, APPLY, X, stats, want, wrong_uses, given=given)


def ask_invert(
    answer: Answer, Xp: Array, stats: Stats, shape: tuple[int, ...], given: Any = None
) -> None:
    """Compare what Xp was; ``shape`` is that of one example."""
    want = inverted(Xp, stats, shape)
    compare(answer, INVERT, Xp, stats, want, wrong_inverses, given=given)


def expect_kept(answer: Answer, name: str, X: Array, stats: Stats, want: Array) -> None:
    """Demand that X and the statistics stay as they were, and that the result is right."""
    given = {"X": X, **arrays_of(stats)}
    before = frozen(**given)
    got = answer.call(name, X, stats)
    expect_unchanged(before, given, name)
    value = expect_array(got, "the result", want.shape, want.dtype)
    expect(
        bool(np.allclose(value, want)),
        f"{name} is not right yet: this check counts once the values are right",
    )
    expect(
        not np.shares_memory(value, X),
        f"{name} returns memory of its input: the result must be a new array",
    )


# --- visible facets ------------------------------------------------------------------------------


def _rows(answer: Answer, rng: Rng) -> None:
    for mode in ("mean_image", "feature_standardize", "minmax"):
        X = rows(rng, 8, 4)
        ask_apply(answer, X[:5] + 0.3, stats_of(X, mode))


def _images(answer: Answer, rng: Rng) -> None:
    for mode in ("channel_mean", "channel_standardize", "mean_image"):
        X = images(rng, 6, (3, 8, 5))
        ask_apply(answer, X[:4], stats_of(X, mode))


def _pure(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 6, 3)
    stats = stats_of(X, "feature_standardize")
    expect_kept(answer, APPLY, X, stats, applied(X, stats, (3,)))


def apply_item() -> Item:
    """Return the item apply_preprocessor with its visible facets."""
    facets = (
        Facet(
            "rows",
            3,
            "rows (N, D) that the statistics were not fitted on",
            _rows,
            "everything that is needed stands in stats",
        ),
        Facet(
            "images",
            3,
            "images (N, C, H, W), by channel and by entry",
            _images,
            "NumPy lines up axes from the right: (C,) meets W, (C, 1, 1) meets C, H, W",
            hint_for_errors=True,
        ),
        Facet("pure", 1, "X and the statistics stay as they were", _pure),
    )
    return Item(APPLY, 4, (APPLY,), facets, 6)


def _back_rows(answer: Answer, rng: Rng) -> None:
    for mode in ("mean_image", "feature_standardize", "minmax"):
        stats = stats_of(rows(rng, 8, 4), mode)
        ask_invert(answer, rng.normal(size=(5, 4)), stats, (4,))


def _back_images(answer: Answer, rng: Rng) -> None:
    for mode in ("channel_mean", "channel_standardize"):
        stats = stats_of(images(rng, 6, (3, 8, 5)), mode)
        ask_invert(answer, rng.normal(size=(4, 3, 8, 5)), stats, (3, 8, 5))


def invert_item() -> Item:
    """Return the item invert_preprocessor with its visible facets."""
    facets = (
        Facet(
            "rows",
            3,
            "rows (N, D) back from the modes that work feature by feature",
            _back_rows,
            "what was done last is undone first",
        ),
        Facet("images", 2, "images (N, C, H, W) back from the channel modes", _back_images),
    )
    return Item(INVERT, 2, (INVERT,), facets, 5)
