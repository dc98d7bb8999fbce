"""Wrong formulas for the derivatives of batch normalisation, each with the sentence that names it.

Each function takes what the answer's function was given and returns the wrong results that people
get, by the name of the result.
"""

from __future__ import annotations

import numpy as np

from cs231n_core.expect import Mistakes
from cs231n_core.stages import s05_graph as graph
from cs231n_core.stages.s05_graph import Array, Cache

Named = dict[str, Mistakes]

ADD_UP = "it is averaged over the batch: contributions add up"
NOT_SUMMED = "it is not summed over the batch: every example used the same number"
NO_EPS = "eps is missing: the root is taken of var + eps"
FIXED_EPS = "eps is always 1e-5: take it, or inv_std, from the cache"


def dbeta(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of beta."""
    gamma, x_hat = cache["gamma"], cache["x_hat"]
    return {
        "dbeta": (
            (ADD_UP, dout.mean(axis=0)),
            (NOT_SUMMED, dout),
            ("it is summed over the features: the batch is axis 0", dout.sum(axis=1)),
            ("gamma is in it: beta is added after gamma", (dout * gamma).sum(axis=0)),
            ("this is dgamma: beta is added, nothing multiplies it", (dout * x_hat).sum(axis=0)),
            (
                "it is one number: every feature has a beta of its own",
                np.full(gamma.shape, dout.sum()),
            ),
        )
    }


def dgamma(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of gamma."""
    x_hat, inv_std = cache["x_hat"], cache["inv_std"]
    away = x_hat / inv_std
    found: list[tuple[str, Array]] = [
        ("x - mean is used: gamma multiplies x_hat", (dout * away).sum(axis=0)),
        (ADD_UP, (dout * x_hat).mean(axis=0)),
        (NOT_SUMMED, dout * x_hat),
        ("it is summed over the features: the batch is axis 0", (dout * x_hat).sum(axis=1)),
        ("this is dbeta: gamma multiplies x_hat", dout.sum(axis=0)),
        (
            "gamma is in it: d(gamma * x_hat)/dgamma is x_hat",
            (dout * cache["gamma"] * x_hat).sum(axis=0),
        ),
    ]
    if "x" in cache:
        raw = (dout * cache["x"]).sum(axis=0)
        found.append(("x is used: gamma multiplies the normalised x_hat", raw))
    return {"dgamma": tuple(found)}


def dxhat(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of x_hat."""
    gamma, x_hat, inv_std = cache["gamma"], cache["x_hat"], cache["inv_std"]
    with np.errstate(divide="ignore"):
        divided = dout / gamma
    return {
        "dxhat": (
            ("gamma is missing: this is dout itself", dout),
            ("dout is divided by gamma: the chain rule multiplies", divided),
            ("this goes one node too far: 1/std belongs to the next step", dout * gamma * inv_std),
            ("x_hat is in it: d(gamma * x_hat)/dx_hat is gamma", dout * x_hat),
            ("it is summed over the batch: x_hat has one entry per example", dout.sum(0) * gamma),
            ("abs(gamma) is used: gamma may be negative", dout * np.abs(gamma)),
            ("a gamma of 0 is replaced: it makes dxhat 0", dout * np.where(gamma == 0, 1, gamma)),
        )
    }


def dvar(dx_hat: Array, cache: Cache) -> Named:
    """Return wrong gradients of the variance."""
    away, v = cache["x"] - cache["mean"], cache["var"] + cache["eps"]
    total = (dx_hat * away).sum(axis=0)
    right = -0.5 * total * v**-1.5
    with np.errstate(divide="ignore", invalid="ignore"):
        no_eps = -0.5 * total * cache["var"] ** -1.5
    return {
        "dvar": (
            ("the exponent is -1/2 still: a derivative lowers it to -3/2", -0.5 * total * v**-0.5),
            ("the factor 1/2 is missing: the derivative of a power brings it down", 2 * right),
            ("the sign is flipped: a larger variance shrinks x_hat", -right),
            ("the exponent is +1/2: it is that of 1/sqrt, -1/2, lowered by one", 0.5 * total / v),
            (ADD_UP, right / len(away)),
            (NO_EPS, no_eps),
            (FIXED_EPS, -0.5 * total * (cache["var"] + graph.EPS) ** -1.5),
            (NOT_SUMMED, -0.5 * dx_hat * away * v**-1.5),
            (
                "x_hat is used for x - mean: then one factor 1/std less is left",
                -0.5 * (dx_hat * cache["x_hat"]).sum(axis=0) * v**-1.5,
            ),
            (
                "x is used: var acts on x - mean",
                -0.5 * (dx_hat * cache["x"]).sum(axis=0) * v**-1.5,
            ),
            ("the exponent is -1: 1/(2 v) is the derivative of a logarithm", -0.5 * total / v),
        )
    }


def dmu(dx_hat: Array, d_var: Array, cache: Cache) -> Named:
    """Return wrong gradients of the mean."""
    away, inv_std, n = cache["x"] - cache["mean"], cache["inv_std"], len(dx_hat)
    own = -dx_hat.sum(axis=0) * inv_std
    fixed = -dx_hat.sum(axis=0) * (cache["var"] + graph.EPS) ** -0.5
    through = -2 * d_var * away.mean(axis=0)
    return {
        "dmu": (
            ("the path through the variance is missing: var depends on the mean too", own),
            ("the sign is flipped: the mean is subtracted", -own - through),
            ("the sign of the first path is flipped: the mean is subtracted", -own + through),
            ("the sign of the path through the variance is flipped", own - through),
            ("1/N of the variance's mean is missing", own + n * through),
            ("inv_std is missing in the first path", -dx_hat.sum(axis=0) + through),
            ("the first path is averaged: contributions add up", own / n + through),
            (ADD_UP, (own + through) / n),
            (NOT_SUMMED, -dx_hat * inv_std - 2 * d_var * away / n),
            ("the factor 2 of the square is missing", own + through / 2),
            (FIXED_EPS, fixed + through),
        )
    }


def dx(dx_hat: Array, d_var: Array, d_mu: Array, cache: Cache) -> Named:
    """Return wrong gradients of the input, from the three that are handed over."""
    away, n = cache["x"] - cache["mean"], len(dx_hat)
    direct, v, m = dx_hat * cache["inv_std"], 2 * d_var * away / n, d_mu / n
    return {
        "dx": (
            ("only the direct path is there: mean and var depend on x too", direct),
            ("the path through the mean is missing", direct + v),
            ("the path through the variance is missing", direct + m),
            ("1/N is missing in the path through the mean", direct + v + d_mu),
            ("1/N is missing in the path through the variance", direct + n * v + m),
            ("1/N is missing in both statistics", direct + n * (v + m)),
            ("the factor 2 of the square is missing", direct + v / 2 + m),
            ("inv_std is missing in the direct path", dx_hat + v + m),
            (
                "x_hat is used for x - mean in the path through the variance",
                direct + v * cache["inv_std"] + m,
            ),
            ("everything is divided by N: the direct path is not", direct / n + v + m),
            (FIXED_EPS, dx_hat * (cache["var"] + graph.EPS) ** -0.5 + v + m),
        )
    }


def backward(dout: Array, cache: Cache) -> Named:
    """Return wrong gradients of x, gamma and beta."""
    x_hat, inv_std, gamma = cache["x_hat"], cache["inv_std"], cache["gamma"]
    g, n = dout * gamma, len(dout)
    mean, along = g.mean(axis=0), (g * x_hat).mean(axis=0)
    right = _slim(g, x_hat, inv_std)
    replaced = dout * np.where(gamma == 0, 1, gamma)
    found: list[tuple[str, Array]] = [
        ("mean and var are treated as constants: both depend on x", inv_std * g),
        ("the path through the variance is missing", inv_std * (g - mean)),
        ("the path through the mean is missing", inv_std * (g - x_hat * along)),
        (
            "sums stand where means belong: 1/N is missing",
            inv_std * (g - n * mean - n * x_hat * along),
        ),
        ("it is N times too large: the factor 1/N is lost", n * right),
        ("gamma is lost", _slim(dout, x_hat, inv_std)),
        ("inv_std is lost", right / inv_std),
        ("a gamma of 0 is replaced: it makes dx 0", _slim(replaced, x_hat, inv_std)),
        ("it is divided by var + eps, not by its root", right * inv_std),
    ]
    if "var" in cache:
        found += [(NO_EPS, _with_eps(g, cache, 0.0)), (FIXED_EPS, _with_eps(g, cache, graph.EPS))]
    return {"dx": tuple(found), **dgamma(dout, cache), **_dbeta_or(g, dout, cache)}


def _with_eps(g: Array, cache: Cache, eps: float) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        other = graph.cache_of(cache["x"], cache["gamma"], eps)
    return _slim(g, other["x_hat"], other["inv_std"])


def _slim(g: Array, x_hat: Array, inv_std: Array) -> Array:
    along = (g * x_hat).mean(axis=0)
    return np.asarray(inv_std * (g - g.mean(axis=0) - x_hat * along))


def _dbeta_or(g: Array, dout: Array, cache: Cache) -> Named:
    wrong = ("it is taken from dxhat: beta is added after gamma", g.sum(axis=0))
    return {"dbeta": (wrong, *dbeta(dout, cache)["dbeta"])}
