"""What offset and scale of the inputs do to gradient descent: condition, steps, a turned line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cs231n_core.arrays import Array


def two_features(n: int = 500, *, seed: int = 0) -> tuple[Array, Array]:
    """Return rows (n, 2) of features of deviation 1 and 30, far from zero, and targets (n,)."""
    rng = np.random.default_rng(seed)
    x = np.array([3.0, 90.0]) + rng.standard_normal((n, 2)) * np.array([1.0, 30.0])
    y = 2.0 * x[:, 0] - 0.05 * x[:, 1] + 0.3 * rng.standard_normal(n)
    return x, y


@dataclass(frozen=True)
class Descent:
    """Gradient descent at its best rate: the condition number, the rate, the steps it took.

    ``steps`` is None if the limit was reached first; ``path`` (T, P) are the first parameters.
    """

    kappa: float
    rate: float
    steps: int | None
    path: Array


def least_squares(
    x: Array, y: Array, *, bias: bool = True, tol: float = 1e-6, limit: int = 100_000
) -> Descent:
    """Fit a line by gradient descent from zero and count the steps.

    The rate is 2 / (smallest + largest eigenvalue of the Hessian): no fixed rate is faster. It ends
    when the excess loss is ``tol`` of what it was at the start.

    Parameters
    ----------
    x : (N, D) array
    y : (N,) array
    bias : bool
        Learn an intercept as well.
    """
    a = np.column_stack([x, np.ones(len(x))]) if bias else x
    h, g = a.T @ a / len(a), a.T @ y / len(a)
    values = np.linalg.eigvalsh(h)
    rate, best = 2 / (values[0] + values[-1]), np.linalg.solve(h, g)
    w, path = np.zeros(len(g)), []
    start = float(best @ h @ best)
    steps: int | None = None
    for t in range(limit + 1):
        if t < 60:
            path.append(w)
        away = w - best
        slope = h @ away
        if float(away @ slope) <= tol * start:
            steps = t
            break
        w = w - rate * slope
    return Descent(float(values[-1] / values[0]), float(rate), steps, np.array(path))


def steps_by_formula(
    values: Array, start: Array, *, tol: float = 1e-6, limit: int = 10_000_000
) -> int:
    """Return the steps of `least_squares` from eigenvalues and the start along eigenvectors.

    Parameters
    ----------
    values : (P,) array
        Of the Hessian.
    start : (P,) array
        Distance from the best parameters along each eigenvector.
    """
    shrink = np.abs(1 - 2 * values / (values.min() + values.max()))
    energy = values * start**2
    low, high = 0, limit
    while low < high:
        middle = (low + high) // 2
        if float((energy * shrink ** (2 * middle)).sum()) <= tol * float(energy.sum()):
            high = middle
        else:
            low = middle + 1
    return low


def kappa(x: Array) -> float:
    """Return the condition number of least squares on rows (N, D), without intercept."""
    values = np.linalg.eigvalsh(x.T @ x / len(x))
    return float(values[-1] / values[0])


def top_share(x: Array) -> float:
    """Return the share of a linear layer's curvature that lies along a single direction.

    It is the largest eigenvalue of XᵀX over the sum of all: 1/D if all directions are alike.
    """
    rows = x.reshape(len(x), -1).astype(np.float64)
    gram = rows @ rows.T if len(rows) < rows.shape[1] else rows.T @ rows
    values = np.linalg.eigvalsh(gram)
    return float(values[-1] / values.sum())


def turned_line(
    distances: Sequence[float], *, degrees: float = 1.0, seeds: int = 3, n: int = 400
) -> Array:
    """Return the share of points that change sides when the line's weights turn a little.

    Two classes lie on both sides of a line that separates them without an error. The cloud is moved
    away from the origin along the line, and the intercept with it; then the weights are turned and
    the intercept is kept.

    Parameters
    ----------
    distances : (K,) sequence
        Of the cloud's centre from the origin.

    Returns
    -------
    wrong : (K, seeds) array
    """
    turn = np.deg2rad(degrees)
    found = []
    for distance in distances:
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            side = rng.choice([-1.0, 1.0], n)
            points = np.column_stack([rng.standard_normal(n), side * rng.uniform(0.2, 2.0, n)])
            points[:, 0] += distance
            w = np.array([-np.sin(turn), np.cos(turn)])
            found.append(float((np.sign(points @ w) != side).mean()))
    return np.array(found).reshape(len(distances), seeds)


@dataclass(frozen=True)
class Cloud:
    """A cloud of two features and what gradient descent on it costs."""

    points: Array
    kappa: float
    steps: int
    hessian: Array


def cloud(ratio: float = 5.0, offset: float = 3.0, angle: float = 30.0) -> Cloud:
    """Return points whose deviations have this ratio, turned, and moved away from zero."""
    rng = np.random.default_rng(3)
    z = rng.standard_normal((200, 2))
    z = z - z.mean(axis=0)
    z = z @ np.linalg.inv(np.linalg.cholesky(z.T @ z / len(z))).T
    turn = np.deg2rad(angle)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = z * np.array([ratio, 1.0]) @ rotation + offset
    h = points.T @ points / len(points)
    values, vectors = np.linalg.eigh(h)
    start = vectors.T @ np.array([1.0, -1.0])
    return Cloud(points, float(values[-1] / values[0]), steps_by_formula(values, start), h)
