"""A small course as a plan, and submissions to it, without nbgrader."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.jail.cage import Cage
from autograder.jail.limits import MB, Limits
from autograder.notebook.plan import Plan, make_plan

CELLS = {
    "setup": ("given", "import numpy as np\nfrom cs231n_core.stages.s02 import check"),
    "double": ("answer", "def double(x):\n    return 2 * x"),
    "test-double": ("test", "score = 2.0 * (double(3) == 6)\nscore"),
    "half": ("answer", "def half(x):\n    return x / 2"),
    "test-half": ("test", "assert half(4) == 2"),
    "relu": ("answer", "def relu_forward(x):\n    return np.maximum(x, 0), x\n"
             "def relu_backward(dout, cache):\n    return dout * (cache > 0)"),
    "test-relu": ("test", "from autograder.checks.s02 import check as full\n"
                  "full('relu', relu_forward, relu_backward)"),
}  # fmt: skip
POINTS = {"test-double": 2.0, "test-half": 3.0, "test-relu": 2.0}
SMALL = Limits(cell_seconds=1.5, total_seconds=20, memory=600 * MB)


def notebook() -> Any:
    cells = []
    for name, (role, source) in CELLS.items():
        cell = new_code_cell(source, id=name)
        marks = {"grade_id": name, "cell_type": "code", "schema_version": 3, "task": False}
        marks |= {"grade": role == "test", "solution": role == "answer", "locked": role != "answer"}
        if role == "test":
            marks["points"] = POINTS[name]
        cell.metadata["nbgrader"] = marks
        cells.append(cell)
    return new_notebook(cells=cells)


@pytest.fixture(scope="session")
def plan(cage: Cage) -> Plan:
    master = notebook()
    released = {c.id: (c.source, dict(c.metadata["nbgrader"])) for c in master.cells}
    endings = {"test-double": "number", "test-half": "silent", "test-relu": "number"}
    made = make_plan("tiny", "tiny", master, released)
    return Plan("tiny", "tiny", made.cells, {}, endings)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def submission() -> Callable[..., str]:
    """Return a right submission's text with some cells changed, by id, and own ones added."""

    def text(above: Sequence[str] = (), below: Sequence[str] = (), **cells: str) -> str:
        made = notebook()
        for cell in made.cells:
            cell.source = cells.get(cell.id.replace("-", "_"), cell.source)
        made.cells[1:1] = map(new_code_cell, above)
        made.cells += map(new_code_cell, below)
        return json.dumps(made)

    return text
