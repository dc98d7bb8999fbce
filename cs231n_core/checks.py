"""What a test cell calls: facets with weights, partial credit, messages that name the mistake.

An *item* is one graded exercise: a few functions and a number of points. A *facet* is one
question asked of them ("is the gradient right where x < 0?") with a weight. Every facet runs,
whatever the others found; its failure costs its weight and says in one sentence what is wrong,
never which value would have been right. Warnings and prints of the student's code are captured:
they are reported and cost nothing, unless a facet asks about them.
"""

from __future__ import annotations

import contextlib
import io
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cs231n_core.gradient_check import diagnose

PUBLIC_SEED = 231
"""The seed of every visible check, so that a student sees the same result twice."""


class CheckFailed(Exception):
    """A facet's verdict, in one sentence for the student.

    Its traceback is never shown: Jupyter prints the sentence alone, so no line of a check can
    reach a notebook's output.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


Run = Callable[["Answer", np.random.Generator], None]


@dataclass(frozen=True)
class Facet:
    """One question asked of an answer: ``run(answer, rng)`` raises `CheckFailed` for "no"."""

    name: str
    weight: int
    tries: str
    run: Run
    hint: str = ""


@dataclass(frozen=True)
class Item:
    """One graded exercise: its functions in the order of the call, and its visible facets."""

    name: str
    points: float
    functions: tuple[str, ...]
    facets: tuple[Facet, ...]
    hidden_facets: int = 0


@dataclass(frozen=True)
class Outcome:
    """What one facet found. ``message`` is empty when it passed."""

    facet: Facet
    passed: bool
    message: str = ""
    warnings: tuple[str, ...] = ()


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
        return round(self.item.points * earned / total, 6)


@dataclass
class Answer:
    """The student's functions, each called through `call`, and what was noticed on the way."""

    functions: Mapping[str, Callable[..., Any]]
    warnings: list[str] = field(default_factory=list)

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function ``name``; its exception becomes a `CheckFailed`."""
        try:
            with _captured(self.warnings):
                result = self.functions[name](*args, **kwargs)
        except NotImplementedError:
            raise CheckFailed(f"{name} is not implemented yet") from None
        except Exception as error:  # noqa: BLE001 - whatever student code raises is a finding
            raise CheckFailed(_crash(name, args, error)) from None
        if result is None:
            raise CheckFailed(f"{name} returned None: is its return statement missing?")
        return result

    def forward(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Call a forward function and return its ``(out, cache)``."""
        result = self.call(name, *args, **kwargs)
        if not isinstance(result, tuple) or len(result) != 2:
            raise CheckFailed(f"{name} returned {_kind(result)}, expected the pair (out, cache)")
        return result[0], result[1]

    def backward(self, name: str, dout: Any, cache: Any, count: int = 1) -> tuple[Any, ...]:
        """Call a backward function and return its ``count`` gradients as a tuple."""
        result = self.call(name, dout, cache)
        if count == 1:
            return (result,)
        if not isinstance(result, tuple) or len(result) != count:
            raise CheckFailed(f"{name} returned {_kind(result)}, expected {count} gradients")
        return result


def evaluate(
    item: Item,
    facets: Sequence[Facet],
    functions: Sequence[Callable[..., Any]],
    *,
    seed: int = PUBLIC_SEED,
) -> Report:
    """Ask every facet and return what each found. Never raises for what the student's code does.

    Each facet draws its inputs from a generator of its own, so adding or skipping one changes no
    other.
    """
    if len(functions) != len(item.functions):
        names = ", ".join(item.functions)
        raise CheckFailed(
            f"check({item.name!r}): got {len(functions)} functions, expected {len(item.functions)}:"
            f" {names}"
        )
    named = dict(zip(item.functions, functions, strict=True))
    outcomes = [_ask(facet, named, _generator(item, facet, seed)) for facet in facets]
    return Report(item, tuple(outcomes))


def _generator(item: Item, facet: Facet, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(f"{item.name}/{facet.name}".encode())])


def _ask(
    facet: Facet, functions: Mapping[str, Callable[..., Any]], rng: np.random.Generator
) -> Outcome:
    answer = Answer(functions)
    try:
        facet.run(answer, rng)
    except CheckFailed as failure:
        return Outcome(facet, False, str(failure), tuple(answer.warnings))
    return Outcome(facet, True, "", tuple(answer.warnings))


@contextlib.contextmanager
def _captured(notices: list[str]) -> Iterator[None]:
    """Keep warnings as text and drop what is printed, so that a test cell's output is the check's."""
    sink = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        np.errstate(all="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            yield
        finally:
            notices.extend(f"{w.category.__name__}: {w.message}" for w in caught)


def _crash(name: str, args: Sequence[Any], error: Exception) -> str:
    shapes = ", ".join(str(np.shape(a)) for a in args if isinstance(a, np.ndarray))
    given = f" for input of shape {shapes}" if shapes else ""
    return f"{name} raised {type(error).__name__}{given}: {_first_line(error)}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no message"])[0][:200]


