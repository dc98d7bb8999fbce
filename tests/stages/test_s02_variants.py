"""Honest answers that are written in other ways score full."""

from pathlib import Path

import pytest

from autograder.authoring.answers import Answers, load_functions, read_answers
from cs231n_core.stages.s02 import STAGE

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = [
    read_answers(path) for path in sorted((ROOT / "tests/variants/02_activations").glob("*.py"))
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.path.stem)
def test_an_honest_variant_scores_full(variant: Answers, reference_02, grade) -> None:
    functions = load_functions(reference_02, (), variant)
    changed = [item for item in STAGE.items if set(item.functions) & set(variant.functions)]
    assert changed
    for item in changed:
        for seed in (231, 1, 2):
            report = grade(item.name, functions, seed)
            assert report.failed == {}
            assert report.points == item.points


def test_there_are_enough_variants_and_each_item_has_some() -> None:
    assert len(VARIANTS) >= 32
    for item in STAGE.items:
        written = [v for v in VARIANTS if set(item.functions) <= set(v.functions)]
        assert len(written) >= 3, item.name
