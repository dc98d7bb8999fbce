"""Generated honest variants score full; `make variants` tries hundreds of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.authoring.answers import Answers, load_functions
from autograder.authoring.vary import Tally, honest_answers
from autograder.authoring.vary.inputs_nets import SCRIPTS
from autograder.authoring.vary.trial import said, same

COUNT = 2
MADE: dict[str, tuple[list[Answers], Tally]] = {}


def generated(stage: str) -> tuple[list[Answers], Tally]:
    if stage not in MADE:
        tally = Tally()
        rng = np.random.default_rng(2026)
        MADE[stage] = list(honest_answers(stage, COUNT, rng, tally=tally)), tally
    return MADE[stage]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_generated_variant_loses_nothing(work: Any) -> None:
    for seed, answers in enumerate(generated(work.name)[0]):
        functions = load_functions(work.reference, (), answers)
        for item in work.stage.items:
            report = work.grade(item, functions, seed)
            texts = [answers.functions[name] for name in item.functions]
            assert report.failed == {}, "\n\n".join(texts)


def test_generated_variants_differ_and_come_again_from_the_same_seed(work: Any) -> None:
    made, _ = generated(work.name)
    assert len({answers.text for answers in made}) == COUNT
    for answers in made:
        for name, text in work.reference.functions.items():
            assert answers.functions[name] != text


def test_mutants_are_not_taken_for_honest(work: Any) -> None:
    """What compares variants with the reference must tell wrong answers from right ones."""
    missed = []
    sample = work.mutants[::5]
    for mutant in sample:
        script = SCRIPTS[work.name][mutant.constants["ITEM"]]
        functions = load_functions(work.reference, (), mutant)
        if same(said(script, work.solved, (1,)), said(script, functions, (1,))):
            missed.append(mutant.path.stem)
    assert len(missed) <= len(sample) / 3, missed
