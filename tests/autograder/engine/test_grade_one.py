"""One submission: what a crash, a loop, a memory bomb or a lie costs, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder.grade import Task, grade, lost
from autograder.jail.cage import Cage
from autograder.jail.limits import MB, Limits
from autograder.notebook.plan import Plan
from autograder.records import Graded, ItemResult

pytestmark = pytest.mark.jail

SMALL = Limits(cell_seconds=1.5, total_seconds=20, memory=250 * MB)
Submission = Callable[..., str]


@pytest.fixture
def graded(cage: Cage, plan: Plan, submission: Submission) -> Callable[..., Graded]:
    def run(**cells: Any) -> Graded:
        return grade(Task("ann", "tiny", submission(**cells), SMALL), plan, cage)

    return run


def points(result: Graded) -> dict[str, float]:
    return {item.name.removeprefix("test-"): item.points for item in result.items}


FULL = {"double": 2.0, "half": 3.0, "relu": 2.0}
CELL = "def half(x):\n    return x / 2"


def test_right_work_gets_all_points_and_its_outputs(graded: Callable[..., Graded]) -> None:
    result = graded()
    assert points(result) == FULL
    assert result.usage.processes == 1
    cells = {c["metadata"]["nbgrader"]["grade_id"]: c for c in result.notebook["cells"]}
    assert cells["test-double"]["outputs"][-1]["data"] == {"text/plain": "2.0"}
    assert cells["test-half"]["outputs"] == []
    relu = next(item for item in result.items if item.name == "test-relu")
    assert {facet.hidden for facet in relu.facets} == {True, False}
    assert all(facet.passed for facet in relu.facets)


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ("import os; os._exit(1)", "its process ended"),
        ("while True: pass", "it ran out of time"),
        ("x = [bytearray(50 * 2**20) for _ in range(8)]; import time; time.sleep(9)",
         "it used more than 250 MB of memory"),
        ("import ctypes; ctypes.string_at(0)", "its process ended"),
    ],
)  # fmt: skip
def test_a_function_that_breaks_everything_costs_its_own_item(
    graded: Callable[..., Graded], body: str, flag: str
) -> None:
    result = graded(double=f"def double(x):\n    {body}")
    assert points(result) == {**FULL, "double": 0.0}
    assert result.items[0].flag == flag
    assert result.usage.processes == 2


def test_a_cell_that_breaks_everything_costs_its_own_item(graded: Callable[..., Graded]) -> None:
    for body in ("import os; os._exit(1)", "while True: pass"):
        result = graded(double=body)
        assert points(result) == {**FULL, "double": 0.0}


def test_a_crash_in_one_facet_leaves_the_others_their_points(graded: Callable[..., Graded]) -> None:
    crash = (
        "def relu_forward(x):\n    if x.dtype == np.float32:\n        import os; os._exit(1)\n"
        "    return np.maximum(x, 0), x\n"
        "def relu_backward(dout, cache):\n    return dout * (cache > 0)"
    )
    result = graded(relu=crash)
    relu = result.items[2]
    lost = {facet.name for facet in relu.facets if not facet.passed}
    assert lost == {"dtype"}
    assert 0 < relu.points < 2
    assert points(result)["half"] == 3.0


def test_endless_loops_in_every_item_end_within_the_total_time(
    graded: Callable[..., Graded],
) -> None:
    loop = "\n    while True: pass"
    result = graded(
        double=f"def double(x):{loop}", half=f"def half(x):{loop}",
        relu=f"def relu_forward(x):{loop}\ndef relu_backward(d, c):{loop}",
    )  # fmt: skip
    assert set(points(result).values()) == {0.0}
    assert result.usage.seconds < SMALL.total_seconds + 5


@pytest.mark.parametrize(
    "sly",
    [
        "class A:\n    __eq__ = lambda s, o: True\ndef double(x): return A()",
        "class A(float):\n    __eq__ = lambda s, o: True\n    __rmul__ = lambda s, o: 2.0\n"
        "def double(x): return A('nan')",
        "def double(x): return float('nan')",
        "double = lambda x: 7\nscore = 2.0",
        "def double(x): raise SystemExit(0)",
        "def double(x): raise KeyboardInterrupt",
        "import sys\nsys.displayhook = print\n2.0",
        "raise KeyboardInterrupt",
        "exit()",
        "%%script false\n2.0",
        "",
        "def double(x):\n    display(2.0); return None",
    ],
)
def test_tricks_earn_nothing_and_cost_the_others_nothing(
    graded: Callable[..., Graded], sly: str
) -> None:
    assert points(graded(double=sly)) == {**FULL, "double": 0.0}


HELPED = "def half(x):\n    return halved(x)"
HELPER = "def halved(x):\n    return x / 2"
GIVEN = "import numpy as np\nfrom cs231n_core.stages.s02 import check\n"
SETS = "np.seterr(all={!r})"
LOUD = "def half(x):\n    np.exp(np.array({}))\n    return x / 2"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"half": HELPED, "above": [HELPER]}, id="a helper in a cell of its own"),
        pytest.param({"half": HELPED, "below": [HELPER]}, id="a helper at the bottom"),
        pytest.param({"half": HELPED, "setup": GIVEN + HELPER}, id="a helper in the setup cell"),
        pytest.param({"half": "", "test_half": CELL + "\nassert half(4) == 2"},
                     id="an answer in the check cell"),
        pytest.param({"half": HELPED, "above": ["%%writefile own.py\n" + HELPER,
                      "from own import halved"]}, id="a module that the notebook writes"),
        pytest.param({"half": LOUD.format("-800.0"), "above": [SETS.format("raise")]},
                     id="an underflow where NumPy was told to raise"),
        pytest.param({"half": CELL + "\nwhile True: pass"}, id="an experiment below the answer"),
        pytest.param({"half": "n = 2\ndef half(x):\n    return x / n",
                      "test_half": "n = 5\nassert half(5) == 1"}, id="another n in the check cell"),
        pytest.param({"test_half": 'def show(s):\n    return f"{s.split(\'\u00a0\')}"\n' + CELL},
                     id="a text in the check cell that Python cannot write again"),
        pytest.param({"half": HELPED, "test_half": "d = 2\ndef halved(x):\n    return x / d",
                      "below": ["for d in (1, 7): pass\ndef halved(x):\n    return x / 2"]},
                     id="a helper in the check cell that is in another cell too"),
        pytest.param({"half": HELPED, "above": ["import time; time.sleep(1.3)"] * 8 + [HELPER]},
                     id="a helper below long experiments"),
        pytest.param({"above": [f"import time; time.sleep(1.4) # {n}" for n in range(8)],
                      "double": "import time; time.sleep(.9)\ndef double(x):\n    return 2 * x",
                      "half": "import time; time.sleep(.9)\n" + CELL},
                     id="experiments that took half of the time"),
    ],
)  # fmt: skip
def test_where_honest_work_stands_costs_nothing(
    graded: Callable[..., Graded], cells: dict[str, Any]
) -> None:
    assert points(graded(**cells)) == FULL


def test_after_a_crash_a_helper_is_there_whose_data_took_too_long_to_make_again(
    graded: Callable[..., Graded],
) -> None:
    long = [f"import time; data = np.arange({n}); time.sleep(1.4)" for n in range(2)]
    crash = "import os\ndef double(x):\n    os._exit(0)"
    result = graded(above=[*long, "print(data[:1])\n" + HELPER], double=crash, half=HELPED)
    assert points(result) == {**FULL, "double": 0.0}
    assert result.usage.processes > 1


def test_own_cells_leave_the_answers_their_time(graded: Callable[..., Graded]) -> None:
    result = graded(above=["import time; time.sleep(60)"] * 12)
    assert points(result) == FULL
    said = [o["evalue"] for c in result.notebook["cells"] for o in c.get("outputs", ())
            if o["output_type"] == "error"]  # fmt: skip
    assert len(said) == 12
    assert said[-1].startswith("cells that are no answers had their 10 s before")


def test_an_import_in_the_setup_cell_is_nothing_odd(graded: Callable[..., Graded]) -> None:
    result = graded(setup=GIVEN + "import math")
    assert points(result) == FULL
    assert result.copies == ()


def test_what_an_edited_check_cell_does_is_not_done(graded: Callable[..., Graded]) -> None:
    edited = "import os\nscore = 2.0\nos._exit(0)\nscore"
    result = graded(double="def double(x):\n    return 7", test_double=edited)
    assert points(result) == {**FULL, "double": 0.0}
    assert result.usage.processes == 1


def test_patching_libraries_changes_nothing_outside(graded: Callable[..., Graded]) -> None:
    patch = (
        "np.allclose = np.array_equal = lambda *a, **k: True\nnp.abs = lambda x: x * 0\n"
        "import cs231n_core.expect as e\ne.expect_close = lambda *a, **k: None\n"
        "import cs231n_core.checks as c\nc.evaluate = None\n"
        "def relu_forward(x):\n    return x, x\ndef relu_backward(d, c):\n    return d"
    )
    result = graded(relu=patch)
    assert points(result)["double"] == 2.0
    assert points(result)["relu"] < 0.5


def test_the_courses_own_solution_is_closed_while_it_is_asked_for(
    graded: Callable[..., Graded],
) -> None:
    result = graded(relu="from cs231n_core.layers import relu_forward, relu_backward")
    assert points(result) == {**FULL, "relu": 0.0}
    assert "this is the exercise" in result.items[2].facets[0].message


def test_a_file_that_is_no_notebook_is_refused_with_its_reason(cage: Cage, plan: Plan) -> None:
    result = grade(Task("ann", "tiny", "{", SMALL), plan, cage)
    assert result.refused.startswith("not valid JSON")
    assert set(points(result).values()) == {0.0}


def test_a_judge_that_is_lost_keeps_what_was_proved(
    cage: Cage, plan: Plan, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.judge.examination import Examination

    def dies(self: Any, _: object) -> None:
        import os

        os._exit(1)

    monkeypatch.setattr(Examination, "_second_chance", dies)
    result = grade(Task("ann", "tiny", submission(), SMALL), plan, cage)
    assert points(result) == FULL
    assert result.attempts == ("its judge ended without a result",)
    assert result.copies == ("not compared with the core's text: its judge ended without a result",)


@pytest.mark.parametrize(
    ("told", "kept"),
    [((1.5, 0.0), (1.5, "told 0")), ((0.5, 1.5), (1.5, "told 1")), ((0.5, 0.5), (0.5, "told 0"))],
)
def test_a_second_chance_only_adds_to_what_a_lost_judge_proved(
    plan: Plan, told: tuple[float, ...], kept: tuple[float, str]
) -> None:
    proved = [
        ItemResult("test-relu", points, 2.0, flag=f"told {n}") for n, points in enumerate(told)
    ]
    result = lost(Task("ann", "tiny", ""), plan, "its judge ended without a result", proved)
    assert points(result) == {"double": 0.0, "half": 0.0, "relu": kept[0]}
    assert result.items[2].flag == kept[1]


def test_the_same_submission_gets_the_same_record(graded: Callable[..., Graded]) -> None:
    first, second = (
        graded(half="def half(x):\n    return x"),
        graded(half="def half(x):\n    return x"),
    )
    assert first.notebook == second.notebook
    assert points(first) == points(second) == {**FULL, "half": 0.0}
