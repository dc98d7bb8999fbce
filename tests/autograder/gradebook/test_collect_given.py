"""What the instructor says in ``--names`` holds, and what it leaves open the platform says."""

from __future__ import annotations

from pathlib import Path

import pytest
from collect_archives import (
    FILE,
    FOLDERS,
    STAGE,
    TURNED_IN,
    Answer,
    Members,
    expected,
    reasons,
    stored,
    write,
)

from autograder.gradebook.collect import collect
from autograder.gradebook.course import Course


def test_with_names_two_folders_of_one_id_are_who_the_instructor_says(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = FOLDERS | {f"bob./{FILE}": ("eve", 11)}
    names = tmp_path / "names.csv"
    names.write_text(f"file,student\nbob./{FILE},eve\n")
    collect(course, STAGE, write(tmp_path / "in.zip", members, answer), names=names)
    assert stored(course) == expected(members, answer)
    names.write_text(f"file,student\nbob./{FILE},bob\nbob/{FILE},bob\n")
    report = collect(course, STAGE, tmp_path / "in.zip", names=names)
    assert {file.status for file in report.files} == {"unchanged", "replaced", "older"}


NAMELESS = f"Ann_Lee_2{TURNED_IN}/{FILE}"
"""Moodle's name of a person with an underscore, which only ``--names`` can read."""


@pytest.mark.parametrize(
    "path",
    [
        f"Ann Lee_99{TURNED_IN}/{FILE}",
        f"Ann-Lee_99{TURNED_IN}/{FILE}",
        f"ANN LEE_99{TURNED_IN}/{FILE}",
    ],
)
@pytest.mark.parametrize("day", [9, 11])
def test_what_names_gives_away_is_no_namesakes(
    course: Course, tmp_path: Path, answer: Answer, path: str, day: int
) -> None:
    others: Members = {f"Bob_3{TURNED_IN}/{FILE}": ("Bob", 10), NAMELESS: ("Ann-Lee", 10)}
    names = tmp_path / "names.csv"
    names.write_text(f"file,student\n{NAMELESS},Ann-Lee\n")
    archive = write(tmp_path / "in.zip", others | {path: ("", day)}, answer)
    report = collect(course, STAGE, archive, names=names)
    assert stored(course) == expected(others, answer)
    people = f"'99', '{NAMELESS}'"
    reason = f"refused: several people have this name ({people}); say who is who with --names"
    assert reasons(report)[path] == reason


def test_what_names_gives_away_is_not_its_namesakes_folder(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {f"ann/{FILE}": ("ann", 10), "carol/odd.ipynb": ("bob", 10)}
    names = tmp_path / "names.csv"
    names.write_text("file,student\ncarol/odd.ipynb,bob\n")
    archive = write(tmp_path / "in.zip", members | {f"bob/{FILE}": ("", 12)}, answer)
    report = collect(course, STAGE, archive, names=names)
    assert stored(course) == expected(members, answer)
    assert "('bob', 'carol/odd.ipynb')" in reasons(report)[f"bob/{FILE}"]


def test_a_person_of_names_keeps_the_files_that_his_own_name_tells(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    given, later = f"Ann Lee_2{TURNED_IN}/odd.ipynb", f"Ann Lee_2{TURNED_IN}/{FILE}"
    members: Members = {given: ("", 10), NAMELESS: ("", 10), later: ("Ann-Lee", 11)}
    names = tmp_path / "names.csv"
    names.write_text(f"file,student\n{given},Ann-Lee\n{NAMELESS},Ann-Lee\n")
    archive = write(tmp_path / "in.zip", members, answer)
    report = collect(course, STAGE, archive, preset="moodle", names=names)
    assert stored(course) == expected({later: ("Ann-Lee", 11)}, answer)
    assert not report.having("refused", "unmatched")


def test_all_files_that_names_gives_to_one_are_his(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {NAMELESS: ("", 10), f"Ann Lee_99{TURNED_IN}/{FILE}": ("Ann-Lee", 11)}
    names = tmp_path / "names.csv"
    names.write_text("file,student\n" + "".join(f"{name},Ann-Lee\n" for name in members))
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer), names=names)
    assert {who: time for who, (_, time) in stored(course).items()} == {"Ann-Lee": "2026-03-11"}
    assert [file.status for file in report.files] == ["collected", "older"]


def test_a_last_part_in_names_that_several_files_have_means_none_of_them(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = FOLDERS | {"Carol C/my work.ipynb": ("carol", 10)}
    copied = members | {"eve/my work.ipynb": ("eve", 11)}
    names = tmp_path / "names.csv"
    names.write_text("file,student\nmy work.ipynb,carol\n")
    report = collect(course, STAGE, write(tmp_path / "in.zip", copied, answer), names=names)
    assert stored(course) == expected(FOLDERS, answer)
    reason = "--names has 'my work.ipynb', the name of several files; give its whole path there"
    assert [file.reason for file in report.having("refused")] == [reason, reason]
    names.write_text("file,student\nCarol C/my work.ipynb,carol\n")
    collect(course, STAGE, tmp_path / "in.zip", names=names)
    assert stored(course) == expected(copied, answer)


def test_a_last_part_in_names_that_several_files_have_gives_no_id_away(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members = FOLDERS | {f"{who}/my work.ipynb": ("", 10) for who in ("carol", "eve")}
    names = tmp_path / "names.csv"
    names.write_text("file,student\nmy work.ipynb,bob\n")
    collect(course, STAGE, write(tmp_path / "in.zip", members, answer), names=names)
    assert stored(course) == expected(FOLDERS, answer)


@pytest.mark.parametrize("time", ["", "2026-03-12T10:00:00+00:00"])
def test_what_names_leaves_open_the_platform_says(
    course: Course, tmp_path: Path, answer: Answer, time: str
) -> None:
    handed = "HW 2_{}_lee_attempt_2026-03-10-09-00-00_" + FILE
    members: Members = {handed.format("a"): ("a_lee", 20), handed.format("b"): ("lee", 20)}
    names = tmp_path / "names.csv"
    names.write_text(f"file,student,submitted\n{handed.format('a')},a_lee,{time}\n")
    archive = write(tmp_path / "in.zip", members, answer)
    collect(course, STAGE, archive, preset="blackboard", names=names)
    days = {who: day for who, (_, day) in stored(course).items()}
    assert days == {"a_lee": "2026-03-12" if time else "2026-03-10", "lee": "2026-03-10"}


def test_a_later_attempt_stays_the_later_one_if_names_gives_it_its_time(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    first, second = f"leeann_12_100_{FILE}", f"leeann_12_200_{STAGE}-1.ipynb"
    members: Members = {first: ("old", 10), second: ("leeann_12", 10)}
    names = tmp_path / "names.csv"
    names.write_text(f"file,student,submitted\n{second},leeann_12,2026-03-11T10:00:00+00:00\n")
    archive = write(tmp_path / "in.zip", members, answer)
    collect(course, STAGE, archive, preset="canvas", names=names)
    assert stored(course) == expected({second: ("leeann_12", 11)}, answer)
