"""What a cell defines is kept as it was written; what it does, and what needs that, is left out."""

from __future__ import annotations

import pytest

from autograder.notebook.definitions import definitions_of, written_names

HALF = "def half(x):\n    return x / 2"


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param(f"x = np.ones(3)\ny = 2 * x\n{HALF}", HALF, id="needs what a call made"),
        pytest.param(f"K = f()\n{HALF}\nK = 2", f"{HALF}\nK = 2", id="set again without a call"),
        pytest.param("K = 1\nK += 1", "K = 1\nK += 1", id="counted up"),
        pytest.param("K = f()\nK += 1", "", id="counted up from a call"),
        pytest.param("xs = f()\ndef g(xs=xs):\n    pass", "", id="a default that is missing"),
        pytest.param("xs = f()\ndef g():\n    return xs", "def g():\n    return xs", id="late"),
        pytest.param("xs = f()\nclass A:\n    n = xs", "", id="a class that needs it"),
        pytest.param("from a import wrap\n@wrap\ndef g():\n    pass  # why", None, id="decorated"),
        pytest.param("import math; plot(); K = 2", "import math\nK = 2", id="three on a line"),
        pytest.param("def g(s):\n    return f\"{s.replace('\u00a0', ' ')}\"", None, id="no-break"),
        pytest.param("K = 0x" + "f" * 5000, None, id="a number of many digits"),
        pytest.param("x = f()\nhalved = lambda x: x / 2", "halved = lambda x: x / 2", id="lambda"),
        pytest.param("i = f()\nc = [i for i in (1,)]", "c = [i for i in (1,)]", id="its own i"),
        pytest.param("x = 1; \\\ny = f()\ndef g(): pass", "x = 1\ndef g(): pass", id="backslash"),
        pytest.param("if True:\n    K = 1", "", id="under a condition"),
        pytest.param("def g(:", "", id="not Python"),
    ],
)
def test_definitions_stay_as_they_were_written(source: str, kept: str | None) -> None:
    assert definitions_of(source) == (source if kept is None else kept)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param(f"n = 5\n{HALF}", HALF, id="sets a name of the answer's"),
        pytest.param("from cs231n_core.layers import *", "", id="may set any name"),
        pytest.param("def half(x):\n    raise NotImplementedError()", "", id="a stub"),
        pytest.param("import math\nm = 3", "import math\nm = 3", id="names of its own"),
    ],
)
def test_names_that_other_work_sets_are_left_to_it(source: str, kept: str) -> None:
    assert definitions_of(source, {"n"}) == kept


def test_a_function_that_is_not_written_yet_is_no_work() -> None:
    stub = "def double(x):\n    raise NotImplementedError('double')\n"
    assert written_names(f"{stub}{HALF}\nn = 2") == {"half", "n"}
    assert written_names("def half(:") == frozenset()
    refuses = (
        "def half(x, mode):\n    if mode:\n        raise NotImplementedError\n    return x / 2"
    )
    assert written_names(refuses) == {"half"}
    method = "class A:\n    def half(self):\n        raise NotImplementedError"
    assert written_names(method) == frozenset()


def test_many_definitions_are_read_in_a_time_that_grows_with_them() -> None:
    taken = frozenset(f"a{number}" for number in range(40_000))
    assert definitions_of("\n".join(f"b{n} = 0" for n in range(8000)), taken).count("\n") == 7999
