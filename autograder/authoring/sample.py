"""A sample class: answer files become the archive that a learning platform would export.

Each file is one student. Beside the functions it may say, in constants: ``SCORES`` (the items that
differ from full points, or from none with ``DEFAULT = "untouched"``), ``PENALTY`` (points lost for
being late), ``HOURS_LATE``, ``EDITOR`` (which saved the notebook), ``CELLS`` (whole answer cells),
``EXTRA`` (cells put after the first test), ``DEMOS`` (demonstrations that were changed) and
``FIRST_ATTEMPT`` (the ``DEFAULT`` of an earlier attempt).
"""

from __future__ import annotations

import copy
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.authoring.answers import Answers, Reference, fill, read_answers, reference
from autograder.authoring.damage import DAMAGE
from autograder.authoring.text import AuthoringError, read_text
from autograder.notebook.read import read_notebook

ON_TIME = timedelta(hours=5)
"""How long before the due date those who are not late hand in."""


@dataclass(frozen=True)
class Verdict:
    """What one student of the class must get."""

    student: str
    answers: Answers
    scores: Mapping[str, float]
    penalty: float = 0.0


def read_class(stage: str, folder: Path, notebooks: Path) -> tuple[Verdict, ...]:
    """Return the students of a folder of answer files, by id, with the scores each must get.

    Raises
    ------
    AuthoringError
        If the folder is empty, a file is not an answer file, or names an unknown item.
    """
    points = item_points(stage, notebooks)
    files = sorted(folder.glob("*.py"))
    if not files:
        raise AuthoringError(f"{folder}: no answer files, expected one per student")
    return tuple(_verdict(read_answers(path), points) for path in files)


def item_points(stage: str, notebooks: Path) -> dict[str, float]:
    """Return the points of each item of a stage."""
    cells = read_text(stage, notebooks).of_role("test")
    return {cell.id.removeprefix("test-").replace("-", "_"): cell.points or 0.0 for cell in cells}


def _verdict(answers: Answers, points: Mapping[str, float]) -> Verdict:
    full = answers.constants.get("DEFAULT", "full") == "full"
    scores = {name: limit if full else 0.0 for name, limit in points.items()}
    own = answers.constants.get("SCORES", {})
    if own.keys() - points.keys():
        unknown = ", ".join(sorted(own.keys() - points.keys()))
        raise AuthoringError(f"{answers.path}: SCORES names {unknown}, expected items of the stage")
    scores.update({name: float(value) for name, value in own.items()})
    student = answers.path.stem.replace("_", "-")
    return Verdict(student, answers, scores, float(answers.constants.get("PENALTY", 0.0)))


def write_archive(
    stage: str,
    verdicts: tuple[Verdict, ...],
    *,
    release: Path,
    notebooks: Path,
    target: Path,
    due: datetime,
) -> Path:
    """Write the class's notebooks as Moodle exports them and return the archive.

    Parameters
    ----------
    stage, verdicts : str, tuple of Verdict
        Which class.
    release : Path
        The released notebook that the students got.
    notebooks : Path
        The course's source folder, for the reference answers.
    target : Path
        The zip to write.
    due : datetime
        The due date that times relate to.
    """
    given = read_notebook(release)
    solutions = reference(stage, notebooks)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, verdict in enumerate(verdicts, 1001):
            for name, time, notebook in attempts(stage, verdict, given, solutions, due):
                person = verdict.student.replace("-", " ")
                path = f"{person}_{number}_assignsubmission_file_/{name}"
                moment = time.astimezone(UTC).timetuple()[:6]
                info = zipfile.ZipInfo(path, date_time=moment)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, json.dumps(notebook, indent=1, ensure_ascii=False))
    return target


def attempts(
    stage: str, verdict: Verdict, given: NotebookNode, solutions: Reference, due: datetime
) -> list[tuple[str, datetime, NotebookNode]]:
    """Return what a student handed in: file name, time, notebook; usually one."""
    constants = verdict.answers.constants
    late = constants.get("HOURS_LATE")
    time = due - ON_TIME if late is None else due + timedelta(hours=float(late))
    handed = [(f"{stage}.ipynb", time, fill_in(verdict.answers, given, solutions))]
    if "FIRST_ATTEMPT" in constants:
        first = fill(given, solutions, None, default=constants["FIRST_ATTEMPT"])
        handed.append((f"{stage} (1).ipynb", time - timedelta(days=1), first))
    return handed


