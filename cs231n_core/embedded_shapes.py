"""The ten shapes and textures of the embedded images, drawn as soft masks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZE = 32

Field = NDArray[np.float64]


class _Frame(NamedTuple):
    """Where a shape lies: (N, 32, 32) coordinates turned about its centre, (N, 1, 1) the rest."""

    u: Field
    v: Field
    radius: Field
    wave: Field
    phase: Field


def shape_masks(name: str, count: int, rng: np.random.Generator) -> Field:
    """Return soft masks of one shape at random places, sizes and angles.

    Parameters
    ----------
    name : str
        One of ``SHAPES``.
    count : int
        How many.
    rng : numpy Generator
        Only its ``random`` is drawn.

    Returns
    -------
    masks : (count, 32, 32) float64 array
        1 inside the shape, 0 outside, in between on its rim.

    Examples
    --------
    >>> masks = shape_masks("disc", 3, np.random.default_rng(0))
    >>> masks.shape, float(masks.min()), float(masks.max())
    ((3, 32, 32), 0.0, 1.0)
    """
    return SHAPES[name](_random_frame(count, rng))


def between(low: float, high: float, count: int, rng: np.random.Generator) -> Field:
    """Return ``count`` uniform numbers, one an image: (count, 1, 1)."""
    return (low + (high - low) * rng.random(count))[:, None, None]


def _random_frame(count: int, rng: np.random.Generator) -> _Frame:
    centre_x, centre_y = (15.5 + between(-5, 5, count, rng) for _ in range(2))
    angle = between(-0.35, 0.35, count, rng)
    grid = np.arange(SIZE, dtype=np.float64)
    x, y = grid[None, None, :] - centre_x, grid[None, :, None] - centre_y
    return _Frame(
        u=np.cos(angle) * x + np.sin(angle) * y,
        v=np.cos(angle) * y - np.sin(angle) * x,
        radius=between(7, 13, count, rng),
        wave=2 * np.pi / between(5, 9, count, rng),  # one period has 5 to 9 pixels
        phase=between(0, 2 * np.pi, count, rng),
    )


def _soft(distance: Field) -> Field:
    """Turn a signed distance in pixels into a mask whose rim is one pixel wide."""
    return np.clip(distance + 0.5, 0, 1)


def _box(f: _Frame) -> Field:
    return _soft(f.radius - np.maximum(np.abs(f.u), np.abs(f.v)))


def _patch(f: _Frame) -> Field:
    return _soft(1.1 * f.radius - np.hypot(f.u, f.v))


def _disc(f: _Frame) -> Field:
    return _soft(f.radius - np.hypot(f.u, f.v))


def _ring(f: _Frame) -> Field:
    return _soft(0.28 * f.radius - np.abs(np.hypot(f.u, f.v) - 0.8 * f.radius))


def _square(f: _Frame) -> Field:
    return _soft(0.85 * f.radius - np.maximum(np.abs(f.u), np.abs(f.v)))


def _triangle(f: _Frame) -> Field:
    left, right = (side * np.sqrt(0.75) * f.u - 0.5 * f.v for side in (-1, 1))
    return _soft(0.6 * f.radius - np.maximum(f.v, np.maximum(left, right)))


def _cross(f: _Frame) -> Field:
    u, v = np.abs(f.u), np.abs(f.v)
    long, short = f.radius, 0.3 * f.radius
    return np.maximum(
        _soft(np.minimum(long - u, short - v)), _soft(np.minimum(long - v, short - u))
    )


def _vertical_bars(f: _Frame) -> Field:
    return _box(f) * _soft(2 * np.sin(f.wave * f.u + f.phase))


def _horizontal_bars(f: _Frame) -> Field:
    return _box(f) * _soft(2 * np.sin(f.wave * f.v + f.phase))


def _diagonal_bars(f: _Frame) -> Field:
    return _patch(f) * _soft(2 * np.sin(f.wave * np.sqrt(0.5) * (f.u + f.v) + f.phase))


def _checks(f: _Frame) -> Field:
    return _patch(f) * _soft(3 * np.sin(f.wave * f.u + f.phase) * np.sin(f.wave * f.v))


def _dots(f: _Frame) -> Field:
    return _patch(f) * _soft(2 * (np.cos(f.wave * f.u + f.phase) + np.cos(f.wave * f.v) - 0.6))


SHAPES: dict[str, Callable[[_Frame], Field]] = {
    "disc": _disc,
    "ring": _ring,
    "square": _square,
    "triangle": _triangle,
    "cross": _cross,
    "vertical bars": _vertical_bars,
    "horizontal bars": _horizontal_bars,
    "diagonal bars": _diagonal_bars,
    "checks": _checks,
    "dots": _dots,
}
"""Class names of the embedded set, in the order of their numbers."""
