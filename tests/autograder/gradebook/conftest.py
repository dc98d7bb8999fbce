"""A tiny course: the real configuration, one stage of two small exercises and a written answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

sys.path.insert(0, str(Path(__file__).parent))  # for collect_archives

from autograder.gradebook.course import Course, load_course

ROOT = Path(__file__).resolve().parents[3]
STAGE = "01_tiny"
BIN = Path(sys.executable).parent

DOUBLE = """\
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION"""

TEST_DOUBLE = """\
score = 2.0 if double(1) == 2 else 0.0
### BEGIN HIDDEN TESTS
secret_of_the_course = double(-3) == -6
score = score / 2 + (1.0 if secret_of_the_course else 0.0)
### END HIDDEN TESTS
score"""

HALF = """\
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION"""


def _cell(kind: str, cell_id: str, source: str, **role: Any) -> Any:
    make = new_code_cell if kind == "code" else new_markdown_cell
    cell = make(source, id=cell_id)
    if role:
        flags = {"grade": False, "solution": False, "locked": False, "task": False}
        marks = {"schema_version": 3, "grade_id": cell_id, "cell_type": kind}
        cell.metadata["nbgrader"] = {**marks, **flags, **role}
    return cell


def master_notebook() -> Any:
    """Return the instructor's notebook of the tiny stage."""
    demo = _cell("code", "demo", "open('demo-ran', 'w').close()")
    demo.metadata["tags"] = ["demo"]
    cells = [
        _cell("code", "setup", "import math", locked=True),
        _cell("markdown", "welcome", "Welcome to the tiny stage."),
        _cell("markdown", "exercise", "Write double."),
        _cell("code", "double", DOUBLE, solution=True),
        _cell("code", "test-double", TEST_DOUBLE, grade=True, locked=True, points=2.0),
        _cell("code", "half", HALF, solution=True),
        _cell(
            "code",
            "test-half",
            "score = 3.0 * (half(4) == 2)\nscore",
            grade=True,
            locked=True,
            points=3.0,
        ),
        demo,
        _cell(
            "markdown",
            "reflect",
            "### BEGIN SOLUTION\nbecause\n### END SOLUTION",
            grade=True,
            solution=True,
            points=1.0,
        ),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def _run_in(course: Path, *command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a course's folder."""
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=300,
        **options,
    )


@pytest.fixture(scope="session")
def run_in() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return `_run_in`: commands run in processes of their own, as users run them."""
    return _run_in


@pytest.fixture(scope="session")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tiny course once: released, nobody handed in."""
    root = tmp_path_factory.mktemp("tiny")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    master = root / "notebooks" / STAGE / f"{STAGE}.ipynb"
    master.parent.mkdir(parents=True)
    nbformat.write(master_notebook(), master)
    done = _run_in(root, "nbgrader", "generate_assignment", STAGE)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def course(_released: Path, tmp_path: Path) -> Course:
    """A fresh copy of the released tiny course."""
    return load_course(shutil.copytree(_released, tmp_path / "course"))


def _fill(course: Course, *, double: str = "", half: str = "", note: str = "") -> bytes:
    released = course.folder("release", STAGE) / f"{STAGE}.ipynb"
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        body = {"double": double, "half": half}.get(cell.id)
        if body:
            cell.source = f"def {cell.id}(x):\n    return {body}"
        if cell.id == "reflect" and note:
            cell.source = note
    return nbformat.writes(notebook).encode()


@pytest.fixture(scope="session")
def fill() -> Callable[..., bytes]:
    """Return `_fill`: the released notebook of a course with answers in it."""
    return _fill


@pytest.fixture
def answer(course: Course) -> Callable[..., bytes]:
    """Return a function that fills the released notebook: ``answer(double="2 * x")``."""
    return partial(_fill, course)


@pytest.fixture
def submit(course: Course) -> Callable[..., Path]:
    """Return a function that lays a notebook into the submitted folder."""

    def lay(student: str, content: bytes, time: str = "2026-03-01 10:00:00 UTC") -> Path:
        folder = course.folder("submitted", STAGE, student)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{STAGE}.ipynb").write_bytes(content)
        (folder / "timestamp.txt").write_text(time)
        return folder

    return lay


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes an archive of names and contents."""

    def write(entries: dict[str, bytes], name: str = "class.zip", **times: Any) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in entries.items():
                info = zipfile.ZipInfo(entry, date_time=times.get("time", (2026, 3, 1, 10, 0, 0)))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return path

    return write


@pytest.fixture
def verb(course: Course) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs ``autograder`` in the tiny course, in a process of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return _run_in(course.root, "autograder", *arguments)

    return run
