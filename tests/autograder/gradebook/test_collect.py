"""Collecting: every platform's names, several attempts, and archives made to do harm."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.gradebook.archive import MAX_RATIO
from autograder.gradebook.collect import collect
from autograder.gradebook.course import Course
from autograder.gradebook.lms import (
    PRESETS,
    guess_naming,
    own_naming,
    read_claim,
    student_id,
)
from autograder.notebook.read import MAX_BYTES
from autograder.records import CollectReport, CourseError

STAGE = "01_tiny"
Zip = Callable[..., Path]
Answer = Callable[..., bytes]
UTC_ZONE = ZoneInfo("UTC")


def statuses(report: CollectReport) -> dict[str, str]:
    return {file.source: file.status for file in report.files}


def submitted(course: Course, student: str) -> bytes:
    return (course.folder("submitted", STAGE, student) / f"{STAGE}.ipynb").read_bytes()


@pytest.mark.parametrize(
    ("preset", "names", "students"),
    [
        (
            "moodle",
            [
                "Ann Lee_1001_assignsubmission_file_/01_tiny.ipynb",
                "Bob_1002_assignsubmission_file_01_tiny.ipynb",
            ],
            ["Ann-Lee", "Bob"],
        ),
        (
            "canvas",
            ["leeann_501_9001_01_tiny.ipynb", "bob_LATE_502_9002_01_tiny-2.ipynb"],
            ["leeann_501", "bob_502"],
        ),
        (
            "blackboard",
            [
                "Tiny stage_ann_attempt_2026-03-01-09-08-07_01_tiny.ipynb",
                "Tiny stage_bob_attempt_2026-03-01-10-08-07_01_tiny.ipynb",
            ],
            ["ann", "bob"],
        ),
        (
            "nbgrader",
            ["ann/01_tiny/01_tiny.ipynb", "submitted/bob/01_tiny/01_tiny.ipynb"],
            ["ann", "bob"],
        ),
        ("folders", ["ann/01_tiny.ipynb", "bob/01_tiny.ipynb"], ["ann", "bob"]),
        ("folders", ["all/ann/01_tiny.ipynb", "all/bob/01_tiny.ipynb"], ["ann", "bob"]),
        ("files", ["ann.ipynb", "bob.ipynb"], ["ann", "bob"]),
        ("files", ["class/ann.ipynb", "class/bob.ipynb"], ["ann", "bob"]),
    ],
)
def test_each_platforms_names_are_recognised(
    preset: str, names: list[str], students: list[str]
) -> None:
    naming = guess_naming(names, STAGE, UTC_ZONE)
    assert naming.name == preset
    claims = [read_claim(naming, name, UTC_ZONE) for name in names]
    assert [claim.student for claim in claims if claim] == students


def test_collected_notebooks_lie_where_nbgrader_looks(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    content = answer(double="2 * x")
    name = "Ann Lee_1001_assignsubmission_file_/my work.ipynb"
    report = collect(course, STAGE, make_zip({name: content}))
    assert statuses(report) == {name: "collected"}
    assert submitted(course, "Ann-Lee") == content
    stamp = (course.folder("submitted", STAGE, "Ann-Lee") / "timestamp.txt").read_text()
    assert stamp == "2026-03-01 10:00:00.000000 UTC\n"


def test_times_without_a_zone_are_in_the_zone_given(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    archive = make_zip({"Stage_ann_attempt_2026-07-01-12-00-00_01_tiny.ipynb": answer()})
    report = collect(course, STAGE, archive, timezone="America/New_York")
    assert report.files[0].submitted == datetime(2026, 7, 1, 16, 0, tzinfo=UTC)


def test_the_latest_attempt_counts(course: Course, make_zip: Zip, answer: Answer) -> None:
    old, new = answer(double="x"), answer(double="2 * x")
    entries = {
        "Stage_ann_attempt_2026-03-01-09-00-00_01_tiny.ipynb": old,
        "Stage_ann_attempt_2026-03-02-09-00-00_01_tiny.ipynb": new,
    }
    report = collect(course, STAGE, make_zip(entries))
    assert list(statuses(report).values()) == ["older", "collected"]
    assert submitted(course, "ann") == new


def test_a_broken_last_attempt_does_not_cost_the_one_before(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    entries = {
        "Stage_ann_attempt_2026-03-01-09-00-00_01_tiny.ipynb": answer(double="2 * x"),
        "Stage_ann_attempt_2026-03-02-09-00-00_01_tiny.ipynb": b"{",
    }
    report = collect(course, STAGE, make_zip(entries))
    assert list(statuses(report).values()) == ["collected", "refused"]


def test_a_newer_submission_is_never_overwritten(
    course: Course, make_zip: Zip, answer: Answer, submit: Callable[..., Path]
) -> None:
    newer = answer(double="2 * x")
    submit("ann", newer, time="2026-03-05 10:00:00 UTC")
    report = collect(course, STAGE, make_zip({"ann.ipynb": answer()}))
    assert statuses(report) == {"ann.ipynb": "older"}
    assert "2026-03-05 10:00:00 UTC stays" in report.files[0].reason
    assert submitted(course, "ann") == newer


def test_a_replaced_submission_is_kept_aside(
    course: Course, make_zip: Zip, answer: Answer, submit: Callable[..., Path]
) -> None:
    older, newer = answer(double="x"), answer(double="2 * x")
    submit("ann", older, time="2026-02-01 10:00:00 UTC")
    report = collect(course, STAGE, make_zip({"ann.ipynb": newer}))
    assert statuses(report) == {"ann.ipynb": "replaced"}
    assert submitted(course, "ann") == newer
    kept = course.build / "attempts" / STAGE / "ann" / "2026-02-01T10-00-00.ipynb"
    assert kept.read_bytes() == older


def test_collecting_twice_changes_nothing(course: Course, make_zip: Zip, answer: Answer) -> None:
    archive = make_zip({"ann.ipynb": answer(), "bob.ipynb": answer(double="x")})
    collect(course, STAGE, archive)
    report = collect(course, STAGE, archive)
    assert set(statuses(report).values()) == {"unchanged"}


def test_a_pattern_reads_own_names(course: Course, make_zip: Zip, answer: Answer) -> None:
    archive = make_zip({"2026-03-01T08:00:00 -- ann.ipynb": answer()})
    pattern = r"(?P<timestamp>\S+) -- (?P<student>\w+)\.ipynb"
    report = collect(course, STAGE, archive, pattern=pattern)
    assert (report.naming, report.files[0].student) == ("pattern", "ann")
    assert report.files[0].submitted == datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_the_names_file_wins_and_serves_odd_names(
    course: Course, make_zip: Zip, answer: Answer, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("file,student,submitted\nweird (3).ipynb,carol,2026-03-01T07:00:00Z\n")
    archive = make_zip({"ann/01_tiny.ipynb": answer(), "weird (3).ipynb": answer(double="x")})
    report = collect(course, STAGE, archive, preset="folders", names=names)
    assert {file.student for file in report.files} == {"ann", "carol"}
    assert report.files[-1].submitted == datetime(2026, 3, 1, 7, tzinfo=UTC)


def test_a_notebook_of_nobody_is_listed_as_unmatched(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    archive = make_zip({"ann/01_tiny.ipynb": answer(), "stray.ipynb": answer()})
    report = collect(course, STAGE, archive, preset="folders")
    assert statuses(report) == {"ann/01_tiny.ipynb": "collected", "stray.ipynb": "unmatched"}
    assert "add it to --names" in report.having("unmatched")[0].reason


def test_two_people_of_one_name_are_both_refused(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    entries = {
        f"Kim Lee_{number}_assignsubmission_file_/01_tiny.ipynb": answer() for number in (1, 2)
    }
    report = collect(course, STAGE, make_zip(entries))
    assert set(statuses(report).values()) == {"refused"}
    assert "several people have this name" in report.files[0].reason


def test_of_several_notebooks_the_one_named_after_the_stage_is_taken(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    wanted = answer(double="2 * x")
    entries = {"ann/01_tiny.ipynb": wanted, "ann/zz scratch.ipynb": answer()}
    report = collect(course, STAGE, make_zip(entries), preset="folders")
    assert list(statuses(report).values()) == ["collected", "ignored"]
    assert submitted(course, "ann") == wanted


def test_other_stages_of_an_nbgrader_tree_are_left_out(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    entries = {
        "ann/01_tiny/01_tiny.ipynb": answer(),
        "ann/01_tiny/timestamp.txt": b"2026-02-03 04:05:06 UTC",
        "ann/07_other/07_other.ipynb": answer(),
    }
    report = collect(course, STAGE, make_zip(entries))
    taken = report.having("collected")
    assert [file.source for file in taken] == ["ann/01_tiny/01_tiny.ipynb"]
    assert taken[0].submitted == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_folder_is_collected_like_an_archive(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    (tmp_path / "in" / "ann").mkdir(parents=True)
    (tmp_path / "in" / "ann" / "01_tiny.ipynb").write_bytes(answer())
    report = collect(course, STAGE, tmp_path / "in")
    assert [(file.student, file.status) for file in report.files] == [("ann", "collected")]


def test_who_is_enrolled_and_handed_in_nothing_is_named(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ann")
        gradebook.update_or_create_student("zoe")
    report = collect(course, STAGE, make_zip({"ann.ipynb": answer()}))
    assert report.missing == ("zoe",)


# --- made to do harm ------------------------------------------------------------------------------


def test_a_link_in_an_archive_is_refused_and_the_rest_collected(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    archive = tmp_path / "links.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        link = zipfile.ZipInfo("eve/01_tiny.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
        opened.writestr("ann/01_tiny.ipynb", answer())
    report = collect(course, STAGE, archive)
    assert statuses(report) == {"ann/01_tiny.ipynb": "collected", "eve/01_tiny.ipynb": "refused"}
    assert report.having("refused")[0].reason == "a link; only plain files are collected"


def test_links_in_a_folder_are_refused_and_never_followed(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(answer(double="'secret'"))
    box = tmp_path / "in"
    (box / "eve").mkdir(parents=True)
    (box / "eve" / "01_tiny.ipynb").symlink_to(secret)
    (box / "mallory").symlink_to(tmp_path)
    report = collect(course, STAGE, box, preset="folders") if _notebook(box, answer) else None
    assert report is not None
    assert {file.source for file in report.having("refused")} == {"eve/01_tiny.ipynb", "mallory"}
    assert not course.folder("submitted", STAGE, "eve").exists()


def _notebook(box: Path, answer: Answer) -> bool:
    (box / "ann").mkdir()
    (box / "ann" / "01_tiny.ipynb").write_bytes(answer())
    return True


@pytest.mark.parametrize("name", ["../eve/01_tiny.ipynb", "/eve/01_tiny.ipynb", "C:/01_tiny.ipynb"])
def test_names_that_point_outside_are_refused(
    course: Course, make_zip: Zip, answer: Answer, name: str
) -> None:
    report = collect(course, STAGE, make_zip({name: answer(), "ann/01_tiny.ipynb": answer()}))
    assert statuses(report)[name] == "refused"
    assert [path.name for path in course.step("submitted").iterdir()] == ["ann"]


def test_a_zip_bomb_is_refused_before_it_unpacks(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    bomb = b" " * (30 * 2**20)
    archive = make_zip({"eve/01_tiny.ipynb": bomb, "ann/01_tiny.ipynb": answer()})
    assert len(bomb) > MAX_RATIO * archive.stat().st_size
    report = collect(course, STAGE, archive)
    assert "times its size" in report.having("refused")[0].reason
    assert report.having("collected")[0].student == "ann"


def test_a_bomb_that_lies_about_its_size_is_refused(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    size = MAX_BYTES + 2**20
    archive = make_zip({"eve/01_tiny.ipynb": b" " * size, "zoe/01_tiny.ipynb": answer()})
    told = archive.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    archive.write_bytes(told)
    report = collect(course, STAGE, archive)
    assert statuses(report) == {"eve/01_tiny.ipynb": "refused", "zoe/01_tiny.ipynb": "collected"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"{", "not valid JSON at line 1"),
        (b"[]", "JSON, but not a notebook"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 60 deep"),
        (b"\xff\xfe\x00", "byte 0 is not UTF-8 text"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(
    course: Course, make_zip: Zip, answer: Answer, content: bytes, reason: str
) -> None:
    report = collect(course, STAGE, make_zip({"eve.ipynb": content, "ann.ipynb": answer()}))
    refused = report.having("refused")
    assert [file.student for file in refused] == ["eve"]
    assert reason in refused[0].reason
    assert "\n" not in refused[0].reason
    assert [file.student for file in report.having("collected")] == ["ann"]


def test_a_damaged_member_is_refused_and_the_rest_collected(
    course: Course, make_zip: Zip, answer: Answer
) -> None:
    archive = make_zip({"ann.ipynb": answer(double="x"), "bob.ipynb": answer(half="x")})
    content = bytearray(archive.read_bytes())
    start = content.index(b"ann.ipynb") + 60
    content[start : start + 40] = bytes(40)
    archive.write_bytes(bytes(content))
    report = collect(course, STAGE, archive)
    assert statuses(report) == {"ann.ipynb": "refused", "bob.ipynb": "collected"}
    assert "damaged in the archive" in report.having("refused")[0].reason


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: None, "no such file or folder"),
        (lambda path: path.write_bytes(b"no zip"), "is not a zip archive"),
        (lambda path: path.mkdir(), "holds no notebook; nothing was collected"),
    ],
)
def test_a_source_without_notebooks_is_one_clear_error(
    course: Course, tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    source = tmp_path / "source.zip"
    make(source)
    with pytest.raises(CourseError, match=message):
        collect(course, STAGE, source)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("(", "is no regular expression"), (r"(?P<name>.+)", "has no group named student")],
)
def test_a_bad_pattern_is_explained(pattern: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        own_naming(pattern)


def test_a_bad_names_file_is_explained(
    course: Course, make_zip: Zip, answer: Answer, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("file,who\nann.ipynb,ann\n")
    with pytest.raises(CourseError, match=r"line 2: expected the columns file,student"):
        collect(course, STAGE, make_zip({"ann.ipynb": answer()}), names=names)


def test_an_id_can_never_be_a_path() -> None:
    for text in ("../../x", "/etc/passwd", "..", ".", "a/b", "a\\b", "\x00", "", "-", "CON\n"):
        assert "/" not in student_id(text)
        assert not student_id(text).startswith((".", "-"))


def test_presets_are_documented_in_the_help() -> None:
    assert {"canvas", "moodle", "blackboard", "nbgrader", "folders", "files"} == set(PRESETS)
