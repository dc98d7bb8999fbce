"""From facets to points and to the text of a test cell."""

from io import StringIO

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from cs231n_core.checks import (
    CheckFailed,
    Facet,
    Item,
    Outcome,
    Report,
    Stage,
    evaluate,
    render,
    render_hidden,
)
from cs231n_core.expect import expect


def facet(name: str, weight: int, run=lambda answer, rng: None, hint: str = "") -> Facet:
    return Facet(name, weight, f"tries {name}", run, hint)


def failing(message: str):
    def run(answer, rng):
        raise CheckFailed(message)

    return run


def item(*facets: Facet, points: float = 3, hidden: int = 0) -> Item:
    return Item("thing", points, ("f",), facets, hidden)


def asked(*facets: Facet, function=lambda: 1.0, **options) -> Report:
    return evaluate(item(*facets), facets, [function], **options)


def test_points_are_the_share_of_the_weight_that_passed() -> None:
    report = asked(facet("a", 2), facet("b", 1, failing("no")))
    assert report.points == 2.0
    assert type(report.points) is float
    assert report.failed == {"b": "no"}


def test_everything_right_is_exactly_the_points_of_the_item() -> None:
    assert asked(*(facet(str(i), weight) for i, weight in enumerate([3, 4, 1, 1, 7]))).points == 3.0


def test_every_facet_is_asked_whatever_the_others_found() -> None:
    report = asked(facet("a", 1, failing("first")), facet("b", 1), facet("c", 1, failing("last")))
    assert [outcome.passed for outcome in report.outcomes] == [False, True, False]


def test_a_check_that_breaks_on_an_object_gives_no_point() -> None:
    def breaking(answer, rng):
        raise TypeError("an object without length")

    report = asked(facet("a", 1, breaking))
    assert report.points == 0.0
    assert report.failed == {"a": "what was returned cannot be checked (TypeError)"}


def test_a_facet_has_random_numbers_of_its_own() -> None:
    seen = {}

    def draws(name):
        def run(answer, rng):
            seen.setdefault(name, []).append(rng.random())

        return run

    asked(facet("a", 1, draws("a")), facet("b", 1, draws("b")))
    asked(facet("b", 1, draws("b")))
    asked(facet("b", 1, draws("b")), seed=7)
    assert seen["a"][0] != seen["b"][0]
    assert seen["b"][0] == seen["b"][1] != seen["b"][2]


def test_a_check_s_own_arithmetic_does_not_warn(capsys) -> None:
    def overflowing(answer, rng):
        np.exp(np.array([1e4]))

    assert asked(facet("a", 1, overflowing)).points == 3.0
    assert capsys.readouterr().err == ""


def test_where_a_diagnosis_quotes_a_hidden_input_it_is_cut() -> None:
    message = "out: 2 entries are wrong: only where x is large, from |x| = 47.7 on; it is zero"
    shown, cut = (
        asked(facet("a", 1, failing(message)), secret=secret).failed["a"]
        for secret in (False, True)
    )
    assert shown == message
    assert cut == "out: 2 entries are wrong: only where x is large; it is zero"


def test_a_wrong_number_of_functions_is_the_cell_s_mistake() -> None:
    with pytest.raises(CheckFailed, match=r"check\('thing'\): got 2 functions, expected 1: f"):
        evaluate(item(facet("a", 1)), [facet("a", 1)], [print, print])


def test_the_text_has_a_line_per_facet_and_says_nothing_twice() -> None:
    facets = (facet("a", 1), facet("b", 1, failing("no"), "look"), facet("c", 1, failing("no")))
    report = evaluate(item(*facets, hidden=4), facets, [print])
    assert render(report).splitlines() == [
        "thing: 1 of 3 visible checks right",
        "  ✓ tries a",
        "  ✗ tries b",
        "      no",
        "      hint: look",
        "  ✗ tries c",
        "  4 more checks run when your work is graded",
    ]


def test_the_hidden_text_tells_failures_only() -> None:
    facets = (facet("a", 1), facet("b", 1, failing("no"), "look"), facet("c", 1, failing("known")))
    report = evaluate(item(*facets), facets, [print])
    assert render_hidden(report, said=["known"]).splitlines() == [
        "thing: 1 of 3 hidden checks right",
        "  ✗ tries b",
        "      no",
        "      hint: look",
        "  ✗ tries c",
    ]


