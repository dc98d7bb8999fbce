"""Loss curves made to order: six kinds, with any noise, length and scale."""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain

KINDS = ("exploding", "stuck", "low", "late", "high", "good")
"""What `diagnose_loss_curve` calls the kinds: see `make_curve`."""

Rng = np.random.Generator


def make_curve(
    kind: str,
    rng: Rng,
    *,
    length: int = 200,
    noise: float = 0.03,
    scale: float = 2.3,
) -> Array:
    """Return a training loss of one kind.

    Parameters
    ----------
    kind : str
        ``"exploding"`` ends at more than three times its start, or in inf or NaN; ``"stuck"`` does
        not change but for noise; ``"low"`` falls along a straight line; ``"late"`` is flat at
        first and then falls; ``"high"`` falls steeply in the first sixth and then stays far above
        zero; ``"good"`` falls steeply and goes on falling.
    rng : numpy Generator
        Draws the shape within its kind, and the noise.
    length : int
        Number of steps, at least 60.
    noise : float
        Standard deviation of the noise of a step, as a share of the curve's whole fall (of an
        exploding or stuck curve: of its start).
    scale : float
        The loss at the start.

    Returns
    -------
    losses : (length,) float64 array

    Raises
    ------
    ValueError
        If the kind is unknown or the curve is too short.

    Examples
    --------
    >>> bool(make_curve("stuck", np.random.default_rng(0), length=60, noise=0.0).std() < 1e-12)
    True
    """
    if kind not in KINDS:
        raise ValueError(explain("make_curve", "kind is", repr(kind), ", ".join(KINDS)))
    if length < 60:
        raise ValueError(explain("make_curve", "length is", length, "at least 60 steps"))
    t = np.linspace(0.0, 1.0, length)
    curve = scale * _shape(kind, t, rng)
    fall = scale if kind in ("exploding", "stuck") else curve[0] - curve[-1]
    losses = np.abs(curve + noise * fall * rng.standard_normal(length))
    if kind == "exploding" and rng.random() < 0.4:
        losses[rng.integers(length // 3, length) :] = rng.choice([np.inf, np.nan])
    return np.asarray(losses)


def _shape(kind: str, t: Array, rng: Rng) -> Array:
    """Return the curve without noise; it starts at 1."""
    if kind == "exploding":
        return np.asarray(1.0 + np.expm1(t * np.log(rng.uniform(6.0, 200.0))))
    if kind == "stuck":
        return np.ones_like(t)
    if kind == "low":
        return np.asarray(1.0 - rng.uniform(0.0002, 0.3) * t)
    if kind == "late":
        drop = 1.0 / (1.0 + np.exp(-(t - rng.uniform(0.55, 0.7)) / rng.uniform(0.02, 0.05)))
        return np.asarray(1.0 - rng.uniform(0.5, 0.9) * (drop - drop[0]))
    if kind == "high":
        return _decay(t, rng.uniform(0.02, 0.06), rng.uniform(0.45, 0.8))
    return _decay(t, rng.uniform(0.2, 0.4), rng.uniform(0.02, 0.25))


def _decay(t: Array, span: float, floor: float) -> Array:
    return np.asarray(floor + (1.0 - floor) * np.exp(-t / span))


def practice(
    count: int, rng: Rng, *, noise: float = 0.06, scale: float = 2.3
) -> tuple[list[Array], list[str]]:
    """Return curves of every kind in turn, in a shuffled order, and their kinds.

    Parameters
    ----------
    count : int
    rng : numpy Generator
    noise, scale : float
        As in `make_curve`; lengths are between 100 and 400 steps.

    Returns
    -------
    curves : list of (T,) arrays
    kinds : list of str

    Examples
    --------
    >>> curves, kinds = practice(12, np.random.default_rng(0))
    >>> len(curves), sorted(set(kinds)) == sorted(KINDS)
    (12, True)
    """
    kinds = [str(k) for k in rng.permutation([KINDS[i % len(KINDS)] for i in range(count)])]
    lengths = rng.integers(100, 400, count)
    curves = [
        make_curve(kind, rng, length=int(length), noise=noise, scale=scale)
        for kind, length in zip(kinds, lengths, strict=True)
    ]
    return curves, kinds
