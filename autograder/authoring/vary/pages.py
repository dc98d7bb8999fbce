"""Honest notebooks: varied answers, among what students add and editors change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat.notebooknode import NotebookNode

from autograder.authoring.answers import Answers, fill, reference
from autograder.authoring.damage import DAMAGE
from autograder.authoring.sample import EDITORS, is_demonstration
from autograder.authoring.text import NOTEBOOKS
from autograder.authoring.vary.answers import Rng, Tally, honest_answers

MAKE: Any = nbformat.v4  # untyped

OWN_CELLS = (
    "np.arange(10) ** 2",
    "print('hello')",
    "x = np.random.randn(3, 4)\nx",
    "%matplotlib inline\nimport matplotlib.pyplot as plt",
    "%load_ext autoreload\n%autoreload 2",
    "%%time\nsum(i * i for i in range(1000))",
    "!ls",
    "?np.sum",
    "1 / 0  # what happens?",
    "def f(x)\n    return x",
    "not_defined_yet",
    "import warnings\nwarnings.warn('old habits', DeprecationWarning)",
    "import sys\nprint('debugging', file=sys.stderr)",
    "np.log(np.zeros(2))",
    "a, b = 1, 2\nfor i in range(3):\n    print(i, a + b)",
    "#%%\n# nothing yet",
    "",
)
"""Experiments that students leave behind, broken ones and magics included."""

NOTES = (
    "**My notes:** sum over the batch!",
    "# To do\n- ask about the hint",
    "",
    "Größe ≠ 0 → $x>0$",
)


def _exercise(cell: Any) -> bool:
    return bool(cell.metadata.get("nbgrader"))


def _answers(notebook: NotebookNode) -> list[Any]:
    marks = [(cell.metadata.get("nbgrader", {}), cell) for cell in notebook.cells]
    return [c for mark, c in marks if mark.get("solution") and c.cell_type == "code"]


def _some(items: list[Any], rng: Rng) -> list[Any]:
    return [item for item in items if rng.random() < 0.3]


# --- what students do ----------------------------------------------------------------------------


def untouched(notebook: NotebookNode, _: Rng) -> NotebookNode:
    """Nothing but the answers."""
    return notebook


def own_cells(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Add cells anywhere, before the first one too."""
    for source in rng.permutation(np.array(OWN_CELLS, dtype=object))[:4]:
        place = int(rng.integers(len(notebook.cells) + 1))
        notebook.cells.insert(place, MAKE.new_code_cell(str(source)))
    notebook.cells.insert(0, MAKE.new_code_cell("import numpy as np\nnp.sqrt(2)"))
    return notebook


