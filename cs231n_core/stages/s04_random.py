"""Questions about random arrays: size, centre and shape of a distribution, and whose numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cs231n_core.answer import Answer
from cs231n_core.cases import global_random_state
from cs231n_core.expect import expect, plain

SIGMAS = 6.0
"""Random numbers may be this many standard errors off: once in 500 million."""

Sizes = Sequence[tuple[str, float]]
"""Wrong standard deviations: the sentence that names the mistake, and what it leads to."""


def spread_slack(count: int, kurtosis: float = 3.0) -> float:
    """Return the relative error that the standard deviation of ``count`` draws may have.

    Examples
    --------
    >>> round(spread_slack(120_000), 3)
    0.012
    """
    return float(SIGMAS * np.sqrt((kurtosis - 1) / (4 * count)))


def expect_spread(w: np.ndarray, std: float, where: str, mistakes: Sizes = ()) -> None:
    """Demand that the entries of ``w`` have this standard deviation, up to chance."""
    slack = spread_slack(w.size)
    got = float(w.astype(np.float64).std())
    if abs(got / std - 1) <= slack:
        return
    for sentence, wrong in mistakes:
        if wrong > 0 and abs(got / wrong - 1) <= slack:
            raise_for(where, sentence)
    expect(got > 0, f"{where}: all weights are the same number, expected random ones")
    raise_for(where, f"its standard deviation is too {'large' if got > std else 'small'}")


def expect_signs(w: np.ndarray, where: str) -> None:
    """Demand that both signs occur, unless all entries are one number."""
    if float(w.max()) > float(w.min()) >= 0:
        raise_for(
            where,
            "no weight is negative: rand draws from [0, 1), weights need numbers around zero",
        )


def expect_centred(w: np.ndarray, std: float, where: str) -> None:
    """Demand that the mean is zero, up to chance."""
    mean = float(w.astype(np.float64).mean())
    expect(abs(mean) <= SIGMAS * std / np.sqrt(w.size), f"{where}: its mean is not zero")


def expect_normal(w: np.ndarray, where: str) -> None:
    """Demand the shape of a bell: neither a box nor one with its tails cut off."""
    tail = float(np.abs(w / w.std()).max()) > 2.5
    expect(tail, f"{where}: no entry is far from zero, the tails of a normal are missing")
    expect(_bell(w), f"{where}: this is no normal distribution")


def _bell(w: np.ndarray) -> bool:
    inside = float((np.abs(w / w.std()) < 1).mean())
    return bool(abs(inside - 0.6827) <= SIGMAS * np.sqrt(0.683 * 0.317 / w.size) + 0.005)


def expect_uniform(w: np.ndarray, bound: float, where: str) -> None:
    """Demand entries that fill [-bound, bound] evenly."""
    if float(np.abs(w).max()) > bound * 1.001:
        expect(not _bell(w), f"{where}: these are normal numbers: is dist ignored?")
        raise_for(
            where, "entries lie outside of [-b, b], where b is the bound that gives this variance"
        )
    inside = float((np.abs(w) < bound / 2).mean())
    expect(
        abs(inside - 0.5) <= SIGMAS * 0.5 / np.sqrt(w.size),
        f"{where}: this is no uniform distribution, which is as dense outside as inside",
    )


def draw(
    answer: Answer, name: str, shape: tuple[int, ...], *args: Any, wanted: Any = None, **kwargs: Any
) -> np.ndarray:
    """Return what a function of the answer draws: floats of this shape, and of the wanted dtype."""
    w = plain(answer.call(name, shape, *args, **kwargs), "w", shape)
    expect(w.shape == shape, f"w has shape {w.shape}, expected {shape}")
    name = "floats" if wanted is None else str(np.dtype(wanted))
    right = w.dtype.kind == "f" if wanted is None else w.dtype == np.dtype(wanted)
    expect(right, f"w has dtype {w.dtype}, expected {name}: array.astype(dtype)")
    expect(bool(np.isfinite(w).all()), "w has entries that are NaN or infinite")
    return w


def expect_own_generator(answer: Answer, name: str, *args: Any, seed: int, **kwargs: Any) -> None:
    """Demand that the generator that is handed over decides, and NumPy's global one is unused."""
    state = global_random_state()
    first, again, other = (
        plain(answer.call(name, *args, rng=np.random.default_rng(s), **kwargs), "w")
        for s in (seed, seed, seed + 1)
    )
    expect(
        global_random_state() == state,
        f"{name} uses NumPy's global random generator (np.random....): draw from rng",
    )
    same = np.array_equal(first, again)
    expect(same, f"{name}: two generators with one seed give different weights: draw from rng only")
    expect(
        not np.array_equal(first, other),
        f"{name} ignores rng: generators with different seeds give the same weights",
    )


def expect_default_generator(answer: Answer, name: str, *args: Any) -> None:
    """Demand that without ``rng`` the weights are those of ``default_rng(0)``."""
    default, given = (
        plain(answer.call(name, *args, **rng), "w")
        for rng in ({}, {"rng": np.random.default_rng(0)})
    )
    expect(
        np.array_equal(default, given),
        f"{name} without rng draws other weights than with default_rng(0), which it stands for",
    )


def raise_for(where: str, sentence: str) -> None:
    """Fail with a sentence about ``where``."""
    expect(False, f"{where}: {sentence}")
