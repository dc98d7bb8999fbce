"""The graded notebook: the healed cells with what they showed, for formgrader and feedback."""

from __future__ import annotations

import json
from typing import Any

from autograder.notebook.heal import Step
from autograder.notebook.plan import Plan


def shown_points(points: float) -> dict[str, Any]:
    """Return the output of a test cell that ends in its points."""
    data = {"text/plain": repr(points)}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}


def written_cell(step: Step, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the cell as the autograded notebook holds it."""
    marks = dict(step.cell.marks) if step.cell is not None else {}
    cell: dict[str, Any] = {
        "cell_type": step.cell_type,
        "source": step.source,
        "metadata": {"nbgrader": marks} if marks else {},
    }
    if step.kind == "skipped":
        cell["metadata"]["tags"] = ["skip-execution"]
    elif step.kind == "text" and step.cell is not None and not marks:
        given = step.source.strip() == step.cell.source.strip()
        cell["metadata"]["tags"] = ["given-text"] if given else []
    if step.cell_type == "code":
        cell |= {"outputs": outputs, "execution_count": None}
    elif step.own is not None and "attachments" in step.own and step.cell_type != "code":
        cell["attachments"] = json.loads(json.dumps(step.own.attachments))
    return cell


def written_notebook(cells: list[dict[str, Any]], plan: Plan) -> dict[str, Any]:
    """Return the notebook of these cells."""
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": dict(plan.metadata),
        "cells": cells,
    }
