"""Test cells that know nothing of a wall work across it as they would in one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.jail

Split = Callable[[str, str], Any]

NET = """
import numpy as np
class Net:
    kind = "net"
    def __init__(self, n):
        self.params = {"W1": np.ones((n, 2)), "b1": np.zeros(2)}
        self.sizes = [1, 2, 3]
    def loss(self, x):
        return float(np.sum(x @ self.params["W1"] + self.params["b1"]))
    @property
    def total(self):
        return float(self.params["W1"].sum())
    def __len__(self):
        return 7
    def __iter__(self):
        return iter(self.params)
    def __call__(self, x):
        return x + 1
    def __enter__(self):
        return "in"
    def __exit__(self, *_):
        self.left = True
def make(n):
    return Net(n)
"""


@pytest.mark.parametrize(
    ("student", "test", "value"),
    [
        ("def f(x, y=2, *, z=3): return x, y, z", "f(1, z=5)", (1, 2, 5)),
        ("def f(x):\n    x[0] = 9", "a = [1, 2]; f(a); a", [9, 2]),
        ("def f(d):\n    d['n'] = {'k': [1]}", "d = {}; f(d); d", {"n": {"k": [1]}}),
        ("def f(x):\n    x *= 2\n    return x",
         "import numpy as np\na = np.ones(3); r = f(a); (a.tolist(), r is a)", ([2.0] * 3, True)),
        ("def f(p):\n    p['m'] += 1; p['s'] = p['s'] * 2",
         "import numpy as np\np = {'m': np.zeros(2), 's': 3}; m = p['m']; f(p)\n"
         "(m.tolist(), p['s'], p['m'] is m)", ([1.0, 1.0], 6, True)),
        ("def f(g):\n    return [g(i) for i in range(3)]", "f(lambda i: i * i)", [0, 1, 4]),
        ("def f(g):\n    return g(len)", "f(lambda h: callable(h))", True),
        ("def f():\n    yield 1\n    yield 2", "list(f())", [1, 2]),
        ("def f(n):\n    i = 0\n    while True:\n        i += n\n        yield i",
         "g = f(3); [next(g), next(g)]", [3, 6]),
        ("def f(): return lambda x: x + 1", "f()(1)", 2),
        ("answer = {'a': [1, 2.5]}", "answer", {"a": [1, 2.5]}),
        ("import numpy as np\nanswer = np.eye(2, dtype=np.float32)",
         "(answer.dtype.str, answer.sum().item())", ("<f4", 2.0)),
        ("def f(x): return x.dtype.str, x.shape, x.flags.c_contiguous, x.flags.writeable",
         "import numpy as np\na = np.zeros((2, 3), np.complex64).T\n"
         "a.flags.writeable = False; f(a)",
         ("<c8", (3, 2), False, False)),
        ("def f(x, y): return x is y", "import numpy as np\na = np.ones(2); f(a, a)", True),
        ("def f(dtype): return dtype(1.5)", "import numpy as np\ntype(f(np.float32)).__name__",
         "float32"),
        ("def f(x): return x",
         "import numpy as np\n[f(np.zeros(s)).shape for s in [(), (0,), (2, 0)]]",
         [(), (0,), (2, 0)]),
        ("def f(x): return x", "f(True) is True and f(None) is None", True),
        ("def f(x, *args, key=1, **more):\n    'Says it.'",
         "import inspect\n(str(inspect.signature(f)), f.__name__, f.__doc__, callable(f))",
         ("(x, *args, key=Ellipsis, **more)", "f", "Says it.", True)),
        ("class A:\n    pass\na = A()", "callable(a), isinstance(a, A), isinstance(3, A)",
         (False, True, False)),
        (NET, "m = Net(3); m.loss(np.ones((1, 3)))".replace("np", "__import__('numpy')"), 6.0),
        (NET, "m = make(2); (m.total, m.kind, m.sizes, len(m), sorted(m), m(1), hasattr(m, 'x'))",
         (4.0, "net", [1, 2, 3], 7, ["W1", "b1"], 2, False)),
        (NET, "m = Net(2); m.params['W1'][0, 0] += 5; m.total", 9.0),
        (NET, "m = Net(2); w = m.params['W1']; w[...] = 0; (m.total, m.params['W1'] is w)",
         (0.0, True)),
        (NET, "m = Net(2); m.params['W1'] = m.params['W1'] * 3; m.total", 12.0),
        (NET, "m = Net(2); m.sizes.append(4); m.sizes[0] = 9; (list(m.sizes), len(m.sizes))",
         ([9, 2, 3, 4], 4)),
        (NET, "m = Net(2); m.extra = [1]; (m.extra == [1], isinstance(m.params, dict))",
         (True, True)),
        (NET, "m = Net(2)\nwith m as inside:\n    pass\n(inside, m.left)", ("in", True)),
        (NET, "m = Net(2)\nfor k, v in m.params.items(): v += 1\nsorted(m.params), m.total",
         (["W1", "b1"], 8.0)),
        ("import numpy as np\nclass Mine(np.ndarray): pass\n"
         "def f(): return np.array([[1, 2]]).view(Mine)",
         "import numpy as np\nnp.allclose(f(), [[1, 2]])", True),
        ("import numpy as np\ndef f(): return np.random.rand()",
         "import numpy as np\nnp.random.seed(5); a = f(); np.random.seed(5)\n"
         "a == np.random.rand()",
         True),
        ("import random\ndef f(): return random.random()",
         "import random\nrandom.seed(5); a = f(); random.seed(5); a == random.random()", True),
        ("import numpy as np\nstate = np.random.RandomState(1)", "state.rand() < 1", True),
    ],
)  # fmt: skip
def test_a_test_cell_sees_what_it_would_see_in_one_process(
    desk: Any, split: Split, student: str, test: str, value: Any
) -> None:
    desk.link.plain_random = "import random" in test
    assert split(student, test) == value


def test_exceptions_arrive_with_their_class_and_the_students_lines(desk: Any) -> None:
    desk.student("class Mine(ValueError): pass\ndef f(x):\n    raise Mine(f'no {x}')")
    caught = "try:\n    f(3)\nexcept ValueError as e:\n    r = type(e).__name__, str(e)\nr"
    assert desk.value(caught) == ("Mine", "no 3")
    shown = desk.test("f(4)").outputs[-1]
    assert (shown["ename"], shown["evalue"]) == ("Mine", "no 4")
    assert "raise Mine(f'no {x}')" in "\n".join(shown["traceback"])
    assert shown["traceback"][0] == "line 1: f(4)"


@pytest.mark.parametrize("raised", ["SystemExit(0)", "KeyboardInterrupt()", "GeneratorExit()"])
def test_no_exception_of_a_students_ends_the_judge(desk: Any, raised: str) -> None:
    desk.student(f"def f():\n    raise {raised}")
    finding = desk.test("f()")
    assert isinstance(finding.error, Exception)
    assert desk.value("1 + 1") == 2


def test_an_exception_of_the_tests_own_function_comes_back_as_itself(desk: Any) -> None:
    desk.student("def f(g):\n    return g()")
    test = "class Own(Exception): pass\ndef g():\n    raise Own('mine')\ntry:\n    f(g)\n"
    assert desk.value(f"{test}except Own as e:\n    r = str(e)\nr") == "mine"


def test_prints_and_warnings_of_student_code_reach_the_test(desk: Any) -> None:
    desk.student(
        "import warnings\ndef f():\n    print('said'); warnings.warn('careful', UserWarning)"
    )
    finding = desk.test(
        "import warnings\nwith warnings.catch_warnings(record=True) as w:\n"
        "    warnings.simplefilter('always'); f()\n[str(x.message) for x in w]"
    )
    assert finding.value == ["careful"]
    assert finding.outputs == [{"output_type": "stream", "name": "stdout", "text": "said\n"}]


def test_reactions_to_floating_point_errors_hold_on_both_sides(desk: Any) -> None:
    desk.student("import numpy as np\ndef f(x):\n    return np.float64(1) / x")
    test = "import numpy as np\nwith np.errstate(divide='raise'):\n    f(0.0)"
    assert isinstance(desk.test(test).error, FloatingPointError)
    desk.link.allow(10)
    f = desk.link.names(["f"])["f"]
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        f(0.0)


def test_that_student_code_drew_random_numbers_shows_in_the_judges_generator(desk: Any) -> None:
    desk.student("import numpy as np\ndef f():\n    np.random.rand()\ndef g():\n    return 1")
    test = (
        "from cs231n_core.cases import global_random_state as s\n"
        "a = s(); g(); b = s(); f(); c = s(); (a == b, b == c)"
    )
    assert desk.value(test) == (True, False)


def test_an_answer_cell_sets_a_name_anew(desk: Any) -> None:
    desk.value("x = 5; x")
    desk.student("x = 42")
    desk.link.allow(10)
    assert desk.bench.run("x", 10, desk.link.names).value == 5
    assert desk.bench.run("x", 10, desk.link.names, ["x"]).value == 42


def test_a_test_that_takes_a_function_away_takes_it_from_the_student_too(desk: Any) -> None:
    desk.student("def squares(n): return [n]\ndef total(n): return sum(squares(n))")
    test = (
        "kept = squares\ndel squares\ntry:\n    total(1)\n    r = 'used nothing'\n"
        "except NameError:\n    r = 'used squares'\nfinally:\n    squares = kept\n(r, total(4))"
    )
    desk.link.allow(10)
    finding = desk.bench.run(test, 10, desk.link.names, (), desk.link.watch)
    assert finding.value == ("used squares", 4)


def test_a_test_that_puts_its_own_function_in_place_is_called_by_the_student(desk: Any) -> None:
    desk.student("def helper(n): return n\ndef f(n): return helper(n) + 1")
    test = "def helper(n):\n    return 10 * n\nf(2)"
    desk.link.allow(10)
    assert desk.bench.run(test, 10, desk.link.names, ["helper"], desk.link.watch).value == 21
