"""What a cell defines is kept as it was written; what it does, and what needs that, is left out."""

from __future__ import annotations

import pytest

from autograder.notebook.definitions import definitions_of, written_names
from autograder.notebook.names import names_of

HALF = "def half(x):\n    return x / 2"


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param(f"x = load()\ny = 2 * x\n{HALF}", HALF, id="needs what a call made"),
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
        pytest.param("if K:\n    M = 1\nelse:\n    import math", None, id="under a condition"),
        pytest.param("if f():\n    K = 1", "", id="under a condition that is asked"),
        pytest.param("for i in (1, 2):\n    K = i", "", id="in a loop"),
        pytest.param("try:\n    import m\nexcept ImportError:\n    m = None", None, id="try"),
        pytest.param("try:\n    plot()\nfinally:\n    K = 1", "", id="a try that does something"),
        pytest.param("h = f()\nif True:\n    K = h", "", id="a condition that needs it"),
        pytest.param("C = np.sqrt(2 / np.pi)\nB = float(C)", None, id="a computed constant"),
        pytest.param("C = np.vectorize(half)", "", id="a call that asks a function"),
        pytest.param("C = np.mean(f())", "", id="a call of a call"),
        pytest.param('T = TypeVar("T")\ndef g(x: T) -> T:\n    return x', None, id="a type"),
        pytest.param("T = f()\ndef g(x) -> T:\n    return x", "", id="an annotation"),
        pytest.param(
            "from __future__ import annotations\nT = f()\ndef g(x: T, y=2) -> T:\n    return x",
            "from __future__ import annotations\ndef g(x: T, y=2) -> T:\n    return x",
            id="an annotation that nobody reads",
        ),
        pytest.param(
            "n = f()\nclass A:\n    n = 1\n    m = n + 1",
            "class A:\n    n = 1\n    m = n + 1",
            id="a class with its own",
        ),
        pytest.param("f = lambda x: (np.exp(x), g(x))", None, id="a function on one line"),
        pytest.param("def g(:", "", id="not Python"),
        pytest.param("def g():\n    return 1 +\n", "", id="a slip within"),
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


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"np.mean?\n{HALF}", id="help"),
        pytest.param(f"files = !ls\nt = %timeit -o half(1)\n{HALF}", id="assigned"),
        pytest.param(f"t['a'] = %timeit -o half(1)\n{HALF}", id="put into a table"),
        pytest.param(f"first, *rest = !ls \\\n  -l\n{HALF}", id="several from a long command"),
        pytest.param(f"In [1]: {HALF.replace(chr(10), chr(10) + '   ...: ')}", id="IPython's own"),
        pytest.param(f"%%time\n\n%%capture\n{HALF}", id="timed and captured"),
        pytest.param(f">>> {HALF.replace(chr(10), chr(10) + '... ')}", id="prompts"),
        pytest.param("    " + HALF.replace("\n", "\n    "), id="margin"),
        pytest.param(f"!pip install \\\n    numpy\n{HALF}", id="a long command"),
        pytest.param(f"{HALF}\nprint(7\n    % 2)", id="a remainder"),
        pytest.param(
            f"%matplotlib inline\nprint(7\n    % 2)\n{HALF}", id="a remainder and a magic"
        ),
        pytest.param(f"{HALF}\nprint('\u2028')", id="a separator of lines"),
        pytest.param(f"%%time\n{HALF}", id="a timed cell"),
    ],
)
def test_what_only_the_shell_understands_hides_no_definition(source: str) -> None:
    assert definitions_of(source) == HALF
    assert names_of(source).defines == {"half"}


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        pytest.param("%time h = train()\nbest = h[-1]", "", id="timed"),
        pytest.param(
            "xs = []\nfor i in y:\n    xs.append(f(i))\ntop = xs[0]", "xs = []", id="loop"
        ),
        pytest.param("d = {}\nfill(d)\nout = d['a']", "d = {}", id="filled by a call"),
        pytest.param("K = 2\nprint(K)\nM = 2 * K", "K = 2\nM = 2 * K", id="a number is no list"),
        pytest.param(
            "try:\n    import a\nexcept ImportError:\n    print('no a')\n    a = None",
            None,
            id="says",
        ),
        pytest.param("if K:\n    print(f(1))\n    M = 1", "", id="asks to say it"),
    ],
)
def test_what_needs_something_that_was_made_in_between_goes(source: str, kept: str | None) -> None:
    kept = source if kept is None else kept
    assert definitions_of(f"{source}\n{HALF}") == f"{kept}\n{HALF}".lstrip()


def test_a_text_with_lines_that_look_like_magics_is_kept_whole() -> None:
    text = "%matplotlib inline\nT = '''\n%d items\n!done\n'''"
    assert definitions_of(text) == text.partition("\n")[2]


@pytest.mark.parametrize(
    "source", ["\u2028" * 9 + "!ls", "%\x0c!\x0b%%", "?" * 99, "\x00%x", "%x\x00"]
)
def test_odd_lines_for_the_shell_define_nothing(source: str) -> None:
    assert definitions_of(source) == ""


def test_hundreds_of_conditions_are_too_deep_to_keep() -> None:
    assert definitions_of("if a:\n pass\n" + "elif a:\n pass\n" * 400) == ""


@pytest.mark.parametrize("magic", ["%%writefile mine.py", "%%bash", "%%python3", "%%html", "%%!"])
def test_what_runs_elsewhere_defines_nothing_here(magic: str) -> None:
    assert definitions_of(f"{magic}\n{HALF}") == ""
    assert names_of(f"{magic}\n{HALF}").binds == frozenset()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"{HALF}\n    raise NotImplementedError()", id="left behind the end"),
        pytest.param(
            "def half(x, kind):\n    if kind == 'half':\n        return x / 2\n"
            "    raise NotImplementedError(kind)",
            id="another kind",
        ),
    ],
)
def test_a_function_that_returns_first_is_written(source: str) -> None:
    assert written_names(source) == {"half"}
    assert definitions_of(source, set()) == source


def test_a_class_of_which_another_is_made_needs_no_methods() -> None:
    base = "class A:\n    def half(self, x):\n        raise NotImplementedError"
    made = "class B(A):\n    def half(self, x):\n        return x / 2"
    assert definitions_of(f"{base}\n{made}", set()) == f"{base}\n{made}"
    assert definitions_of(f"{base}\nb = A", set()) == ""


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
