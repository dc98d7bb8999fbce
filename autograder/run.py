"""Run any notebook in the jail, for its outputs alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import from_dict

from autograder.jail.cage import Cage
from autograder.jail.limits import Limits
from autograder.judge.session import Session
from autograder.notebook.names import modules_of
from autograder.notebook.read import read_notebook


@dataclass(frozen=True)
class Executed:
    """A notebook with its new outputs, and what went wrong, cell by cell."""

    notebook: Any
    errors: tuple[str, ...]


def run_notebook(path: Path, limits: Limits | None = None) -> Executed:
    """Execute a notebook's cells in order and return it; a cell that fails stops no other.

    Raises
    ------
    NotebookError
        If the file is no notebook.
    JailError
        If there is no jail.
    """
    notebook = read_notebook(path)
    limits = limits or Limits()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    preload = dict.fromkeys(name for cell in codes for name in modules_of(cell.source))
    errors = []
    with Cage([name for name in preload if name.split(".")[0] == "cs231n_core"]) as cage:
        session = Session(
            start=lambda: cage.start(limits),
            end=cage.end,
            cell_seconds=limits.cell_seconds,
            total_seconds=limits.total_seconds,
        )
        for number, cell in enumerate(codes, 1):
            cell.outputs = _nodes(session.run(cell.source))
            cell.execution_count = number
            errors += [
                f"cell {number}: {output.ename}: {output.evalue}"
                for output in cell.outputs
                if output.output_type == "error"
            ]
        session.close()
    return Executed(notebook, tuple(errors))


def _nodes(outputs: list[dict[str, Any]]) -> list[Any]:
    from_json: Any = from_dict  # nbformat is untyped
    return [from_json(output) for output in outputs]
