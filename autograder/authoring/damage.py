"""What hands and tools do to a notebook, by mistake or on purpose: for sample and hostile classes.

Each change takes the notebook that a student would have handed in and returns what arrives.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from nbformat.notebooknode import NotebookNode


def _marks(cell: Any) -> Any:
    return cell.metadata.get("nbgrader", {})


def _tests(notebook: NotebookNode) -> list[Any]:
    return [c for c in notebook.cells if _marks(c).get("grade") and not _marks(c).get("solution")]


def _answers(notebook: NotebookNode) -> list[Any]:
    return [c for c in notebook.cells if _marks(c).get("solution") and c.cell_type == "code"]


def edits_tests(notebook: NotebookNode) -> NotebookNode:
    """Write full points into every test cell."""
    for cell in _tests(notebook):
        cell.source = repr(float(_marks(cell)["points"]))
    return notebook


def deletes_tests(notebook: NotebookNode) -> NotebookNode:
    """Remove every test cell."""
    tests = _tests(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in tests]
    return notebook


def duplicates_cells(notebook: NotebookNode) -> NotebookNode:
    """Copy and paste each cell of an exercise below itself, ids and all."""
    doubled = []
    for cell in notebook.cells:
        copies = 2 if _marks(cell) else 1
        doubled += [copy.deepcopy(cell) for _ in range(copies)]
    notebook.cells = doubled
    return notebook


def loses_metadata(notebook: NotebookNode) -> NotebookNode:
    """Keep sources and types alone, as a conversion to a script and back does."""
    for place, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell.id = f"new-{place}"
    notebook.metadata.clear()
    return notebook


def tags_to_skip(notebook: NotebookNode) -> NotebookNode:
    """Tag all cells as not to be executed."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    return notebook


def raises_points(notebook: NotebookNode) -> NotebookNode:
    """Give every test cell a hundred points and another role."""
    for cell in _tests(notebook):
        _marks(cell).update(points=100.0, locked=False, solution=True, schema_version=99)
    return notebook


def forges_outputs(notebook: NotebookNode) -> NotebookNode:
    """Write the outputs of full points under every test cell."""
    for cell in _tests(notebook):
        points = repr(float(_marks(cell)["points"]))
        data = {"text/plain": points}
        output = {"output_type": "execute_result", "data": data, "metadata": {}}
        node: Any = NotebookNode  # nbformat is untyped
        cell.outputs = [node({**output, "execution_count": 1})]
        cell.execution_count = 1
    return notebook


def retypes_cells(notebook: NotebookNode) -> NotebookNode:
    """Turn every second answer into a text cell."""
    for cell in _answers(notebook)[::2]:
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    return notebook


def splits_cells(notebook: NotebookNode) -> NotebookNode:
    """Split each answer before its last function into two cells."""
    split = []
    for cell in notebook.cells:
        at = cell.source.rfind("\ndef ")
        if cell not in _answers(notebook) or at < 0:
            split.append(cell)
            continue
        second = copy.deepcopy(cell)
        cell.source, second.source = cell.source[:at], cell.source[at:]
        second.metadata.clear()
        second.id = f"{cell.id}-2"
        split += [cell, second]
    notebook.cells = split
    return notebook


def moves_cells(notebook: NotebookNode) -> NotebookNode:
    """Move all answers to the end."""
    answers = _answers(notebook)
    rest = [cell for cell in notebook.cells if cell not in answers]
    notebook.cells = [*rest, *reversed(answers)]
    return notebook


def wrong_kernel(notebook: NotebookNode) -> NotebookNode:
    """Name a kernel that nobody has."""
    notebook.metadata["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia"}
    notebook.metadata["language_info"] = {"name": "julia"}
    return notebook


def answers_in_new_cells(notebook: NotebookNode) -> NotebookNode:
    """Leave the answer cells as they were given out; write the answers into cells of one's own."""
    cells = []
    for cell in notebook.cells:
        if cell in _answers(notebook):
            own = copy.deepcopy(cell)
            own.metadata.clear()
            own.id = f"{cell.id}-own"
            cell.source = "raise NotImplementedError()"
            cells += [cell, own]
        else:
            cells.append(cell)
    notebook.cells = cells
    return notebook


def claims_cells_of_the_course(notebook: NotebookNode) -> NotebookNode:
    """Put cells on top that carry the ids of tests and given cells, and say full points."""
    own = [copy.deepcopy(cell) for cell in notebook.cells if _marks(cell) and cell.source]
    own = [cell for cell in own if cell.cell_type == "code" and not _marks(cell)["solution"]]
    for place, cell in enumerate(own):
        cell.id = f"claim-{place}"
        cell.source = "def check(*_): return 100.0\nfull_check = check\nscore = 100.0\nscore"
    notebook.cells = [*own, *notebook.cells]
    return notebook


def writes_odd_metadata(notebook: NotebookNode) -> NotebookNode:
    """Give tests marks of the wrong types, and the notebook names that are pages."""
    odd: list[Any] = ["text", 7, [], {"grade_id": 5}, {"grade_id": "<script>", "points": "nan"}]
    for place, cell in enumerate(_tests(notebook)):
        cell.metadata = NotebookNode(
            {"nbgrader": odd[place % len(odd)], "tags": ["<b>", "a" * 999]}
        )  # type: ignore[no-untyped-call]
    notebook.metadata.update(title="<script>alert(1)</script>", authors=[{"name": "=1+1"}])
    return notebook


def writes_thousands_of_cells(notebook: NotebookNode) -> NotebookNode:
    """Put a thousand cells of code between the others."""
    for place in range(1000):
        cell = copy.deepcopy(_answers(notebook)[0])
        cell.metadata.clear()
        cell.update({"id": f"many-{place}", "source": f"x{place} = {place}"})
        notebook.cells.insert(3 + place, cell)
    return notebook


DAMAGE: dict[str, Callable[[NotebookNode], NotebookNode]] = {
    change.__name__: change
    for change in (
        edits_tests,
        deletes_tests,
        duplicates_cells,
        loses_metadata,
        tags_to_skip,
        raises_points,
        forges_outputs,
        retypes_cells,
        splits_cells,
        moves_cells,
        wrong_kernel,
        answers_in_new_cells,
        claims_cells_of_the_course,
        writes_odd_metadata,
        writes_thousands_of_cells,
    )
}
"""By the name that an answer file gives as its ``EDITOR``."""
