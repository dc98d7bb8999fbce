"""What student code tries against the judge: operators, lies on the wire, floods, silence."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.judge.raised import StudentGone

pytestmark = pytest.mark.jail

SLY = """
class Sly:
    def __getattr__(self, name):
        return lambda *a, **k: True
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __ne__ = lambda s, o: True
    __sub__ = __rsub__ = __add__ = __radd__ = __abs__ = __neg__ = lambda s, *o: s
    __bool__ = lambda s: True
    __float__ = lambda s: 0.0
    __hash__ = lambda s: 0
    __array_ufunc__ = lambda s, *a, **k: s
def f(*args):
    return Sly()
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert f(1) == 3", "assert 3 == f(1)", "assert abs(f(1) - 2) < 1e-7", "assert f(1)",
        "assert not f(1) != 3", "assert f(1) < 1", "float(f(1))", "1 + f(1)",
        "import numpy as np\nassert np.allclose(f(1), 3)",
        "import numpy as np\nassert np.array_equal(np.ones(2), f(1))",
        "import numpy as np\nassert np.ones(2) + f(1)",
        "import numpy as np\nnp.testing.assert_allclose(f(1), 3)",
        "assert f(1) is True", "assert isinstance(f(1), float)", "assert f(1) in [1, 2]",
        "assert max(f(1), 3) == 3", "import math\nassert math.isclose(f(1), 3)",
        "assert not f(1)", "assert {f(1): 1}[3]", "assert 3 in f(1)",
        "class C(float): pass\nassert issubclass(type(f(1)), C)",
    ],
)  # fmt: skip
def test_an_object_that_says_yes_to_everything_passes_no_test(desk: Any, test: str) -> None:
    desk.student(SLY)
    assert desk.test(test).error is not None


# What a hostile cell needs to speak on the wire itself.
WIRE = """
import socket, json, struct, os, gc
from autograder.jail.inside.server import Server
server = next(o for o in gc.get_objects() if isinstance(o, Server))
sock = server._sock
def say(header, body=b""):
    text = json.dumps(header).encode()
    sock.sendall(struct.pack("<II", len(text), len(body)) + text + body)
def f(*a):
    {}
    os._exit(0)
"""


@pytest.mark.parametrize(
    "lie",
    [
        "say({'q': 1, 'ok': 3})",
        "say({'q': 10**9, 'ok': 3})",
        "say([1, 2])",
        "say({'q': 3})",
        "say({'q': 3, 'ok': ['a', '|O', [1], 0]}, bytes(8))",
        "say({'q': 3, 'ok': ['h', 'x']})",
        "say({'q': 3, 'ok': ['h', 1, 'function', 'a', 'b', [['x', 77, 0]], '']})",
        "say({'q': 3, 'ok': 3, 'changed': [[99, 1]]})",
        "say({'q': 3, 'ok': 3, 'changed': 5})",
        "say({'q': 3, 'ok': 3, 'mirrors': [[0, 1]]})",
        "say({'q': 3, 'ok': 3, 'mirror': 'x'})",
        "say({'call_back': 0, 'args': ['l', ['t'], ['d']]})",
        "say({'call_back': -1, 'args': 1})",
        "sock.sendall(b'\\xff' * 8)",
        "sock.sendall(struct.pack('<II', 5, 0) + b'x')",
        "say({'q': 3, 'ok': 3}); say({'q': 4, 'ok': 3})",
        "say({'q': 3, 'end': True})",
        "sock.sendall(struct.pack('<II', 7 * 2**20, 0) + b'[' * (7 * 2**20))",
    ],
)
def test_a_lie_on_the_wire_ends_the_talk_and_nothing_else(desk: Any, lie: str) -> None:
    desk.student(WIRE.format(lie))
    finding = desk.test("f(1), f(2), f(3)")
    assert isinstance(finding.error, StudentGone)
    assert desk.value("1 + 1") == 2


def test_a_value_made_up_on_the_wire_is_a_value_like_any_other(desk: Any) -> None:
    desk.student(WIRE.format("say({'q': server_q(), 'ok': 3}); import time; time.sleep(60)"))
    desk.student("def server_q(): return 4")
    assert desk.value("f(1)") == 3


def test_raised_reports_of_any_shape_are_only_text(desk: Any) -> None:
    desk.student(WIRE.format("say({'q': 3, 'raised': {'a': 1}})"))
    assert isinstance(desk.test("f(1)").error, Exception)


def test_a_loop_in_the_students_code_costs_its_time_and_no_more(desk: Any) -> None:
    desk.student("def f():\n    while True: pass")
    finding = desk.test("f()", seconds=0.5)
    assert str(finding.error) == "it ran out of time"
    assert desk.link.late
    assert isinstance(desk.test("f()").error, StudentGone)


# The alarm may ring while hypothesis, which is loaded here alone, times the garbage collector: an
# exception is lost there, with this warning, and the alarm rings again a second later.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_loop_in_the_test_on_a_students_values_is_stopped(desk: Any) -> None:
    desk.student("def f(): return 1")
    source = "while True:\n    try: f()\n    except Exception: pass"
    assert str(desk.test(source, seconds=0.5).error) == "the check ran out of time"


def test_an_endless_iterator_is_stopped(desk: Any) -> None:
    desk.student("import itertools\ndef f(): return itertools.count()")
    assert isinstance(desk.test("list(f())", seconds=0.5).error, StudentGone)


