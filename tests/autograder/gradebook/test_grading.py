"""A class of honest, odd and hostile submissions through grade, feedback and export.

The class is graded once by the command; every test looks at the result.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.ledger import parse_due as due
from autograder.gradebook.ledger import read_scores, set_due_date
from autograder.records import StudentScores

pytestmark = [pytest.mark.slow, pytest.mark.jail]

STAGE = "01_tiny"
Run = Callable[..., subprocess.CompletedProcess[str]]
RIGHT = {"double": "def double(x):\n    return 2 * x", "half": "def half(x):\n    return x / 2"}
NAN = "def half(x):\n    return type('Sly', (), {'__eq__': lambda s, o: float('nan')})()"
SCRIPT = "<script>steal()</script> because <img src=x onerror=steal()> <b>so</b>"
HTML = "from IPython.display import HTML\nHTML('<b>bold</b><script>steal()</script>')"


@dataclass(frozen=True)
class Graded:
    """The graded class."""

    course: Course
    grade: subprocess.CompletedProcess[str]
    feedback: subprocess.CompletedProcess[str]
    scores: dict[str, StudentScores]

    def points(self, student: str) -> dict[str, float]:
        return {item.item: item.points for item in self.scores[student].items}

    def page(self, student: str) -> str:
        folder = self.course.folder("feedback", STAGE, student)
        return (folder / f"{STAGE}.html").read_text(encoding="utf-8")


def _notebook(course: Course, cells: dict[str, str]) -> Any:
    released = course.folder("release", STAGE) / f"{STAGE}.ipynb"
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        cell.source = cells.get(cell.id, cell.source)
    return notebook


def _by_id(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == name)


def _right(course: Course) -> Any:
    return _notebook(course, RIGHT)


def _skips_tests(course: Course) -> Any:
    notebook = _notebook(course, {})
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    return notebook


def _copies_and_deletes_cells(course: Course) -> Any:
    notebook = _right(course)
    copy = json.loads(json.dumps(_by_id(notebook, "test-double")))
    copy["id"] = "a-copy"
    notebook.cells.insert(1, nbformat.from_dict(copy))
    notebook.cells.remove(_by_id(notebook, "test-half"))
    return notebook


def _edits_a_test(course: Course) -> Any:
    notebook = _notebook(course, {"test-double": "2.0"})
    cell = _by_id(notebook, "test-double")
    cell.metadata["nbgrader"].update(points=100.0, schema_version=99)
    return notebook


def _brings_scripts(course: Course) -> Any:
    return _notebook(course, {**RIGHT, "reflect": SCRIPT, "demo": HTML})


CLASS = {
    "right": _right,
    "untouched": lambda course: _notebook(course, {}),
    "skips-tests": _skips_tests,
    "forges-nan": lambda course: _notebook(course, {**RIGHT, "half": NAN}),
    "copies-and-deletes": _copies_and_deletes_cells,
    "edits-a-test": _edits_a_test,
    "ends-the-kernel": lambda course: _notebook(
        course, {**RIGHT, "half": "def half(x):\n    import os\n    os._exit(0)"}
    ),
    "brings-scripts": _brings_scripts,
    "leaves-a-link": lambda course: _notebook(
        course, {**RIGHT, "demo": "import os\nos.symlink('../../../gradebook.db', 'souvenir')"}
    ),
    "late": _right,
}


@pytest.fixture(scope="module")
def graded(
    _released: Path, tmp_path_factory: pytest.TempPathFactory, run_in: Run, cage: object
) -> Graded:
    root = tmp_path_factory.mktemp("class") / "course"
    course = load_course(shutil.copytree(_released, root))
    set_due_date(course, STAGE, due("2026-03-01"))
    for student, make in CLASS.items():
        _submit(course, student, nbformat.writes(make(course)))
    _submit(course, "broken-json", "{")
    _submit(course, "too-deep", '{"a":' * 100_000 + "1" + "}" * 100_000)
    (course.folder("submitted", STAGE, "late") / "timestamp.txt").write_text(
        "2026-03-03 06:00:00 UTC"
    )
    linked = course.folder("submitted", STAGE, "is-a-link")
    linked.mkdir(parents=True)
    (linked / f"{STAGE}.ipynb").symlink_to(course.master(STAGE))
    grade = run_in(root, "autograder", "grade", STAGE)
    feedback = run_in(root, "autograder", "feedback", STAGE)
    scores = {entry.student: entry for entry in read_scores(course, STAGE)}
    return Graded(course, grade, feedback, scores)


def _submit(course: Course, student: str, text: str) -> None:
    folder = course.folder("submitted", STAGE, student)
    folder.mkdir(parents=True)
    (folder / f"{STAGE}.ipynb").write_text(text, encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC")


def test_the_class_is_graded_although_three_submissions_cannot_be(graded: Graded) -> None:
    assert graded.grade.returncode == 1
    assert "Traceback" not in graded.grade.stdout + graded.grade.stderr
    assert graded.grade.stderr == ""
    assert graded.grade.stdout.rstrip().endswith("10 graded, 3 failed")
    for line in (
        "broken-json: not valid JSON at line 1: Expecting property name enclosed in double quotes",
        "too-deep: the JSON is nested more than 60 deep, expected at most 60",
        "is-a-link: 01_tiny.ipynb is a link; only plain files are graded",
        "ends-the-kernel: look at half: its process ended",
    ):
        assert line in graded.grade.stdout


@pytest.mark.parametrize(
    ("student", "double", "half"),
    [
        ("right", 2.0, 3.0),
        ("untouched", 0.0, 0.0),
        ("skips-tests", 0.0, 0.0),
        ("forges-nan", 2.0, 0.0),
        ("ends-the-kernel", 2.0, 0.0),
        ("copies-and-deletes", 2.0, 3.0),
        ("edits-a-test", 0.0, 0.0),
        ("brings-scripts", 2.0, 3.0),
        ("leaves-a-link", 2.0, 3.0),
        ("late", 2.0, 3.0),
    ],
)
def test_each_gets_what_the_tests_prove(
    graded: Graded, student: str, double: float, half: float
) -> None:
    points = graded.points(student)
    assert (points["double"], points["half"]) == (double, half)


def test_an_object_that_compares_as_nan_fails_its_test(graded: Graded) -> None:
    record = json.loads((graded.course.build / "grades" / STAGE / "forges-nan.json").read_text())
    half = record["notebooks"][STAGE]["items"][1]
    assert half["error"].startswith("TypeError: eq is not defined for the student's Sly")


def test_a_lost_process_is_flagged_for_a_person(graded: Graded) -> None:
    assert graded.scores["ends-the-kernel"].needs_review


def test_a_deleted_test_cell_is_put_back(graded: Graded) -> None:
    record = graded.course.build / "grades" / STAGE / "copies-and-deletes.json"
    repairs = json.loads(record.read_text())["notebooks"][STAGE]["repairs"]
    assert repairs == ["test-double was there 2 times", "test-half was missing"]


def test_a_written_answer_waits_for_a_person_and_an_empty_one_does_not(graded: Graded) -> None:
    review = {item.item: item.needs_review for item in graded.scores["brings-scripts"].items}
    assert review["reflect"]
    assert not graded.scores["untouched"].needs_review


def test_a_late_submission_loses_a_tenth_per_started_day(graded: Graded) -> None:
    assert graded.scores["late"].penalty == pytest.approx(5.0 * 0.2)
    assert graded.scores["right"].penalty == 0


def test_what_student_code_leaves_stays_in_its_jail(graded: Graded) -> None:
    for student in ("right", "leaves-a-link"):
        folder = graded.course.folder("autograded", STAGE, student)
        assert {path.name for path in folder.iterdir()} == {f"{STAGE}.ipynb", "timestamp.txt"}


def test_feedback_shows_exercises_and_leaves_the_course_text_out(graded: Graded) -> None:
    page = graded.page("right")
    assert "Write double." in page
    assert "Welcome to the tiny stage." not in page
    assert "demo-ran" not in page


def test_nothing_hidden_reaches_feedback(graded: Graded) -> None:
    for folder in graded.course.step("feedback").glob(f"*/{STAGE}"):
        page = (folder / f"{STAGE}.html").read_text(encoding="utf-8")
        assert "secret_of_the_course" not in page
        assert "HIDDEN TESTS" not in page
        assert {path.suffix for path in folder.iterdir()} <= {".html", ".txt"}


def test_a_students_script_does_not_reach_a_browser(graded: Graded) -> None:
    page = graded.page("brings-scripts")
    assert "<b>so</b>" in page
    assert "<b>bold</b>" in page
    assert "<script>steal" not in page
    assert "onerror=" not in page


def test_feedback_shows_scores_and_tells_of_flags(graded: Graded) -> None:
    assert graded.feedback.returncode == 0, graded.feedback.stdout
    assert "(Score: 5.0 / 6.0)" in graded.page("right")
    assert "its process ended. A person will look at this." in graded.page("ends-the-kernel")


def test_a_second_run_grades_only_what_failed(graded: Graded, run_in: Run) -> None:
    again = run_in(graded.course.root, "autograder", "grade", STAGE, "--json")
    outcomes = {entry["student"]: entry["status"] for entry in json.loads(again.stdout)}
    failed = {student for student, status in outcomes.items() if status == "failed"}
    assert failed == {"broken-json", "too-deep", "is-a-link"}
    assert {status for student, status in outcomes.items() if student not in failed} == {
        "unchanged"
    }


def test_a_second_run_tells_of_checks_that_changed_since(
    graded: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.gradebook.progress.checks_key", lambda: "other checks")
    command = ["--course", str(graded.course.root), "grade", STAGE, "--student", "right"]
    done = CliRunner().invoke(main, command)
    assert done.output.splitlines()[-2:] == [
        "1 unchanged",
        f"1 by checks that have changed since; judge again with: autograder rescore {STAGE}",
    ]


def test_points_given_by_hand_survive_grading_again(graded: Graded, run_in: Run) -> None:
    with graded.course.gradebook() as gradebook:
        grade = gradebook.find_grade("test-half", STAGE, STAGE, "untouched")
        grade.manual_score, grade.extra_credit = 1.25, 0.5
        gradebook.db.commit()
    done = run_in(
        graded.course.root, "autograder", "grade", STAGE, "--student", "untouched", "--force"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    scores = {entry.student: entry for entry in read_scores(graded.course, STAGE)}["untouched"]
    half = next(item for item in scores.items if item.item == "half")
    assert (half.points, half.extra_credit, half.manual) == (1.25, 0.5, True)
    assert scores.total == 1.75


def test_the_class_report_has_the_class_in_it(graded: Graded) -> None:
    done = CliRunner().invoke(main, ["--course", str(graded.course.root), "report", STAGE])
    assert done.exit_code == 0, done.output
    folder = graded.course.build / "report"
    assert {path.suffix for path in folder.iterdir()} == {".html", ".csv", ".json"}
    whole = json.loads((folder / f"{STAGE}.json").read_text(encoding="utf-8"))
    assert len(whole["totals"]) == len(CLASS)
    assert ["copies-and-deletes", "test-half was missing"] in whole["repairs"]
    assert ["ends-the-kernel", "test-half: its process ended"] in whole["attempts"]
    assert any(student == "edits-a-test" for student, _ in whole["attempts"])
    assert {load["student"] for load in whole["loads"]} == set(CLASS)
    page = (folder / f"{STAGE}.html").read_text(encoding="utf-8")
    assert "secret_of_the_course" not in page
    assert "<script" not in page


def test_export_writes_students_by_items(graded: Graded, run_in: Run) -> None:
    done = run_in(graded.course.root, "autograder", "export", STAGE)
    assert done.returncode == 0, done.stderr
    folder = graded.course.build / "export"
    with (folder / f"{STAGE}.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    assert (rows["late"]["double"], rows["late"]["late_penalty"]) == ("2.0", "1.0")
    assert rows["late"]["total"] == "4.0"
    listed = json.loads((folder / f"{STAGE}.json").read_text(encoding="utf-8"))
    right = next(row for row in listed if row["student"] == "right")
    assert right["items"]["half"] == {
        "points": 3.0,
        "max": 3.0,
        "bonus": False,
        "extra_credit": 0.0,
        "manual": False,
        "needs_review": False,
    }


def test_the_plain_nbgrader_commands_work_on_the_same_course(graded: Graded, run_in: Run) -> None:
    root = graded.course.root
    student = ("--student", "right")
    for command in (
        ("autograde", STAGE, *student, "--force"),
        ("generate_feedback", STAGE, *student, "--force"),
        ("export", "--to", "plain.csv"),
        ("validate", f"build/submitted/brings-scripts/{STAGE}/{STAGE}.ipynb"),
    ):
        done = run_in(root, "nbgrader", *command)
        assert done.returncode == 0, done.stderr
    assert "Success! Your notebook passes all the tests." in done.stdout
    assert "right,01_tiny" in (root / "plain.csv").read_text(encoding="utf-8")
    assert "secret_of_the_course" not in graded.page("right")


def test_formgrader_takes_our_results_as_graded(graded: Graded) -> None:
    from nbgrader.apps.api import NbGraderAPI

    course = graded.course
    api = NbGraderAPI(coursedir=course.directory, config=course.config)
    assert set(api.get_autograded_students(STAGE)) == set(CLASS)
