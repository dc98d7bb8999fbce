"""A stage's text as a canonical nbgrader notebook, without outputs."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from autograder.authoring.text import Cell, StageText

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What every built notebook says of itself; versions and names of machines stay out."""

NBVAL_TAG = {
    "anchor": "nbval-check-output",
    "widget": "nbval-ignore-output",
    "timing": "nbval-ignore-output",
}

FOLDED = {"source_hidden": True}
"""What JupyterLab reads in a cell's metadata: the code is shown on demand."""

_FLAGS = {
    # role: grade, solution, locked
    "locked": (False, False, True),
    "solution": (False, True, False),
    "test": (True, False, True),
    "manual": (True, True, False),
}


def to_notebook(text: StageText) -> NotebookNode:
    """Return the stage as an nbgrader notebook: cell ids, roles and tags as the text says.

    The same text gives the same notebook, byte for byte.
    """
    content = {"cells": [_node(cell) for cell in text.cells], "metadata": METADATA}
    whole = {**content, "nbformat": 4, "nbformat_minor": 5}
    notebook: NotebookNode = from_dict(whole)  # type: ignore[no-untyped-call]
    return notebook


def _node(cell: Cell) -> dict[str, Any]:
    node = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": cell_metadata(cell),
        "source": cell.source,
    }
    return {**node, "execution_count": None, "outputs": []} if cell.kind == "code" else node


def cell_metadata(cell: Cell) -> dict[str, Any]:
    """Return what the notebook keeps of a cell beside its source: ``nbgrader`` and ``tags``."""
    metadata: dict[str, Any] = {}
    if cell.role:
        metadata["nbgrader"] = _nbgrader(cell)
    added = dict.fromkeys(NBVAL_TAG[tag] for tag in cell.tags if tag in NBVAL_TAG)
    if cell.tags:
        metadata["tags"] = [*cell.tags, *added]
    if "quiz" in cell.tags:  # its source holds the answer
        metadata["jupyter"] = FOLDED
    return metadata


def _nbgrader(cell: Cell) -> dict[str, Any]:
    grade, solution, locked = _FLAGS[cell.role]
    entry: dict[str, Any] = {
        "grade": grade,
        "grade_id": cell.id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if cell.points is not None:
        entry["points"] = int(cell.points) if cell.points.is_integer() else cell.points
    return entry
