"""Cells are found again whatever happened to them, and what was repaired is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.damage import DAMAGE
from autograder.authoring.sample import EDITORS
from autograder.notebook.heal import Healed, heal
from autograder.notebook.names import Names, modules_of, names_of
from autograder.notebook.plan import Plan, make_plan
from autograder.notebook.read import parse_notebook
from autograder.notebook.shell import MAX_SOURCE

Change = Callable[[Any], Any]

MASTER = (
    ("text", "title", "# A lesson"),
    ("given", "setup", "import numpy as np"),
    ("demo", "show", "print('a demonstration')"),
    ("answer", "double", "def double(x):\n    return 2 * x\n\ndef twice(x):\n    return double(x)"),
    ("test", "test-double", "score = 1.0\n### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS"
     "\nscore"),
    ("answer", "half", "def half(x):\n    return x / 2"),
    ("test", "test-half", "assert half(2) == 1"),
    ("manual", "reflect", "because"),
)  # fmt: skip


def notebook(released: bool = False) -> Any:
    cells = []
    for role, name, source in MASTER:
        text = role in ("text", "manual")
        cell = (new_markdown_cell if text else new_code_cell)(source, id=name)
        if role in ("given", "answer", "test", "manual"):
            cell.metadata["nbgrader"] = {
                "grade_id": name, "cell_type": cell.cell_type, "task": False, "points": 1.0,
                "grade": role in ("test", "manual"), "solution": role in ("answer", "manual"),
                "locked": role in ("given", "test"), "schema_version": 3,
            }  # fmt: skip
        if role == "demo":
            cell.metadata["tags"] = ["demo"]
        if released and role == "test":
            lines = [line for line in source.splitlines() if "HIDDEN" not in line]
            cell.source = "\n".join(line for line in lines if "secret" not in line)
        cells.append(cell)
    return new_notebook(cells=cells)


@pytest.fixture
def plan() -> Plan:
    master = notebook()
    marked = (c for c in master.cells if "nbgrader" in c.metadata)
    released = {c.id: (c.source, dict(c.metadata["nbgrader"])) for c in marked}
    return make_plan("tiny", "tiny", master, released)


def healed(plan: Plan, change: Change = lambda made: made) -> Healed:
    made = change(notebook(released=True))
    return heal(parse_notebook(Path("n"), json.dumps(made)), plan)


def ran(found: Healed) -> list[str]:
    """What runs, in order: kind and first line."""
    return [
        f"{step.kind}: {(step.source.strip().splitlines() or [''])[0]}"
        for step in found.steps
        if step.kind not in ("text", "skipped")
    ]


RIGHT = [
    "given: import numpy as np",
    "student: def double(x):",
    "test: score = 1.0",
    "student: def half(x):",
    "test: assert half(2) == 1",
    "manual: because",
]


def test_a_notebook_as_it_was_handed_out_needs_no_repair(plan: Plan) -> None:
    found = healed(plan)
    assert ran(found) == RIGHT
    assert (found.repairs, found.edited) == ([], [])
    assert [s.kind for s in found.steps][:3] == ["text", "given", "skipped"]


@pytest.mark.parametrize("editor", sorted(EDITORS))
def test_after_every_editor_and_accident_all_tests_are_the_courses(plan: Plan, editor: str) -> None:
    found = healed(plan, EDITORS[editor])
    tests = {s.cell.name: s.source for s in found.steps if s.kind == "test" and s.cell}
    assert tests == {c.name: c.source for c in plan.cells if c.role == "test"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("deletes_tests", ["test-double was missing", "test-half was missing"]),
        ("duplicates_cells", [f"{n} was there 2 times" for n in
                              ("setup", "double", "test-double", "half", "test-half", "reflect")]),
        ("loses_metadata", ["double was found by the function that it defines",
                            "half was found by the function that it defines",
                            "reflect was found by its text"]),
        ("retypes_cells", ["double had another type"]),
        ("tags_to_skip", []),
        ("moves_cells", []),
        ("wrong_kernel", []),
        ("raises_points", []),
    ],
)  # fmt: skip
def test_what_was_repaired_is_said_and_the_work_runs(
    plan: Plan, name: str, said: list[str]
) -> None:
    found = healed(plan, DAMAGE[name])
    assert [line for line in ran(found) if line in RIGHT] == RIGHT
    assert sorted(found.repairs) == sorted(said)


def test_a_split_answer_runs_in_both_parts(plan: Plan) -> None:
    found = healed(plan, DAMAGE["splits_cells"])
    assert "student: def twice(x):" in ran(found)


def test_an_edited_test_is_said_and_the_original_runs(plan: Plan) -> None:
    found = healed(plan, DAMAGE["edits_tests"])
    assert found.edited == ["test-double", "test-half"]
    assert ran(found) == RIGHT


def test_what_was_written_into_a_cell_of_the_course_runs_before_it(plan: Plan) -> None:
    def write(made: Any) -> Any:
        made.cells[1].source = "import math\nimport numpy as np"
        made.cells[4].source = "def helper():\n    pass\nscore = helper()"
        return made

    lines = ran(healed(plan, write))
    assert lines.index("student: import math") == lines.index("given: import numpy as np") - 1
    assert lines.index("student: def helper():") == lines.index("test: score = 1.0") - 1
    assert not any("helper()" in line for line in lines if line != "student: def helper():")


def test_what_was_tried_in_a_check_cell_changes_no_answer(plan: Plan) -> None:
    def write(made: Any) -> Any:
        made.cells[3].source = "n = 2\ndef double(x):\n    return n * x"
        made.cells[4].source = "n = 5\nmine = 1\ndef double(x):\n    raise NotImplementedError"
        return made

    lines = ran(healed(plan, write))
    assert "student: mine = 1" in lines
    assert "student: n = 2" in lines
    assert not any("n = 5" in line for line in lines)


def test_own_cells_run_where_they_stand(plan: Plan) -> None:
    def insert(made: Any) -> Any:
        made.cells.insert(3, new_code_cell("mine = 1"))
        made.cells.append(new_code_cell("last = 1"))
        return made

    lines = ran(healed(plan, insert))
    assert lines.index("student: mine = 1") < lines.index("student: def double(x):")
    assert lines[-1] == "student: last = 1"


def test_a_changed_demonstration_runs_and_an_untouched_one_does_not(plan: Plan) -> None:
    def change(made: Any) -> Any:
        made.cells[2].source = "print('mine')"
        return made

    assert "student: print('mine')" in ran(healed(plan, change))


def test_of_a_copied_answer_the_one_that_was_worked_on_counts(plan: Plan) -> None:
    def copy(made: Any) -> Any:
        stub = new_code_cell("raise NotImplementedError()")
        stub.metadata["nbgrader"] = dict(made.cells[3].metadata["nbgrader"])
        made.cells.insert(4, stub)
        return made

    lines = ran(healed(plan, copy))
    assert lines.index("student: def double(x):") < lines.index("test: score = 1.0")


def test_ids_from_another_world_confuse_nothing(plan: Plan) -> None:
    def confuse(made: Any) -> Any:
        for cell, marks in zip(
            made.cells, ({"grade_id": 3}, "x", {"grade_id": "no"}), strict=False
        ):
            cell.metadata["nbgrader"] = marks
        return made

    found = healed(plan, confuse)
    assert [line for line in ran(found) if line in RIGHT] == RIGHT


@pytest.mark.parametrize("source", ["text = '\\d'", "1if x else y"])
@pytest.mark.filterwarnings("error")
def test_what_python_would_warn_of_is_read_in_silence(source: str) -> None:
    assert names_of(f"{source}\ndef relu(x): return x").defines == {"relu"}


def test_a_cell_of_endless_text_is_not_taken_apart() -> None:
    assert names_of("def f(x): return x\n" + "1," * MAX_SOURCE) == Names()
    assert modules_of("import os\n" + "1," * MAX_SOURCE) == ()
