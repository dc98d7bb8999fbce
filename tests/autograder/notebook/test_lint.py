"""The lint names what a test cell needs of the student's own process, and nothing else."""

from __future__ import annotations

import pytest

from autograder.notebook.lint import lint
from autograder.notebook.plan import Plan, PlanCell

ANSWER = PlanCell("answer", "f", "f", "code", "def f(x):\n    return x")


def plan(test: str, *later: PlanCell) -> Plan:
    cell = PlanCell("test", "test-f", "test-f", "code", test, {"points": 1.0})
    return Plan("tiny", "tiny", (ANSWER, cell, *later))


@pytest.mark.parametrize(
    ("test", "what"),
    [
        ("import inspect\nassert 'for' not in inspect.getsource(f)",
         "reads the source text of an answer"),
        ("assert f.__code__.co_argcount == 1", "looks into the code of an answer"),
        ("get_ipython().run_cell('1')", "asks for the notebook's shell"),
        ("assert 'f' in globals()", "looks into the global names"),
        ("assert Out[1] == 3", "reads the notebook's history of inputs and outputs"),
        ("%matplotlib inline\nf(1)", "has a line for the notebook's shell (% or !)"),
        ("assert f(1", "is not Python: '(' was never closed"),
    ],
)  # fmt: skip
def test_what_needs_the_students_process_is_named(test: str, what: str) -> None:
    assert [finding.what for finding in lint(plan(test))] == [what]


@pytest.mark.parametrize(
    "test",
    [
        "assert f(1) == 1",
        "import numpy as np\nx = np.ones(3)\nnp.testing.assert_allclose(f(x), x)",
        "kept = f\ndel f\nf = kept",
        "score = 1.0\nscore",
        "out = [f(i) for i in range(3)]",
    ],
)
def test_ordinary_tests_are_not_complained_about(test: str) -> None:
    assert lint(plan(test)) == ()


def test_a_name_that_only_a_test_makes_and_a_later_cell_reads_is_named() -> None:
    later = PlanCell("demo", "", "show", "code", "print(result)")
    (finding,) = lint(plan("result = f(2)", later))
    assert (finding.cell, finding.what) == ("test-f", "makes result, which the cell show reads")
    assert lint(plan("result = f(2)", PlanCell("demo", "", "show", "code", "result = 1"))) == ()