def notes(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Add text cells, and write into given ones."""
    for note in NOTES:
        place = int(rng.integers(len(notebook.cells) + 1))
        notebook.cells.insert(place, MAKE.new_markdown_cell(note))
    for cell in _some(notebook.cells, rng):
        if cell.cell_type == "markdown" and not _exercise(cell):
            cell.source += "\n\n(read)"
    return notebook


def deleted_text(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Delete some of the text and of the experiments."""
    gone = _some([cell for cell in notebook.cells if not _exercise(cell)], rng)
    notebook.cells = [cell for cell in notebook.cells if not any(cell is g for g in gone)]
    return notebook


def changed_experiments(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Change a few experiments; the grader runs those that differ from the release."""
    demos = [cell for cell in notebook.cells if is_demonstration(cell)]
    for place in rng.permutation(len(demos))[:2]:
        demos[place].source = "print('skipped this one')"
    return notebook


def calls_in_answer_cells(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Leave prints, a magic and an earlier attempt in answer cells."""
    plain = [cell for cell in _answers(notebook) if not cell.source.startswith("%%")]
    for cell in _some(plain, rng):
        head = ("", "# first attempt:\n# return x\n\n", "%matplotlib inline\n")[rng.integers(3)]
        tail = ("", "\n\nprint('defined')", "\n\n3 + 4", "\n\n\n\n")[rng.integers(4)]
        cell.source = head + cell.source + tail
    return notebook


def timed_answer_cells(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Put ``%%time`` above some answers."""
    for cell in _some(_answers(notebook), rng):
        cell.source = "%%time\n" + cell.source
    return notebook


def helpers_apart(notebook: NotebookNode, _: Rng) -> NotebookNode:
    """Move what stands above the exercise's function into a cell of its own."""
    cells: list[Any] = []
    for cell in notebook.cells:
        head, mark, rest = cell.source.partition("\n\n\ndef ")
        if any(cell is answer for answer in _answers(notebook)) and mark:
            cells.append(MAKE.new_code_cell(head))
            cell.source = f"def {rest}"
        cells.append(cell)
    notebook.cells = cells
    return notebook


def stale_outputs(notebook: NotebookNode, rng: Rng) -> NotebookNode:
    """Run cells in a wild order: counts out of order, an old error below an answer."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and rng.random() < 0.5:
            cell.execution_count = int(rng.integers(1, 900))
            text = "NotImplementedError: \n"
            error = MAKE.new_output(
                "error", ename="NotImplementedError", evalue="", traceback=[text]
            )
            cell.outputs = [MAKE.new_output("stream", name="stderr", text="warning\n" * 50), error]
    return notebook


def cleared_outputs(notebook: NotebookNode, _: Rng) -> NotebookNode:
    """Clear all outputs before handing in."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


MANNERS: dict[str, Callable[[NotebookNode, Rng], NotebookNode]] = {
    manner.__name__.replace("_", " "): manner
    for manner in (
        untouched,
        own_cells,
        notes,
        deleted_text,
        changed_experiments,
        calls_in_answer_cells,
        timed_answer_cells,
        helpers_apart,
        stale_outputs,
        cleared_outputs,
    )
}
"""What students do to a notebook beside answering, by name."""

# --- what editors make of it ---------------------------------------------------------------------


def _jupyterlab(notebook: NotebookNode) -> NotebookNode:
    """JupyterLab 4 notes what may be edited, folds headings and asks for its own kernel name."""
    for cell in notebook.cells:
        cell.metadata.update({"editable": True, "slideshow": {"slide_type": ""}, "trusted": True})
        if cell.cell_type == "markdown":
            cell.metadata["jp-MarkdownHeadingCollapsed"] = True
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    return notebook


def _format_3(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook in the format of IPython 2, as old converters write it."""
    old: NotebookNode = nbformat.convert(notebook, 3)  # type: ignore[no-untyped-call]
    return old


HARMLESS = (
    "loses_metadata", "duplicates_cells", "splits_cells", "moves_cells", "wrong_kernel",
    "answers_in_new_cells", "retypes_cells", "deletes_tests", "raises_points",
)  # fmt: skip
"""Damage that hands and tools do without wanting to, and that costs nothing."""

REWRITES: dict[str, Callable[[NotebookNode], NotebookNode]] = {
    **{name: EDITORS[name] for name in sorted(set(EDITORS) - set(DAMAGE))},
    "jupyterlab": _jupyterlab,
    "format 3": _format_3,
    **{name: DAMAGE[name] for name in HARMLESS},
}
"""What becomes of a notebook on its way, by name."""


def honest_notebooks(
    stage: str,
    count: int,
    rng: Rng,
    *,
    given: NotebookNode,
    notebooks: Path = NOTEBOOKS,
    tally: Tally | None = None,
) -> list[tuple[NotebookNode, Answers, str]]:
    """Return notebooks that deserve full points, each with its answers and how it was treated.

    Parameters
    ----------
    stage, count, rng : str, int, numpy.random.Generator
        As `honest_answers`.
    given : NotebookNode
        The released notebook.
    notebooks, tally : Path, Tally
        As `honest_answers`.
    """
    solutions = reference(stage, notebooks)
    answers = honest_answers(stage, count, rng, notebooks=notebooks, tally=tally)
    ways = _ways(count, rng)
    made = []
    for own, (manners, rewrite) in zip(answers, ways, strict=True):
        notebook = fill(copy.deepcopy(given), solutions, own)
        for manner in manners:
            notebook = MANNERS[manner](notebook, rng)
        notebook = REWRITES[rewrite](notebook)
        made.append((notebook, own, f"{', '.join(manners)}; {rewrite}"))
    return made


def _ways(count: int, rng: Rng) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield two manners and one rewrite for each notebook, so that all come in turn."""
    manners, rewrites = rng.permutation(list(MANNERS)), rng.permutation(list(REWRITES))
    for number in range(count):
        one, other = manners[number % len(manners)], manners[int(rng.integers(len(manners)))]
        yield tuple(dict.fromkeys((str(one), str(other)))), str(rewrites[number % len(rewrites)])
