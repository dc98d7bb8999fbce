"""Where a course lies and what it is called: its folders, stages and gradebook, from its config.

The one source is the course's ``nbgrader_config.py``, read as nbgrader itself reads it, so that our
verbs and the plain ``nbgrader`` commands always mean the same folders.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy.exc
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.records import CourseError

CONFIG_NAME = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """One nbgrader course: the folder that holds ``nbgrader_config.py``."""

    root: Path
    config: Config

    @cached_property
    def directory(self) -> Any:
        """Nbgrader's own view of the folders."""
        return CourseDirectory(config=self.config, root=str(self.root))

    def folder(self, step: str, stage: str, student: str = ".") -> Path:
        """Return the folder of one step (``"submitted"``, ``"autograded"``, ...) of one stage."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(os.path.normpath(self.directory.format_path(name, student, stage)))

    def step(self, step: str) -> Path:
        """Return the folder that holds all students of a step."""
        return self.root / str(getattr(self.directory, f"{step}_directory"))

    @property
    def build(self) -> Path:
        """The folder of what this package writes beside nbgrader's own folders."""
        return self.step("submitted").parent

    def master(self, stage: str) -> Path:
        """Return the instructor's notebook of a stage."""
        return self.folder("source", stage) / f"{stage}.ipynb"

    def stages(self) -> tuple[str, ...]:
        """Return the stages that have a notebook, in order."""
        source = self.step("source")
        return tuple(sorted({path.parent.name for path in source.glob("*/*.ipynb")}))

    def require_stage(self, stage: str) -> str:
        """Return ``stage``, or say which stages there are."""
        known = self.stages()
        if stage in known:
            return stage
        if not known:
            raise CourseError(
                f"stage {stage!r}: no stage is built in {self.step('source')}; run: make notebooks"
            )
        close = difflib.get_close_matches(stage, known, n=1, cutoff=0.4)
        ending = f"did you mean {close[0]}?" if close else "the stages are " + ", ".join(known)
        raise CourseError(f"unknown stage {stage!r}; {ending}")

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """Open the gradebook, and say in one line when it cannot be opened or is locked."""
        try:
            self._make_database_folder()
            with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
                yield gradebook
        except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.DatabaseError) as error:
            raise CourseError(self._database_trouble(error)) from error

    def require_release(self, stage: str) -> None:
        """Raise unless the gradebook knows the stage's cells, as `release` makes it."""
        self.require_stage(stage)
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(stage)
            except MissingEntry:
                raise CourseError(
                    f"stage {stage} is not released yet; run: autograder release {stage}"
                ) from None

    def require_writable(self) -> None:
        """Raise when another program holds the gradebook's write lock."""
        with self.gradebook():
            pass
        engine = create_engine(self.directory.db_url)
        try:
            with engine.connect() as connection:
                begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "SELECT 1"
                connection.exec_driver_sql(begin)
                connection.execute(text("SELECT 1"))
                connection.rollback()
        except sqlalchemy.exc.DatabaseError as error:
            raise CourseError(self._database_trouble(error)) from error
        finally:
            engine.dispose()

    def _make_database_folder(self) -> None:
        url = make_url(self.directory.db_url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)

    def _database_trouble(self, error: Exception) -> str:
        where = make_url(self.directory.db_url).render_as_string(hide_password=True)
        if "locked" in str(error):
            return f"gradebook {where} is locked by another program; close it and run this again"
        first = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"gradebook {where} cannot be used: {first}; see: autograder doctor"


def load_course(start: Path) -> Course:
    """Return the course that ``start`` lies in: the nearest folder above with a configuration.

    Raises
    ------
    CourseError
        When there is none, or when it is not valid Python.
    """
    _find_own_commands()
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return Course(folder, _read_config(folder))
    raise CourseError(
        f"no {CONFIG_NAME} in {start} or above it; go into the course's folder or give --course DIR"
    )


def _find_own_commands() -> None:
    """Let nbgrader find the command ``alembic``, which lies beside the running Python."""
    own = str(Path(sys.executable).parent)
    if own not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([own, os.environ.get("PATH", os.defpath)])


def _read_config(folder: Path) -> Config:
    try:
        config: Config = PyFileConfigLoader(CONFIG_NAME, path=str(folder)).load_config()
    except Exception as error:
        raise CourseError(
            f"{folder / CONFIG_NAME} cannot be read: {type(error).__name__}: {error}"
        ) from error
    return config
