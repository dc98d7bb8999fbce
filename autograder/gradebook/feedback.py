"""What students get back: their notebook with scores as one HTML file, without hidden tests."""

from __future__ import annotations

import contextlib
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution

from autograder.gradebook.converter import find_links, run_converter
from autograder.gradebook.course import Course
from autograder.gradebook.ledger import renew_penalties
from autograder.gradebook.sanitise import GIVEN, SKIP
from autograder.gradebook.scores import FLAG
from autograder.records import CourseError, GradeOutcome

SHOWN = ("text/plain", "text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml")
"""The kinds of output that feedback shows: each is escaped, sanitised or a picture."""


SECONDS = 60.0
"""How long the page of one student may take: some texts take nbconvert hours."""


class TooLong(Exception):  # noqa: N818 - an event
    """A page took longer than it may."""


class HideTests(ClearHiddenTests):  # type: ignore[misc]
    """Take the hidden regions out of test cells, and their lines out of tracebacks."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as a student may see it, without what says nothing about them."""
        nb.cells = _about_the_student(nb.cells)
        nb, resources = super().preprocess(nb, resources)
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Return the cell as a student may see it."""
        if is_grade(cell) and not is_solution(cell):
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            cell.outputs = [_shown(output, test=is_grade(cell)) for output in cell.outputs]
            if cell.metadata.get(FLAG):
                cell.outputs.append(_flag_note(cell.metadata[FLAG]))
        return cell, resources


def _about_the_student(cells: list[Any]) -> list[Any]:
    """Leave out demonstrations that did not run, and the course's text but for the exercises'."""
    kept = []
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        tags = cell.metadata.get("tags", [])
        answer = following is not None and (is_solution(following) or is_grade(following))
        if SKIP not in tags and (GIVEN not in tags or answer):
            kept.append(cell)
    return kept


def _shown(output: Any, *, test: bool) -> Any:
    if output.output_type == "error" and test:
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "data" in output:
        output.data = {kind: value for kind, value in output.data.items() if kind in SHOWN}
        output.metadata = {}
    return output


def _flag_note(flag: str) -> Any:
    text = f"No points: {flag}. A person will look at this.\n"
    node: Any = NotebookNode  # nbformat is untyped
    return node(output_type="stream", name="stdout", text=text)


def write_feedback(
    course: Course, stage: str, *, report: Callable[[int, int], None] | None = None
) -> tuple[GradeOutcome, ...]:
    """Write one HTML file per graded submission and return what became of each.

    Raises
    ------
    CourseError
        When the stage is unknown, not released, or nothing of it is graded yet.
    """
    course.require_release(stage)
    found = course.step("autograded").glob(f"*/{stage}/*.ipynb")
    graded = sorted({path.parent for path in found})
    if not graded:
        raise CourseError(f"nothing of {stage} is graded yet; run: autograder grade {stage}")
    with course.gradebook() as gradebook:
        renew_penalties(course, gradebook, stage)
    outcomes = []
    for done, folder in enumerate(graded, 1):
        outcomes.append(_write_one(course, stage, folder))
        if report:
            report(done, len(graded))
    return tuple(outcomes)


def _write_one(course: Course, stage: str, folder: Path) -> GradeOutcome:
    student = folder.parent.name
    links = find_links(folder)
    if links:
        reason = f"the graded folder holds a link ({links[0]}); grade it again"
        return GradeOutcome(student, stage, "failed", reason=reason)
    with _stopped_after(SECONDS):
        trouble = run_converter(course, GenerateFeedback, stage, student)
    target = course.folder("feedback", stage, student)
    if trouble:
        shutil.rmtree(target, ignore_errors=True)
        return GradeOutcome(student, stage, "failed", reason=trouble)
    _keep_only_feedback(target)
    return GradeOutcome(student, stage, "graded")


@contextlib.contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in what takes longer; only the main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _keep_only_feedback(folder: Path) -> None:
    """Remove what nbgrader copied beside the HTML: files that the student's code left behind."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        elif path.suffix != ".html" and path.name != "timestamp.txt":
            path.unlink()
