"""From an answer to its score: the visible facets of a stage and the hidden ones together."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from cs231n_core.checks import (
    PUBLIC_SEED,
    Facet,
    Report,
    Stage,
    evaluate,
    render_hidden,
)

REPORTS: ContextVar[list[Report] | None] = ContextVar("REPORTS", default=None)
"""Where full reports are kept for whoever grades; None keeps none."""

SEED: ContextVar[int] = ContextVar("SEED", default=PUBLIC_SEED)
"""What hidden inputs are drawn from. A grading run may set one per student."""


@dataclass(frozen=True)
class FullChecks:
    """A stage with its hidden facets: what the hidden region of a test cell calls."""

    stage: Stage
    hidden: Mapping[str, Sequence[Facet]]

    def evaluate_item(
        self, name: str, functions: Sequence[Callable[..., Any]], seed: int | None = None
    ) -> Report:
        """Ask all facets of an item, the visible ones first.

        Parameters
        ----------
        name : str
            The item.
        functions : sequence of callables
            The answer's functions, in the item's order.
        seed : int, optional
            What the inputs of the hidden facets are drawn from, by default `SEED`. The visible
            ones are the same for everybody.

        Raises
        ------
        CheckFailed
            If the stage has no such item, or the number of functions is wrong.
        """
        item = self.stage.item(name)
        seed = SEED.get() if seed is None else seed
        seen = evaluate(item, item.facets, functions)
        hidden = evaluate(item, self.hidden[name], functions, seed=seed, secret=True)
        return Report(item, seen.outcomes + hidden.outcomes)

    def check(self, name: str, *functions: Callable[..., Any]) -> float:
        """Print what failed among the hidden facets and return the points of all facets."""
        report = self.evaluate_item(name, functions)
        kept = REPORTS.get()
        if kept is not None:
            kept.append(report)
        count = len(report.item.facets)
        said = [outcome.message for outcome in report.outcomes[:count]]
        hidden = Report(report.item, report.outcomes[count:])
        print(render_hidden(hidden, said))  # noqa: T201 - this is what the cell shows
        return report.points


def full_checks(stage: str) -> FullChecks:
    """Return the checks of a stage by its name: those of ``autograder.checks.s<NN>``.

    Examples
    --------
    >>> full_checks("02_activations").stage.minutes
    100
    """
    module = importlib.import_module(f"autograder.checks.s{stage.split('_')[0]}")
    checks: FullChecks = module.CHECKS
    return checks
