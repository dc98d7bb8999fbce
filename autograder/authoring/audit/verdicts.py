"""What the checks say to one answer: the first visible and the first hidden facet that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checks.scoring import FullChecks
from cs231n_core.checks import PUBLIC_SEED, Facet, Item, evaluate

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Catch:
    """A facet that failed, and what it said."""

    facet: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What became of one answer: who caught it, or how its process ended.

    ``hidden`` is None too where the hidden facets were not asked: after a visible one had failed,
    if that was enough. ``shifting`` are the facets that other seeds make say otherwise.
    """

    visible: Catch | None = None
    hidden: Catch | None = None
    ended: str = ""
    shifting: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def survives(self) -> bool:
        """Whether the answer would get full points."""
        return self.visible is None and self.hidden is None and not self.ended


def judge(
    checks: FullChecks,
    name: str,
    functions: Functions,
    *,
    both: bool = True,
    seed: int = PUBLIC_SEED,
) -> Verdict:
    """Return who catches an answer to an item; no facet is asked that changes nothing.

    Parameters
    ----------
    checks : FullChecks
        The stage's.
    name : str
        The item.
    functions : mapping
        The answer's functions by name; more than the item's may be there.
    both : bool, optional
        Whether to ask the hidden facets also of what a visible one has caught.
    seed : int, optional
        What the hidden inputs are drawn from.
    """
    start = time.perf_counter()
    item = checks.stage.item(name)
    wanted = [functions[function] for function in item.functions]
    seen = next(_failures(item, item.facets, wanted), None)
    hidden = None
    if seen is None or both:
        hidden = next(_failures(item, checks.hidden[name], wanted, seed=seed, secret=True), None)
    return Verdict(seen, hidden, seconds=time.perf_counter() - start)


def shifting_facets(
    checks: FullChecks,
    name: str,
    functions: Functions,
    seeds: Sequence[int],
    before_each: Callable[[], None] = lambda: None,
) -> tuple[str, ...]:
    """Return the facets that an answer passes under some of these seeds and not others.

    Parameters
    ----------
    checks, name, functions
        As for `judge`.
    seeds : sequence of int
        At least two, or there is nothing to compare.
    before_each : callable, optional
        Called before each seed.
    """
    item = checks.stage.item(name)
    wanted = [functions[function] for function in item.functions]
    seen = {catch.facet for catch in _failures(item, item.facets, wanted)} if seeds else set()
    failed: list[set[str]] = []
    for seed in seeds:
        before_each()
        facets = (*item.facets, *checks.hidden[name])
        catches = _failures(item, facets, wanted, seed=seed, secret=True)
        failed.append(seen | {catch.facet for catch in catches})
    if not failed:
        return ()
    return tuple(sorted(set[str]().union(*failed) - failed[0].intersection(*failed)))


def _failures(
    item: Item, facets: Sequence[Facet], functions: Sequence[Callable[..., Any]], **how: Any
) -> Iterator[Catch]:
    """Ask one facet after the other; what one finds depends on no other."""
    for facet in facets:
        for outcome in evaluate(item, (facet,), functions, **how).outcomes:
            if not outcome.passed:
                yield Catch(facet.name, outcome.message)
