"""What an answer could say without looking: counted answers, and what the visible checks showed."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.scoring import RECITED, SEED
from cs231n_core.checks import Item, evaluate

SECRETS = (1, 2, 3)

FIXED = {
    *("activation_gain/relu", "activation_gain/fixed", "activation_gain/leaky"),
    *("fan_in_and_fan_out/filters", "col2im/counts", "update_ratios/toy"),
}
"""The visible facets whose few numbers the text of the notebook names: nothing else is drawn."""

SMALL = {
    *("dead_fraction", "symmetry_groups", "activation_gain", "fan_in_and_fan_out"),
    *("should_abort", "diagnose_loss_curve", "diagnose_gap"),
}
"""The items whose every answer is a word, a truth value or a number or two."""


def listened(function: Callable[..., Any], heard: list[Any]) -> Callable[..., Any]:
    """Return the function; what it answers is written down."""

    def listening(*args, **kwargs):
        try:
            heard.append(function(*args, **kwargs))
        except ValueError as error:
            heard.append(error)
            raise
        return heard[-1]

    return listening


def counted(said: Sequence[Any]) -> Callable[..., Any]:
    """Return a function that says the same again, whatever it is asked."""
    left = iter(said)

    def counting(*_, **__):
        value = next(left)
        if isinstance(value, ValueError):
            raise value
        return value

    return counting


def heard_of(work: Any, item: Item, seed: int) -> list[Any]:
    heard: list[Any] = []
    work.grade(item, {item.name: listened(work.solved[item.name], heard)}, seed)
    return heard


def is_small(value: Any) -> bool:
    if isinstance(value, ValueError):
        return True
    parts = value if type(value) is tuple else (value,)
    return all(type(part) in (str, bool, int, float, np.float64, np.bool_) for part in parts)


def test_the_list_names_every_item_whose_answers_are_small(work: Any) -> None:
    single = [item for item in work.stage.items if item.functions == (item.name,)]
    small = {item.name for item in single if all(is_small(v) for v in heard_of(work, item, 1))}
    assert small == SMALL & {item.name for item in work.stage.items}


def test_two_students_are_asked_in_another_order(work: Any) -> None:
    for item in work.stage.items:
        if item.name in SMALL:
            orders = {json.dumps(list(map(repr, heard_of(work, item, s)))) for s in SECRETS}
            assert len(orders) == len(SECRETS), item.name


def test_an_answer_that_counts_its_calls_earns_next_to_nothing_of_what_is_hidden(work: Any) -> None:
    for item in work.stage.items:
        if item.name not in SMALL:
            continue
        said = heard_of(work, item, SECRETS[0])
        for seed in range(10, 20):
            report = work.grade(item, {item.name: counted(said)}, seed)
            hidden = report.outcomes[len(item.facets) :]
            weight = sum(outcome.facet.weight for outcome in hidden)
            earned = sum(outcome.facet.weight for outcome in hidden if outcome.passed)
            assert earned <= 0.2 * weight, (
                item.name,
                seed,
                [o.facet.name for o in hidden if o.passed],
            )


def question(name: str, *values: Any) -> str:
    """Return a call as text; of a generator, what it will draw."""
    drawn = (v.bit_generator.state if isinstance(v, np.random.Generator) else v for v in values)
    return name + repr(list(drawn))


def recited(functions: dict[str, Callable[..., Any]], known: dict[str, Any]) -> dict[str, Any]:
    """Return functions that say what was said before to the same arguments, and nothing else."""

    def reciting(name: str) -> Callable[..., Any]:
        def recite(*args, **kwargs):
            return known[question(name, *args, *kwargs.values())]

        return recite

    return {name: reciting(name) for name in functions}


def learned(functions: dict[str, Callable[..., Any]], known: dict[str, Any]) -> dict[str, Any]:
    """Return the functions; what they answer to which arguments is written down."""

    def learning(name: str) -> Callable[..., Any]:
        def learn(*args, **kwargs):
            asked = question(name, *args, *kwargs.values())
            known[asked] = functions[name](*args, **kwargs)
            return known[asked]

        return learn

    return {name: learning(name) for name in functions}


def reciting(item: Item, solved: dict[str, Callable[..., Any]]) -> dict[str, Any]:
    """Return functions that know what the visible facets asked at home."""
    known: dict[str, Any] = {}
    own = {name: solved[name] for name in item.functions}
    evaluate(item, item.facets, list(learned(own, known).values()))
    return recited(own, known)


def test_an_answer_that_recites_the_visible_checks_proves_nothing(work: Any) -> None:
    for item in work.stage.items:
        report = work.grade(item, reciting(item, work.solved), SECRETS[0])
        passed = {f"{item.name}/{o.facet.name}" for o in report.outcomes if o.passed}
        assert passed <= FIXED


def test_who_knows_the_visible_numbers_only_is_told_so(work: Any) -> None:
    told = 0
    for item in work.stage.items:
        functions = reciting(item, work.solved)
        if set(work.grade(item, functions).failed) & {facet.name for facet in item.facets}:
            continue  # it changes what it is given: nobody can recite it
        failed = work.grade(item, functions, SECRETS[0]).failed
        drawn = [f.name for f in item.facets if f"{item.name}/{f.name}" not in FIXED]
        assert all(failed[name].startswith(RECITED) for name in drawn)
        told += bool(drawn)
    assert told


def test_the_text_says_what_was_lost_by_reciting(work: Any, capsys) -> None:
    item = next(item for item in work.stage.items if not item.name.startswith("activation_gain"))
    functions = reciting(item, work.solved)
    token = SEED.set(SECRETS[0])
    try:
        work.checks.check(item.name, *functions.values())
    finally:
        SEED.reset(token)
    shown = capsys.readouterr().out
    lost = work.grade(item, functions, SECRETS[0]).failed.values()
    assert (RECITED in shown) == any(message.startswith(RECITED) for message in lost)
