"""What the checks of stage 03 hand over: rows, images, and statistics as dicts."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.answer import kind_of
from cs231n_core.arrays import Array
from cs231n_core.expect import expect
from cs231n_core.preprocessing import (
    MODES,
    Preprocessor,
    Whitening,
    apply_preprocessor,
    fit_preprocessor,
    invert_preprocessor,
    pca_whiten_fit,
)

Rng = np.random.Generator
Stats = dict[str, Any]
PARTS = ("mean", "directions", "variances", "spread")
"""The arrays of a whitening, in the order in which they are checked."""


def rows(rng: Rng, n: int, d: int) -> Array:
    """Return rows (n, d) whose features differ in mean and in size."""
    sizes = np.geomspace(0.4, 5.0, d)
    return np.asarray(rng.normal(size=(n, d)) * sizes + rng.uniform(1.0, 9.0, d))


def images(rng: Rng, n: int, shape: tuple[int, int, int]) -> Array:
    """Return images (n, *shape) whose channels differ in mean and in size, and whose places do."""
    c = shape[0]
    mean, size = rng.uniform(2.0, 9.0, (c, 1, 1)), np.geomspace(0.5, 4.0, c)[:, None, None]
    place = rng.normal(size=shape)
    return np.asarray(mean + size * (rng.normal(size=(n, *shape)) + place))


def pixels(rng: Rng, n: int, shape: tuple[int, ...]) -> Any:
    """Return whole numbers from 0 to 255 in one byte each, both ends among them."""
    x = rng.integers(0, 256, (n, *shape)).astype(np.uint8)
    x[0], x[1] = 251, 2
    return x


def tilted(rng: Rng, n: int, d: int, far: float = 3.0) -> Array:
    """Return rows (n, d) around a mean of size ``far`` whose variances are well apart."""
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    base, _ = np.linalg.qr(rng.normal(size=(n, min(n, d))) - 0.0)
    base = base - base.mean(axis=0)
    sizes = np.geomspace(6.0, 0.7, base.shape[1])
    cloud = base * np.sqrt(n) * sizes @ turn[: base.shape[1]]
    return np.asarray(cloud + far * rng.uniform(0.5, 1.5, d) * rng.choice([-1.0, 1.0], d))


def stats_of(X: Array, mode: str, eps: float = 1e-8) -> Stats:
    """Return the right statistics as the exercise keeps them: channels have shape (C,)."""
    found = fit_preprocessor(X, mode, eps)
    shape = (-1,) if mode.startswith("channel") else X.shape[1:]
    return {
        "mode": mode,
        "offset": found.offset.reshape(shape),
        "scale": found.scale.reshape(shape),
    }


def whitening_of(X: Array, k: int | None = None, eps: float = 1e-5) -> Stats:
    """Return the right whitening as the exercise keeps it."""
    found = pca_whiten_fit(X, k, eps)
    return {"mode": "pca_whiten", **{key: getattr(found, key) for key in PARTS}}


def copied(stats: Stats) -> Stats:
    """Return the same statistics in arrays of their own."""
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in stats.items()}


def arrays_of(stats: Stats) -> dict[str, Array]:
    """Return the arrays among the statistics."""
    return {f"stats[{k!r}]": v for k, v in stats.items() if isinstance(v, np.ndarray)}


def _core(stats: Stats, shape: tuple[int, ...]) -> Preprocessor | Whitening:
    if stats["mode"] == "pca_whiten":
        mean, directions, variances, spread = (stats[key] for key in PARTS)
        return Whitening(mean, directions, variances, spread, (len(mean),))
    side = (-1, 1, 1) if stats["mode"].startswith("channel") else shape
    return Preprocessor(
        stats["mode"], stats["offset"].reshape(side), stats["scale"].reshape(side), shape
    )


def applied(X: Array, stats: Stats, shape: tuple[int, ...]) -> Array:
    """Return X after preprocessing; ``shape`` is that of one example."""
    return apply_preprocessor(X, _core(stats, shape))


def inverted(Xp: Array, stats: Stats, shape: tuple[int, ...]) -> Array:
    """Return what preprocessing has made into Xp."""
    return invert_preprocessor(Xp, _core(stats, shape))


def entry(got: Any, key: str, where: str) -> Any:
    """Return one entry of the dict that an answer returned, or say what it is instead."""
    expect(type(got) is dict, f"{where} returned {kind_of(got)}, expected a dict of statistics")
    expect(key in got, f"{where}: the statistics have no entry {key!r}")
    value = got[key]
    expect(
        type(value) is not np.ndarray or value.dtype == np.float64,
        f"{where}: {key} is not float64: the statistics have this type whatever the data's",
    )
    return value


def expect_mode(got: Any, mode: str, where: str) -> None:
    """Demand that the statistics say which mode they belong to."""
    named = entry(got, "mode", where)
    expect(
        type(named) is str and named == mode,
        f"{where}: stats['mode'] is not the mode it was called with",
    )


__all__ = [
    "MODES",
    "PARTS",
    "Rng",
    "Stats",
    "applied",
    "arrays_of",
    "copied",
    "entry",
    "expect_mode",
    "images",
    "inverted",
    "pixels",
    "rows",
    "stats_of",
    "tilted",
    "whitening_of",
]
