"""Sample classes: each answer file earns exactly its verdict, and becomes what an LMS exports."""

from __future__ import annotations

import copy
import json
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from autograder.authoring.answers import load_functions, read_answers, reference
from autograder.authoring.convert import to_notebook
from autograder.authoring.damage import DAMAGE
from autograder.authoring.sample import (
    EDITORS,
    Verdict,
    fill_in,
    item_points,
    read_class,
    write_archive,
)
from autograder.authoring.text import AuthoringError, read_text, stages
from autograder.checks.scoring import full_checks
from autograder.gradebook.lms import guess_naming
from autograder.notebook.read import parse_notebook
from cs231n_core.stages.s02 import STAGE

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = ROOT / "notebooks"
FOLDER = ROOT / "tests" / "submissions" / STAGE.name
CLASS = read_class(STAGE.name, FOLDER, NOTEBOOKS)
CLASSES = {
    stage: read_class(stage, ROOT / "tests" / "submissions" / stage, NOTEBOOKS)
    for stage in stages(NOTEBOOKS)
}
EACH = [(stage, verdict) for stage, verdicts in CLASSES.items() for verdict in verdicts]
HONEST_EDITORS = sorted(set(EDITORS) - set(DAMAGE))
DUE = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)


def given_notebook() -> Any:
    """Return the stage as a student gets it, as far as answers are concerned."""
    return to_notebook(read_text(STAGE.name, NOTEBOOKS))


@pytest.mark.parametrize(
    ("stage", "verdict"),
    [(stage, verdict) for stage, verdict in EACH if verdict.answers.functions],
    ids=lambda value: getattr(value, "student", value),
)
def test_the_functions_of_each_earn_exactly_the_verdict(stage: str, verdict: Verdict) -> None:
    solutions, checks = reference(stage, NOTEBOOKS), full_checks(stage)
    for item in checks.stage.items:
        if not set(item.functions) & set(verdict.answers.functions):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's module may warn while it loads
            functions = load_functions(solutions, item.functions, verdict.answers)
        wanted = [functions[name] for name in item.functions]
        report = checks.evaluate_item(item.name, wanted)
        missed = {outcome.facet.name: outcome.message for outcome in report.outcomes}
        assert report.points == pytest.approx(verdict.scores[item.name], abs=1e-5), missed


@pytest.mark.parametrize("stage", CLASSES)
def test_a_class_has_full_partial_wrong_and_untouched_work(stage: str) -> None:
    points = item_points(stage, NOTEBOOKS)
    for start in ("passes-", "fails-", "partial-", "untouched"):
        assert any(verdict.student.startswith(start) for verdict in CLASSES[stage]), start
    for verdict in CLASSES[stage]:
        full = dict(verdict.scores) == points
        assert full == verdict.student.startswith(("passes-", "late-", "second-")), verdict.student


def test_the_class_has_honest_students_of_every_kind() -> None:
    names = [verdict.student for verdict in CLASS]
    assert len(names) >= 14
    for start in ("one-syntax-error", "late-"):
        assert any(name.startswith(start) for name in names), start


@pytest.mark.parametrize("stage", CLASSES)
def test_points_of_the_text_are_those_of_the_checks(stage: str) -> None:
    expected = {item.name: item.points for item in full_checks(stage).stage.items}
    assert item_points(stage, NOTEBOOKS) == expected


def test_the_archive_reads_back_as_moodles(tmp_path: Path) -> None:
    release = tmp_path / "release.ipynb"
    release.write_text(json.dumps(given_notebook()), encoding="utf-8")
    target = tmp_path / "class.zip"
    write_archive(STAGE.name, CLASS, release=release, notebooks=NOTEBOOKS, target=target, due=DUE)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        for name in names:
            parse_notebook(Path(name), archive.read(name).decode())
    assert guess_naming(names, STAGE.name, ZoneInfo("UTC")).name == "moodle"
    twice = sum("FIRST_ATTEMPT" in verdict.answers.constants for verdict in CLASS)
    assert len(names) == len(CLASS) + twice


@pytest.mark.parametrize("editor", HONEST_EDITORS)
def test_every_editor_keeps_sources_and_graded_cells(editor: str) -> None:
    before = given_notebook()
    after = EDITORS[editor](copy.deepcopy(before))
    saved = parse_notebook(Path(editor), json.dumps(after))
    marks = [cell.metadata.get("nbgrader") for cell in before.cells]
    assert [cell.metadata.get("nbgrader") for cell in saved.cells] == marks
    assert [cell.source for cell in saved.cells] == [cell.source for cell in before.cells]


def test_the_other_editors_change_what_they_change() -> None:
    before = given_notebook()
    for editor in set(HONEST_EDITORS) - {"jupyter"}:
        after = EDITORS[editor](copy.deepcopy(before))
        assert after.metadata != before.metadata
        assert after.cells[2].metadata != before.cells[2].metadata
    for editor in ("colab", "kaggle"):
        assert all("id" not in cell for cell in EDITORS[editor](copy.deepcopy(before)).cells)


def student(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "student.py"
    path.write_text(f'"""A student."""\n\n{text}\n', encoding="utf-8")
    return path


def test_extra_cells_and_changed_demonstrations_are_put_in(tmp_path: Path) -> None:
    text = "EXTRA = ['1 + 1']\nDEMOS = {'gallery': '2 + 2'}"
    answers = read_answers(student(tmp_path, text))
    made = fill_in(answers, given_notebook(), reference(STAGE.name, NOTEBOOKS))
    sources = {cell.id: cell.source for cell in made.cells}
    assert (sources["own-0"], sources["gallery"]) == ("1 + 1", "2 + 2")
    own = next(cell for cell in made.cells if cell.id == "own-0")
    assert own.metadata == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SCORES = {'rleu': 1}", "SCORES names rleu, expected items of the stage"),
        ("DEMOS = {'galery': '1'}", "DEMOS names galery, expected demonstrations"),
    ],
)
def test_a_slip_in_an_answer_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = student(tmp_path, text)
    with pytest.raises(AuthoringError, match=message):
        _read_and_fill(path)


def _read_and_fill(path: Path) -> None:
    for verdict in read_class(STAGE.name, path.parent, NOTEBOOKS):
        fill_in(verdict.answers, given_notebook(), reference(STAGE.name, NOTEBOOKS))


def test_an_unknown_editor_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="EDITOR is emacs, expected one of jupyter"):
        _read_and_fill(student(tmp_path, "EDITOR = 'emacs'"))


def test_an_empty_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match="no answer files, expected one per student"):
        read_class(STAGE.name, tmp_path, NOTEBOOKS)
