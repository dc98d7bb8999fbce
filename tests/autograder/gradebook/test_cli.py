"""The command line: every mistake is one clear line with an exit code, never a traceback."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.gradebook import grading
from autograder.gradebook.course import Course
from autograder.records import CourseError, GradeOutcome

STAGE = "01_tiny"
VERBS = (
    "release", "collect", "grade", "rescore", "lint", "replay", "run", "report", "feedback",
    "export", "doctor", "audit",
)  # fmt: skip
Answer = Callable[..., bytes]


def run(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), *arguments])


def one_line(result: Result, code: int) -> str:
    """Return the only line on stderr after checking the exit code and that nothing leaked."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example_and_its_exit_codes(verb: str) -> None:
    result = CliRunner().invoke(main, [verb, "--help"])
    assert result.exit_code == 0
    assert f"Example: autograder {verb}" in result.output
    assert "Exit codes: 0 all, 1 some submissions could not be handled, 2 bad" in result.output


def test_the_command_lists_its_verbs() -> None:
    result = CliRunner().invoke(main, ["--help"])
    listed = click.Context(main)
    assert set(main.list_commands(listed)) == set(VERBS)
    assert all(verb in result.output for verb in VERBS)


@pytest.mark.parametrize("verb", ["release", "grade", "feedback", "export"])
def test_an_unknown_stage_is_answered_with_the_likely_one(course: Course, verb: str) -> None:
    line = one_line(run(course, verb, "01_tyni"), 2)
    assert line == f"autograder {verb}: unknown stage '01_tyni'; did you mean 01_tiny?"


def test_a_stage_unlike_any_is_answered_with_all(course: Course) -> None:
    line = one_line(run(course, "grade", "xxxx"), 2)
    assert line.endswith("unknown stage 'xxxx'; the stages are 01_tiny")


def test_a_folder_without_a_course_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--course", str(tmp_path), "grade", STAGE])
    assert f"no nbgrader_config.py in {tmp_path} or above it" in one_line(result, 2)


