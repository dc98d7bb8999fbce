"""Train with many settings: one after the other or in processes, resumable from a journal."""

from __future__ import annotations

import contextlib
import functools
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any

import numpy as np

from cs231n_core.errors import explain
from cs231n_core.search.journal import Journal
from cs231n_core.search.space import Config, Space, grid_search_points, sample_config

TrainFn = Callable[[Config], float | Mapping[str, Any]]


@dataclass(frozen=True)
class Trial:
    """A setting and what came of it; ``val_acc`` is NaN and ``error`` says why if it failed."""

    config: Config
    val_acc: float
    number: int = 0
    info: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    seconds: float = 0.0


def random_search(
    train_fn: TrainFn,
    space: Space,
    n_trials: int,
    rng: np.random.Generator,
    *,
    workers: int = 1,
    journal: str | PathLike[str] | None = None,
    verbose: bool = True,
) -> list[Trial]:
    """Return trials with random settings, the best first.

    All settings are drawn before the first one is trained, so that the number of workers changes
    nothing. An exception in a trial is recorded, and the search goes on.

    Parameters
    ----------
    train_fn : callable
        From a setting to the validation accuracy, or to a dict with ``val_acc`` and whatever else
        JSON can hold.
    space : dict
        See `cs231n_core.search.space`.
    n_trials : int
    rng : numpy Generator
    workers : int
        Processes that train at the same time. Where processes cannot be forked (Windows, macOS),
        ``train_fn`` must be a function that they can import.
    journal : path, optional
        A file to which each finished trial is added. A search that was interrupted goes on after
        those that it holds, if called again with a generator of the same seed; more trials than
        before lengthen it.
    verbose : bool
        Show a progress bar with the best accuracy so far.

    Returns
    -------
    trials : list of Trial
        Failed ones last.

    Raises
    ------
    ValueError
        If the space makes no sense, or the journal is that of another search.

    References
    ----------
    Bergstra, Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 2012.

    Examples
    --------
    >>> trials = random_search(lambda config: -abs(config["x"] - 3.0), {"x": ("linear", 0.0, 10.0)},
    ...                        50, np.random.default_rng(0), verbose=False)
    >>> len(trials), bool(abs(trials[0].config["x"] - 3.0) < 0.5)
    (50, True)
    """
    if n_trials < 0:
        raise ValueError(explain("random_search", "n_trials is", n_trials, "0 or more"))
    configs = [sample_config(space, rng) for _ in range(n_trials)]
    return _run("random_search", train_fn, configs, workers, journal, verbose)


def grid_search(
    train_fn: TrainFn,
    space: Space,
    k: int,
    *,
    workers: int = 1,
    journal: str | PathLike[str] | None = None,
    verbose: bool = True,
) -> list[Trial]:
    """Return trials with all settings of a grid, the best first.

    Parameters
    ----------
    train_fn, workers, journal, verbose
        As for `random_search`.
    space, k
        As for `grid_search_points`.

    Returns
    -------
    trials : list of Trial
        Failed ones last.

    Raises
    ------
    ValueError
        If the space makes no sense, or the journal is that of another search.

    Examples
    --------
    >>> space = {"x": ("linear", 0.0, 10.0)}
    >>> grid_search(lambda config: -abs(config["x"] - 3.0), space, 5, verbose=False)[0].config
    {'x': 2.5}
    """
    return _run("grid_search", train_fn, grid_search_points(space, k), workers, journal, verbose)


def _run(
    where: str,
    train_fn: TrainFn,
    configs: Sequence[Config],
    workers: int,
    journal: str | PathLike[str] | None,
    verbose: bool,
) -> list[Trial]:
    if workers < 1:
        raise ValueError(explain(where, "workers is", workers, "at least 1"))
    # Slow to import, and not needed by those who only read or build a search.
    from tqdm import tqdm

    from cs231n_core.search.processes import in_processes

    store = Journal(where, journal)
    done = {record["number"]: Trial(**record) for record in store.read(configs)}
    left = [(i, config) for i, config in enumerate(configs) if i not in done]

    work = functools.partial(_trial, train_fn)
    one_by_one = (work(job) for job in left)
    results = one_by_one if workers == 1 else in_processes(where, work, left, workers)
    bar = tqdm(
        total=len(configs), initial=len(done), disable=not verbose, leave=False, file=sys.stdout
    )
    with bar, contextlib.closing(results):
        for trial in results:
            store.add(trial)
            done[trial.number] = trial
            bar.update()
            bar.set_postfix(best=f"{_ranked(done.values())[0].val_acc:.4f}", refresh=False)
    return _ranked(done.values())


def _trial(train_fn: TrainFn, job: tuple[int, Config]) -> Trial:
    number, config = job
    start = time.perf_counter()
    info: dict[str, Any] = {}
    val_acc, error = math.nan, ""
    try:
        # A copy, because a train_fn that changes its config would change the record of it.
        result = train_fn(dict(config))
        if isinstance(result, Mapping):
            info = {name: value for name, value in result.items() if name != "val_acc"}
            val_acc = float(result["val_acc"])
        else:
            val_acc = float(result)
    except Exception as problem:  # noqa: BLE001 - one bad setting must not end the search
        error = f"{type(problem).__name__}: {problem}"
    return Trial(config, val_acc, number, info, error, time.perf_counter() - start)


def _ranked(trials: Any) -> list[Trial]:
    def key(trial: Trial) -> tuple[bool, float, int]:
        failed = not math.isfinite(trial.val_acc)
        return failed, 0.0 if failed else -trial.val_acc, trial.number

    return sorted(trials, key=key)
