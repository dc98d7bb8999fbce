"""What was released of a stage, as the plans by which it is graded."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.gradebook.course import Course
from autograder.gradebook.sanitise import trusted_roles
from autograder.notebook.plan import Plan, make_plan
from autograder.notebook.read import read_notebook

CHECKED_BY = ("autograder.checks", "cs231n_core")
"""Packages whose text decides what a test finds."""


def load_plans(course: Course, stage: str) -> dict[str, Plan]:
    """Return the plan of every notebook of a released stage, by the notebook's name.

    Graded and given cells are those of the gradebook, as they were released; the master notebook
    gives their order, and the cells that are not graded.
    """
    plans = {}
    for name, released in _released(course, stage).items():
        master = read_notebook(course.folder("source", stage) / f"{name}.ipynb")
        plans[name] = make_plan(stage, name, master, released)
    return plans


def master_texts(course: Course, stage: str, plans: Mapping[str, Plan]) -> dict[str, str]:
    """Return the instructor's notebooks, solved, as text."""
    folder = course.folder("source", stage)
    return {name: json.dumps(read_notebook(folder / f"{name}.ipynb")) for name in plans}


def _released(course: Course, stage: str) -> dict[str, dict[str, tuple[str, Mapping[str, Any]]]]:
    with course.gradebook() as gradebook:
        return {
            notebook.name: _cells(notebook)
            for notebook in sorted(gradebook.find_assignment(stage).notebooks, key=_name)
        }


def _name(entry: Any) -> str:
    return str(entry.name)


def _cells(notebook: Any) -> dict[str, tuple[str, Mapping[str, Any]]]:
    roles = trusted_roles(notebook)
    return {cell.name: (str(cell.source or ""), roles[cell.name]) for cell in notebook.source_cells}


def plans_key(plans: Mapping[str, Plan]) -> str:
    """Return what identifies how a stage is graded: its cells, its checks and their versions."""
    content = [__version__, checks_key(), *(plans[name].as_json() for name in sorted(plans))]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def checks_key() -> str:
    """Return what identifies the text of all checks, and of the core that they compare with."""
    digest = hashlib.sha256()
    for name in CHECKED_BY:
        spec = importlib.util.find_spec(name)
        for place in spec.submodule_search_locations or () if spec else ():
            for path in sorted(Path(place).rglob("*.py")):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
