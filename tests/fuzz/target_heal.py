"""Healing: whatever was done to a notebook, no work is lost and none counts for another cell."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from fuzz_parts import part

from autograder.notebook.heal import Healed, grade_id, handed_out, heal
from autograder.notebook.plan import Plan, PlanCell
from autograder.notebook.written import written_cell, written_notebook


def _marks(name: str, *, grade: bool, solution: bool, cell_type: str = "code") -> dict[str, Any]:
    return {
        "schema_version": 3, "grade_id": name, "grade": grade, "solution": solution, "task": False,
        "locked": not solution, "cell_type": cell_type, "points": 1.0,
    }  # fmt: skip


_TEST = (
    "score = relu(2) + tanh(1)\n### BEGIN HIDDEN TESTS\nscore = 0.5\n### END HIDDEN TESTS\nscore"
)
PLAN = Plan("hw", "hw", (
    PlanCell("text", "", "intro", "markdown", "# Welcome to the course"),
    PlanCell("given", "setup", "s1", "code", "import numpy as np\nlimit = 3", _marks("setup", grade=False, solution=False)),
    PlanCell("answer", "relu", "s2", "code", "def relu(x):\n    return max(x, 0)", _marks("relu", grade=False, solution=True)),
    PlanCell("demo", "", "s3", "code", "plot(relu)"),
    PlanCell("test", "relu-test", "s4", "code", _TEST, _marks("relu-test", grade=True, solution=False)),
    PlanCell("answer", "tanh", "s5", "code", "def tanh(x):\n    return x", _marks("tanh", grade=False, solution=True)),
    PlanCell("test", "tanh-test", "s6", "code", "float(tanh(0) == 0) + np.ones(3).sum()", _marks("tanh-test", grade=True, solution=False)),
    PlanCell("manual", "essay", "s7", "markdown", "Write here", _marks("essay", grade=True, solution=True, cell_type="markdown")),
    PlanCell("free", "", "s8", "code", "print('done')"),
))  # fmt: skip
_GIVEN_AWAY = {
    "relu": "def relu(x):\n    raise NotImplementedError",
    "tanh": "def tanh(x):\n    raise NotImplementedError",
}


def _released(cell: PlanCell) -> dict[str, Any]:
    source = _GIVEN_AWAY.get(cell.name, handed_out(cell))
    return {"type": cell.cell_type, "source": source, "grade_id": cell.name, "id": cell.cell_id}


_RELEASE = [_released(cell) for cell in PLAN.cells]
_MINE = {
    "type": "code",
    "source": "def relu(x):\n    return x * (x > 0)",
    "grade_id": "relu",
    "id": "s2",
}
TOKENS: tuple[Any, ...] = (
    *_RELEASE, _MINE, {**_MINE, "grade_id": "", "id": "z"}, {"type": "code", "source": "mine = 1"}, *(c.name for c in PLAN.cells),
    *(c.cell_id for c in PLAN.cells), *(c.source for c in PLAN.cells), "code", "markdown", "raw", "type", "source", "grade_id", "id",
    "def relu(x): return 1", "def tanh(x): return relu(x)", "NotImplementedError", "tanh = 3", {"a": 1}, "score",
    "np.mean?", "files = !ls", "%matplotlib inline\n", ">>> def relu(x):\n...     return 1", "x = (7\n% 2)", "try:\n    import m\nexcept ImportError:\n    m = 1",
)  # fmt: skip
SEEDS: tuple[Any, ...] = (
    _RELEASE,
    [*_RELEASE[:2], _MINE, {"type": "code", "source": "mine = 2"}, *_RELEASE[3:]],
    [{**cell, "grade_id": "", "id": f"n{place}"} for place, cell in enumerate(_RELEASE)],
    [{**cell, "id": f"n{place}"} for place, cell in enumerate(_RELEASE[::-1])],
    [*_RELEASE[:3], _MINE, _MINE, {"type": "code", "source": "def tanh(x): return 1"}, *_RELEASE[6:]],
    [], [{"type": "markdown", "source": "essay", "grade_id": "essay"}],
)  # fmt: skip


def check(tree: Any) -> None:
    """Heal, look at what became of each cell, and heal what was written: nothing may change."""
    notebook = _notebook(tree)
    before = json.dumps(notebook)
    healed = heal(notebook, PLAN)
    assert json.dumps(notebook) == before
    _check_order(healed)
    _check_nothing_lost(notebook, healed)
    _check_own_cells(notebook, healed)
    if before == _UNTOUCHED:
        assert not healed.repairs
        assert not healed.edited
    _check_settled(healed)


class _Node(dict[str, Any]):
    """What nbformat's nodes are, without what makes them slow."""

    __getattr__ = dict[str, Any].__getitem__


