"""Whatever ends a grading run in the middle, the next run goes on and every score is there once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.gradebook import jailed
from autograder.gradebook.course import Course
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.ledger import read_scores
from autograder.gradebook.secret import course_secret, secret_path
from autograder.records import CourseError

pytestmark = [pytest.mark.slow, pytest.mark.jail]

STAGE = "01_tiny"
STUDENTS = [f"s{number:02}" for number in range(8)]


@pytest.fixture
def waiting(course: Course, submit: Callable[..., Path], answer: Callable[..., bytes]) -> Course:
    for student in STUDENTS:
        submit(student, answer(double="2 * x", half="x / 2"))
    return course


def everyone_has_full_points(course: Course) -> bool:
    scores = {entry.student: entry.raw for entry in read_scores(course, STAGE)}
    return scores == dict.fromkeys(STUDENTS, 5.0)


TOLD = """
import contextlib, os
from autograder import cli

@contextlib.contextmanager
def told(_):
    yield lambda *_: os.write(1, b".")

cli.progress = told
cli.main()
"""
"""The command, with a byte on its output after every submission in the place of its bar."""


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)]
)
def test_a_coordinator_that_is_stopped_loses_nothing(
    waiting: Course, cage: object, sent: signal.Signals, code: int
) -> None:
    records = waiting.build / "grades" / STAGE
    run = subprocess.Popen(
        [sys.executable, "-P", "-c", TOLD, "grade", STAGE, "--workers", "1"],
        cwd=waiting.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.read(2) == b".."
    os.kill(run.pid, sent)
    _, said = run.communicate()
    assert run.returncode == code, said.decode()
    if sent == signal.SIGINT:
        assert b"run it again to go on" in said
    done = {path.stem: path.read_bytes() for path in records.glob("s*.json")}
    assert 2 <= len(done) < len(STUDENTS)
    outcomes = grade_stage(waiting, STAGE, workers=1)
    assert {o.student for o in outcomes if o.status == "unchanged"} == set(done)
    now = {path.stem: path.read_bytes() for path in records.glob("s*.json")}
    assert {name: now[name] for name in done} == done
    assert everyone_has_full_points(waiting)


def test_results_that_could_not_be_written_are_not_found_again(
    waiting: Course, cage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def full(*args: object) -> None:
        written.append(args)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jailed, "record", full)
    with pytest.raises(CourseError, match="the disk is full; make room and run this again"):
        grade_stage(waiting, STAGE, workers=1)
    monkeypatch.undo()
    asked = []
    original = jailed.Findings.add
    monkeypatch.setattr(
        jailed.Findings, "add", lambda s, g, b: (asked.append(g), original(s, g, b))
    )
    grade_stage(waiting, STAGE, workers=1)
    assert len(asked) == len(STUDENTS) - len(written)
    assert everyone_has_full_points(waiting)


def test_a_locked_gradebook_is_one_line_and_costs_nothing(waiting: Course, cage: object) -> None:
    path = waiting.build / "gradebook.db"
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(CourseError, match="is locked by another program"):
            grade_stage(waiting, STAGE, workers=1)
    finally:
        holder.close()
    grade_stage(waiting, STAGE, workers=1)
    assert everyone_has_full_points(waiting)


def test_a_reference_that_loses_points_stops_the_grading(waiting: Course, cage: object) -> None:
    master = waiting.master(STAGE)
    text = master.read_text(encoding="utf-8")
    master.write_text(text.replace("return 2 * x", "return 3 * x"), encoding="utf-8")
    expected = "own solution does not get all points .test-double: 0 of 2"
    with pytest.raises(CourseError, match=expected):
        grade_stage(waiting, STAGE, workers=1)
    assert not list((waiting.build / "grades").rglob("*.json"))


def test_the_secret_is_made_once_and_is_nobody_elses(course: Course) -> None:
    first = course_secret(course)
    assert course_secret(course) == first
    assert secret_path(course).stat().st_mode & 0o777 == 0o600
    secret_path(course).write_text("short")
    with pytest.raises(CourseError, match="is damaged; restore it"):
        course_secret(course)
