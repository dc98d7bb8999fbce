"""Generated honest variants score full; `make variants` tries hundreds of them."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from autograder.authoring.answers import Answers, load_functions
from autograder.authoring.vary import Tally, honest_answers
from autograder.authoring.vary.answers import CHANGES
from autograder.authoring.vary.inputs_nets import SCRIPTS
from autograder.authoring.vary.trial import said, same

MADE: dict[str, tuple[list[Answers], Tally]] = {}


def generated(stage: str) -> tuple[list[Answers], Tally]:
    """Make variants until every change that the stage has a place for was made once."""
    if stage not in MADE:
        tally, made, before = Tally(once=True), [], -1
        for answers in honest_answers(stage, 20, np.random.default_rng(2026), tally=tally):
            if tally.made.total() == before:
                break
            before = tally.made.total()
            made.append(answers)
        MADE[stage] = made, tally
    return MADE[stage]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_generated_variant_loses_nothing(work: Any) -> None:
    for seed, answers in enumerate(generated(work.name)[0]):
        functions = load_functions(work.reference, (), answers)
        for item in work.stage.items:
            report = work.grade(item, functions, seed)
            texts = [answers.functions[name] for name in item.functions]
            assert report.failed == {}, "\n\n".join(texts)


def test_every_change_is_made_where_it_has_a_place(work: Any) -> None:
    _, tally = generated(work.name)
    rng = np.random.default_rng(0)
    possible = {
        name
        for name, change in CHANGES.items()
        for text in work.reference.functions.values()
        if change(function(text), rng)
    }
    refused = {name for name, _ in tally.dropped}
    assert possible - set(tally.made) <= refused
    assert len(possible - set(tally.made)) <= 3


def function(text: str) -> ast.FunctionDef:
    (found,) = ast.parse(text).body
    assert isinstance(found, ast.FunctionDef)
    return found


def test_what_is_compared_tells_wrong_answers_from_right_ones(work: Any) -> None:
    missed = []
    sample = work.mutants[::8]
    for mutant in sample:
        script = SCRIPTS[work.name][mutant.constants["ITEM"]]
        functions = load_functions(work.reference, (), mutant)
        if same(said(script, work.solved, (1,)), said(script, functions, (1,))):
            missed.append(mutant.path.stem)
    assert len(missed) <= len(sample) / 3, missed
