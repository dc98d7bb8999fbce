"""What a search may choose: ranges in log or linear scale, whole numbers, and lists.

A space is a dict of ``("log", low, high)``, ``("linear", low, high)``, ``("int", low, high)`` (both
ends included) and ``("choice", [...])`` by the names of the hyperparameters.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any, overload

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain

Space = Mapping[str, tuple[Any, ...]]
Config = dict[str, Any]

_KINDS = ("log", "linear", "int", "choice")


@overload
def sample_log_uniform(
    low: float, high: float, size: None = None, rng: np.random.Generator | None = None
) -> float: ...
@overload
def sample_log_uniform(
    low: float,
    high: float,
    size: int | tuple[int, ...],
    rng: np.random.Generator | None = None,
) -> Array: ...
def sample_log_uniform(
    low: float,
    high: float,
    size: int | tuple[int, ...] | None = None,
    rng: np.random.Generator | None = None,
) -> float | Array:
    """Return numbers whose logarithm is uniform: every factor of ten is equally likely.

    Parameters
    ----------
    low, high : float
        0 < low <= high.
    size : int or tuple, optional
        Without it, one number.
    rng : numpy Generator, optional
        Without it, every call draws the same numbers.

    Returns
    -------
    values : float, or array of shape ``size``

    Raises
    ------
    ValueError
        If the bounds are reversed or not positive.

    References
    ----------
    Bergstra, Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012, section 2.4.

    Examples
    --------
    >>> draws = sample_log_uniform(1e-4, 1e-2, 1000, np.random.default_rng(0))
    >>> bool(abs((draws < 1e-3).mean() - 0.5) < 0.05)
    True
    """
    check_dimension("sample_log_uniform", "range", ("log", low, high))
    rng = np.random.default_rng(0) if rng is None else rng
    values = np.exp(rng.uniform(math.log(low), math.log(high), size))
    inside = np.clip(values, low, high)  # the two roundings may step over a bound
    return float(inside) if size is None else np.asarray(inside)


def sample_config(space: Space, rng: np.random.Generator) -> Config:
    """Return one setting, each hyperparameter drawn independently of the others.

    Parameters
    ----------
    space : dict
        See the module.
    rng : numpy Generator

    Returns
    -------
    config : dict
        A value for each name, as plain Python numbers.

    Raises
    ------
    ValueError
        If a range makes no sense.

    Examples
    --------
    >>> space = {"lr": ("log", 1e-4, 1e-1), "hidden": ("int", 10, 99), "rule": ("choice", ["adam"])}
    >>> config = sample_config(space, np.random.default_rng(0))
    >>> sorted(config), config["rule"]
    (['hidden', 'lr', 'rule'], 'adam')
    """
    check_space("sample_config", space)
    return {name: _draw(dimension, rng) for name, dimension in space.items()}


def grid_search_points(space: Space, k: int) -> list[Config]:
    """Return all combinations of k values per range; the last hyperparameter varies fastest.

    Parameters
    ----------
    space : dict
        See the module.
    k : int
        Values per range, evenly spaced in its scale with both ends; for 1 the middle. A choice
        contributes all its values, a range of whole numbers each at most once.

    Returns
    -------
    configs : list of dict

    Raises
    ------
    ValueError
        If k is below 1 or a range makes no sense.

    Examples
    --------
    >>> grid_search_points({"lr": ("log", 0.01, 1.0), "depth": ("int", 1, 2)}, 3)[:3]
    [{'lr': 0.01, 'depth': 1}, {'lr': 0.01, 'depth': 2}, {'lr': 0.1, 'depth': 1}]
    """
    check_space("grid_search_points", space)
    if k < 1:
        raise ValueError(explain("grid_search_points", "k is", k, "at least 1"))
    places = [0.5] if k == 1 else [i / (k - 1) for i in range(k)]
    axes = [
        list(dimension[1])
        if dimension[0] == "choice"
        else list(dict.fromkeys(value_at(dimension, place) for place in places))
        for dimension in space.values()
    ]
    return [dict(zip(space, point, strict=True)) for point in itertools.product(*axes)]


def position(dimension: tuple[Any, ...], value: float) -> float:
    """Return where a value lies in its range, 0 at the low end and 1 at the high one."""
    kind, low, high = dimension
    if kind == "log":
        low, high, value = math.log(low), math.log(high), math.log(value)
    return 0.5 if high == low else float((value - low) / (high - low))


def value_at(dimension: tuple[Any, ...], place: float) -> Any:
    """Return the value at a position, which may lie outside of 0 to 1."""
    kind, low, high = dimension
    if place in (0, 1):
        return high if place else low
    if kind == "log":
        # Rounded to what a reader writes: 0.1 and not 0.10000000000000002.
        return float(f"{math.exp(math.log(low) + place * math.log(high / low)):.14g}")
    value = low + place * (high - low)
    return round(value) if kind == "int" else float(value)


def check_space(where: str, space: Space) -> None:
    """Refuse a space in which something cannot be drawn."""
    for name, dimension in space.items():
        check_dimension(where, name, dimension)


def check_dimension(where: str, name: str, dimension: tuple[Any, ...]) -> None:
    """Refuse a dimension that is not one of the four kinds, or empty, or reversed."""
    kind = dimension[0] if dimension else None
    if kind not in _KINDS or len(dimension) != (2 if kind == "choice" else 3):
        expected = '("log" | "linear" | "int", low, high) or ("choice", [...])'
        raise ValueError(explain(where, f"{name} is", dimension, expected))
    if kind == "choice":
        if not dimension[1]:
            raise ValueError(explain(where, f"{name} has", "no choices", "at least one"))
        return
    _, low, high = dimension
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise ValueError(explain(where, f"{name} goes from", f"{low} to {high}", "low <= high"))
    if kind == "log" and low <= 0:
        raise ValueError(explain(where, f"{name} starts at", low, "more than 0 for a log scale"))


def _draw(dimension: tuple[Any, ...], rng: np.random.Generator) -> Any:
    kind = dimension[0]
    if kind == "choice":
        return dimension[1][int(rng.integers(len(dimension[1])))]
    _, low, high = dimension
    if kind == "log":
        return sample_log_uniform(low, high, rng=rng)
    return int(rng.integers(low, high + 1)) if kind == "int" else float(rng.uniform(low, high))
