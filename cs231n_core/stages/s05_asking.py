"""Facets for a plain function of arrays and caches: values, dtype, purity, layouts in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import (
    Mistakes,
    expect_array,
    expect_close,
    expect_quiet,
    expect_right,
    expect_unchanged,
    frozen,
)
from cs231n_core.facets import Layout, Question, layouts_facet

Array = np.ndarray
Wanted = tuple[Array, ...]
Known = Callable[..., dict[str, Mistakes]]
"""The wrong results that people get, by the name of the result, for the same arguments."""


def deep(value: Any, change: Callable[[Array], Array]) -> Any:
    """Return the same with ``change`` applied to every array, in caches and lists too."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, dict):
        return {key: deep(part, change) for key, part in value.items()}
    if hasattr(value, "_fields"):
        return type(value)(*(deep(part, change) for part in value))
    if isinstance(value, list | tuple):
        return type(value)(deep(part, change) for part in value)
    return value


def arrays_in(names: Sequence[str], args: Case) -> Iterator[tuple[str, Array]]:
    """Yield every array among the arguments with the name that the exercise gives it."""
    for name, value in zip(names, args, strict=False):
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, dict):
            yield from ((f"{name}[{key!r}]", v) for key, v in value.items() if is_array(v))
        elif isinstance(value, list | tuple):
            yield from ((f"{name}[{i}]", v) for i, v in enumerate(value) if is_array(v))


def is_array(value: Any) -> bool:
    """Tell an array from a number in a cache."""
    return isinstance(value, np.ndarray)


def first_dtype(names: Sequence[str], args: Case) -> Any:
    """Return the dtype of the first array among the arguments."""
    return next(array.dtype for _, array in arrays_in(names, args))


def none_known(*_: Any) -> dict[str, Mistakes]:
    """Return no known mistakes."""
    return {}


@dataclass(frozen=True)
class Asked:
    """A function of the answer, the reference for it, and the names of what goes in and out."""

    name: str
    reference: Callable[..., Wanted]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    mistakes: Known = none_known

    def want(self, args: Case) -> Wanted:
        """Return the right results: computed in float64, in the dtype of the arguments."""
        dtype = first_dtype(self.inputs, args)
        wide = deep(args, lambda array: array.astype(np.float64))
        return tuple(np.asarray(value, dtype) for value in self.reference(*wide))

    def known(self, args: Case) -> dict[str, Mistakes]:
        """Return the wrong results for these arguments, by the name of the result."""
        return self.mistakes(*deep(args, lambda array: array.astype(np.float64)))

    def got(self, answer: Answer, args: Case) -> Sequence[Any]:
        """Call the answer on these very arrays."""
        result = answer.call(self.name, *args)
        if len(self.outputs) == 1:
            return (result,)
        kind = type(result)
        if kind is tuple and len(result) == len(self.outputs):
            return tuple(result)
        shown = f"a tuple of {len(result)}" if kind is tuple else f"a {kind.__name__}"
        expected = ", ".join(self.outputs)
        raise CheckFailed(f"{self.name} returned {shown}, expected the tuple ({expected})")

    def values(
        self,
        question: Question,
        draw: Draw,
        *,
        only: str = "",
        quiet: bool = False,
        **tolerance: float,
    ) -> Facet:
        """Compare all results or ``only`` one with the reference's."""
        chosen = [self.outputs.index(only)] if only else range(len(self.outputs))

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                wants, known = self.want(args), self.known(args)
                results = self.got(answer, deep(args, np.copy))
                for i in chosen:
                    name = self.outputs[i]
                    expect_close(
                        results[i], wants[i], name, mistakes=known.get(name, ()), **tolerance
                    )
                if quiet:
                    expect_quiet(answer, self.name)

        return question.asked(run)

    def dtypes(self, weight: int, draw: Draw) -> Facet:
        """Ask for float32 in, float32 out."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                small = deep(args, lambda array: array.astype(np.float32))
                wants = self.want(small)
                for value, want, name in zip(
                    self.got(answer, small), wants, self.outputs, strict=True
                ):
                    expect_array(value, name, want.shape, np.float32)
                    expect_right(value, want, name)

        hint = "a NumPy float64 scalar lifts float32; a Python number does not"
        return Question("dtype", weight, "float32 in, float32 out", hint).asked(run)

    def purity(self, weight: int, draw: Draw) -> Facet:
        """Ask that every argument is what it was before."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in draw(rng):
                given = deep(args, np.copy)
                arrays = dict(arrays_in(self.inputs, given))
                before, wants = frozen(**arrays), self.want(args)
                results = self.got(answer, given)
                expect_unchanged(before, arrays, self.name)
                for value, want, name in zip(results, wants, self.outputs, strict=True):
                    expect_right(value, want, name)

        hint = "array[...] = value, +=, *= and out=array write into the array that you were given"
        tries = f"{' and '.join(self.inputs)} stay as they were"
        return Question("pure", weight, tries, hint).asked(run)

    def layouts(self, weight: int, draw: Draw) -> Facet:
        """Ask for the same results when arrays are read-only or not contiguous in memory."""

        def trial(args: Case, _: np.random.Generator) -> Callable[[Answer, Layout], None]:
            return lambda answer, laid: self._right(answer, deep(args, laid), args)

        return layouts_facet(self.name, weight, draw, trial)

    def _right(self, answer: Answer, laid: Case, args: Case) -> None:
        results, wants = self.got(answer, laid), self.want(args)
        for value, want, name in zip(results, wants, self.outputs, strict=True):
            expect_right(value, want, name)