def _nodes(content: dict[str, Any]) -> Any:
    return _Node(content, cells=[_Node(cell) for cell in content["cells"]])


def _notebook(tree: Any) -> Any:
    cells = []
    for place, cell in enumerate(tree[:12] if isinstance(tree, list) else [tree]):
        kind = part(cell, "type", str, "code")
        name = cell.get("grade_id") if isinstance(cell, dict) else ""
        made: dict[str, Any] = {
            "cell_type": kind if kind in ("code", "markdown", "raw") else "code",
            "source": part(cell, "source", str, ""),
            "id": part(cell, "id", str, f"c{place}")[:64],
            "metadata": {} if name in ("", None) else {"nbgrader": {"grade_id": name}},
        }
        if part(cell, "solution", bool, name in ("relu", "tanh")) and made["metadata"]:
            made["metadata"]["nbgrader"]["solution"] = True
        cells.append(made | {"outputs": []} if made["cell_type"] == "code" else made)
    return _nodes({"cells": cells, "metadata": {}})


_UNTOUCHED = json.dumps(_notebook(_RELEASE))


def _check_order(healed: Healed) -> None:
    """The course's cells come once each, in the course's order, with the course's text."""
    steps = [step for step in healed.steps if step.cell is not None]
    places = [PLAN.cells.index(step.cell) for step in steps if step.cell is not None]
    assert places == sorted(set(places))
    always = [c for c in PLAN.cells if c.role in ("given", "answer", "test", "manual")]
    assert [step.cell for step in steps if step.cell in always] == always
    for step in steps:
        if step.kind in ("given", "test"):
            assert step.cell is not None
            assert step.source == step.cell.source
        elif step.own is not None:
            assert step.source == step.own.source


def _check_nothing_lost(notebook: Any, healed: Healed) -> None:
    """Every cell of the student's is a step, or a copy of a cell that is there for it."""
    used = Counter(id(step.own) for step in healed.steps if step.own is not None)
    assert set(used.values()) <= {1}
    assert used.keys() <= {id(cell) for cell in notebook.cells}
    course = {cell.name: cell for cell in PLAN.cells if cell.name}
    sources = Counter(step.source.strip() for step in healed.steps if step.own is not None)
    for cell in notebook.cells:
        if id(cell) in used:
            continue
        known = course.get(grade_id(cell))
        locked = known is not None and known.role != "answer"
        marked = not cell.metadata.get("nbgrader", {}).get("solution")
        assert locked or marked or cell.source.strip() in sources, f"lost: {cell.source!r}"


def _check_own_cells(notebook: Any, healed: Healed) -> None:
    """A cell whose id is the only one of its name counts for this name and for no other."""
    names = Counter(grade_id(cell) for cell in notebook.cells)
    for step in healed.steps:
        if step.cell is None or not step.cell.name:
            continue
        only = [cell for cell in notebook.cells if grade_id(cell) == step.cell.name]
        if len(only) == 1:
            assert step.own is only[0]
        elif step.own is not None and names[grade_id(step.own)] == 1:
            assert grade_id(step.own) not in {cell.name for cell in PLAN.cells if cell.name}


def _check_settled(healed: Healed) -> None:
    written = written_notebook([written_cell(step, []) for step in healed.steps], PLAN)
    again = heal(_nodes(json.loads(json.dumps(written))), PLAN)
    assert not again.repairs
    assert not again.edited
    names = [(step.cell.name, step.source) for step in healed.steps if step.cell and step.cell.name]
    assert names == [(s.cell.name, s.source) for s in again.steps if s.cell and s.cell.name]
