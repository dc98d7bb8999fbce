"""Releasing through nbgrader with the course's own configuration."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import release as release_module
from autograder.authoring.answers import fill, reference
from autograder.authoring.build import notebook_path
from autograder.authoring.release import ReleaseError, release
from autograder.authoring.text import AuthoringError
from autograder.notebook.read import read_notebook

STAGE = "90_tiny"
CONFIG = Path(__file__).parents[3] / "nbgrader_config.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def released_once(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the real configuration and the tiny stage, released; copy it."""
    course = tmp_path_factory.mktemp("released") / "course"
    shutil.copytree(built_once, course / "notebooks")
    shutil.copy(CONFIG, course)
    release(STAGE, course)
    return course


@pytest.fixture
def course(released_once: Path, tmp_path: Path) -> Path:
    """A course of the test's own; its release comes from ``released_once``."""
    return Path(shutil.copytree(released_once, tmp_path / "course"))


def release_of(course: Path) -> Path:
    return course / "build" / "release" / STAGE


def test_a_release_is_the_notebook_without_answers_and_outputs(course: Path) -> None:
    folder = release_of(course)
    assert [path.name for path in folder.iterdir()] == [f"{STAGE}.ipynb"]
    cells = {cell.id: cell for cell in read_notebook(folder / f"{STAGE}.ipynb").cells}
    assert "raise NotImplementedError()" in cells["half"].source
    assert "FACTOR" not in cells["half"].source
    assert "HIDDEN" not in cells["test-half"].source
    assert cells["why"].source.endswith("*Your answer here.*")
    assert all(not cell.get("outputs") for cell in cells.values())


def test_a_second_release_replaces_the_first(course: Path) -> None:
    (release_of(course) / "old.txt").touch()
    assert release(STAGE, course) == release_of(course.resolve())
    assert [path.name for path in release_of(course).iterdir()] == [f"{STAGE}.ipynb"]


def test_the_release_filled_with_the_reference_is_the_solved_notebook(course: Path) -> None:
    stub = read_notebook(release_of(course) / f"{STAGE}.ipynb")
    filled = fill(stub, reference(STAGE, course / "notebooks"))
    source = {cell.id: cell.source for cell in filled.cells}
    assert "return x / FACTOR, x" in source["half"]
    assert source["setup"] == next(c.source for c in stub.cells if c.id == "setup")


def test_a_leak_keeps_the_earlier_release_and_names_what_leaked(course: Path) -> None:
    before = (release_of(course) / f"{STAGE}.ipynb").read_bytes()
    config = course / "nbgrader_config.py"
    steps = [f"nbgrader.preprocessors.{name}" for name in ("ClearOutput", "ComputeChecksums")]
    extra = f"\nc.GenerateAssignment.preprocessors = {steps}\n"
    config.write_text(config.read_text("utf-8") + extra, encoding="utf-8")
    with pytest.raises(ReleaseError, match="would leak to students") as caught:
        release(STAGE, course)
    assert 'the solution of cell "half": return x / FACTOR, x' in str(caught.value)
    assert 'the hidden test of cell "test-half": score = 2.0' in str(caught.value)
    assert (release_of(course) / f"{STAGE}.ipynb").read_bytes() == before
    left = {path.name for path in (course / "build").iterdir()}
    assert not any(name.startswith(".unchecked") for name in left)


def test_a_first_release_that_leaks_leaves_nothing(course: Path) -> None:
    shutil.rmtree(release_of(course))
    (course / "notebooks" / STAGE / f"{STAGE}.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"90_tiny\.py: a Python file: texts hold the solutions"):
        release(STAGE, course)
    assert list((course / "build" / "release").iterdir()) == []


def test_a_mutant_in_the_release_is_named(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = course / "made" / STAGE
    made.mkdir(parents=True)
    notebook = read_notebook(release_of(course) / f"{STAGE}.ipynb")
    notebook.cells[1].source += "\nreturn x + x + x"
    nbformat.write(notebook, made / f"{STAGE}.ipynb")
    monkeypatch.setattr(release_module, "_generate", lambda *_: made)
    secrets = {"the mutant twice__thrice": "return x + x + x"}
    monkeypatch.setattr(release_module, "_secrets", lambda _: secrets)
    with pytest.raises(ReleaseError, match="the mutant twice__thrice: return x"):
        release(STAGE, course)


def test_a_notebook_that_drifted_is_not_released(course: Path) -> None:
    path = notebook_path(STAGE, course / "notebooks")
    path.write_text(path.read_text("utf-8").replace("x / FACTOR", "x * 0.5"), encoding="utf-8")
    with pytest.raises(
        ReleaseError, match=r'cell "half": its source differs .* run make notebooks'
    ):
        release(STAGE, course)


def test_an_unknown_stage_is_one_line(course: Path) -> None:
    with pytest.raises(AuthoringError, match="the stage is missing, expected one of: 90_tiny"):
        release("91_none", course)


def test_a_folder_without_a_course_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"nbgrader_config\.py: missing; run this in the course"):
        release(STAGE, tmp_path)


def test_nbgrader_lists_exactly_the_stages_as_assignments(course: Path) -> None:
    assert listed(course) == [STAGE]


def test_nbgrader_lists_exactly_the_stages_of_this_course() -> None:
    course = CONFIG.parent
    wanted = sorted(path.stem for path in (course / "notebooks").glob("[0-9][0-9]_*.py"))
    assert wanted
    assert listed(course) == wanted


def listed(course: Path) -> list[str]:
    """Ask nbgrader in a process of its own: it logs, warns and changes the environment."""
    script = """
import json, logging, sys
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py", path=sys.argv[1]).load_config()
config.CourseDirectory.root = sys.argv[1]
print(json.dumps(sorted(NbGraderAPI(config=config).get_source_assignments())))
"""
    shown = subprocess.run(
        [sys.executable, "-c", script, str(course)],
        cwd=course,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(shown.stdout))
