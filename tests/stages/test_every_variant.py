"""Honest answers that are written in other ways score full."""

from typing import Any

from autograder.authoring.answers import Answers, load_functions


def test_an_honest_variant_scores_full(work: Any, variant: Answers) -> None:
    functions = load_functions(work.reference, (), variant)
    changed = [item for item in work.stage.items if set(item.functions) & set(variant.functions)]
    assert changed
    for item in changed:
        for seed in (231, 1, 2):
            report = work.grade(item, functions, seed)
            assert report.failed == {}
            assert report.points == item.points


def test_there_are_enough_variants_and_each_item_has_some(work: Any) -> None:
    assert len(work.variants) >= work.plan["checks"]["variants"]
    for item in work.stage.items:
        written = [v for v in work.variants if set(item.functions) <= set(v.functions)]
        assert len(written) >= 3, item.name
