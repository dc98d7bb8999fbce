"""Compare a committed notebook with its text, and see that it was run as a whole."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.authoring.convert import to_notebook
from autograder.authoring.text import NOTEBOOKS, StageText, stages
from autograder.notebook.read import NotebookError, read_notebook

_REMEDY = "run make notebooks"


def drift(text: StageText, path: Path) -> str:
    """Return the first difference between a stage's text and its notebook, or ``""``.

    Compared are the order, kind, id, source and metadata of every cell and the notebook's own
    metadata; outputs and images are not.
    """
    try:
        notebook = read_notebook(path)
    except NotebookError as error:
        return f"{error}; {_REMEDY}"
    wanted = to_notebook(text)
    for ours, theirs in zip_longest(wanted.cells, notebook.cells):
        found = _difference(ours, theirs)
        if found:
            name = (ours or theirs).id
            return f'{path} cell "{name}": {found}; {_REMEDY}'
    if notebook.metadata != wanted.metadata:
        return f"{path}: the notebook's metadata differs from what a build writes; {_REMEDY}"
    return ""


def _difference(ours: NotebookNode | None, theirs: NotebookNode | None) -> str:
    if theirs is None:
        return "is in the text, but not in the notebook"
    if ours is None:
        return "is in the notebook, but not in the text"
    if ours.id != theirs.id:
        return f'the notebook has cell "{theirs.id}" in its place'
    if ours.cell_type != theirs.cell_type:
        return f"is {theirs.cell_type} in the notebook, {ours.cell_type} in the text"
    if ours.source != theirs.source:
        return f"its source differs from the text at {_first_line(ours.source, theirs.source)}"
    return _metadata_difference(ours.metadata, theirs.metadata)


def _metadata_difference(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            return f"its metadata {key} is {theirs.get(key)}, the text says {ours.get(key)}"
    return ""


def _first_line(ours: str, theirs: str) -> str:
    pairs = zip_longest(ours.split("\n"), theirs.split("\n"))
    for number, (mine, other) in enumerate(pairs, start=1):
        if mine != other:
            return f"line {number}: {other!r}, the text says {mine!r}"
    return "no line"


def unwritten(folder: Path = NOTEBOOKS) -> list[str]:
    """Return a line for every subfolder of ``folder`` that no stage's text accounts for.

    nbgrader takes each subfolder for an assignment.
    """
    known = set(stages(folder))
    return [
        f"{path}: a folder without a text {path.name}.py beside it, expected stages only"
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name not in known and not path.name.startswith(".")
    ]


def unrun(text: StageText, path: Path) -> str:
    """Return the first sign that the committed outputs are not those of one whole run, or ``""``.

    Every code cell must carry its execution count, in order; no cell an error; an anchor something
    to compare with; a graded cell its full points.
    """
    try:
        notebook = read_notebook(path)
    except NotebookError as error:
        return f"{error}; {_REMEDY}"
    anchors = {cell.id for cell in text.cells if "anchor" in cell.tags}
    points = {cell.id: cell.points for cell in text.of_role("test")}
    if not anchors:
        return f"{text.path}: no cell is tagged anchor, expected one at least: nbval compares those"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        found = _unrun_cell(cell, count, cell.id in anchors, points.get(cell.id))
        if found:
            return f'{path} cell "{cell.id}": {found}; {_REMEDY}'
    return ""


def _unrun_cell(cell: NotebookNode, count: int, anchor: bool, points: float | None) -> str:
    if cell.execution_count != count:
        return f"execution count is {cell.execution_count}, expected {count}"
    if any(output.output_type == "error" for output in cell.outputs):
        return "the committed output is an error"
    if anchor and not any(_shows(output) for output in cell.outputs):
        return "an anchor without output compares nothing"
    if points is not None and _score(cell) != points:
        return f"the reference scores {_score(cell)}, expected {points:g}"
    return ""


def _shows(output: NotebookNode) -> bool:
    text = output.get("text", "") or output.get("data", {}).get("text/plain", "")
    return bool(text.strip())


def _score(cell: NotebookNode) -> float | None:
    """Return the number that a test cell ends in, or None when it is not a plain number."""
    for output in cell.outputs:
        if output.output_type == "execute_result":
            try:
                return float(output.data.get("text/plain", ""))
            except ValueError:
                return None
    return None
