"""What a test cell calls: facets with weights, partial credit, messages that name the mistake.

An *item* is one graded exercise: a few functions and a number of points. A *facet* is one
question asked of them ("is the gradient right where x < 0?") with a weight. Every facet runs,
whatever the others found; its failure costs its weight and says in one sentence what is wrong,
never which value would have been right. Warnings and prints of the student's code are captured:
they are reported and cost nothing, unless a facet asks about them.

How functions are called is in `cs231n_core.answer`, what facets say in `cs231n_core.expect`;
ready-made facets are in `cs231n_core.facets`.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cs231n_core.answer import Answer, CheckFailed

__all__ = [
    "PUBLIC_SEED",
    "Answer",
    "CheckFailed",
    "Facet",
    "Item",
    "Outcome",
    "Report",
    "Stage",
    "evaluate",
    "render",
    "render_hidden",
]

PUBLIC_SEED = 231
"""The seed of every visible check, so that a student sees the same result twice."""


Run = Callable[[Answer, np.random.Generator], None]


@dataclass(frozen=True)
class Facet:
    """One question asked of an answer: ``run(answer, rng)`` raises `CheckFailed` for "no".

    The hint is about wrong values. ``hint_for_errors`` says that it also helps who gets an
    exception or a wrong shape: the usual slip leads there.
    """

    name: str
    weight: int
    tries: str
    run: Run
    hint: str = ""
    hint_for_errors: bool = False

    def hinting_at_errors(self) -> Facet:
        """Return the facet with a hint that is also given for an exception or a wrong shape."""
        return replace(self, hint_for_errors=True)


@dataclass(frozen=True)
class Item:
    """One graded exercise: its functions in the order of the call, and its visible facets.

    The points of a ``bonus`` come on top: the stage's total is reached without them.
    """

    name: str
    points: float
    functions: tuple[str, ...]
    facets: tuple[Facet, ...]
    hidden_facets: int = 0
    bonus: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one facet found. ``message`` is empty when it passed.

    ``drew`` tells whether it asked about random numbers: another seed asks about others.
    """

    facet: Facet
    passed: bool
    message: str = ""
    warnings: tuple[str, ...] = ()
    drew: bool = False


@dataclass(frozen=True)
class Report:
    """The outcomes of one item, and the points they earn."""

    item: Item
    outcomes: tuple[Outcome, ...]

    @property
    def points(self) -> float:
        """The share of the facets' weight that passed, times the item's points: a plain float."""
        total = sum(outcome.facet.weight for outcome in self.outcomes)
        earned = sum(outcome.facet.weight for outcome in self.outcomes if outcome.passed)
        return round(float(self.item.points) * earned / total, 6)

    @property
    def failed(self) -> dict[str, str]:
        """The message of every facet that did not pass, by the facet's name."""
        return {o.facet.name: o.message for o in self.outcomes if not o.passed}


# --- asking ------------------------------------------------------------------------------------


def evaluate(
    item: Item,
    facets: Sequence[Facet],
    functions: Sequence[Callable[..., Any]],
    *,
    seed: int = PUBLIC_SEED,
    secret: bool = False,
) -> Report:
    """Ask every facet and return what each found. Never raises for what the student's code does.

    Each facet draws its inputs from a generator of its own, so adding or skipping one changes no
    other. ``secret`` is for facets whose inputs are hidden (see `Answer`).

    Raises
    ------
    CheckFailed
        If the number of functions is not the item's: the test cell itself is wrong.
    """
    if len(functions) != len(item.functions):
        names = ", ".join(item.functions)
        raise CheckFailed(
            f"check({item.name!r}): got {len(functions)} functions, expected {len(item.functions)}:"
            f" {names}"
        )
    named = dict(zip(item.functions, functions, strict=True))
    outcomes = [
        _ask(facet, Answer(named, secret), _generator(item, facet, seed)) for facet in facets
    ]
    return Report(item, tuple(outcomes))


def _generator(item: Item, facet: Facet, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(f"{item.name}/{facet.name}".encode())])


_INPUT = re.compile(r", (from|up to) \|x\| = \S+( on)?")
"""Where a diagnosis quotes an entry of the input."""


def _ask(facet: Facet, answer: Answer, rng: np.random.Generator) -> Outcome:
    untouched = rng.bit_generator.state
    message = _failure(facet, answer, rng)
    drew = rng.bit_generator.state != untouched
    return Outcome(facet, not message, message, tuple(answer.warnings), drew)


def _failure(facet: Facet, answer: Answer, rng: np.random.Generator) -> str:
    """Return what is wrong, in one sentence; nothing if all is right."""
    try:
        # A check's own arithmetic on wrong values must not reach a test cell's stderr.
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            facet.run(answer, rng)
    except CheckFailed as failure:
        message = _INPUT.sub("", str(failure)) if answer.secret else str(failure)
        return message or "wrong"
    except Exception as error:  # noqa: BLE001 - an object that breaks the comparison earns nothing
        return f"what was returned cannot be checked ({type(error).__name__})"
    return ""


