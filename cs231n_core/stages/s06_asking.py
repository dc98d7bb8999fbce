"""Facets of functions of images: as stage 05 asks, with forward passes and square twins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.cases import Case, Draw
from cs231n_core.checks import Answer, CheckFailed, Facet
from cs231n_core.expect import expect, expect_right
from cs231n_core.facets import Question
from cs231n_core.stages.s05_asking import Asked, deep

Square = Callable[..., Case]


@dataclass(frozen=True)
class AskedImages(Asked):
    """A function of images; a forward pass has its cache left out of what is compared.

    ``square`` turns arguments into others in which height and width are equal everywhere: an answer
    that raises only where they differ has mixed them up.
    """

    square: Square | None = None
    forward: bool = False

    def got(self, answer: Answer, args: Case) -> Sequence[Any]:
        """Call the answer; say so when only unequal sides make it raise."""
        try:
            return self._call(answer, args)
        except CheckFailed as failure:
            if " raised " in str(failure) and self._fine_when_square(answer, args):
                text = f"{failure}. With square images and windows it runs: height and width are"
                raise CheckFailed(f"{text} mixed up somewhere") from None
            raise

    def _call(self, answer: Answer, args: Case) -> Sequence[Any]:
        if not self.forward:
            return super().got(answer, args)
        out, _ = answer.forward(self.name, *args)
        return (out,)

    def _fine_when_square(self, answer: Answer, args: Case) -> bool:
        if self.square is None:
            return False
        try:
            self._call(answer, self.square(*deep(args, np.copy)))
        except CheckFailed:
            return False
        return True

    def refusal(self, question: Question, fits: Draw, bad: Draw) -> Facet:
        """Ask for ValueError on ``bad`` arguments, and for right results on those that fit."""

        def run(answer: Answer, rng: np.random.Generator) -> None:
            for args in fits(rng):
                expect_right(self.got(answer, deep(args, np.copy))[0], *self._want_first(args))
            for args in bad(rng):
                expect(
                    answer.raises(ValueError, self.name, *args),
                    f"{self.name} accepts an image that its windows do not tile and cuts off the "
                    "rest: raise ValueError",
                )

        return question.asked(run)

    def _want_first(self, args: Case) -> tuple[np.ndarray, str]:
        return self.want(args)[0], self.outputs[0]
