"""What the course's own checks say beside the points: one result per facet."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.records import FacetResult


@contextmanager
def gathered_reports(seed: int | None) -> Iterator[list[Any]]:
    """Collect what the course's own checks find; other courses' leave nothing to collect."""
    kept: list[Any] = []
    try:
        scoring = importlib.import_module("autograder.checks.scoring")
    except ImportError:
        yield kept
        return
    reports = scoring.REPORTS.set(kept)
    seeds = scoring.SEED.set(scoring.SEED.get() if seed is None else seed)
    try:
        yield kept
    finally:
        scoring.REPORTS.reset(reports)
        scoring.SEED.reset(seeds)


def facet_results(reports: list[Any]) -> tuple[FacetResult, ...]:
    """Return what each facet of the reports found."""
    return tuple(
        FacetResult(
            name=outcome.facet.name,
            tries=outcome.facet.tries,
            weight=float(outcome.facet.weight),
            passed=outcome.passed,
            message=outcome.message,
            hint=outcome.facet.hint,
            hidden=place >= len(report.item.facets),
        )
        for report in reports
        for place, outcome in enumerate(report.outcomes)
    )


def notices(reports: list[Any]) -> tuple[str, ...]:
    """Return the warnings that student code gave, which cost nothing."""
    said = (text for report in reports for outcome in report.outcomes for text in outcome.warnings)
    return tuple(dict.fromkeys(said))[:5]
