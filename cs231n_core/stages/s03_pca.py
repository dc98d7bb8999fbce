"""The visible checks of pca_whiten_fit and pca_whiten_apply, and what the hidden ones need."""

from __future__ import annotations

from collections.abc import Sequence
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
)
from cs231n_core.stages.s03_apply import compare, expect_kept
from cs231n_core.stages.s03_cases import (
    PARTS,
    Rng,
    Stats,
    applied,
    entry,
    expect_mode,
    tilted,
    whitening_of,
)
from cs231n_core.stages.s03_mistakes import wrong_whitenings

FIT, APPLY = "pca_whiten_fit", "pca_whiten_apply"
Extra = tuple[Any, ...]


def call_fit(answer: Answer, X: Array, *args: Any, given: Any = None) -> Stats:
    """Call the answer and return its dict; X must stay as it was."""
    handed = X.copy() if given is None else given
    before = frozen(X_train=handed)
    got = answer.call(FIT, handed, *args)
    expect_unchanged(before, {"X_train": handed}, FIT)
    expect_mode(got, "pca_whiten", FIT)
    found: Stats = got
    return found


def ask_pca(
    answer: Answer,
    X: Any,
    keys: Sequence[str] = PARTS,
    *,
    k: int | None = None,
    eps: float = 1e-5,
    given: Any = None,
) -> None:
    """Compare the whitening of X, a direction up to its sign."""
    got = call_fit(answer, X, k, eps, given=given)
    want = whitening_of(X, k, eps)
    rtol = 1e-4 if X.dtype == np.float32 else 1e-6
    for key in keys:
        value = entry(got, key, FIT)
        known = _wrong_parts(X, key, want, eps)
        where = f"stats[{key!r}]"
        if key == "directions":
            array = expect_directions(value, want[key], known, rtol)
            value = array * signs(array, want[key])
            known = ()
        expect_close(value, want[key], where, rtol=rtol, mistakes=known)


def signs(got: Array, want: Array) -> Array:
    """Return for each direction the sign that turns it to the wanted side."""
    return np.where((got * want).sum(axis=0) < 0, -1.0, 1.0)


def expect_directions(value: Any, want: Array, known: Mistakes, rtol: float) -> Array:
    """Return the directions as an array of the wanted shape; name a known mistake in them."""
    where = "stats['directions']"
    array = expect_array(value, where, want.shape, np.float64)
    for sentence, wrong in known:
        if wrong.shape == array.shape and _same_lines(array, wrong, 10 * rtol):
            same = _same_lines(array, want, 10 * rtol)
            expect(same, f"{where}: {sentence}")
    return array


def _same_lines(a: Array, b: Array, atol: float) -> bool:
    return bool(np.allclose(a * signs(a, b), b, atol=atol))


def _wrong_parts(X: Any, key: str, want: Stats, eps: float) -> Mistakes:
    x = X.astype(np.float64)
    n, centred = len(x), x - x.mean(axis=0)
    k = len(want["variances"])
    values, vectors = np.linalg.eigh(centred.T @ centred / n)
    raw_values, raw = np.linalg.eigh(x.T @ x / n)
    var = want["variances"]
    found: dict[str, list[tuple[str, Any]]] = {
        "mean": [
            ("there is one mean per example: each feature needs one", x.mean(axis=1)),
            ("it is zero: the mean of the training set belongs here", np.zeros(x.shape[1])),
        ],
        "directions": [
            ("they come in ascending order: the largest variance is first", vectors[:, :k]),
            ("they are rows: a direction is a column", vectors[:, ::-1].T[:, :k]),
            (
                "they belong to data that were not centred: the first points at the mean",
                raw[:, ::-1][:, :k],
            ),
            (
                "they are the axes: this standardises each feature and rotates nothing",
                np.eye(x.shape[1])[:, :k],
            ),
        ],
        "variances": [
            ("they come in ascending order: the largest is first", values[:k]),
            ("divided by N - 1: this course divides by N", var * n / max(1, n - 1)),
            ("these are standard deviations: a variance is their square", np.sqrt(var)),
            ("these are sums: divide by N", var * n),
            ("they belong to data that were not centred", raw_values[::-1][:k]),
            ("eps is in them: it belongs under the root of the spread", var + eps),
            ("these are the variances of the features, not along the directions", x.var(0)[:k]),
        ],
        "spread": [
            ("divided by the eigenvalue itself: the spread is its root", var + eps),
            ("divided by the eigenvalue itself: the spread is its root", var),
            ("eps is outside the root: sqrt(variance + eps)", np.sqrt(var) + eps),
            ("eps is missing under the root", np.sqrt(var)),
            ("eps is always 1e-5: take the argument", np.sqrt(var + 1e-5)),
            ("eps is squared: sqrt(variance + eps)", np.sqrt(var + eps**2)),
            ("this is one over the spread: it is divided by later", 1 / np.sqrt(var + eps)),
            ("it comes in ascending order", np.sqrt(values[:k] + eps)),
        ],
    }
    return found[key]


# --- visible facets ------------------------------------------------------------------------------


def _directions(answer: Answer, rng: Rng) -> None:
    for n, d in ((20, 4), (12, 3)):
        ask_pca(answer, tilted(rng, n, d), ("mean", "directions"))


def _variances(answer: Answer, rng: Rng) -> None:
    ask_pca(answer, tilted(rng, 15, 4), ("variances",))


def _spread(answer: Answer, rng: Rng) -> None:
    ask_pca(answer, tilted(rng, 15, 4), ("spread",), eps=0.3)


def pca_fit_item() -> Item:
    """Return the item pca_whiten_fit with its visible facets."""
    facets = (
        Facet(
            "directions",
            3,
            "mean and directions, up to the sign of each column",
            _directions,
            "np.linalg.eigh returns eigenvectors as columns, smallest eigenvalue first",
            hint_for_errors=True,
        ),
        Facet("variances", 2, "the variance along each direction, falling", _variances),
        Facet("spread", 2, "the spread with eps = 0.3", _spread),
    )
    return Item(FIT, 4, (FIT,), facets, 5)


def ask_whiten(answer: Answer, X: Array, stats: Stats, given: Any = None) -> None:
    """Compare the coordinates of X."""
    want = applied(X, stats, (len(stats["mean"]),))
    compare(answer, APPLY, X, stats, want, wrong_whitenings, given=given)


def _test_rows(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 20, 4)
    ask_whiten(answer, X[:7] + 0.5, whitening_of(X, eps=0.2))


def _kept(answer: Answer, rng: Rng) -> None:
    X = tilted(rng, 12, 3)
    stats = whitening_of(X)
    expect_kept(answer, APPLY, X, stats, applied(X, stats, (3,)))


def pca_apply_item() -> Item:
    """Return the item pca_whiten_apply with its visible facets."""
    facets = (
        Facet(
            "rows",
            3,
            "rows that the whitening was not fitted on",
            _test_rows,
            "centre, rotate, scale: each with an entry of stats",
        ),
        Facet("pure", 1, "X and the statistics stay as they were", _kept),
    )
    return Item(APPLY, 2, (APPLY,), facets, 4)
