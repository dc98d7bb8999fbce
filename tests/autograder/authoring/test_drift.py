"""Drift and recorded outputs: the first difference between a text and its notebook is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.build import notebook_path
from autograder.authoring.convert import to_notebook
from autograder.authoring.drift import drift, unrun, unwritten
from autograder.authoring.text import StageText, read_text

STAGE = "90_tiny"
Change = Callable[[nbformat.NotebookNode], object]


@pytest.fixture
def text(tiny: Path) -> StageText:
    return read_text(STAGE, tiny)


@pytest.fixture
def committed(tiny: Path, text: StageText) -> Path:
    """A notebook as a build writes it, its outputs written by hand."""
    notebook = to_notebook(text)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
    by_id = {cell.id: cell for cell in code}
    stream = nbformat.v4.new_output("stream", text="twice three is 6.0\n")
    by_id["show-twice"].outputs = [stream]
    for name, score in (("test-twice", "3.0"), ("test-half", "2.0")):
        shown = {"text/plain": score}
        by_id[name].outputs = [nbformat.v4.new_output("execute_result", data=shown)]
    path = notebook_path(STAGE, tiny)
    path.parent.mkdir()
    nbformat.write(notebook, path)
    return path


def changed(path: Path, change: Change) -> Path:
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)
    return path


def cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def test_a_built_notebook_has_no_drift(text: StageText, committed: Path) -> None:
    assert drift(text, committed) == ""
    assert unrun(text, committed) == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda nb: cell(nb, "twice").update(source="def twice_forward(x):\n    return x, x"),
            "cell \"twice\": its source differs from the text at line 2: '    return x, x', the",
        ),
        (
            lambda nb: cell(nb, "test-half").metadata.nbgrader.update(points=20),
            'cell "test-half": its metadata nbgrader is ',
        ),
        (
            lambda nb: cell(nb, "show-twice").metadata.update(tags=["demo"]),
            "cell \"show-twice\": its metadata tags is ['demo'], the text says ['demo', 'anch",
        ),
        (
            lambda nb: cell(nb, "twice").update(id="other"),
            'cell "twice": the notebook has cell "other" in its place',
        ),
        (
            lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("more", id="more")),
            'cell "more": is in the notebook, but not in the text',
        ),
        (lambda nb: nb.cells.pop(), 'cell "why": is in the text, but not in the notebook'),
        (
            lambda nb: cell(nb, "s90-twice").update(source="## Thrice"),
            "cell \"s90-twice\": its source differs from the text at line 1: '## Thrice'",
        ),
        (lambda nb: nb.metadata.update(authors=[{"name": "A"}]), "the notebook's metadata differs"),
        (lambda nb: cell(nb, "twice").metadata.update(collapsed=True), "its metadata collapsed is"),
    ],
)
def test_the_first_differing_cell_is_named_with_the_remedy(
    text: StageText, committed: Path, change: Change, message: str
) -> None:
    found = drift(text, changed(committed, change))
    assert found.startswith(str(committed))
    assert message in found
    assert found.endswith("; run make notebooks")


def test_images_and_outputs_are_no_drift(text: StageText, committed: Path) -> None:
    def draw(notebook: nbformat.NotebookNode) -> None:
        image = nbformat.v4.new_output("display_data", data={"image/png": "iVBO"})
        cell(notebook, "show-time").outputs = [image]

    assert drift(text, changed(committed, draw)) == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda nb: cell(nb, "twice").update(execution_count=None),
            'cell "twice": execution count is None, expected 2',
        ),
        (
            lambda nb: cell(nb, "show-twice").update(outputs=[]),
            'cell "show-twice": an anchor without output compares nothing',
        ),
        (
            lambda nb: cell(nb, "show-twice").outputs[0].update(text=" \n"),
            'cell "show-twice": an anchor without output compares nothing',
        ),
        (
            lambda nb: cell(nb, "test-twice").outputs[0].data.update({"text/plain": "2.5"}),
            'cell "test-twice": the reference scores 2.5, expected 3',
        ),
        (
            lambda nb: (
                cell(nb, "test-twice").outputs[0].data.update({"text/plain": "np.float64(3.0)"})
            ),
            'cell "test-twice": the reference scores None, expected 3',
        ),
        (
            lambda nb: cell(nb, "show-time").update(
                outputs=[nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])]
            ),
            'cell "show-time": the committed output is an error',
        ),
    ],
)
def test_a_notebook_that_was_not_run_as_a_whole_is_named(
    text: StageText, committed: Path, change: Change, message: str
) -> None:
    found = unrun(text, changed(committed, change))
    assert message in found
    assert found.endswith("; run make notebooks")


def test_a_stage_without_anchors_is_refused(tiny: Path, committed: Path) -> None:
    path = tiny / f"{STAGE}.py"
    path.write_text(path.read_text("utf-8").replace('["demo", "anchor"]', '["demo"]'), "utf-8")
    assert "no cell is tagged anchor" in unrun(read_text(STAGE, tiny), committed)


def test_a_missing_or_broken_notebook_is_one_line(text: StageText, tiny: Path) -> None:
    path = notebook_path(STAGE, tiny)
    assert drift(text, path) == (
        f"{path}: the file is missing, expected a notebook file; run make notebooks"
    )
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    assert "not valid JSON at line 1" in drift(text, path)
    assert "not valid JSON at line 1" in unrun(text, path)


def test_a_folder_without_a_text_is_named(tiny: Path, committed: Path) -> None:
    assert unwritten(tiny) == []
    (tiny / "__pycache__").mkdir()
    (tiny / ".ipynb_checkpoints").mkdir()
    shutil.copytree(committed.parent, tiny / "91_stray")
    found = unwritten(tiny)
    assert len(found) == 2
    assert "91_stray: a folder without a text 91_stray.py" in found[0]
    assert "__pycache__" in found[1]
