"""The leak check: a clean release passes, and each kind of leak is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.convert import to_notebook
from autograder.authoring.leak import leaks, public_source
from autograder.authoring.text import SOLUTION_REGION, StageText, read_text

STAGE = "90_tiny"
STUB = "*Your answer here.*"
MUTANT = {"the mutant twice__thrice": "def twice_forward(x):\n    return x + x + x, x\n"}

Change = Callable[[nbformat.NotebookNode], object]


@pytest.fixture
def text(tiny: Path) -> StageText:
    return read_text(STAGE, tiny)


@pytest.fixture
def release(text: StageText, tmp_path: Path) -> Path:
    """A release as nbgrader makes it."""
    notebook = to_notebook(text)
    for node, cell in zip(notebook.cells, text.cells, strict=True):
        stub = STUB if cell.kind == "markdown" else r"\1raise NotImplementedError()"
        shown = SOLUTION_REGION.sub(stub, cell.source)
        node.source = public_source(cell) if cell.role == "test" else shown
    folder = tmp_path / "release" / STAGE
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{STAGE}.ipynb")
    return folder


def found_after(release: Path, text: StageText, change: Change) -> list[str]:
    path = release / f"{STAGE}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)
    return leaks(release, text, secrets=MUTANT, text_stub=STUB)


def cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def append(name: str, line: str) -> Change:
    def change(notebook: nbformat.NotebookNode) -> None:
        cell(notebook, name).source += f"\n{line}"

    return change


def test_a_clean_release_leaks_nothing(release: Path, text: StageText) -> None:
    assert leaks(release, text, secrets=MUTANT, text_stub=STUB) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            append("twice", "    out = scaled(x)"),
            'cell "twice": the solution of cell "twice": out = scaled(x)',
        ),
        (
            append("setup", "#   return  x/FACTOR,x"),
            'cell "setup": a line that the text does not publish: #   return  x/FACTOR,x',
        ),
        (
            append("half", "    return x / FACTOR, x"),
            'cell "half": the solution of cell "half": return x / FACTOR, x',
        ),
        (
            append("s90-half", "return   x/FACTOR,  x"),
            'cell "s90-half": the solution of cell "half": return   x/FACTOR,  x',
        ),
        (
            append("why", "Because two times one half is one, for every number but NaN."),
            'cell "why": the solution of cell "why": Because two times',
        ),
        (
            append(
                "test-half", "score = 2.0 * math.isclose(half_forward(np.float64(7.0))[0], 3.5)"
            ),
            'cell "test-half": the hidden test of cell "test-half": score = 2.0',
        ),
        (
            append("twice", "    return x + x + x, x"),
            'cell "twice": the mutant twice__thrice: return x + x + x, x',
        ),
        (
            append("twice", "### BEGIN SOLUTION"),
            'cell "twice": a region marker: ### BEGIN SOLUTION',
        ),
        (
            append("show-twice", "print(1)"),
            'cell "show-twice": a line that the text does not publish: print(1)',
        ),
        (
            lambda nb: cell(nb, "half").update(source='def half_forward(x):\n    """Return half'),
            "the exercise was not emptied: raise NotImplementedError() is missing",
        ),
        (
            lambda nb: nb.cells.append(nbformat.v4.new_code_cell("x = scaled(1)", id="new")),
            'cell "new": a line that the text does not publish: x = scaled(1)',
        ),
        (
            lambda nb: cell(nb, "show-twice").update(
                outputs=[nbformat.v4.new_output("stream", text="twice three is 6.0\n")]
            ),
            'cell "show-twice": outputs: twice three is 6.0',
        ),
        (lambda nb: cell(nb, "half").update(execution_count=3), "execution count 3"),
        (
            lambda nb: nb.metadata.update(authors=[{"name": "A. Author"}]),
            "notebook metadata authors",
        ),
        (
            lambda nb: cell(nb, "half").metadata.update(executionInfo={"user": "A. Author"}),
            'cell "half": metadata executionInfo',
        ),
        (
            lambda nb: cell(nb, "half").metadata.update(jupyter={"author": "A. Author"}),
            'cell "half": metadata jupyter',
        ),
        (
            lambda nb: cell(nb, "s90-half").update(attachments={"a.png": {"image/png": "eA=="}}),
            'cell "s90-half": cell key attachments',
        ),
    ],
)
def test_each_kind_of_leak_in_the_notebook_is_named(
    release: Path, text: StageText, change: Change, message: str
) -> None:
    found = found_after(release, text, change)
    assert any(message in line for line in found), found


def test_folded_code_is_no_leak(release: Path, text: StageText) -> None:
    def change(notebook: nbformat.NotebookNode) -> None:
        cell(notebook, "half").metadata.update(jupyter={"source_hidden": True})

    assert found_after(release, text, change) == []


@pytest.mark.parametrize("name", ["90_tiny.py", "solutions/notes.md", "gradebook.db"])
def test_any_other_file_is_a_leak(release: Path, text: StageText, name: str) -> None:
    path = release / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    found = leaks(release, text, text_stub=STUB)
    assert len(found) == 1
    assert name in found[0]
    assert "expected 90_tiny.ipynb alone" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("import math", "import autograder.checks", 'cell "setup": the grader: import autograder'),
        ("import math", "from autograder import checks", 'cell "setup": the grader: from autog'),
        ("FACTOR = 2.0", 'FACTOR = "/mnt/me/data"', 'cell "setup": a path of some machine: FAC'),
        ("One number in", "See C:\\Users here; one", "a path of some machine: See C:\\Users"),
    ],
)
def test_what_the_text_itself_publishes_by_mistake_is_found(
    tiny: Path, release: Path, old: str, new: str, message: str
) -> None:
    path = tiny / f"{STAGE}.py"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    text = read_text(STAGE, tiny)

    def change(notebook: nbformat.NotebookNode) -> None:
        for node in notebook.cells:
            node.source = node.source.replace(old, new)

    found = found_after(release, text, change)
    assert any(message in line for line in found), found


def test_a_missing_notebook_is_no_clean_release(release: Path, text: StageText) -> None:
    (release / f"{STAGE}.ipynb").unlink()
    assert any("the file is missing" in line for line in leaks(release, text))