def _kind(value: Any) -> str:
    if isinstance(value, tuple):
        return f"a tuple of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__}"


# --- what facets say ---------------------------------------------------------------------------


def expect(claim: bool, message: str) -> None:
    """Raise `CheckFailed` with ``message`` unless ``claim`` holds."""
    if not claim:
        raise CheckFailed(message)


def expect_array(got: Any, where: str, shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return ``got`` as an array of numbers of exactly this shape and dtype, or say what it is."""
    if not isinstance(got, np.ndarray | np.generic):
        raise CheckFailed(f"{where} is {_kind(got)}, expected an array of shape {shape}")
    expect(got.shape == shape, f"{where} has shape {got.shape}, expected {shape}")
    expect(
        got.dtype == np.dtype(dtype),
        f"{where} has dtype {got.dtype} for {np.dtype(dtype)} input: the dtype must be kept",
    )
    return np.asarray(got)


Mistakes = Sequence[tuple[str, Any]]
"""Known wrong answers: the sentence that names the mistake, and the value that it leads to."""


def expect_close(
    got: Any,
    want: np.ndarray,
    where: str,
    *,
    rtol: float = 1e-7,
    atol: float | None = None,
    mistakes: Mistakes = (),
    **context: Any,
) -> None:
    """Compare shape, dtype and values with ``want``; name the mistake without telling the value.

    A value that equals one of ``mistakes`` gets that sentence. Otherwise
    `cs231n_core.gradient_check.diagnose` describes the difference; ``context`` (``x``, ``dout``)
    is handed to it.
    """
    value = expect_array(got, where, want.shape, want.dtype)
    slack = atol if atol is not None else rtol * max(1e-3, float(np.max(np.abs(want), initial=0.0)))
    if _close(value, want, rtol, slack):
        return
    for sentence, wrong in mistakes:
        wrong = np.asarray(wrong)
        if wrong.shape == value.shape and _close(value, wrong, max(rtol, 1e-6), max(slack, 1e-12)):
            raise CheckFailed(f"{where}: {sentence}")
    raise CheckFailed(f"{where}: {diagnose(value, want, rtol=rtol, atol=slack, **context)}")


def _close(value: np.ndarray, want: np.ndarray, rtol: float, atol: float) -> bool:
    return bool(np.allclose(value, want, rtol=rtol, atol=atol))


def expect_unchanged(before: Mapping[str, bytes], after: Mapping[str, Any], where: str) -> None:
    """Compare arrays with their bytes from before the call (see `frozen`)."""
    for name, content in before.items():
        expect(
            np.ascontiguousarray(after[name]).tobytes() == content,
            f"{where} changed its input {name}: work on a copy",
        )


def frozen(**arrays: np.ndarray) -> dict[str, bytes]:
    """Remember the bytes of the arrays for `expect_unchanged`."""
    return {name: np.ascontiguousarray(array).tobytes() for name, array in arrays.items()}


def expect_quiet(answer: Answer, where: str) -> None:
    """Demand that nothing warned so far: for contracts that promise no floating-point warning."""
    loud = [text for text in answer.warnings if text.startswith("RuntimeWarning")]
    if loud:
        raise CheckFailed(f"{where} made NumPy warn ({loud[0]}) although a quiet formula exists")


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


def render(report: Report, title: str = "visible checks") -> str:
    """Return the text a student reads: one line per facet, the mistake, the hint."""
    right = sum(outcome.passed for outcome in report.outcomes)
    head = f"{report.item.name}: {right} of {len(report.outcomes)} {title} right"
    lines = [head]
    said: set[str] = set()
    for outcome in report.outcomes:
        lines.append(f"  {'✓' if outcome.passed else '✗'} {outcome.facet.tries}")
        if outcome.message and outcome.message not in said:
            lines.append(f"      {outcome.message}")
            if outcome.facet.hint and "not implemented" not in outcome.message:
                lines.append(f"      hint: {outcome.facet.hint}")
        said.add(outcome.message)
    lines += [f"  note: {text} (costs no points by itself)" for text in _notices(report)]
    if title == "visible checks" and report.item.hidden_facets:
        lines.append(f"  {report.item.hidden_facets} more checks run when your work is graded")
    return "\n".join(lines)


def _notices(report: Report) -> list[str]:
    return list(dict.fromkeys(text for o in report.outcomes for text in o.warnings))[:3]


def _progress(stage: Stage) -> str:
    earned = {name: report.points for name, report in stage.latest.items()}
    total = sum(item.points for item in stage.items)
    lines = [f"{stage.name}: {sum(earned.values()):g} of {total:g} points by the visible checks"]
    for item in stage.items:
        have = earned.get(item.name)
        share = 0.0 if have is None else have / item.points
        bar = "█" * round(10 * share) + "░" * (10 - round(10 * share))
        state = "not checked yet" if have is None else f"{have:g} of {item.points:g}"
        lines.append(f"  {item.name:<16}{bar}  {state}")
    lines.append(f"  planned time for the stage: {stage.minutes} minutes")
    return "\n".join(lines)
