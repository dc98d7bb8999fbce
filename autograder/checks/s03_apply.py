"""Hidden facets of apply_preprocessor, pca_whiten_apply and invert_preprocessor."""

from __future__ import annotations

import numpy as np

from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect, expect_array
from cs231n_core.stages import s03_apply as use
from cs231n_core.stages import s03_pca as pca
from cs231n_core.stages.s03_cases import (
    Rng,
    applied,
    images,
    inverted,
    pixels,
    rows,
    stats_of,
    tilted,
    whitening_of,
)

SIZES = (3, 8, 5)

# --- apply_preprocessor --------------------------------------------------------------------------


def _shift(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 30, 4)
    for mode in ("mean_image", "feature_standardize"):
        use.ask_apply(answer, X + 5.0, stats_of(X, mode))
    brighter = images(rng, 6, SIZES)
    use.ask_apply(answer, brighter + 5.0, stats_of(brighter, "channel_standardize"))


def _square(answer: Answer, rng: Rng) -> None:
    for shape in ((3, 5, 3), (4, 4, 4)):
        X = images(rng, 4, shape)
        for mode in ("channel_mean", "channel_standardize"):
            use.ask_apply(answer, X, stats_of(X, mode))


def _single(answer: Answer, rng: Rng) -> None:
    X = images(rng, 5, SIZES)
    for mode in ("channel_standardize", "mean_image"):
        use.ask_apply(answer, X[2], stats_of(X, mode))
        use.ask_apply(answer, X[2:3], stats_of(X, mode))


def _types(answer: Answer, rng: Rng) -> None:
    X = pixels(rng, 6, SIZES)
    for mode in ("mean_image", "channel_standardize"):
        use.ask_apply(answer, X, stats_of(X, mode))
    floats = rows(rng, 6, 3)
    for dtype in (np.float32, np.float64, np.int64):
        use.ask_apply(answer, floats.astype(dtype), stats_of(floats, "feature_standardize"))


def _beyond(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 8, 3)
    use.ask_apply(answer, 3 * X - 7.0, stats_of(X, "minmax"))


def _layouts(answer: Answer, rng: Rng) -> None:
    X = images(rng, 4, SIZES)
    stats = stats_of(X, "channel_standardize")
    for laid, word in LAYOUTS:
        use.ask_apply(answer, X, stats, given=laid(X))
        got = expect_array(answer.call(use.APPLY, laid(X), stats), "it", X.shape, np.float64)
        expect(
            got.flags.c_contiguous,
            f"for {word} the result is not in C order: np.ascontiguousarray makes it so",
        )


def apply_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of apply_preprocessor."""
    return (
        Facet("shift", 2, "data that are brighter than the training set", _shift),
        Facet("square", 2, "images as wide as they have channels", _square),
        Facet("single", 1, "one image alone, with and without its batch axis", _single),
        Facet("types", 2, "pixels of one byte, whole numbers, float32", _types),
        Facet("beyond", 2, "minmax of data beyond the training range", _beyond),
        Facet(
            "layouts", 1, "read-only, sliced and transposed arrays; a result in C order", _layouts
        ),
    )


# --- pca_whiten_apply ----------------------------------------------------------------------------


def _moved(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 4)
    pca.ask_whiten(answer, X + 5.0, whitening_of(X))


def _fewer(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 5)
    for k in (1, 3):
        pca.ask_whiten(answer, X[:6], whitening_of(X, k, 0.1))


def _one_row(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 4)
    pca.ask_whiten(answer, X[3], whitening_of(X))
    pca.ask_whiten(answer, X[3:4], whitening_of(X))


def _row_types(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 4)
    stats = whitening_of(X, eps=0.1)
    pca.ask_whiten(answer, X.astype(np.float32), stats)
    pca.ask_whiten(answer, np.abs(np.round(X)).astype(np.uint8), stats)


def whiten_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of pca_whiten_apply."""
    return (
        Facet("shift", 2, "data that lie elsewhere than the training set", _moved),
        Facet("fewer", 2, "a whitening that kept k directions", _fewer),
        Facet("single", 1, "one row alone, with and without its batch axis", _one_row),
        Facet("types", 1, "float32 and pixels of one byte", _row_types),
    )


# --- invert_preprocessor -------------------------------------------------------------------------


def _all_directions(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 4)
    stats = whitening_of(X, eps=0.2)
    Xp = applied(X[:6], stats, (4,))
    for dtype in (np.float64, np.float32):
        use.ask_invert(answer, Xp.astype(dtype), stats, (4,))


def _projection(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 5)
    for k in (1, 3):
        stats = whitening_of(X, k, 0.1)
        use.ask_invert(answer, applied(X[:6], stats, (5,)), stats, (5,))


def _far(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 8, 3)
    use.ask_invert(answer, rng.uniform(-60, 60, (9, 3)), stats_of(X, "minmax"), (3,))
    use.ask_invert(answer, rng.uniform(-60, 60, (9, 3)), stats_of(X, "mean_image"), (3,))


def _one_image(answer: Answer, rng: Rng) -> None:
    stats = stats_of(images(rng, 5, (3, 4, 3)), "channel_standardize")
    Xp = rng.normal(size=(3, 4, 3))
    use.ask_invert(answer, Xp, stats, (3, 4, 3))
    small = Xp[None].astype(np.float32)
    use.ask_invert(answer, small, stats, (3, 4, 3))


def _pure(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 12, 3)
    for stats in (stats_of(X, "feature_standardize"), whitening_of(X)):
        Xp = applied(X, stats, (3,))
        use.expect_kept(answer, use.INVERT, Xp, stats, inverted(Xp, stats, (3,)))


def invert_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of invert_preprocessor."""
    return (
        Facet("whitening", 2, "rows back from a whitening with all directions", _all_directions),
        Facet("projection", 2, "a whitening that kept k directions: the projection", _projection),
        Facet("beyond", 1, "values far beyond the training range", _far),
        Facet("single", 1, "one image as wide as it has channels, and float32", _one_image),
        Facet("pure", 1, "the input and the statistics stay as they were", _pure),
    )
