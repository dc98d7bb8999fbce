"""The visible checks of fit_preprocessor, and what its hidden ones need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.checks import Answer, Facet, Item
from cs231n_core.expect import expect_close, expect_unchanged, frozen
from cs231n_core.stages.s03_cases import Rng, entry, expect_mode, images, rows, stats_of
from cs231n_core.stages.s03_mistakes import wrong_offsets, wrong_scales

NAME = "fit_preprocessor"
BOTH = ("offset", "scale")


def ask_fit(
    answer: Answer,
    X: Array,
    mode: str,
    keys: Sequence[str] = BOTH,
    *,
    eps: float | None = None,
    given: Any = None,
) -> None:
    """Compare the statistics of X; ``given`` is handed over in its place."""
    handed = X.copy() if given is None else given
    before = frozen(X_train=handed)
    got = answer.call(NAME, handed, mode, *(() if eps is None else (eps,)))
    expect_unchanged(before, {"X_train": handed}, NAME)
    expect_mode(got, mode, NAME)
    limit = 1e-8 if eps is None else eps
    want = stats_of(X, mode, limit)
    for key in keys:
        known = wrong_offsets(X, mode) if key == "offset" else wrong_scales(X, mode, limit)
        rtol = 1e-5 if X.dtype == np.float32 else None
        where = f"{mode}: stats[{key!r}]"
        expect_close(entry(got, key, NAME), want[key], where, rtol=rtol, mistakes=known)


def _means(answer: Answer, rng: Rng) -> None:
    ask_fit(answer, rows(rng, 7, 4), "mean_image", ("offset",))
    ask_fit(answer, images(rng, 5, (3, 8, 6)), "mean_image", ("offset",))


def _channels(answer: Answer, rng: Rng) -> None:
    ask_fit(answer, images(rng, 6, (3, 8, 5)), "channel_mean", ("offset",))


def _scales(answer: Answer, rng: Rng) -> None:
    ask_fit(answer, rows(rng, 9, 4), "feature_standardize")
    ask_fit(answer, images(rng, 6, (3, 4, 5)), "channel_standardize")
    ask_fit(answer, rows(rng, 5, 3), "mean_image", ("scale",))


def _ranges(answer: Answer, rng: Rng) -> None:
    ask_fit(answer, rows(rng, 9, 4), "minmax")


def fit_item() -> Item:
    """Return the item fit_preprocessor with its visible facets."""
    facets = (
        Facet(
            "means",
            3,
            "mean_image of rows (N, D) and of images (N, C, H, W)",
            _means,
            "the axis that you name is the one that disappears",
        ),
        Facet(
            "channels",
            3,
            "channel_mean of images (N, C, H, W): shape (C,)",
            _channels,
            "three of the four axes disappear",
        ),
        Facet("scales", 3, "the scale of modes that divide, and 1 of one that does not", _scales),
        Facet("ranges", 2, "minmax: middle and half of each feature's range", _ranges),
    )
    return Item(NAME, 6, (NAME,), facets, 6)
