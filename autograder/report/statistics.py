"""What a graded class tells about itself: how hard its items are, and what goes wrong in them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.records import ItemScore, StudentResult

LEAST = 3
"""Below so many students a correlation says nothing."""

SHOWN_MISTAKES = 15
BINS = 10


@dataclass(frozen=True)
class ItemFigures:
    """One item over the class.

    ``difficulty`` is the mean share of its points; ``discrimination`` the correlation of that share
    with the points of all other items, None where one of them never varies.
    """

    item: str
    points: float
    difficulty: float
    discrimination: float | None
    full: int
    none: int
    flagged: int


@dataclass(frozen=True)
class Mistake:
    """One facet that several students failed, with what they were told most often."""

    item: str
    tries: str
    students: int
    share: float
    message: str


@dataclass(frozen=True)
class Load:
    """What one student's submission used of the machine."""

    student: str
    seconds: float
    cpu: float
    megabytes: float
    calls: int
    processes: int


@dataclass(frozen=True)
class ClassFigures:
    """Everything that the class report shows."""

    stage: str
    worth: float
    totals: tuple[float, ...]
    bins: tuple[int, ...]
    items: tuple[ItemFigures, ...]
    mistakes: tuple[Mistake, ...]
    attempts: tuple[tuple[str, str], ...]
    repairs: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, str], ...]
    loads: tuple[Load, ...]
    waiting: tuple[str, ...]

    @property
    def mean(self) -> float:
        """The mean of all totals."""
        return statistics.fmean(self.totals) if self.totals else 0.0

    @property
    def median(self) -> float:
        """The median of all totals."""
        return statistics.median(self.totals) if self.totals else 0.0


def class_figures(stage: str, results: Sequence[StudentResult]) -> ClassFigures:
    """Return the figures of a class from the results of everybody who handed in."""
    graded = [result for result in results if result.scores.items]
    worth = max((result.scores.max_points for result in graded), default=0.0)
    totals = tuple(result.scores.total for result in graded)
    return ClassFigures(
        stage=stage,
        worth=worth,
        totals=totals,
        bins=_bins(totals, worth),
        items=_items(graded),
        mistakes=_mistakes(graded),
        attempts=_attempts(graded),
        repairs=_said((r.student, text) for r in graded for g in r.graded for text in g.repairs),
        copies=_said((r.student, text) for r in graded for g in r.graded for text in g.copies),
        loads=tuple(_load(result) for result in graded if result.graded),
        waiting=tuple(result.student for result in graded if result.scores.needs_review),
    )


def _bins(totals: Iterable[float], worth: float) -> tuple[int, ...]:
    """Return how many totals lie in each tenth; what is above all points counts as the last."""
    counts = [0] * BINS
    for total in totals:
        share = total / worth if worth else 0.0
        counts[min(BINS - 1, int(share * BINS))] += 1
    return tuple(counts)


def _items(graded: Sequence[StudentResult]) -> tuple[ItemFigures, ...]:
    names = dict.fromkeys(item.item for result in graded for item in result.scores.items)
    return tuple(_item(name, graded) for name in names if _points(name, graded) > 0)


def _points(name: str, graded: Sequence[StudentResult]) -> float:
    return max(i.max_points for r in graded for i in r.scores.items if i.item == name)


def _item(name: str, graded: Sequence[StudentResult]) -> ItemFigures:
    pairs = [
        (result, item) for result in graded for item in result.scores.items if item.item == name
    ]
    shares = [item.points / item.max_points for _, item in pairs]
    others = [sum(i.points for i in r.scores.items if i.item != name) for r, _ in pairs]
    return ItemFigures(
        item=name,
        points=_points(name, graded),
        difficulty=statistics.fmean(shares),
        discrimination=correlation(shares, others),
        full=sum(share >= 1.0 for share in shares),
        none=sum(share <= 0.0 for share in shares),
        flagged=sum(_open(item) for _, item in pairs),
    )


def _open(item: ItemScore) -> bool:
    return item.needs_review and not item.manual


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where it is not defined.

    Examples
    --------
    >>> correlation([0, 1, 2], [1, 2, 3])
    1.0
    >>> correlation([1, 1, 1], [1, 2, 3]) is None
    True
    """
    if len(first) < LEAST or len(set(first)) == 1 or len(set(second)) == 1:
        return None
    return round(statistics.correlation(first, second), 6)


def _mistakes(graded: Sequence[StudentResult]) -> tuple[Mistake, ...]:
    """Return the facets that most students failed who wrote anything for the item."""
    messages: dict[tuple[str, str], Counter[str]] = {}
    for result in graded:
        for item in (item for one in result.graded for item in one.items):
            for facet in item.facets:
                if not facet.passed and "is not implemented yet" not in facet.message:
                    said = messages.setdefault((item.name, facet.tries), Counter())
                    said[facet.message] += 1
    found = [
        Mistake(item, tries, said.total(), said.total() / len(graded), _commonest(said))
        for (item, tries), said in messages.items()
    ]
    found.sort(key=lambda mistake: (-mistake.students, mistake.item, mistake.tries))
    return tuple(found[:SHOWN_MISTAKES])


def _commonest(said: Counter[str]) -> str:
    return min(said, key=lambda message: (-said[message], message))


def _attempts(graded: Sequence[StudentResult]) -> tuple[tuple[str, str], ...]:
    """Return what looks like tampering: edited tests, lost processes, results that are none."""
    edits = ((r.student, text) for r in graded for one in r.graded for text in one.attempts)
    flags = (
        (r.student, f"{item.name}: {item.flag}")
        for r in graded
        for one in r.graded
        for item in one.items
        if item.flag
    )
    return (*_said(edits), *_said(flags))


def _said(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(pairs)))


def _load(result: StudentResult) -> Load:
    used = [one.usage for one in result.graded]
    return Load(
        student=result.student,
        seconds=round(sum(use.seconds for use in used), 3),
        cpu=round(sum(use.cpu for use in used), 3),
        megabytes=round(max(use.memory for use in used) / 2**20, 1),
        calls=sum(use.calls for use in used),
        processes=sum(use.processes for use in used),
    )
