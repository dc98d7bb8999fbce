"""From an answer to its score: the visible facets of a stage and the hidden ones together."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from cs231n_core.checks import (
    PUBLIC_SEED,
    Facet,
    Outcome,
    Report,
    Stage,
    evaluate,
    render_hidden,
)

REPORTS: ContextVar[list[Report] | None] = ContextVar("REPORTS", default=None)
"""Where full reports are kept for whoever grades; None keeps none."""

SEED: ContextVar[int] = ContextVar("SEED", default=PUBLIC_SEED)
"""What hidden inputs are drawn from. A grading run may set one per student."""

RECITED = "right for the numbers of the visible check only, not for others of the same kind"
"""What is said when a visible facet finds nothing at home, and something with hidden inputs."""


@dataclass(frozen=True)
class FullChecks:
    """A stage with its hidden facets: what the hidden region of a test cell calls."""

    stage: Stage
    hidden: Mapping[str, Sequence[Facet]]

    def evaluate_item(
        self, name: str, functions: Sequence[Callable[..., Any]], seed: int | None = None
    ) -> Report:
        """Ask all facets of an item, the visible ones first.

        A visible facet is asked as it was at home, and what it draws is drawn once more from the
        seed: an answer that knows the visible numbers alone has not proved anything.

        Parameters
        ----------
        name : str
            The item.
        functions : sequence of callables
            The answer's functions, in the item's order.
        seed : int, optional
            What hidden inputs are drawn from, by default `SEED`. With `PUBLIC_SEED` the visible
            facets have none.

        Raises
        ------
        CheckFailed
            If the stage has no such item, or the number of functions is wrong.
        """
        item = self.stage.item(name)
        seed = SEED.get() if seed is None else seed
        seen = evaluate(item, item.facets, functions)
        again = [] if seed == PUBLIC_SEED else redrawn(seen)
        # The visible facets first: an answer that runs out of time later has proved these.
        facets = (*again, *self.hidden[name])
        late = evaluate(item, facets, functions, seed=seed, secret=True).outcomes
        found = {outcome.facet.name: outcome for outcome in late[: len(again)]}
        both = (_both(outcome, found.get(outcome.facet.name)) for outcome in seen.outcomes)
        return Report(item, (*both, *late[len(again) :]))

    def check(self, name: str, *functions: Callable[..., Any]) -> float:
        """Print what failed among the hidden facets and return the points of all facets."""
        report = self.evaluate_item(name, functions)
        kept = REPORTS.get()
        if kept is not None:
            kept.append(report)
        print(_hidden_text(report))  # noqa: T201 - this is what the cell shows
        return report.points


def redrawn(seen: Report) -> list[Facet]:
    """Return the visible facets that passed and whose inputs another seed makes others."""
    return [outcome.facet for outcome in seen.outcomes if outcome.passed and outcome.drew]


def _both(seen: Outcome, again: Outcome | None) -> Outcome:
    """Return what a visible facet found in all."""
    if again is None:
        return seen
    told = tuple(dict.fromkeys((*seen.warnings, *again.warnings)))
    if again.passed:
        return replace(seen, warnings=told)
    return replace(again, message=f"{RECITED}: {again.message}", warnings=told)


def _hidden_text(report: Report) -> str:
    """Return what a test cell prints below the text of the visible facets."""
    count = len(report.item.facets)
    recited = [o for o in report.outcomes[:count] if o.message.startswith(RECITED)]
    said = [o.message for o in report.outcomes[:count] if o not in recited]
    return render_hidden(Report(report.item, (*recited, *report.outcomes[count:])), said)


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
