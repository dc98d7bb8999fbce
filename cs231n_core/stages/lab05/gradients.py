"""The gradient of batch normalisation: by differences, by wrong shortcuts, under a bad test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array
from cs231n_core.gradient_check import eval_numerical_gradient_array, rel_error

Nodes = dict[str, Array]


class Example(NamedTuple):
    """A small batch, its parameters and an upstream gradient."""

    x: Array
    gamma: Array
    beta: Array
    dout: Array


def example(n: int = 5, d: int = 3, seed: int = 0) -> Example:
    """Return a batch (n, d) of numbers that are not centred, and a random dout."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 2, d) + rng.normal(size=d)
    return Example(x, rng.uniform(0.5, 2, d), rng.normal(size=d), rng.normal(size=(n, d)))


def right_gradients(case: Example) -> Nodes:
    """Return the gradient at every node, by the course's layer."""
    _, cache = layers.batchnorm_forward(case.x, case.gamma, case.beta, {"mode": "train"})
    return layers.batchnorm_backward_staged(case.dout, cache)


def numerical(name: str, case: Example, eps: float = 1e-5) -> Array:
    """Return a derivative by central differences: the graph is cut at ``name`` and run on from it.

    Parameters
    ----------
    name : str
        ``"dbeta"``, ``"dgamma"``, ``"dxhat"``, ``"dvar"``, ``"dmu"`` or ``"dx"``.

    Returns
    -------
    gradient : (D,) or (N, D) array
        That of sum(out * dout). Moving the mean moves the variance too; moving the variance moves
        nothing but x_hat.
    """
    x, gamma, beta, dout = case
    mean = x.mean(axis=0)
    var = ((x - mean) ** 2).mean(axis=0)
    x_hat = (x - mean) / np.sqrt(var + eps)

    def from_mean(m: Array) -> Array:
        spread = ((x - m) ** 2).mean(axis=0)
        return np.asarray(gamma * (x - m) / np.sqrt(spread + eps) + beta)

    def from_x(v: Array) -> Array:
        return np.asarray(gamma * (v - v.mean(axis=0)) / np.sqrt(v.var(axis=0) + eps) + beta)

    onward: dict[str, tuple[Callable[[Array], Array], Array]] = {
        "dbeta": (lambda v: gamma * x_hat + v, beta),
        "dgamma": (lambda v: v * x_hat + beta, gamma),
        "dxhat": (lambda v: gamma * v + beta, x_hat),
        "dvar": (lambda v: gamma * (x - mean) / np.sqrt(v + eps) + beta, var),
        "dmu": (from_mean, mean),
        "dx": (from_x, x),
    }
    f, at = onward[name]
    return eval_numerical_gradient_array(f, at.copy(), dout)


SHORTCUTS: dict[str, Callable[[Array, Array, Array, Array], Array]] = {
    "the whole gradient": lambda g, z, s, _: s * (g - g.mean(0) - z * (g * z).mean(0)),
    "mean and variance are constants": lambda g, _z, s, _: s * g,
    "the variance is a constant": lambda g, _z, s, _: s * (g - g.mean(0)),
    "gamma is lost": lambda g, z, s, c: s * (g - g.mean(0) - z * (g * z).mean(0)) / c,
    "divided by the variance": lambda g, z, s, _: s**2 * (g - g.mean(0) - z * (g * z).mean(0)),
    "N times too large": lambda g, z, s, _: len(g) * s * (g - g.mean(0) - z * (g * z).mean(0)),
}
"""dx from dxhat, x_hat, inv_std and gamma: the right one and five mistakes."""


def shortcut(name: str, case: Example) -> Array:
    """Return dx by one of `SHORTCUTS`."""
    _, cache = layers.batchnorm_forward(case.x, case.gamma, case.beta, {"mode": "train"})
    return SHORTCUTS[name](case.dout * case.gamma, cache.x_hat, cache.inv_std, case.gamma)


def shortcut_errors(case: Example) -> dict[str, float]:
    """Return the largest error of each of `SHORTCUTS`, relative to the numerical dx."""
    right = numerical("dx", case)
    size = float(np.abs(right).max())
    return {name: float(np.abs(shortcut(name, case) - right).max()) / size for name in SHORTCUTS}


def caught(case: Example, limit: float = 1e-7) -> dict[str, bool]:
    """Return which of `SHORTCUTS` an absolute comparison with differences would notice."""
    right = numerical("dx", case)
    return {name: bool(np.abs(shortcut(name, case) - right).max() > limit) for name in SHORTCUTS}


def per_sample(case: Example) -> Array:
    """Return dx as a chapter prescribes it: each sample backpropagated alone, the others at rest.

    For sample n the loss is that of row n only. Its own pre-activation is all that moves, and
    the statistics move with it; what it does to the other rows, and they to it, is left out.
    """
    rows = []
    for n in range(len(case.x)):
        alone = np.zeros_like(case.dout)
        alone[n] = case.dout[n]
        whole = right_gradients(case._replace(dout=alone))["dx"]
        rows.append(whole[n])
    return np.array(rows)


def influence(case: Example) -> Array:
    """Return how much each out (N,) of feature 0 moves when each x (N,) does: an (N, N) array."""
    n = len(case.x)
    rows = []
    for i in range(n):
        alone = np.zeros_like(case.dout)
        alone[i, 0] = 1.0
        rows.append(right_gradients(case._replace(dout=alone))["dx"][:, 0])
    return np.array(rows)


def relative(a: Array, b: Array) -> Any:
    """Return the size of a - b relative to the size of b."""
    return float(np.linalg.norm(a - b) / np.linalg.norm(b))


__all__ = [
    "SHORTCUTS",
    "Example",
    "caught",
    "example",
    "influence",
    "numerical",
    "per_sample",
    "rel_error",
    "relative",
    "right_gradients",
    "shortcut",
    "shortcut_errors",
]
