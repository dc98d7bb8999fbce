"""`make notebooks-check` passes the untouched stage and fails for everything it promises to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring.build import notebook_path
from autograder.authoring.guard import main
from autograder.authoring.nbval import rerun

STAGE = "90_tiny"
Change = Callable[[nbformat.NotebookNode], object]

pytestmark = pytest.mark.slow


def guarded(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--notebooks", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def change_notebook(folder: Path, change: Change) -> None:
    path = notebook_path(STAGE, folder)
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def change_both(folder: Path, old: str, new: str) -> None:
    """Change a line in the text and in the notebook alike: there is no drift to find."""
    path = folder / f"{STAGE}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    def change(notebook: nbformat.NotebookNode) -> None:
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)

    change_notebook(folder, change)


def strip(notebook: nbformat.NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def test_the_untouched_stage_passes_every_guard(built: Path) -> None:
    code, output = guarded(built)
    assert code == 0, output
    assert "90_tiny  drift    ok" in output
    assert "90_tiny  outputs  ok" in output
    assert "nbval    ok: 7 code cells ran, 1 anchors compared; 7 passed" in output


def test_a_changed_anchor_number_fails(built: Path) -> None:
    def change(notebook: nbformat.NotebookNode) -> None:
        cell(notebook, "show-twice").outputs[0].text = "twice three is 6.1\n"

    change_notebook(built, change)
    code, output = guarded(built)
    assert code == 1
    assert "90_tiny  drift    ok" in output
    assert "nbval    " in output
    assert "6 of 7 code cells passed (Cell 3: failure)" in output
    assert "twice three is 6.1" in output


def test_a_changed_line_of_code_fails(built: Path) -> None:
    def change(notebook: nbformat.NotebookNode) -> None:
        half = cell(notebook, "half")
        half.source = half.source.replace("x / FACTOR", "x * 0.5")

    change_notebook(built, change)
    code, output = guarded(built)
    assert code == 1
    assert 'cell "half": its source differs from the text at line 4' in output
    assert "run make notebooks" in output


def test_stripped_outputs_fail_although_nbval_passes_them(built: Path) -> None:
    change_notebook(built, strip)
    code, output = guarded(built)
    assert code == 1
    assert 'cell "setup": execution count is None, expected 1' in output
    assert "nbval    ok" in output


def test_a_cell_that_raises_fails(built: Path) -> None:
    change_both(built, "print(time.perf_counter())", "print(1 / 0)")
    code, output = guarded(built)
    assert code == 1
    assert "90_tiny  drift    ok" in output
    assert "6 of 7 code cells passed (Cell 4: failure)" in output
    assert "ZeroDivisionError" in output


def test_a_cell_beyond_its_time_fails_with_every_cell_after_it(built: Path) -> None:
    change_both(built, "print(time.perf_counter())", "while True:\n    pass")
    found = rerun(notebook_path(STAGE, built), cell_seconds=1)
    assert found.problem.startswith("4 of 7 code cells passed (Cell 4: failure, Cell 5: failure")


def test_a_text_with_a_mistake_fails_in_one_line(tiny: Path) -> None:
    path = tiny / f"{STAGE}.py"
    path.write_text('# %% id="a" role="tset"\nx\n', encoding="utf-8")
    code, output = guarded(tiny)
    assert code == 1
    assert 'cell "a": role is "tset", expected one of' in output
    assert "Traceback" not in output


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    code, output = guarded(tmp_path)
    assert code == 1
    assert "there is no stage, expected one at least" in output


def test_an_unbuilt_stage_fails(tiny: Path) -> None:
    code, output = guarded(tiny)
    assert code == 1
    assert output.count("the file is missing, expected a notebook file") == 3