def test_a_broken_configuration_is_named(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text("c = get_config(\n")
    line = one_line(run(course, "grade", STAGE), 2)
    assert "nbgrader_config.py cannot be read: SyntaxError" in line


def test_an_empty_class_is_one_clear_line(course: Course) -> None:
    line = one_line(run(course, "grade", STAGE), 2)
    assert f"no submissions of {STAGE} in {course.step('submitted')}" in line
    assert line.endswith(f"run: autograder collect {STAGE} ARCHIVE")


def test_an_unknown_student_is_one_clear_line(
    course: Course, submit: Callable[..., Path], answer: Answer
) -> None:
    submit("ann", answer())
    line = one_line(run(course, "grade", STAGE, "--student", "zoe"), 2)
    assert f"no submission of {STAGE} by 'zoe'" in line


def test_a_stage_that_was_never_released_is_one_clear_line(course: Course) -> None:
    (course.build / "gradebook.db").unlink()
    line = one_line(run(course, "grade", STAGE), 2)
    assert line.endswith(f"stage {STAGE} is not released yet; run: autograder release {STAGE}")


@pytest.mark.parametrize("verb", ["feedback", "export", "report", "rescore"])
def test_what_needs_grades_says_so(course: Course, verb: str) -> None:
    line = one_line(run(course, verb, STAGE), 2)
    assert line.endswith(f"nothing of {STAGE} is graded yet; run: autograder grade {STAGE}")


def test_a_locked_gradebook_is_one_clear_line(
    course: Course, submit: Callable[..., Path], answer: Answer
) -> None:
    submit("ann", answer())
    other = sqlite3.connect(course.build / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        line = one_line(run(course, "grade", STAGE), 2)
    finally:
        other.close()
    assert "is locked by another program; close it and run this again" in line


def test_a_damaged_gradebook_is_one_clear_line(course: Course) -> None:
    (course.build / "gradebook.db").write_bytes(b"no database" * 100)
    line = one_line(run(course, "grade", STAGE), 2)
    assert "cannot be used: file is not a database; see: autograder doctor" in line


def test_a_missing_archive_is_one_clear_line(course: Course, tmp_path: Path) -> None:
    line = one_line(run(course, "collect", STAGE, str(tmp_path / "none.zip")), 2)
    assert line == f"autograder collect: {tmp_path / 'none.zip'}: no such file or folder"


def test_a_refused_file_sets_the_exit_code_and_is_named(
    course: Course, make_zip: Callable[..., Path], answer: Answer
) -> None:
    result = run(
        course, "collect", STAGE, str(make_zip({"eve.ipynb": b"{", "ann.ipynb": answer()}))
    )
    assert result.exit_code == 1
    assert "1 collected, 1 refused" in result.output
    assert "not valid JSON at line 1" in result.output


def test_collect_speaks_json(course: Course, make_zip: Callable[..., Path], answer: Answer) -> None:
    result = run(course, "collect", STAGE, str(make_zip({"ann.ipynb": answer()})), "--json")
    report = json.loads(result.stdout)
    assert report["naming"] == "files"
    assert [file["status"] for file in report["files"]] == ["collected"]


def test_a_wrong_option_is_bad_usage(course: Course, tmp_path: Path) -> None:
    result = run(course, "collect", STAGE, str(tmp_path), "--preset", "moodel")
    assert "--preset 'moodel' is unknown, expected auto, moodle" in one_line(result, 2)
    result = run(course, "collect", STAGE, str(tmp_path), "--timezone", "Mars/Olympus")
    assert "--timezone 'Mars/Olympus' is unknown" in one_line(result, 2)
    assert run(course, "grade").exit_code == 2


def test_a_bad_due_date_releases_nothing(course: Course) -> None:
    shutil.rmtree(course.folder("release", STAGE))
    line = one_line(run(course, "release", STAGE, "--due", "next week"), 2)
    assert "due date 'next week' is not a date, expected 2026-03-01 or" in line
    assert not course.folder("release", STAGE).exists()


def test_a_stage_without_its_text_is_not_released(course: Course) -> None:
    line = one_line(run(course, "release", STAGE), 2)
    assert line.startswith("autograder release: ")


def test_an_error_of_ours_is_one_line_with_the_place_of_its_details(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("autograder.cli.grade_stage", broken)
    line = one_line(run(course, "grade", STAGE), 3)
    start, _, details = line.partition("; details in ")
    assert start == "autograder grade: RuntimeError: two lines"
    assert "RuntimeError: two" in Path(details).read_text(encoding="utf-8")
    Path(details).unlink()


def test_ctrl_c_keeps_what_was_done(
    course: Course,
    submit: Callable[..., Path],
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for student in ("ann", "bob", "eve"):
        submit(student, answer())

    def grade_one(_: Course, submission: grading.Submission) -> GradeOutcome:
        if submission.student == "bob":
            raise KeyboardInterrupt
        return GradeOutcome(submission.student, STAGE, "failed", reason="not run in this test")

    def stage(*args: object, **options: object) -> tuple[GradeOutcome, ...]:
        return grading.grade_stage(*args, **{**options, "grade_one": grade_one})

    monkeypatch.setattr("autograder.cli.grade_stage", stage)
    line = one_line(run(course, "grade", STAGE), 130)
    assert line == "autograder grade: stopped after 1 of 3; run it again to go on"


def test_one_submission_that_fails_does_not_stop_the_next(
    course: Course, submit: Callable[..., Path], answer: Answer
) -> None:
    for student in ("ann", "bob"):
        submit(student, answer())
    asked = []

    def grade_one(_: Course, submission: grading.Submission) -> GradeOutcome:
        asked.append(submission.student)
        if submission.student == "ann":
            raise CourseError("gradebook is locked")
        return GradeOutcome(submission.student, STAGE, "failed", reason="broken")

    outcomes = grading.grade_stage(course, STAGE, grade_one=grade_one)
    assert asked == ["ann", "bob"]
    assert [outcome.reason for outcome in outcomes] == ["gradebook is locked", "broken"]


def test_the_doctor_names_what_is_there_and_what_is_not(course: Course) -> None:
    result = run(course, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    for name in ("Python", "nbgrader", "Jupyter kernel", "free disk", "course", "stages"):
        assert checks[name]["state"] == "ok", checks[name]
    assert checks["gradebook"]["found"].startswith("0 students; released: 01_tiny")
    for check in checks.values():
        assert (check["state"] == "ok") or check["next_step"], check


def test_without_a_jail_grading_is_one_line_with_what_to_install(
    course: Course,
    submit: Callable[..., Path],
    answer: Answer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit("ann", answer(double="2 * x"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    line = one_line(run(course, "grade", STAGE), 2)
    assert line == (
        "autograder grade: no jail without bubblewrap, so nothing is graded; apt install bubblewrap"
    )
    assert not (course.build / "grades").exists()
    assert not course.step("autograded").exists()


def test_the_doctor_states_each_layer_of_the_jail(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.jail.probe.shutil.which", lambda _: None)
    result = run(course, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    assert checks["jail: bubblewrap"]["state"] == "missing"
    assert checks["jail: bubblewrap"]["next_step"] == "apt install bubblewrap"
    assert result.exit_code == 1


@pytest.mark.jail
def test_the_doctor_builds_a_jail_to_know_that_its_layers_stand(
    course: Course, cage: object
) -> None:
    result = run(course, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    for layer in ("bubblewrap", "system-call filter", "namespaces"):
        assert checks[f"jail: {layer}"]["state"] == "ok", checks
    assert "jail: Landlock" in checks


def test_the_doctor_says_when_there_is_no_course(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--course", str(tmp_path), "doctor", "--json"])
    assert result.exit_code == 1
    course = json.loads(result.stdout)[-1]
    assert (course["name"], course["state"]) == ("course", "missing")
