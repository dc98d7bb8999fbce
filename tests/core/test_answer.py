"""Calling a student's functions: every accident becomes one sentence."""

import sys
import warnings
from collections import namedtuple

import numpy as np
import pytest

from cs231n_core.answer import Answer, CheckFailed, kind_of


def ask(function, *args, secret=False):
    return Answer({"f": function}, secret).call("f", *args)


def raising(error):
    def function(*_):
        raise error

    return function


def test_a_result_comes_back_as_it_is() -> None:
    x = np.arange(3.0)
    assert ask(lambda a: a, x) is x


def test_a_stub_is_not_implemented() -> None:
    with pytest.raises(CheckFailed, match=r"^f is not implemented yet$"):
        ask(raising(NotImplementedError()))


def test_a_forgotten_return_is_named() -> None:
    with pytest.raises(CheckFailed, match="f returned None: is its return statement missing"):
        ask(lambda: None)


def test_an_exception_is_told_with_the_shapes_of_the_input() -> None:
    with pytest.raises(CheckFailed, match=r"f raised ValueError for input of shape \(2, 3\): oh"):
        ask(raising(ValueError("oh\nsecond line")), np.ones((2, 3)))


@pytest.mark.parametrize("error", [SystemExit(0), RecursionError("deep"), MemoryError()])
def test_not_even_an_exit_leaves_the_call(error: BaseException) -> None:
    with pytest.raises(CheckFailed, match=f"f raised {type(error).__name__}"):
        ask(raising(error))


def test_an_interrupt_is_not_a_finding() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask(raising(KeyboardInterrupt()))


def test_an_exception_that_cannot_say_what_it_is_has_no_message() -> None:
    class Mute(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise RuntimeError

    with pytest.raises(CheckFailed, match="f raised Mute: no message"):
        ask(raising(Mute()))


def test_hidden_inputs_do_not_leave_through_the_text_of_an_exception() -> None:
    error = ValueError("got 0.125 and -3.5e-07 and [1. 2.] for shape (4, 5)")
    with pytest.raises(CheckFailed) as failure:
        ask(raising(error), secret=True)
    assert str(failure.value) == "f raised ValueError: got # and # and [# #] for shape (4, 5)"


def test_prints_and_warnings_stay_inside(capsys) -> None:
    def loud():
        sys.stdout.write("x" * 100)
        sys.stderr.write("y")
        warnings.warn("careful", stacklevel=1)
        np.exp(np.array([1000.0]))
        return 1.0

    answer = Answer({"f": loud})
    assert answer.call("f") == 1.0
    assert capsys.readouterr() == ("", "")
    assert answer.warnings == [
        "UserWarning: careful", "RuntimeWarning: overflow encountered in exp"
    ]  # fmt: skip


def test_a_student_who_makes_numpy_raise_does_not_change_the_course() -> None:
    def strict():
        np.seterr(all="raise")
        return 1.0

    before = np.geterr()
    ask(strict)
    assert np.geterr() == before


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (np.ones(2), r"an array of shape \(2,\)"),
        ([1, 2], "a list"),
        ((1, 2, 3), "a tuple of 3"),
        (iter(()), "a tuple_iterator"),
    ],
)
def test_a_forward_that_returns_no_pair_is_told_what_it_returned(result, words: str) -> None:
    with pytest.raises(CheckFailed, match=rf"f returned {words}, expected the pair \(out, cache\)"):
        Answer({"f": lambda: result}).forward("f")


def test_a_named_pair_is_a_pair_and_a_lying_tuple_is_not() -> None:
    both = namedtuple("Both", "out cache")(1, 2)
    assert Answer({"f": lambda: both}).forward("f") == (1, 2)

    class Lying(tuple):
        __slots__ = ()

        def __len__(self) -> int:
            return 2

    with pytest.raises(CheckFailed, match="f returned a tuple of 1"):
        Answer({"f": lambda: Lying((1,))}).forward("f")


def test_gradients_are_counted() -> None:
    answer = Answer({"f": lambda dout, cache: (dout, cache)})
    assert answer.backward("f", 1, 2, 2) == (1, 2)
    assert answer.backward("f", 1, 2) == ((1, 2),)
    with pytest.raises(CheckFailed, match="f returned a tuple of 2, expected a tuple of 3 gradien"):
        answer.backward("f", 1, 2, 3)


def test_an_asked_for_exception_is_told_from_others() -> None:
    assert Answer({"f": raising(ValueError("x"))}).raises(ValueError, "f")
    assert not Answer({"f": lambda: 1}).raises(ValueError, "f")
    with pytest.raises(CheckFailed, match="f raised KeyError"):
        Answer({"f": raising(KeyError("x"))}).raises(ValueError, "f")
    with pytest.raises(CheckFailed, match="not implemented"):
        Answer({"f": raising(NotImplementedError())}).raises(ValueError, "f")


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.5, "a float"), (1, "an int"), ((), "a tuple of 0"), (np.ones(()), "an array of shape ()")],
)
def test_a_kind_is_said_in_words(value, words: str) -> None:
    assert kind_of(value) == words