# --- what students see -------------------------------------------------------------------------


@dataclass
class Stage:
    """The items of one notebook, as its test cells use them: ``check(item, *functions)``."""

    name: str
    items: tuple[Item, ...]
    minutes: int
    latest: dict[str, Report] = field(default_factory=dict)

    def item(self, name: str) -> Item:
        """Return the item of this name."""
        for item in self.items:
            if item.name == name:
                return item
        known = ", ".join(item.name for item in self.items)
        raise CheckFailed(f"check: no item {name!r} in stage {self.name}, expected one of {known}")

    def check(self, name: str, *functions: Callable[..., Any]) -> float:
        """Run the visible facets of an item, print what is wrong and return the points.

        Returns
        -------
        points : float
            All points of the item when every visible facet is right. The instructor's run asks
            the hidden facets too.
        """
        item = self.item(name)
        report = evaluate(item, item.facets, functions)
        self.latest[name] = report
        print(render(report))  # noqa: T201 - this is what the cell shows
        return report.points

    def progress(self) -> None:
        """Print the points that the visible checks of this session have given so far."""
        print(_progress(self))  # noqa: T201 - this is what the cell shows


def render(report: Report) -> str:
    """Return the text a student reads: one line per visible facet, the mistake, the hint."""
    right = sum(outcome.passed for outcome in report.outcomes)
    lines = [f"{report.item.name}: {right} of {len(report.outcomes)} visible checks right"]
    said: set[str] = set()
    for outcome in report.outcomes:
        lines.append(f"  {'✓' if outcome.passed else '✗'} {outcome.facet.tries}")
        lines += _mistake(outcome, said)
    lines += [f"  note: {text} (costs no points by itself)" for text in _notices(report)]
    if report.item.hidden_facets:
        lines.append(f"  {report.item.hidden_facets} more checks run when your work is graded")
    return "\n".join(lines)


def render_hidden(report: Report, said: Sequence[str] = ()) -> str:
    """Return the same for hidden facets: only those that failed; ``said`` is not said again."""
    wrong = [outcome for outcome in report.outcomes if not outcome.passed]
    right = len(report.outcomes) - len(wrong)
    lines = [f"{report.item.name}: {right} of {len(report.outcomes)} hidden checks right"]
    heard = set(said)
    for outcome in wrong:
        lines.append(f"  ✗ {outcome.facet.tries}")
        lines += _mistake(outcome, heard)
    return "\n".join(lines)


def _mistake(outcome: Outcome, said: set[str]) -> list[str]:
    if outcome.passed or outcome.message in said:
        return []
    said.add(outcome.message)
    lines = [f"      {outcome.message}"]
    if _hint_helps(outcome):
        lines.append(f"      hint: {outcome.facet.hint}")
    return lines


_NO_ANSWER = re.compile(
    "not implemented|not right yet| returned None:|(?<!this) (is|returned) an? [^:]*, expected "
)
"""Messages about something that comes before any facet's question: nothing, or another kind."""

_NOT_READ_ONLY = "(?!.* read-only)"  # "never write into an input" is about this very exception
_ERROR = re.compile(rf" raised {_NOT_READ_ONLY}|(?<!: it) has shape |bn_param has no ")
"""Messages about an exception or a wrong shape; a diagnosis ("it has shape") knows the cause."""


def _hint_helps(outcome: Outcome) -> bool:
    """Tell whether the hint is about the mistake that was found."""
    facet, message = outcome.facet, outcome.message
    if not facet.hint or _NO_ANSWER.search(message):
        return False
    return facet.hint_for_errors or not _ERROR.search(message)


def _notices(report: Report) -> list[str]:
    harmless = (text for o in report.outcomes if o.passed for text in o.warnings)
    return list(dict.fromkeys(harmless))[:3]


def _progress(stage: Stage) -> str:
    lines = [f"{stage.name}: {_sum(stage, bonus=False)} points by the visible checks"]
    if any(item.bonus for item in stage.items):
        lines[0] += f", and {_sum(stage, bonus=True)} bonus points"
    for item in stage.items:
        report = stage.latest.get(item.name)
        share = 0.0 if report is None else report.points / item.points
        bar = "█" * round(10 * share) + "░" * (10 - round(10 * share))
        state = "not checked yet" if report is None else f"{report.points:g} of {item.points:g}"
        kind = " (bonus)" if item.bonus else ""
        lines.append(f"  {item.name:<18} {bar}  {state}{kind}")
    lines.append(f"  planned time for the stage: {stage.minutes} minutes")
    return "\n".join(lines)


def _sum(stage: Stage, *, bonus: bool) -> str:
    items = [item for item in stage.items if item.bonus == bonus]
    earned = sum(stage.latest[item.name].points for item in items if item.name in stage.latest)
    return f"{earned:g} of {sum(item.points for item in items):g}"
