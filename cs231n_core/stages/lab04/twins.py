"""Units that start as twins: who stays one, who does not, and which layers move at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array, IntArray
from cs231n_core.diagnostics import symmetry_groups
from cs231n_core.stages.lab.activations import ACTIVATIONS
from cs231n_core.stages.lab.network import Images


@dataclass(frozen=True)
class Twins:
    """What became of a two-layer net: different units per step, how far W1, W2, b1, b2 moved."""

    groups: list[int]
    moved: dict[str, float]
    rank: int
    loss: list[float]


def grow_apart(
    images: Images,
    activation: str,
    *,
    weights: float = 0.0,
    noise: float = 0.0,
    keep: float = 1.0,
    steps: int = 20,
    seed: int = 0,
) -> Twins:
    """Train 20 hidden units whose weights all start at one value, by descent on 500 images.

    Parameters
    ----------
    weights, noise : float
        Every weight starts at ``weights`` plus normal numbers of standard deviation ``noise``.
    keep : float
        The share of hidden units that dropout keeps in each step.

    Returns
    -------
    twins : Twins
        ``groups`` before the first step and after each one.
    """
    rng, hidden, lr = np.random.default_rng(seed), 20, 0.1
    some = images.first(500)
    x, sizes = some.x.astype(np.float64), ((some.x.shape[1], hidden), (hidden, 10))
    params: dict[str, Array] = {}
    params |= {f"W{i}": weights + noise * rng.standard_normal(s) for i, s in enumerate(sizes, 1)}
    params |= {"b1": np.zeros(hidden), "b2": np.zeros(10)}
    start = {name: value.copy() for name, value in params.items()}
    groups, losses = [symmetry_groups(params["W1"])], []
    for _ in range(steps):
        mask = (rng.random((len(x), hidden)) < keep) / keep
        loss, grads = _loss(params, x, some.y, activation, mask)
        losses.append(loss)
        for name, grad in grads.items():
            params[name] = params[name] - lr * grad
        groups.append(symmetry_groups(params["W1"]))
    moved = {name: float(np.abs(params[name] - start[name]).max()) for name in sorted(params)}
    return Twins(groups, moved, int(np.linalg.matrix_rank(params["W1"])), losses)


def _loss(
    params: dict[str, Array], x: Array, y: IntArray, activation: str, mask: Array
) -> tuple[float, dict[str, Array]]:
    f = ACTIVATIONS[activation]
    a, first = layers.affine_forward(x, params["W1"], params["b1"])
    h, inner = f.forward(a)
    scores, second = layers.affine_forward(h * mask, params["W2"], params["b2"])
    loss, dscores = layers.softmax_loss(scores, y)
    dh, dw2, db2 = layers.affine_backward(dscores, second)
    _, dw1, db1 = layers.affine_backward(f.backward(dh * mask, inner), first)
    return float(loss), {"W1": dw1, "b1": db1, "W2": dw2, "b2": db2}
