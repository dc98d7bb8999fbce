"""Ready-made facets for a forward/backward pair: values, gradients, and the clauses of a contract.

A `Pair` knows the answer's two functions by name and the reference that they are compared with.
Each of its methods makes one `Facet`. Backward always gets the cache of the answer's own forward;
the reference is never asked with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.cases import (
    LAYOUTS,
    Case,
    Draw,
    copies,
    global_random_state,
    like,
    mapped,
    named,
    upstream,
)
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import (
    Mistakes,
    expect,
    expect_array,
    expect_close,
    expect_quiet,
    expect_right,
    expect_unchanged,
    frozen,
    plain,
)


def _no_mistakes(*_: Any) -> Mistakes:
    return ()


@dataclass(frozen=True)
class Question:
    """The words of a facet: its name, its weight, what it tries, and a hint for who fails."""

    name: str
    weight: int
    tries: str
    hint: str = ""

    def asked(self, run: Callable[[Answer, np.random.Generator], None]) -> Facet:
        """Return the facet that asks this question by ``run``."""
        return Facet(self.name, self.weight, self.tries, run, self.hint)


Layout = Callable[[np.ndarray], np.ndarray]
"""Returns the same numbers in another layout in memory."""


def layouts_facet(
    name: str,
    weight: int,
    draw: Draw,
    trial: Callable[[Case, np.random.Generator], Callable[[Answer, Layout], None]],
) -> Facet:
    """Ask for the same results when arrays are read-only or not contiguous in memory.

    ``trial(args, rng)`` returns what asks an answer for ``args`` in a layout and expects the
    right results.
    """

    def run(answer: Answer, rng: np.random.Generator) -> None:
        for args in draw(rng):
            ask = trial(args, rng)
            ask(answer, np.copy)
            for laid, word in LAYOUTS:
                try:
                    ask(answer, laid)
                except CheckFailed as failure:
                    if " raised " in str(failure):
                        raise
                    raise CheckFailed(
                        f"{name} is right for ordinary arrays and wrong for {word}: it "
                        "depends on the order in memory"
                    ) from None

    tries = "arrays that are read-only, transposed or slices of larger ones"
    hint = "never write into an input, and let shapes, not memory order, decide"
    return Question("layouts", weight, tries, hint).asked(run)


@dataclass(frozen=True)
class Pair:
    """A forward function, its backward function, and the reference for both."""

    name: str
    forward: Callable[..., tuple[Any, Any]]
    backward: Callable[[Any, Any], Any]
    inputs: tuple[str, ...] = ("x",)
    grads: tuple[str, ...] = ("dx",)

    def out(self, args: Case) -> np.ndarray:
        """Return the reference's output."""
        return np.asarray(self.forward(*copies(args))[0])

    def gradients(self, dout: np.ndarray, args: Case) -> tuple[np.ndarray, ...]:
        """Return the reference's gradients, one per name in ``grads``."""
        _, cache = self.forward(*copies(args))
        result = self.backward(dout.copy(), cache)
        return tuple(np.asarray(g) for g in (result if len(self.grads) > 1 else (result,)))

    def ask_forward(self, answer: Answer, args: Case) -> tuple[Any, Any]:
        """Call the answer's forward function on these very arrays."""
        return answer.forward(f"{self.name}_forward", *args)

    def ask_backward(self, answer: Answer, dout: np.ndarray, cache: Any) -> tuple[Any, ...]:
        """Call the answer's backward function on these very arrays."""
        return answer.backward(f"{self.name}_backward", dout, cache, len(self.grads))

    def values(
        self,
        question: Question,
        draw: Draw,
        mistakes: Callable[..., Mistakes] = _no_mistakes,
        *,
        quiet: bool = False,
        **tolerance: float,
    ) -> Facet:
        """Compare ``out``; ``mistakes(*args)`` are the known wrong outputs."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                want = self.out(args)
                out, _ = self.ask_forward(answer, copies(args))
                expect_close(
                    out, want, "out", mistakes=mistakes(*args), x=like(args[0], want), **tolerance
                )
                if quiet:
                    expect_quiet(answer, f"{self.name}_forward")

        return question.asked(run)

    def slopes(
        self,
        question: Question,
        draw: Draw,
        mistakes: Callable[..., Mistakes] = _no_mistakes,
        *,
        only: str = "",
        quiet: bool = False,
    ) -> Facet:
        """Compare all gradients or ``only`` one; ``mistakes(dout, *args)`` are wrong ones."""
        chosen = [self.grads.index(only)] if only else range(len(self.grads))

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                dout = upstream(rng, self.out(args))
                wants = self.gradients(dout, args)
                out, cache = self.ask_forward(answer, copies(args))
                before = len(answer.warnings)
                got = self.ask_backward(answer, dout.copy(), cache)
                _expect_order(got, wants, self.grads)
                known = [*mistakes(dout, *args), *self._careless(dout, args)]
                for i in chosen:
                    context = {"x": args[0], "dout": like(dout, wants[i])}
                    with _blaming_forward(out, self.out(args)):
                        expect_close(got[i], wants[i], self.grads[i], mistakes=known, **context)
                if quiet:
                    expect_quiet(answer, f"{self.name}_backward", before)

        return question.asked(run)

    def both(
        self,
        question: Question,
        draw: Draw,
        out_mistakes: Callable[..., Mistakes] = _no_mistakes,
        grad_mistakes: Callable[..., Mistakes] = _no_mistakes,
    ) -> Facet:
        """Compare ``out`` and all gradients."""
        forward = self.values(question, draw, out_mistakes)
        backward = self.slopes(question, draw, grad_mistakes)

        def run(answer: Answer, rng: np.random.Generator) -> None:
            forward.run(answer, rng)
            backward.run(answer, rng)

        return question.asked(run)

    def _careless(self, dout: np.ndarray, args: Case) -> Mistakes:
        """Return what is wrong in the same way for every entrywise function."""
        if len(self.grads) > 1:
            return ()
        slope = self.gradients(np.ones_like(dout), args)[0]
        return (
            ("this is the local slope alone: it is not multiplied by dout", slope),
            ("this is dout itself: the local slope is missing", dout),
        )

    def dtypes(self, weight: int, draw: Draw) -> Facet:
        """Ask for float32 in, float32 out, in both directions."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                small = mapped(args, lambda array: array.astype(np.float32))
                want = self.out(small)
                out, cache = self.ask_forward(answer, copies(small))
                expect_right(out, want, "out")
                got = self.ask_backward(answer, upstream(rng, want), cache)
                for name, source, value in zip(self.grads, small, got, strict=False):
                    expect_array(value, name, source.shape, np.float32)

        tries = "float32 in gives float32 out, and a gradient of the shape of its input"
        hint = "a NumPy scalar such as np.sqrt(2) is float64 and lifts the array; 2 ** 0.5 does not"
        return Question("dtype", weight, tries, hint).asked(run)

    def purity(self, weight: int, draw: Draw) -> Facet:
        """Ask that inputs, ``dout`` and the cache are what they were before."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                given = copies(args)
                arrays = named(self.inputs, given)
                before, want = frozen(**arrays), self.out(args)
                out, cache = self.ask_forward(answer, given)
                expect_unchanged(before, arrays, f"{self.name}_forward")
                expect_right(out, want, "out")
                arrays["dout"] = dout = upstream(rng, want)
                before = frozen(**arrays)
                first = self._contents(self.ask_backward(answer, dout, cache))
                expect_unchanged(before, arrays, f"{self.name}_backward")
                again = self._contents(self.ask_backward(answer, dout, cache))
                expect(
                    first == again,
                    f"{self.name}_backward gives another result when it is called again with the "
                    "same cache: it changes the cache",
                )

        tries = "inputs, dout and the cache are left as they were"
        hint = "array[...] = value, +=, *= and out=array write into the array that you were given"
        return Question("pure", weight, tries, hint).asked(run)

    def layouts(self, weight: int, draw: Draw) -> Facet:
        """Ask for the same results when arrays are read-only or not contiguous in memory."""

        def trial(args: Case, rng: np.random.Generator) -> Callable[[Answer, Layout], None]:
            dout = upstream(rng, self.out(args))
            return lambda answer, laid: self._round_trip(answer, args, dout, laid)

        return layouts_facet(self.name, weight, draw, trial)

    def independence(self, weight: int, draw: Draw) -> Facet:
        """Ask for two forward calls before the two backward calls, and no random numbers."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            state = global_random_state()
            calls = [(args, upstream(rng, self.out(args))) for args in draw(rng)]
            for args, dout in calls:
                self._round_trip(answer, args, dout, np.copy)
            results = [self.ask_forward(answer, copies(args)) for args, _ in calls]
            for (args, dout), result in zip(calls, results, strict=True):
                try:
                    self._finish(answer, args, dout.copy(), result)
                except CheckFailed:
                    raise CheckFailed(
                        f"{self.name} is right when backward directly follows its forward, and "
                        "wrong when another forward comes between: something is kept outside "
                        "the cache"
                    ) from None
            expect(
                global_random_state() == state,
                f"{self.name} uses NumPy's global random generator: an activation needs none",
            )

        tries = "two forward calls first, then both backward calls, with nothing random"
        hint = "what backward needs travels in the cache; global variables belong to the last call"
        return Question("independent", weight, tries, hint).asked(run)

    def _contents(self, gradients: Sequence[Any]) -> list[bytes]:
        return [plain(g, name).tobytes() for g, name in zip(gradients, self.grads, strict=True)]

    def _round_trip(
        self, answer: Answer, args: Case, dout: np.ndarray, laid: Callable[..., np.ndarray]
    ) -> None:
        """Demand right results of forward and backward for arrays that are laid out like this."""
        self._finish(answer, args, laid(dout), self.ask_forward(answer, mapped(args, laid)))

    def _finish(self, answer: Answer, args: Case, dout: np.ndarray, result: Any) -> None:
        """Demand that a forward result is right, and the backward that follows it."""
        out, cache = result
        expect_right(out, self.out(args), "out")
        wants = self.gradients(dout, args)
        got = self.ask_backward(answer, dout, cache)
        for value, want, name in zip(got, wants, self.grads, strict=True):
            expect_right(value, want, name)


@contextlib.contextmanager
def _blaming_forward(out: Any, want: np.ndarray) -> Iterator[None]:
    """Add to the verdict on a gradient that forward is wrong too."""
    try:
        yield
    except CheckFailed as failure:
        try:
            expect_right(out, want, "out")
        except CheckFailed:
            text = f"{failure}; out is not right either: begin with forward"
            raise CheckFailed(text) from None
        raise


def _expect_order(got: Sequence[Any], wants: Sequence[np.ndarray], names: Sequence[str]) -> None:
    """Notice gradients that are returned in another order than their inputs."""
    shapes = [v.shape if type(v) is np.ndarray else () for v in got]
    wanted = [want.shape for want in wants]
    expect(
        shapes == wanted or sorted(shapes) != sorted(wanted),
        f"the gradients come in another order than the inputs: expected ({', '.join(names)})",
    )
