"""A graded submission into nbgrader's gradebook and folders, as nbgrader itself would leave it.

There is one writer. Points given by hand stay; whatever a person must look at is marked.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from nbformat import from_dict
from nbgrader import utils

from autograder.gradebook.audit import Change, note_changes
from autograder.gradebook.course import Course
from autograder.gradebook.files import write_text
from autograder.gradebook.scores import FLAG
from autograder.records import Graded, ItemResult, Submission


def record(
    course: Course,
    gradebook: Any,
    submission: Submission,
    graded: Mapping[str, Graded],
    why: str = "graded",
) -> None:
    """Write all notebooks of one submission: files first, then scores in one transaction."""
    _write_files(course, submission, graded)
    gradebook.update_or_create_student(submission.student)
    time = submission.submitted and submission.submitted.astimezone(UTC).replace(tzinfo=None)
    entry = gradebook.update_or_create_submission(
        submission.stage, submission.student, timestamp=time
    )
    with gradebook.db.no_autoflush:
        grades = [grade for notebook in entry.notebooks for grade in notebook.grades]
        before = {grade.name: grade.auto_score for grade in grades}
        for notebook in entry.notebooks:
            _write_scores(notebook, graded.get(notebook.name))
        flags = {item.name: item.flag for one in graded.values() for item in one.items}
        changes = [
            Change(g.name, before[g.name], g.auto_score, flags.get(g.name, "")) for g in grades
        ]
    note_changes(course, submission.stage, submission.student, why, changes)
    gradebook.db.commit()


def _write_files(course: Course, submission: Submission, graded: Mapping[str, Graded]) -> None:
    folder = course.folder("autograded", submission.stage, submission.student)
    shutil.rmtree(folder, ignore_errors=True)
    for name, one in graded.items():
        flags = {item.name: item.flag for item in one.items if item.flag}
        for cell in one.notebook.get("cells", ()):
            flag = flags.get(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
            if flag:
                cell["metadata"][FLAG] = flag
        write_text(folder / f"{name}.ipynb", json.dumps(one.notebook, indent=1, sort_keys=True))
    stamp = submission.folder / "timestamp.txt"
    if stamp.is_file():
        shutil.copyfile(stamp, folder / "timestamp.txt", follow_symlinks=False)


def _write_scores(notebook: Any, graded: Graded | None) -> None:
    """Fill in one notebook's grades and comments; a cell that was not handed in gets 0."""
    items = {item.name: item for item in graded.items} if graded else {}
    cells = _cells_by_name(graded)
    for grade in notebook.grades:
        item = items.get(grade.name)
        if item is not None:
            _write_item(grade, item)
        else:
            _write_manual(grade, cells.get(grade.name))
    for comment in notebook.comments:
        cell = cells.get(comment.name)
        comment.auto_comment = "No response." if cell is None or _untouched(cell) else None


def _cells_by_name(graded: Graded | None) -> dict[str, Any]:
    cells = graded.notebook.get("cells", ()) if graded else ()
    named = ((cell["metadata"].get("nbgrader", {}).get("grade_id"), cell) for cell in cells)
    from_json: Any = from_dict  # nbformat is untyped
    return {name: from_json(cell) for name, cell in named if name}


def _write_item(grade: Any, item: ItemResult) -> None:
    grade.auto_score = item.points
    grade.needs_manual_grade = grade.manual_score is not None or bool(item.flag)


def _write_manual(grade: Any, cell: Any) -> None:
    """Let an answer in words wait for a person, unless nothing was written."""
    empty = cell is None or (_untouched(cell) and not utils.is_task(cell))
    grade.auto_score = 0.0 if empty else None
    grade.needs_manual_grade = grade.manual_score is not None or not empty


def _untouched(cell: Any) -> bool:
    return bool(cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell))
