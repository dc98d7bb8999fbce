"""The graph of batch normalisation in plain formulas: what stage 05 compares answers with.

Written out node by node, in the order of the derivation, and independent of the course's layers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw

Array = np.ndarray
Cache = dict[str, Any]
Rng = np.random.Generator

KEYS = ("x", "gamma", "mean", "var", "eps", "inv_std", "x_hat")
"""What the cache of ``batchnorm_forward`` holds."""

SLIM = ("x_hat", "gamma", "inv_std")
"""What is left of it for ``batchnorm_backward_alt``."""

EPS = 1e-5


def cache_of(x: Array, gamma: Array, eps: float = EPS, mean: Array | None = None) -> Cache:
    """Return every node of the graph at this input.

    Parameters
    ----------
    x : (N, D) array
    gamma : (D,) array
    eps : float
    mean : (D,) array, optional
        Another mean than the batch's. Then the variance is the one around it, as the graph says.
    """
    mean = x.mean(axis=0) if mean is None else mean
    var = ((x - mean) ** 2).mean(axis=0)
    inv_std = 1 / np.sqrt(var + eps)
    nodes = (x, gamma, mean, var, eps, inv_std, (x - mean) * inv_std)
    return dict(zip(KEYS, nodes, strict=True))


def slim(cache: Cache) -> Cache:
    """Return the three nodes of which the simplified formula makes do."""
    return {key: cache[key] for key in SLIM}


def dbeta(dout: Array, _cache: Cache) -> Array:
    """Return the gradient of beta."""
    return np.asarray(dout.sum(axis=0))


def dgamma(dout: Array, cache: Cache) -> Array:
    """Return the gradient of gamma."""
    return np.asarray((dout * cache["x_hat"]).sum(axis=0))


def dxhat(dout: Array, cache: Cache) -> Array:
    """Return the gradient of the normalised input."""
    return np.asarray(dout * cache["gamma"])


def dvar(dx_hat: Array, cache: Cache) -> Array:
    """Return the gradient of the variance."""
    away = cache["x"] - cache["mean"]
    return np.asarray((dx_hat * away).sum(axis=0) * -0.5 * cache["inv_std"] ** 3)


def dmu(dx_hat: Array, d_var: Array, cache: Cache) -> Array:
    """Return the gradient of the mean: its own path and the one through the variance."""
    away = cache["x"] - cache["mean"]
    return np.asarray(-(dx_hat.sum(axis=0)) * cache["inv_std"] - 2 * d_var * away.mean(axis=0))


def dx(dx_hat: Array, d_var: Array, d_mu: Array, cache: Cache) -> Array:
    """Return the gradient of the input: three paths."""
    away = cache["x"] - cache["mean"]
    through_statistics = (2 * d_var * away + d_mu) / len(away)
    return np.asarray(dx_hat * cache["inv_std"] + through_statistics)


def backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta, node by node."""
    dx_hat = dxhat(dout, cache)
    d_var = dvar(dx_hat, cache)
    d_mu = dmu(dx_hat, d_var, cache)
    return dx(dx_hat, d_var, d_mu, cache), dgamma(dout, cache), dbeta(dout, cache)


def backward_slim(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    """Return the same three gradients from x_hat, gamma and inv_std alone."""
    x_hat, dx_hat = cache["x_hat"], dxhat(dout, cache)
    common = dx_hat.mean(axis=0) + x_hat * (dx_hat * x_hat).mean(axis=0)
    return cache["inv_std"] * (dx_hat - common), dgamma(dout, cache), dbeta(dout, cache)


# --- inputs --------------------------------------------------------------------------------------


def features(rng: Rng, n: int, d: int) -> Array:
    """Return normal numbers (n, d), each column with a mean and a spread of its own."""
    return rng.normal(size=(n, d)) * rng.uniform(0.4, 2.0, d) + rng.uniform(-3.0, 3.0, d)


def parameters(rng: Rng, d: int) -> tuple[Array, Array]:
    """Return a gamma and a beta (d,) that differ from 1 and 0, of both signs if d > 1."""
    signs = rng.permutation(np.resize([1.0, -1.0], d))
    gamma = rng.uniform(0.5, 2.5, d) * signs
    return gamma, rng.uniform(0.5, 2.0, d) * rng.permutation(signs)


def at_node(
    what: str,
    *sizes: tuple[int, int],
    eps: float = EPS,
    off: float = 0.0,
    gammas: tuple[float, ...] = (),
    small: bool = False,
) -> Draw:
    """Return a draw of one call per size, of the derivative ``what`` at its node.

    Parameters
    ----------
    what : str
        Which arguments the call needs: those of ``"out"`` (dout), ``"x_hat"`` (dxhat),
        ``"mean"`` (dxhat, dvar) or ``"x"`` (dxhat, dvar, dmu).
    *sizes : (N, D)
    off : float
        How far the mean in the cache is from the batch's, in standard deviations.
    gammas : floats
        The first entries of gamma.
    small : bool
        Whether the cache has the entries of `SLIM` only.
    """

    def draw(rng: Rng) -> list[Case]:
        return [call(rng, n, d) for n, d in sizes]

    def call(rng: Rng, n: int, d: int) -> Case:
        x, (gamma, _) = features(rng, n, d), parameters(rng, d)
        gamma[: len(gammas)] = gammas[:d]
        mean = x.mean(axis=0) + off * x.std(axis=0) * rng.uniform(0.5, 1.0, d)
        cache = cache_of(x, gamma, eps, mean if off else None)
        dout = rng.uniform(0.5, 1.5, (n, d)) * rng.choice([-1.0, 1.0], (n, d))
        count = ("out", "x_hat", "mean", "x").index(what)
        back: list[Any] = [dout if count == 0 else dxhat(dout, cache)]
        back += [dvar(back[0], cache)] if count > 1 else []
        back += [dmu(back[0], back[1], cache)] if count > 2 else []
        return (*back, slim(cache) if small else cache)

    return draw
