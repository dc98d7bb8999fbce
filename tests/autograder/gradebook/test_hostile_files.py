"""What a student may put beside a notebook, or into a page: none of it stops or fools a course."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.gradebook.clean_html import MOST_TAGS, safe_html
from autograder.gradebook.collect import collect
from autograder.gradebook.export import write_scores
from autograder.gradebook.feedback import TooLong, _stopped_after
from autograder.gradebook.grading import read_timestamp
from autograder.gradebook.progress import _content
from autograder.notebook.read import MAX_BYTES
from autograder.records import StudentScores
from autograder.report.table import outcome_lines, printable


def test_a_time_that_the_student_wrote_is_not_believed(course: object, tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    with zipfile.ZipFile(archive, "w") as made:
        late = zipfile.ZipInfo("Eve_1_assignsubmission_file_/01_tiny.ipynb", (2026, 3, 9, 1, 2, 4))
        made.writestr(late, json.dumps(notebook))
        made.writestr("Eve_1_assignsubmission_file_/timestamp.txt", "2026-01-01 00:00:00 UTC")
    report = collect(course, "01_tiny", archive, preset="moodle")  # type: ignore[arg-type]
    (taken,) = report.having("collected")
    assert taken.submitted == datetime(2026, 3, 9, 1, 2, 4, tzinfo=UTC)


def test_a_time_that_is_a_pipe_or_a_link_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "timestamp.txt")
    assert read_timestamp(tmp_path) is None
    (tmp_path / "timestamp.txt").unlink()
    (tmp_path / "timestamp.txt").symlink_to("/dev/zero")
    assert read_timestamp(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-04-01 10:00:00 UTC", 10), ("2026-04-01T10:00+02:00", 8), ("2026-04-01 10:00TC", None)],
)
def test_a_time_in_a_zone_that_nobody_knows_is_no_time(
    text: str, hour: int | None, tmp_path: Path
) -> None:
    (tmp_path / "timestamp.txt").write_text(text)
    found = read_timestamp(tmp_path)
    assert (found and found.hour) == hour


def test_a_file_that_nobody_reads_is_known_by_its_length(tmp_path: Path) -> None:
    path = tmp_path / "big.ipynb"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    assert _content(path) == str(2**40).encode()
    path.write_bytes(b"{}")
    assert _content(path) == b"{}"
    assert MAX_BYTES < 2**40


def test_a_page_with_too_many_tags_is_shown_as_text() -> None:
    shown = safe_html("<div>" * (MOST_TAGS + 1) + "<script>x()</script>")
    assert shown.startswith("<pre>&lt;div&gt;")
    assert "<script>" not in shown


def test_a_page_that_takes_too_long_is_given_up() -> None:
    def turn() -> None:
        while True:
            pass

    with pytest.raises(TooLong), _stopped_after(0.05):
        turn()


def test_a_name_that_is_a_formula_is_none_in_a_table(tmp_path: Path) -> None:
    write_scores(
        [StudentScores("=1+1", "01_tiny"), StudentScores("ann", "01_tiny")], tmp_path / "a.csv"
    )
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["student", "'=1+1", "ann"]


def test_nothing_that_is_printed_moves_the_cursor() -> None:
    assert printable("a\x1b[2J\x9b\u202eb") == "a?[2J??b"
    assert outcome_lines([]) == []