NO_ANSWER = (
    "f is not implemented yet",
    "out is not right yet: later",
    "f returned None: is its return statement missing?",
    "f returned an array of shape (4, 5), expected the pair (out, cache)",
    "the result is a list, expected a NumPy array of shape (20,)",
    "layer 1: rms is an array of shape (), expected one plain number: float(...) makes it one",
)
ERRORS = (
    "f raised ValueError for input of shape (2, 3): operands could not be broadcast",
    "db has shape (5, 3, 2), expected (3, 2)",
    "after a call in mode train bn_param has no running_var: store it there",
)
WRONG_VALUES = (
    "out: it has shape (1, 4), expected (4,): the values are right, the shape is not",
    "out has dtype float64 for float32 input: the dtype must be kept",
    "f raised ValueError for input of shape (3, 7): assignment destination is read-only",
    "layer 1: this is a count, expected a share",
    "f returned a share for an array with NaN: expected a ValueError",
    "W1 is all zero and has no ratio: expected nan, not a number",
)


@pytest.mark.parametrize("message", NO_ANSWER)
def test_no_hint_is_given_before_it_can_help(message: str) -> None:
    run = failing(message)
    for early in (facet("a", 1, run, "look"), facet("a", 1, run, "look").hinting_at_errors()):
        report = asked(early)
        assert message in render(report)
        assert "hint" not in render(report) + render_hidden(report)


@pytest.mark.parametrize("message", ERRORS)
def test_a_hint_about_values_is_not_given_for_an_error_unless_the_facet_says_so(message) -> None:
    about_values = facet("a", 1, failing(message), "look")
    assert "hint" not in render(asked(about_values)) + render_hidden(asked(about_values))
    assert "hint: look" in render(asked(about_values.hinting_at_errors()))


@pytest.mark.parametrize("message", WRONG_VALUES)
def test_a_hint_is_given_for_wrong_values_and_for_what_names_its_cause(message: str) -> None:
    assert "hint: look" in render(asked(facet("a", 1, failing(message), "look")))


def test_a_warning_is_noted_and_costs_nothing() -> None:
    outcome = Outcome(facet("a", 1), True, "", ("UserWarning: careful",) * 2)
    text = render(Report(item(facet("a", 1)), (outcome,)))
    assert text.count("note: UserWarning: careful (costs no points by itself)") == 1


def test_a_stage_knows_its_items_and_shows_progress(capsys) -> None:
    def even(answer, rng):
        expect(answer.call("f") % 2 == 0, "odd")

    one = Item("one", 3, ("f",), (facet("a", 2, even), facet("b", 1)))
    stage = Stage("07_test", (one, Item("two", 1, ("g",), (facet("c", 1),))), 10)
    assert stage.check("one", lambda: 3) == 1.0
    stage.progress()
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "07_test: 1 of 4 points by the visible checks",
        "  one                ███░░░░░░░  1 of 3",
        "  two                ░░░░░░░░░░  not checked yet",
        "  planned time for the stage: 10 minutes",
    ]
    with pytest.raises(CheckFailed, match="no item 'three' in stage 07_test, expected one of one"):
        stage.check("three")


def test_bonus_points_are_counted_apart(capsys) -> None:
    extra = Item("more", 2, ("g",), (facet("b", 1),), bonus=True)
    stage = Stage("07_test", (Item("one", 3, ("f",), (facet("a", 1),)), extra), 10)
    stage.check("more", lambda: 1)
    stage.progress()
    shown = capsys.readouterr().out
    assert "07_test: 0 of 3 points by the visible checks, and 2 of 2 bonus points" in shown
    assert "2 of 2 (bonus)" in shown


def test_a_failed_check_shows_its_sentence_and_not_a_line_of_code(capsys) -> None:
    shell = InteractiveShell()
    shell.user_ns["stage"] = Stage("07_test", (), 10)
    result = shell.run_cell("stage.check('x')")
    assert isinstance(result.error_in_exec, CheckFailed)
    shown = StringIO("".join(capsys.readouterr())).getvalue()
    assert "no item 'x'" in shown
    assert "Traceback" not in shown
    assert "checks.py" not in shown
