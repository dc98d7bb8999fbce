"""Archives and names that no platform makes: the odd file is refused, the rest is collected."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.gradebook.collect import collect
from autograder.gradebook.course import Course
from autograder.gradebook.lms import (
    PRESETS,
    guess_naming,
    is_notebook,
    own_naming,
    parse_time,
    read_claim,
)
from autograder.records import CollectReport

STAGE = "01_tiny"
Zip = Callable[..., Path]
Answer = Callable[..., bytes]
UTC_ZONE = ZoneInfo("UTC")


def statuses(report: CollectReport) -> dict[str, str]:
    return {file.source: file.status for file in report.files}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_in_an_unusual_way_is_refused(
    course: Course, tmp_path: Path, answer: Answer, method: int
) -> None:
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("eve/01_tiny.ipynb", answer(), method)
        opened.writestr("ann/01_tiny.ipynb", answer())
    report = collect(course, STAGE, archive)
    assert statuses(report) == {"ann/01_tiny.ipynb": "collected", "eve/01_tiny.ipynb": "refused"}
    reason = f"packed by method {method}; save the archive as a plain .zip"
    assert report.having("refused")[0].reason == reason


def test_a_member_without_a_name_stops_nothing(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        nameless = zipfile.ZipInfo("x")
        nameless.filename = ""
        opened.writestr(nameless, b"")
        opened.writestr("ann/01_tiny.ipynb", answer())
    assert statuses(collect(course, STAGE, archive))["ann/01_tiny.ipynb"] == "collected"


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00"])
def test_a_time_outside_the_calendar_is_none(
    course: Course, make_zip: Zip, answer: Answer, time: str
) -> None:
    assert parse_time(time, UTC_ZONE) is None
    files = {"ann/01_tiny/01_tiny.ipynb": answer(), "ann/01_tiny/timestamp.txt": time.encode()}
    assert [f.student for f in collect(course, STAGE, make_zip(files)).having("collected")] == [
        "ann"
    ]


def test_an_attempt_of_thousands_of_digits_is_a_number() -> None:
    claim = read_claim(PRESETS["canvas"], f"ann_1_{'9' * 5000}_01_tiny.ipynb", UTC_ZONE)
    assert claim is not None
    assert claim.attempt == (10**18 - 1) * 1000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("x", 0),
        ("-1", 0),
        ("1_0", 0),
        ("²", 0),
        ("3", 3),
        ("\u0663", 3),
        ("9" * 5000, 10**18 - 1),
    ],
)
def test_an_attempt_that_is_no_number_counts_as_none(text: str, number: int) -> None:
    naming = own_naming(r"(?P<student>[a-z]+)_(?P<attempt>.*)\.ipynb")
    claim = read_claim(naming, f"ann_{text}.ipynb", UTC_ZONE)
    assert claim is not None
    assert claim.attempt == number * 1000


def test_of_attempts_without_a_number_the_latest_counts(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for day, name in enumerate(("ann_final.ipynb", "ann_draft.ipynb", "bob_2.ipynb"), 1):
            opened.writestr(zipfile.ZipInfo(name, (2026, 3, day, 9, 0, 0)), answer())
    report = collect(course, STAGE, archive, pattern=r"(?P<student>[a-z]+)_(?P<attempt>.*)\.ipynb")
    assert statuses(report) == {
        "ann_draft.ipynb": "collected",
        "ann_final.ipynb": "older",
        "bob_2.ipynb": "collected",
    }


def test_a_file_of_an_impossible_year_is_collected(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    box = tmp_path / "in"
    _notebook_in(box / "ann", answer)
    os.utime(box / "ann" / "01_tiny.ipynb", (2**38, 2**38))
    report = collect(course, STAGE, box, preset="folders")
    assert statuses(report) == {"ann/01_tiny.ipynb": "collected"}


@pytest.mark.parametrize("ending", [".IPYNB", ".Ipynb"])
@pytest.mark.parametrize(
    ("naming", "name"),
    [
        ("moodle", "ann_1_assignsubmission_file_/01_tiny"),
        ("moodle", "ann_1_assignsubmission_file_01_tiny"),
        ("blackboard", "HW_ann_attempt_2026-03-01-09-00-00_01_tiny"),
        ("canvas", "ann_1_2_01_tiny"),
        ("nbgrader", "ann/01_tiny/01_tiny"),
        ("folders", "ann/01_tiny"),
        ("files", "ann"),
    ],
)
def test_a_notebooks_ending_may_be_in_capitals(naming: str, name: str, ending: str) -> None:
    names = [f"{name}{ending}", f"{name.replace('ann', 'bob')}.ipynb"]
    guessed = guess_naming(names, STAGE, UTC_ZONE)
    claims = [read_claim(guessed, name, UTC_ZONE) for name in names]
    assert guessed.name == naming
    assert [claim and claim.student.partition("_")[0] for claim in claims] == ["ann", "bob"]


def test_capitals_are_collected_beside_other_notebooks_and_alone(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    both = {"ann/01_tiny.IPYNB": answer(), "bob/01_tiny.ipynb": answer()}
    assert set(statuses(collect(course, STAGE, make_zip(both))).values()) == {"collected"}
    alone = collect(course, STAGE, make_zip({"cy/01_tiny.IPYNB": answer()}))
    assert statuses(alone) == {"cy/01_tiny.IPYNB": "collected"}


def test_a_second_attempt_in_capitals_is_the_later_one() -> None:
    claims = [
        read_claim(PRESETS["canvas"], f"ann_1_2_01_tiny{end}", UTC_ZONE)
        for end in (".ipynb", "-1.IPYNB")
    ]
    assert [claim and claim.attempt for claim in claims] == [2000, 2001]


@pytest.mark.parametrize(
    "name", ["a.ip\u0131nb", "a.\u0131pynb", "a.\u0130pynb", "a.ipynb\n", "a.ipynb/x"]
)
def test_what_only_looks_like_a_notebooks_ending_is_none(name: str) -> None:
    assert not is_notebook(name)
    assert read_claim(PRESETS["files"], name, UTC_ZONE) is None


def _notebook_in(folder: Path, answer: Answer) -> None:
    folder.mkdir(parents=True)
    (folder / "01_tiny.ipynb").write_bytes(answer())
