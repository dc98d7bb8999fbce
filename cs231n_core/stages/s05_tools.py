"""The visible checks of what surrounds batch normalisation: identity, population, folding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, Item
from cs231n_core.expect import expect, expect_array
from cs231n_core.facets import Question
from cs231n_core.stages.s05_asking import Asked
from cs231n_core.stages.s05_graph import EPS, Array, Rng, cache_of, features, parameters
from cs231n_core.stages.s05_mistakes import NO_EPS, Named

# --- the identity --------------------------------------------------------------------------------


def _identity(x: Array, eps: float = EPS) -> tuple[Array, Array]:
    return np.sqrt(x.var(axis=0) + eps), x.mean(axis=0)


def _identity_mistakes(x: Array, eps: float = EPS) -> Named:
    var, mean = x.var(axis=0), x.mean(axis=0)
    root = np.sqrt(var + eps)
    swapped = "gamma and beta are swapped: gamma comes first"
    everywhere = "this is one number for all features: each feature has its own"
    return {
        "gamma": (
            ("this is the variance: x_hat was divided by its root", var),
            ("this is var + eps without the root", var + eps),
            ("eps is missing: the layer divides by sqrt(var + eps)", np.sqrt(var)),
            ("eps is outside the root", np.sqrt(var) + eps),
            ("eps is always 1e-5: use the argument", np.sqrt(var + EPS)),
            (
                "a feature that does not vary is an exception: it needs none",
                np.where(var > 0, root, 1),
            ),
            (swapped, mean),
            ("this undoes nothing: x_hat was divided by the root, gamma multiplies", 1 / root),
            ("the variance is that of N - 1: the layer's divides by N", _unbiased(x, eps)),
            (everywhere, np.full(x.shape[1], np.sqrt(x.var() + eps))),
        ),
        "beta": (
            (swapped, root),
            ("the sign is flipped: the layer subtracted the mean, beta adds it", -mean),
            (everywhere, np.full(x.shape[1], x.mean())),
            ("the mean is divided by gamma: beta is added after gamma", mean / root),
        ),
    }


def _unbiased(x: Array, eps: float) -> Array:
    return np.asarray(np.sqrt(x.var(axis=0) * len(x) / max(1, len(x) - 1) + eps))


IDENTITY = Asked(
    "bn_identity_params", _identity, ("x", "eps"), ("gamma", "beta"), _identity_mistakes
)


def batch(*eps: float, sizes: Sequence[tuple[int, int]] = ((6, 4),)) -> Draw:
    """Return a draw of one batch per size, with this eps or the default."""
    return lambda rng: [(features(rng, n, d), *eps) for n, d in sizes]


def _wide(rng: Rng) -> list[Case]:
    """Return a batch so wide that float32 never shows eps: the facet of types alone decides."""
    return [(10 * features(rng, 6, 4),)]


def _round_trip(answer: Answer, rng: Rng) -> None:
    x = features(rng, 6, 4)
    gamma, beta = IDENTITY.got(answer, (x.copy(),))
    for name, value in (("gamma", gamma), ("beta", beta)):
        expect_array(value, name, (4,), np.float64)
    out = gamma * cache_of(x, gamma)["x_hat"] + beta
    expect(
        bool(np.allclose(out, x, rtol=1e-12, atol=1e-12)),
        "batch normalisation with this gamma and beta changes the batch",
    )


def _identity_item() -> Item:
    facets = (
        IDENTITY.values(Question("gamma", 3, "gamma of a batch"), batch(), only="gamma"),
        IDENTITY.values(Question("beta", 1, "beta of a batch"), batch(), only="beta"),
        Question("round_trip", 2, "batch normalisation returns its input").asked(_round_trip),
        IDENTITY.dtypes(1, _wide),
        IDENTITY.purity(1, batch()),
    )
    return Item("bn_identity_params", 2, ("bn_identity_params",), facets, 4)


# --- the population ------------------------------------------------------------------------------


def _population(batches: Sequence[Array]) -> tuple[Array, Array]:
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0), rows.var(axis=0)


def _population_mistakes(batches: Sequence[Array]) -> Named:
    rows = np.concatenate(list(batches))
    means, variances = (np.array([stat(b, axis=0) for b in batches]) for stat in (np.mean, np.var))
    sizes = np.array([len(b) for b in batches], float)
    pooled = np.average(variances, axis=0, weights=sizes)
    unweighted = "every batch counts the same: a larger one must count more"
    apart = "this is the mean of the batches' variances: how far their means are apart is missing"
    sample = "this is the variance of N - 1: the layer's divides by N"
    return {
        "mean": (
            (unweighted, means.mean(axis=0)),
            ("this is the mean of the last batch only", means[-1]),
            ("this is the sum of the means", means.sum(axis=0)),
            ("this is one number for all features", rows.mean()),
        ),
        "var": (
            (apart, variances.mean(axis=0)),
            (apart, pooled),
            (sample, rows.var(axis=0) * len(rows) / max(1, len(rows) - 1)),
            (
                unweighted,
                variances.mean(axis=0) + means.var(axis=0),
            ),
            (
                unweighted,
                np.mean([(b**2).mean(axis=0) for b in batches], axis=0) - means.mean(axis=0) ** 2,
            ),
            ("this is the standard deviation: the layer takes the root itself", rows.std(axis=0)),
            ("only the means' spread is there: each batch varies too", means.var(axis=0)),
            (
                "this is the mean of squares: the square of the mean is still in it",
                (rows**2).mean(axis=0),
            ),
        ),
    }


POPULATION = Asked(
    "bn_population_stats", _population, ("batches",), ("mean", "var"), _population_mistakes
)


def lists(*sizes: Sequence[int], d: int = 3) -> Draw:
    """Return a draw of one list of batches per entry, each batch shifted on its own."""

    def draw(rng: Rng) -> list[Case]:
        return [([features(rng, n, d) + rng.normal(size=d) for n in ns],) for ns in sizes]

    return draw


def _population_item() -> Item:
    equal = lists((4, 4, 4))
    facets = (
        POPULATION.values(Question("mean", 1, "the mean of equal batches"), equal, only="mean"),
        POPULATION.values(Question("var", 3, "the variance of equal batches"), equal, only="var"),
        POPULATION.dtypes(1, equal),
        POPULATION.purity(1, equal),
    )
    return Item("bn_population_stats", 3, ("bn_population_stats",), facets, 5)


# --- folding -------------------------------------------------------------------------------------

FOLD_INPUTS = ("w", "b", "gamma", "beta", "mean", "var", "eps")


def _fold(w: Array, b: Array, gamma: Array, beta: Array, *rest: Any) -> tuple[Array, Array]:
    mean, var, eps = (*rest, EPS)[:3]
    scale = gamma / np.sqrt(var + eps)
    return _along(w, scale), (b - mean) * scale + beta


def _along(w: Array, scale: Array) -> Array:
    return np.asarray(w * (scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)))


def _fold_mistakes(w: Array, b: Array, gamma: Array, beta: Array, *rest: Any) -> Named:
    mean, var, eps = (*rest, EPS)[:3]
    v = var + eps
    scale = gamma / np.sqrt(v)
    known = {
        "w": [
            ("it is divided by the variance: the layer divides by its root", _along(w, gamma / v)),
            (NO_EPS, _along(w, gamma / np.sqrt(var))),
            ("eps is fixed: use the argument", _along(w, gamma / np.sqrt(var + EPS))),
            ("gamma is missing", _along(w, 1 / np.sqrt(v))),
            ("abs(gamma) is used: gamma may be negative", _along(w, np.abs(scale))),
            ("it is multiplied by the root: the layer divides", _along(w, gamma * np.sqrt(v))),
            ("it is not scaled at all", w),
        ],
        "b": [
            ("b itself is not scaled: it goes through the layer too", b + beta - mean * scale),
            ("the old b is missing", beta - mean * scale),
            ("the mean is missing", b * scale + beta),
            ("beta is missing", (b - mean) * scale),
            ("the sign of the mean is flipped: the layer subtracts it", (b + mean) * scale + beta),
            ("it is divided by the variance", (b - mean) * gamma / v + beta),
            (NO_EPS, (b - mean) * gamma / np.sqrt(var) + beta),
            ("beta is scaled: it is added after gamma", (b - mean + beta) * scale),
            ("abs(gamma) is used: gamma may be negative", (b - mean) * np.abs(scale) + beta),
        ],
    }
    if w.shape[-1] == len(scale) and w.ndim == 4:
        axis = "the wrong axis of w is scaled: features are axis 0 of a convolution"
        known["w"].append((axis, w * scale))
    if w.ndim == 2 and w.shape[0] == len(scale):
        known["w"].append(
            ("the wrong axis of w is scaled: features are its columns", w * scale[:, None])
        )
    return {"w": tuple(known["w"]), "b": tuple(known["b"])}


FOLD = Asked("bn_fold", _fold, FOLD_INPUTS, ("w", "b"), _fold_mistakes)


def layer(*shapes: tuple[int, ...], eps: tuple[float, ...] = (EPS,), sign: float = 0.0) -> Draw:
    """Return a draw of a layer per shape: w, b, gamma, beta, mean, var and eps."""

    def draw(rng: Rng) -> list[Case]:
        return [one(rng, shape) for shape in shapes]

    def one(rng: Rng, shape: tuple[int, ...]) -> Case:
        width = shape[1] if len(shape) == 2 else shape[0]
        gamma, beta = parameters(rng, width)
        gamma = sign * np.abs(gamma) if sign else gamma
        var = rng.uniform(0.2, 3.0, width)
        w, b, mean = rng.normal(size=shape), rng.normal(size=width), rng.normal(size=width)
        return (w, b, gamma, beta, mean, var, *eps)

    return draw


def _fold_item() -> Item:
    dense = layer((5, 3), sign=1.0)
    facets = (
        FOLD.values(Question("w", 3, "the weights of an affine layer"), dense, only="w"),
        FOLD.values(Question("b", 3, "the bias of an affine layer"), dense, only="b"),
        FOLD.dtypes(1, dense),
        FOLD.purity(1, dense),
    )
    return Item("bn_fold", 3, ("bn_fold",), facets, 5)


IDENTITY_ITEM, POPULATION_ITEM, FOLD_ITEM = _identity_item(), _population_item(), _fold_item()