def fill_in(answers: Answers, given: NotebookNode, solutions: Reference) -> NotebookNode:
    """Return the released notebook as this student hands it in."""
    constants = answers.constants
    notebook = fill(given, solutions, answers, default=constants.get("DEFAULT", "full"))
    _change_demos(answers.path, notebook, constants.get("DEMOS", {}))
    _insert(notebook, constants.get("EXTRA", ()))
    editor = constants.get("EDITOR", "jupyter")
    if editor not in EDITORS:
        known = ", ".join(EDITORS)
        raise AuthoringError(f"{answers.path}: EDITOR is {editor}, expected one of {known}")
    return EDITORS[editor](notebook)


def is_demonstration(cell: NotebookNode) -> bool:
    """Tell an experiment, which no grading needs, from all other cells."""
    return "demo" in cell.metadata.get("tags", [])


def leave_out_demonstrations(path: Path) -> None:
    """Rewrite a notebook's file without its experiments: stock nbgrader runs each for everybody."""
    notebook = read_notebook(path)
    notebook.cells = [cell for cell in notebook.cells if not is_demonstration(cell)]
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def _change_demos(path: Path, notebook: NotebookNode, changed: Mapping[str, str]) -> None:
    demos = {cell.id: cell for cell in notebook.cells if is_demonstration(cell)}
    for name, source in changed.items():
        if name not in demos:
            raise AuthoringError(f"{path}: DEMOS names {name}, expected demonstrations")
        demos[name].source = source


def _insert(notebook: NotebookNode, sources: Any) -> None:
    graded = [
        i for i, c in enumerate(notebook.cells) if c.metadata.get("nbgrader", {}).get("grade")
    ]
    for offset, source in enumerate(sources):
        cell = copy.deepcopy(notebook.cells[graded[0]])
        cell.metadata.clear()
        cell.update({"id": f"own-{offset}", "source": source})
        notebook.cells.insert(graded[0] + 1 + offset, cell)


# --- what editors make of a notebook when they save it --------------------------------------------


def _jupyter(notebook: NotebookNode) -> NotebookNode:
    return notebook


def _colab(notebook: NotebookNode) -> NotebookNode:
    """Colab writes format 4.0: ids move into the metadata, which gains its own keys."""
    notebook.nbformat_minor = 0
    for index, cell in enumerate(notebook.cells):
        cell.pop("id", None)
        cell.metadata["id"] = f"{index:04x}aBcDeFgH"
        cell.metadata["colab"] = {"base_uri": "https://localhost:8080/"}
    notebook.metadata.clear()
    notebook.metadata.update(
        {
            "colab": {"provenance": [], "toc_visible": True},
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        }
    )
    return notebook


def _vscode(notebook: NotebookNode) -> NotebookNode:
    """VS Code names the kernel after the environment and tags every cell with its language."""
    for cell in notebook.cells:
        language = "python" if cell.cell_type == "code" else "markdown"
        cell.metadata["vscode"] = {"languageId": language}
    notebook.metadata["kernelspec"] = {
        "display_name": ".venv (3.12.4)",
        "language": "python",
        "name": "dot-venv",
    }
    return notebook


def _kaggle(notebook: NotebookNode) -> NotebookNode:
    """Kaggle writes format 4.4: no ids, uuids and timings in the metadata."""
    notebook.nbformat_minor = 4
    for index, cell in enumerate(notebook.cells):
        cell.pop("id", None)
        cell.metadata["_uuid"] = f"8f2839f2-5d00-4a2c-9d0a-{index:012d}"
        cell.metadata["trusted"] = True
        cell.metadata["execution"] = {"iopub.status.busy": "2026-03-01T10:00:00.000Z"}
    notebook.metadata["kaggle"] = {"accelerator": "none", "isInternetEnabled": False}
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    return notebook


EDITORS: dict[str, Callable[[NotebookNode], NotebookNode]] = {
    "jupyter": _jupyter,
    "colab": _colab,
    "vscode": _vscode,
    "kaggle": _kaggle,
    **DAMAGE,
}
