"""Read a search: do its best settings lie at a border of the space, and where to look next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from cs231n_core.errors import explain
from cs231n_core.search.space import Space, check_space, position, value_at
from cs231n_core.search.trials import Trial

_LEAST_SPREAD = 0.1
"""A refined range spans at least this share of the old one before it is padded."""


class Border(NamedTuple):
    """An end of a range at which good settings were found."""

    name: str
    side: Literal["low", "high"]
    message: str


def border_warnings(
    results: Sequence[Trial], space: Space, top_k: int = 5, frac: float = 0.1
) -> list[Border]:
    """Return the borders beyond which better settings may lie.

    A border is named if the best trial, or two of the best ``top_k``, lie within ``frac`` of it;
    the distance is measured in the range's own scale, so on a log scale in factors.

    Parameters
    ----------
    results : list of Trial
        In any order; failed ones are left out.
    space : dict
        The space that was searched.
    top_k : int
    frac : float
        0 < frac <= 0.5.

    Returns
    -------
    borders : list of Border
        In the order of the space.

    Raises
    ------
    ValueError
        If the space makes no sense, or ``top_k`` or ``frac`` is out of range.

    Examples
    --------
    >>> space = {"lr": ("log", 1e-4, 1e-2), "reg": ("log", 1e-5, 1.0)}
    >>> trials = [Trial({"lr": 9e-3, "reg": 1e-3}, 0.5), Trial({"lr": 1e-3, "reg": 1e-2}, 0.4)]
    >>> [border[:2] for border in border_warnings(trials, space)]
    [('lr', 'high')]
    """
    check_space("border_warnings", space)
    if top_k < 1 or not 0 < frac <= 0.5:
        value, expected = (top_k, frac), "at least 1 and 0 < frac <= 0.5"
        raise ValueError(explain("border_warnings", "top_k and frac are", value, expected))
    best = _best(results, top_k)
    found: list[Border] = []
    for name, dimension in space.items():
        if dimension[0] == "choice" or dimension[1] == dimension[2]:
            continue
        places = [position(dimension, trial.config[name]) for trial in best]
        near: dict[Literal["low", "high"], list[bool]] = {
            "low": [place <= frac for place in places],
            "high": [place >= 1 - frac for place in places],
        }
        for side, close in near.items():
            if close and (close[0] or sum(close) >= 2):
                edge = dimension[1] if side == "low" else dimension[2]
                text = (
                    f"{name}: {sum(close)} of the best {len(best)} settings lie at the {side} end, "
                    f"{edge:g}; look beyond it"
                )
                found.append(Border(name, side, text))
    return found


def refine_space(
    results: Sequence[Trial],
    space: Space,
    top_k: int = 5,
    pad: float = 0.25,
    limits: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, tuple[Any, ...]]:
    """Return a smaller space around the best settings, moved past the borders they lie at.

    Each range becomes that of the best ``top_k`` trials, padded on both sides by ``pad`` of its
    width. It stays within the old range, except past an end that `border_warnings` names, where it
    goes on by ``pad`` of the old width.

    Parameters
    ----------
    results : list of Trial
    space : dict
        The space that was searched. Choices are kept.
    top_k : int
    pad : float
    limits : dict, optional
        ``(low, high)`` by name: what a range never leaves, such as (0, 1) for a probability.

    Returns
    -------
    space : dict

    Raises
    ------
    ValueError
        If no trial succeeded, or ``pad`` is not positive.

    Examples
    --------
    >>> trials = [Trial({"lr": 1e-3}, 0.5), Trial({"lr": 1e-2}, 0.4), Trial({"lr": 1.0}, 0.1)]
    >>> refine_space(trials, {"lr": ("log", 1e-5, 1.0)}, top_k=2, pad=1.0)
    {'lr': ('log', 0.0001, 0.1)}
    """
    if pad <= 0:
        raise ValueError(explain("refine_space", "pad is", pad, "more than 0"))
    flagged = {border[:2] for border in border_warnings(results, space, top_k)}
    best = _best(results, top_k)
    if not best:
        raise ValueError(explain("refine_space", "results hold", "no accuracy", "at least one"))
    refined: dict[str, tuple[Any, ...]] = {}
    for name, dimension in space.items():
        if dimension[0] == "choice" or dimension[1] == dimension[2]:
            refined[name] = dimension
            continue
        places = [position(dimension, trial.config[name]) for trial in best]
        missing = max(0.0, _LEAST_SPREAD - (max(places) - min(places))) / 2
        low, high = min(places) - missing, max(places) + missing
        margin = pad * (high - low)
        low = -pad if (name, "low") in flagged else max(0.0, low - margin)
        high = 1 + pad if (name, "high") in flagged else min(1.0, high + margin)
        refined[name] = _limited(dimension, low, high, (limits or {}).get(name))
    return refined


def _limited(
    dimension: tuple[Any, ...], low: float, high: float, limit: tuple[float, float] | None
) -> tuple[Any, ...]:
    kind = dimension[0]
    first, last = value_at(dimension, low), value_at(dimension, high)
    if limit is not None:
        first, last = max(first, limit[0]), min(last, limit[1])
    if kind == "int" and first == last:  # never of zero width
        first, last = max(first - 1, dimension[1]), min(last + 1, dimension[2])
    return kind, first, last


def _best(results: Sequence[Trial], top_k: int) -> list[Trial]:
    succeeded = [trial for trial in results if math.isfinite(trial.val_acc)]
    return sorted(succeeded, key=lambda trial: -trial.val_acc)[:top_k]
