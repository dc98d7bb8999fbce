"""Hidden facets of fit_preprocessor and pca_whiten_fit: traps of shape, type and rank."""

from __future__ import annotations

import numpy as np

from cs231n_core.cases import LAYOUTS
from cs231n_core.checks import Answer, Facet
from cs231n_core.expect import expect, expect_array, expect_quiet
from cs231n_core.stages import s03_pca as pca
from cs231n_core.stages.s03_cases import MODES, Rng, entry, images, pixels, rows, tilted
from cs231n_core.stages.s03_cases import whitening_of as right_whitening
from cs231n_core.stages.s03_fit import NAME, ask_fit

# --- fit_preprocessor ----------------------------------------------------------------------------


def _square(answer: Answer, rng: Rng) -> None:
    for mode in ("mean_image", "feature_standardize", "minmax"):
        ask_fit(answer, rows(rng, 5, 5), mode)
    for mode in ("channel_mean", "channel_standardize", "mean_image"):
        ask_fit(answer, images(rng, 4, (4, 4, 4)), mode)


def _constant(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 6, 4)
    X[:, 1], X[:, 3] = 3.0, -0.1
    for mode in ("feature_standardize", "minmax"):
        ask_fit(answer, X, mode)
    blue = images(rng, 4, (3, 5, 4))
    blue[:, 2] = 7.0
    ask_fit(answer, blue, "channel_standardize")
    nearly = rows(rng, 6, 3)
    nearly[:, 0] = 2.0 + 0.01 * rng.normal(size=6)
    ask_fit(answer, nearly, "feature_standardize", eps=0.1)
    nearly[:, 1] = rng.permutation([0.0, 0.0, 1.0, 1.0, 0.0, 1.0])  # a half range of exactly eps
    ask_fit(answer, nearly, "minmax", eps=0.5)
    expect_quiet(answer, NAME)


def _types(answer: Answer, rng: Rng) -> None:
    for mode in MODES:
        ask_fit(answer, pixels(rng, 6, (3, 5, 4)), mode)
    bright = np.maximum(pixels(rng, 6, (3, 5, 4)), 40)  # low + high never fits into a byte
    ask_fit(answer, bright, "minmax")
    for mode in ("mean_image", "feature_standardize"):
        ask_fit(answer, rows(rng, 6, 3).astype(np.float32), mode)


def _shapes(answer: Answer, rng: Rng) -> None:
    ask_fit(answer, images(rng, 5, (3, 8, 6)), "minmax")
    ask_fit(answer, images(rng, 5, (3, 8, 6)), "feature_standardize")
    ask_fit(answer, images(rng, 3, (1, 5, 7)), "channel_standardize")
    ask_fit(answer, images(rng, 1, (3, 4, 6)), "channel_standardize")
    ask_fit(answer, rows(rng, 6, 1), "feature_standardize")


def _refuses(answer: Answer, rng: Rng) -> None:
    X = rows(rng, 6, 3)
    ask_fit(answer, X, "mean_image", ("offset",))
    for mode in ("meanimage", "", "channel"):
        expect(
            answer.raises(ValueError, NAME, X.copy(), mode),
            f"the unknown mode {mode!r} was accepted, expected a ValueError",
        )


def _layouts(answer: Answer, rng: Rng) -> None:
    X = images(rng, 9, (3, 4, 5))
    for laid, _ in LAYOUTS:
        ask_fit(answer, X, "channel_standardize", given=laid(X))
    ask_fit(answer, np.ascontiguousarray(X[::3]), "mean_image", given=X[::3])


def fit_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of fit_preprocessor."""
    return (
        Facet("square", 2, "as many examples as features, as many channels as rows", _square),
        Facet("constant", 2, "features that do not vary, or by less than eps", _constant),
        Facet("types", 2, "pixels of one byte, and float32", _types),
        Facet("shapes", 1, "images that are not square, single ones, one channel", _shapes),
        Facet("refuses", 1, "modes that do not exist", _refuses),
        Facet("layouts", 1, "a sample of the rows, read-only and transposed arrays", _layouts),
    )


# --- pca_whiten_fit ------------------------------------------------------------------------------


def _fewer(answer: Answer, rng: Rng) -> None:
    for k in (1, 3):
        pca.ask_pca(answer, tilted(rng, 20, 5), k=k, eps=0.1)


def _deficient(answer: Answer, rng: Rng) -> None:
    # So many directions without variance that rounding leaves some of them negative.
    X = 1e6 * rng.normal(size=(4, 32))
    got = pca.call_fit(answer, X, None, 1e-5)
    want = right_whitening(X)
    variances = expect_array(entry(got, "variances", pca.FIT), "variances", (32,), np.float64)
    expect(
        bool(np.all(variances >= 0)),
        "with fewer examples than features a variance is negative: rounding, set it to 0",
    )
    largest = want["variances"][0]
    expect(
        bool(np.allclose(variances, want["variances"], atol=1e-9 * largest)),
        "variances are wrong where there are fewer examples than features",
    )
    spread = expect_array(entry(got, "spread", pca.FIT), "spread", (32,), np.float64)
    expect(
        bool(np.allclose(spread, np.sqrt(variances + 1e-5))),
        "the spread is NaN or wrong where there are fewer examples than features",
    )
    turn = expect_array(entry(got, "directions", pca.FIT), "directions", (32, 32), np.float64)
    expect(
        bool(np.allclose(turn.T @ turn, np.eye(32), atol=1e-8)),
        "the directions are not orthonormal where there are fewer examples than features",
    )
    expect_quiet(answer, pca.FIT)


def _types_of_rows(answer: Answer, rng: Rng) -> None:
    grey = np.clip(np.round(120 + 9 * tilted(rng, 20, 4, far=0.0)), 0, 255)
    pca.ask_pca(answer, grey.astype(np.uint8))
    pca.ask_pca(answer, tilted(rng, 12, 3).astype(np.float32), ("mean", "variances"))


def _default(answer: Answer, rng: Rng) -> None:
    X = 1e-3 * tilted(rng, 12, 3)
    got = pca.call_fit(answer, X)
    want = right_whitening(X)["spread"]
    spread = expect_array(entry(got, "spread", pca.FIT), "spread", (3,), np.float64)
    expect(
        bool(np.allclose(spread, want, rtol=1e-6)),
        "the spread is wrong when k and eps are left out: eps is 1e-5 then, under the root",
    )


def _any_layout(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 12, 4)
    for laid, _ in LAYOUTS:
        pca.ask_pca(answer, X, eps=0.1, given=laid(X))


def pca_facets() -> tuple[Facet, ...]:
    """Return the hidden facets of pca_whiten_fit."""
    return (
        Facet("fewer", 2, "only k directions", _fewer),
        Facet("deficient", 2, "fewer examples than features", _deficient),
        Facet("types", 1, "pixels of one byte, and float32", _types_of_rows),
        Facet("default", 1, "small data, k and eps left out", _default),
        Facet("layouts", 1, "read-only, transposed and sliced arrays", _any_layout),
    )
