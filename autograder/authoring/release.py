"""Release a stage to students: nbgrader's student version, checked for leaks before it appears."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from pathlib import Path

import sqlalchemy.exc
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

import autograder
from autograder.authoring.build import notebook_path
from autograder.authoring.drift import drift, unrun
from autograder.authoring.leak import leaks
from autograder.authoring.text import AuthoringError, StageText, read_text


class ReleaseError(AuthoringError):
    """A release that was not made; the first line says why, further lines list every leak."""


def course_config(course: Path) -> Config:
    """Return what ``nbgrader_config.py`` of a course says.

    Raises
    ------
    ReleaseError
        If the folder has none.
    """
    path = course / "nbgrader_config.py"
    if not path.is_file():
        raise ReleaseError(f"{path}: missing; run this in the course's folder")
    config: Config = PyFileConfigLoader(path.name, path=str(course)).load_config()
    return config


def release(stage: str, course: Path = Path()) -> Path:
    """Make the student version of ``stage`` and return its folder.

    nbgrader writes it into a folder of its own first; it replaces an earlier release only if
    `leaks` finds nothing in it. The gradebook learns the stage's cells and points.

    Raises
    ------
    AuthoringError
        If the stage does not exist or its notebook is not what its text builds.
    ReleaseError
        If nbgrader refuses, or something would leak.
    """
    config = course_config(course)
    source = Path(CourseDirectory(config=config).source_directory)
    text = read_text(stage, course / source)
    path = notebook_path(stage, course / source)
    stale = drift(text, path) or unrun(text, path)
    if stale:
        raise ReleaseError(stale)
    target = course.resolve() / CourseDirectory(config=config).release_directory
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unchecked-", dir=target.parent) as draft:
        made = _generate(stage, config, course, Path(draft))
        _refuse_leaks(made, text, config)
        return _replace(made, target / stage)


def _generate(stage: str, config: Config, course: Path, draft: Path) -> Path:
    settings = Config(config)
    settings.CourseDirectory.root = str(course.resolve())
    settings.CourseDirectory.assignment_id = stage
    settings.CourseDirectory.release_directory = os.path.relpath(draft, course.resolve())
    app = GenerateAssignment(coursedir=CourseDirectory(config=settings), config=settings)
    app.force = True
    with warnings.catch_warnings():
        # nbgrader adds rows before their parents; SQLAlchemy warns, and all is saved.
        warnings.filterwarnings("ignore", category=sqlalchemy.exc.SAWarning)
        result = capture_log(app)
    if not result["success"]:
        lines = [line for line in result.get("log", "").splitlines() if line.startswith("[ERROR]")]
        cause = str(result.get("error", "")).strip().splitlines() or ["no reason given"]
        why = lines[0].removeprefix("[ERROR]").strip() if lines else cause[-1]
        raise ReleaseError(f"{stage}: nbgrader made no release: {why}")
    return draft / stage


def _refuse_leaks(made: Path, text: StageText, config: Config) -> None:
    stub = str(config.ClearSolutions.get("text_stub", ""))
    found = leaks(made, text, secrets=_secrets(text.name), text_stub=stub)
    if found:
        lines = "\n".join(f"  {line.replace(str(made.parent) + os.sep, '')}" for line in found)
        raise ReleaseError(
            f"{text.name}: not released, {len(found)} things would leak to students:\n{lines}"
        )


def _secrets(stage: str) -> dict[str, str]:
    """Return the mutants and hidden checks of a stage, by the name that a message gives them."""
    package = Path(autograder.__file__).parent
    files = [
        *(("the mutant", path) for path in package.glob(f"mutants/{stage}/*.py")),
        *(("the hidden check", path) for path in package.glob(f"checks/s{stage[:2]}*.py")),
    ]
    return {f"{kind} {path.stem}": path.read_text(encoding="utf-8") for kind, path in files}


def _replace(made: Path, final: Path) -> Path:
    if final.exists():
        shutil.rmtree(final)
    os.replace(made, final)
    return final
