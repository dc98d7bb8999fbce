"""What happens to a submission before it runs: roles from the gradebook, tags from the master.

Nothing that a student's file says about a cell is believed but its source. nbgrader's own steps
come after these and find nothing left to complain about, so one odd notebook cannot stop a class.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.notebook.read import read_notebook

SKIP = "skip-execution"
"""The tag by which nbclient leaves a cell out. On a test cell it would mean full marks."""

GIVEN = "given-text"
"""The tag of the course's own text in a graded notebook: feedback can leave it out."""

DEMO = "demo"
"""The tag of a demonstration in the master notebook."""


class RestoreRoles(NbGraderPreprocessor):  # type: ignore[misc]
    """Rebuild every cell's metadata from the gradebook and drop whatever the student's file had.

    A cell with a known ``grade_id`` gets its role, points and lock back. Of a copied cell the last
    one counts, as in nbgrader. All other metadata (tags, widget state, editor settings) goes.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with trusted metadata."""
        place = resources["nbgrader"]
        with Gradebook(place["db_url"]) as gradebook:
            roles = trusted_roles(gradebook.find_notebook(place["notebook"], place["assignment"]))
        taken: set[str] = set()
        for cell in reversed(nb.cells):
            grade_id = _grade_id(cell)
            role = None if grade_id in taken else roles.get(grade_id)
            cell.metadata.clear()
            if role is not None:
                taken.add(grade_id)
                cell.metadata.update({"nbgrader": dict(role)})
                _without_foreign_parts(cell, role["cell_type"])
        for key in set(nb.metadata) - {"kernelspec", "language_info"}:
            del nb.metadata[key]
        return nb, resources


def trusted_roles(notebook: Any) -> dict[str, dict[str, Any]]:
    """Return the nbgrader metadata of every cell that the gradebook knows, by ``grade_id``."""
    graded = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name: cell for cell in notebook.task_cells}
    roles = {}
    for source in notebook.source_cells:
        role = {
            "schema_version": 3,
            "grade_id": source.name,
            "grade": source.name in graded,
            "solution": source.name in solutions,
            "task": source.name in tasks,
            "locked": bool(source.locked),
            "cell_type": source.cell_type,
            "checksum": source.checksum,
        }
        scored = graded.get(source.name) or tasks.get(source.name)
        if scored is not None:
            role["points"] = scored.max_score
        roles[source.name] = role
    return roles


def _grade_id(cell: Any) -> str:
    marks = cell.metadata.get("nbgrader")
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else ""


def _without_foreign_parts(cell: Any, cell_type: str) -> None:
    """Drop what the cell's true type cannot hold, where an editor changed the type."""
    if cell_type == "code":
        cell.pop("attachments", None)


class SkipUntouchedDemos(NbGraderPreprocessor):  # type: ignore[misc]
    """Leave out demonstrations that the student did not change: nothing graded depends on them.

    What counts as a demonstration is read from the master notebook, never from the submission.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with untouched demonstrations marked as not to be run."""
        given = given_sources(self._master(resources["nbgrader"]))
        for cell in nb.cells:
            if cell.metadata.get("nbgrader"):
                continue
            tag = SKIP if cell.cell_type == "code" else GIVEN
            untouched = (cell.cell_type, cell.source.strip()) in given
            cell.metadata["tags"] = [tag] if untouched else []
        return nb, resources

    def _master(self, place: Any) -> Path:
        coursedir = _coursedir(self)
        folder = coursedir.format_path(coursedir.source_directory, ".", place["assignment"])
        return Path(folder) / f"{place['notebook']}.ipynb"


def given_sources(master: Path) -> frozenset[tuple[str, str]]:
    """Return type and source of the demonstrations and texts of a master notebook.

    Without the file there are none, and every cell of a submission runs.
    """
    return _given_sources(master, master.stat().st_mtime_ns) if master.is_file() else frozenset()


@lru_cache(maxsize=8)
def _given_sources(master: Path, _: int) -> frozenset[tuple[str, str]]:
    notebook = read_notebook(master)
    return frozenset(
        (cell.cell_type, cell.source.strip())
        for cell in notebook.cells
        if cell.cell_type == "markdown" or DEMO in cell.metadata.get("tags", [])
    )


def _coursedir(preprocessor: Any) -> Any:
    """Return the course directory of the converter that runs this preprocessor."""
    owner = preprocessor
    while owner is not None:
        if hasattr(owner, "coursedir"):
            return owner.coursedir
        owner = owner.parent
    raise LookupError("SkipUntouchedDemos runs inside nbgrader autograde only")