def test_a_walk_through_a_stand_in_that_never_ends_is_stopped(desk: Any) -> None:
    desk.student("class A:\n    def __getitem__(self, i): return i\ndef f(): return A()")
    assert isinstance(desk.test("all(i >= 0 for i in f())", seconds=0.5).error, StudentGone)


def test_a_process_that_ends_says_why(desk: Any) -> None:
    desk.student("import os\ndef f(): os._exit(3)")
    assert str(desk.test("f()").error) == "its process ended"


def test_what_a_test_cannot_hand_over_is_a_clear_error(desk: Any) -> None:
    desk.student("def f(x): return x")
    assert "cannot be handed to student code" in str(desk.test("f(object())").error)
    assert desk.value("f(2)") == 2


def test_the_judge_keeps_at_most_so_much_of_what_student_code_prints(desk: Any) -> None:
    desk.student("def f():\n    for _ in range(100): print('x' * 100_000)")
    finding = desk.test("f(); f(); f()")
    assert len(finding.outputs[0]["text"]) <= 2**18


def test_a_closed_exercise_answers_under_every_name(desk: Any) -> None:
    desk.student(
        "import numpy as np\nimport cs231n_core.layers as layers\n"
        "from cs231n_core.layers import relu_forward as other\n"
        "kept = {'f': layers.relu_forward}\n"
        "def f(x): return layers.relu_forward(x)\n"
        "def g(x): return other(x)\ndef h(x): return kept['f'](x)\n"
        "def k(x): return layers.tanh_forward(x)"
    )
    desk.link.closed = ["relu_forward", "relu_backward"]
    for name in "fgh":
        finding = desk.test(f"import numpy as np\n{name}(np.ones(2))")
        assert str(finding.error) == "this is the exercise: write it yourself"
    assert desk.value("import numpy as np\nk(np.zeros(2))[0].tolist()") == [0.0, 0.0]
    desk.link.closed = ()
    assert desk.value("f(np.ones(2))[0].tolist()") == [1.0, 1.0]


def test_a_compiled_kernel_and_the_formulas_of_the_checks_are_closed_too(desk: Any) -> None:
    desk.student(
        "import numpy as np\nfrom cs231n_core.kernels import active\n"
        "from cs231n_core.stages import s02_mistakes\n"
        "def f(x): return (active().native or active()).relu_forward(x)\n"
        "def g(x): return s02_mistakes.relu_out(x)\n"
        "def h(x): return active().im2col"
    )
    desk.link.closed = ["relu_forward", "im2col"]
    for name in "fg":
        finding = desk.test(f"import numpy as np\n{name}(np.ones(2))")
        assert isinstance(finding.error, RuntimeError | AttributeError)
    said = desk.value("import numpy as np\nstr(h(np.ones(2)))")
    assert "_closed" in said
    desk.link.closed = ()
    assert "_closed" not in desk.value("import numpy as np\nstr(h(np.ones(2)))")


def test_own_cells_see_the_whole_core_again(desk: Any) -> None:
    desk.student("from cs231n_core import layers\nimport numpy as np\ndef f(x): return x")
    desk.link.closed = ["relu_forward"]
    assert desk.value("f(1)") == 1
    outputs = desk.student("layers.relu_forward(np.ones(1))[0].tolist()")
    assert outputs[0]["data"]["text/plain"] == "[1.0]"


@pytest.mark.parametrize("name", ["StopIteration", "StopAsyncIteration"])
def test_no_exception_of_the_students_ends_a_loop_of_the_test(desk: Any, name: str) -> None:
    desk.student(
        WIRE.format(f"say({{'q': 3, 'raised': [['{name}', 'Exception'], '', '', False]}})")
    )
    finding = desk.test("assert all(map(f, [1, 2, 3]))")
    assert type(finding.error).__name__ == name
    assert not isinstance(finding.error, StopIteration | StopAsyncIteration)


def test_what_an_earlier_call_let_pass_ends_no_loop_of_the_test(desk: Any) -> None:
    desk.student("""
kept = []
def f(x):
    if not hasattr(x, "_call_back"):
        raise kept[0]
    while True:
        try:
            x._call_back(x._number, (), {})
        except Exception as error:
            kept.append(error)
            return True
""")
    finding = desk.test("assert all(map(f, [iter([1]), 5, 6]))")
    assert finding.error is not None


def test_an_argument_of_the_test_never_becomes_an_array_of_the_students(desk: Any) -> None:
    desk.student(
        WIRE.split("def f")[0]
        + "def f(a): say({'q': 3, 'ok': ['r', 0], 'mirror': 0}); os._exit(0)\n"
    )
    desk.value("import numpy as np\nf(np.ones(3))")
    assert desk.link._mirrors == {}


def test_containers_of_the_students_compare_by_what_they_hold(desk: Any) -> None:
    desk.student("class A: pass\na = A()\na.x = [3.0, 4.0]\na.d = {'k': 1}")
    assert desk.value("a.x < [1.0], a.x <= [3.0], a.x > [1.0], a.x >= [9.0]") == (
        False, False, True, False,
    )  # fmt: skip
    assert desk.value("[1] + a.x, a.x + [1], 2 * a.x") == (
        [1, 3.0, 4.0], [3.0, 4.0, 1], [3.0, 4.0, 3.0, 4.0],
    )  # fmt: skip
    assert desk.value("a.d | {'j': 2}, {'j': 2} | a.d") == ({"k": 1, "j": 2}, {"j": 2, "k": 1})
