"""Nobody hands in for another, or at another time, by what he calls his files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from collect_archives import (
    BLACKBOARD,
    EVE,
    FILE,
    FOLDERS,
    MOODLE,
    STAGE,
    TURNED_IN,
    Answer,
    Members,
    book,
    expected,
    reasons,
    stored,
    write,
)

from autograder.gradebook.collect import collect
from autograder.gradebook.course import Course
from autograder.gradebook.lms import PRESETS, read_claim


@pytest.mark.parametrize(
    ("others", "eves"),
    [
        (MOODLE, {f"{EVE}/Bob Brown_1002{TURNED_IN}{FILE}": ("Eve", 11)}),
        (MOODLE, {f"{EVE}/Bob Brown_7{TURNED_IN}{FILE}": ("Eve", 11)}),
        (MOODLE, {f"{EVE}/Bob Brown_1002{TURNED_IN}/{FILE}": ("Eve", 11)}),
        (MOODLE, {f"{EVE}/{FILE}": ("Eve", 11), f"{EVE}/sub/{FILE}": ("Eve", 11)}),
        (MOODLE, {f"{EVE}/{n}/{k}/{FILE}": ("Eve", 11) for n in range(4) for k in range(4)}),
        (MOODLE, {f"{EVE}Bob Brown_1002{TURNED_IN}{FILE}": ("Eve", 11)}),
        (
            BLACKBOARD,
            {
                f"HW 2_eve_attempt_2026-03-11-09-00-00_x_bob_attempt_2026-03-28-09-00-00_{FILE}": (
                    "eve",
                    11,
                )
            },
        ),
        (
            BLACKBOARD,
            {
                f"HW 2_eve_attempt_2026-03-27-09-00-00_x_eve_attempt_2026-01-01-09-00-00_{FILE}": (
                    "eve",
                    27,
                )
            },
        ),
    ],
    ids=[
        "Bob's name and number",
        "Bob's name",
        "Bob's folder",
        "a second notebook in a folder",
        "sixteen notebooks in folders",
        "Bob's name, without folders",
        "Bob's attempt",
        "an attempt of January",
    ],
)
def test_a_file_is_handed_in_by_whom_and_when_the_platform_says(
    course: Course, tmp_path: Path, answer: Answer, others: Members, eves: Members
) -> None:
    report = collect(course, STAGE, write(tmp_path / "in.zip", others | eves, answer))
    assert report.naming == ("moodle" if others is MOODLE else "blackboard")
    assert stored(course) == expected(others | eves, answer)


@pytest.mark.parametrize("preset", ["auto", "folders"])
def test_a_folder_in_a_students_folder_is_nobody_elses(
    course: Course, tmp_path: Path, answer: Answer, preset: str
) -> None:
    members = FOLDERS | {f"eve/bob/{FILE}": ("eve", 11)}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer), preset=preset)
    assert stored(course) == expected(FOLDERS, answer)
    assert reasons(report)[f"eve/bob/{FILE}"].startswith("unmatched: its name does not tell whose")


def test_the_only_folder_is_a_students_if_he_is_enrolled_or_a_notebook_is_in_it(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    deep: Members = {f"eve/bob/{FILE}": ("eve", 11), f"eve/zoe/{FILE}": ("eve", 11)}
    direct: Members = {f"eve/{FILE}": ("eve", 11)}
    collect(course, STAGE, write(tmp_path / "in.zip", direct | deep, answer), preset="folders")
    assert stored(course) == expected(direct, answer)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("eve")
    collect(course, STAGE, write(tmp_path / "in.zip", deep, answer))
    assert stored(course) == expected(direct, answer)


def test_a_folder_beside_the_files_is_a_students(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    flat: Members = {"ann.ipynb": ("ann", 10), "cy.ipynb": ("cy", 10)}
    members = flat | {"bob/ann.ipynb": ("bob", 11)}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert stored(course) == expected(flat, answer)
    assert reasons(report)["bob/ann.ipynb"].startswith("unmatched: its name does not tell whose")


@pytest.mark.parametrize("preset", ["auto", "canvas"])
@pytest.mark.parametrize("more", [{}, {f"mallory_501_7_work/cy_504_9_{FILE}": ("", 11)}])
def test_a_folder_that_bears_a_students_mark_is_his(
    course: Course, tmp_path: Path, answer: Answer, preset: str, more: Members
) -> None:
    with course.gradebook() as gradebook:
        for student in ("alice_502", "mallory_501"):
            gradebook.update_or_create_student(student)
    members: Members = {f"mallory_501_7_work/alice_502_9_{FILE}": ("", 11)} | more
    collect(course, STAGE, write(tmp_path / "in.zip", members, answer), preset=preset)
    assert not {"alice_502", "cy_504"} & stored(course).keys()


@pytest.mark.parametrize("preset", ["auto", "canvas"])
def test_canvas_files_may_lie_in_a_folder_with_a_date(
    course: Course, tmp_path: Path, answer: Answer, preset: str
) -> None:
    members: Members = {
        f"hw1_2026_03_10/{who}_{number}_9_{FILE}": (f"{who}_{number}", 10)
        for who, number in (("ann", 501), ("bob", 502))
    }
    collect(course, STAGE, write(tmp_path / "in.zip", members, answer), preset=preset)
    assert stored(course) == expected(members, answer)


@pytest.mark.parametrize("folder", ["bob.", "BOB", "bób"])
def test_two_folders_of_one_id_are_both_refused(
    course: Course, tmp_path: Path, answer: Answer, folder: str
) -> None:
    members = FOLDERS | {f"{folder}/{FILE}": ("eve", 11)}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert set(stored(course)) == {"ann"}
    both = ", ".join(repr(name) for name in sorted(("bob", folder)))
    reason = f"refused: several people have this name ({both}); say who is who with --names"
    assert reasons(report)[f"bob/{FILE}"] == reasons(report)[f"{folder}/{FILE}"] == reason


def test_an_id_is_not_free_because_its_owners_notebook_is_refused(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    archive = write(tmp_path / "in.zip", {f"bob./{FILE}": ("eve", 11)}, answer)
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(f"bob/{FILE}", book(answer, "bob"), zipfile.ZIP_BZIP2)
    report = collect(course, STAGE, archive)
    assert [file.status for file in report.files] == ["refused", "refused"]


def test_users_whose_ids_end_alike_are_both_refused(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {
        f"HW 2_{user}_attempt_2026-03-10-09-00-00_{FILE}": (user, 10)
        for user in ("ann_lee", "bob_lee", "cy_kim")
    }
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert set(stored(course)) == {"kim"}
    assert "('ann_lee', 'bob_lee')" in report.having("refused")[0].reason


def test_a_number_in_a_file_name_is_no_later_attempt_where_the_platform_tells_the_time(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    late = f"HW 2_ann_attempt_2026-03-10-09-00-00_{FILE}"
    members: Members = {
        f"HW 2_ann_attempt_2026-03-01-09-00-00_{STAGE}-9.ipynb": ("early", 1),
        late: ("ann", 10),
    }
    collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert stored(course) == expected({late: ("ann", 10)}, answer)


@pytest.mark.parametrize(
    ("naming", "members"),
    [
        ("moodle", {f"all/{name}": by for name, by in MOODLE.items()}),
        ("moodle", {f"{name[:3]} section/{name}": by for name, by in MOODLE.items()}),
        ("moodle", MOODLE | {"stray.ipynb": ("", 1), f"{EVE}/sub/{FILE}": ("Eve", 12)}),
        ("moodle", {name.replace(f"{TURNED_IN}/", "_assignsubmission_file/"): by
                    for name, by in MOODLE.items()}),
        ("blackboard", {f"all/{name}": by for name, by in BLACKBOARD.items()}),
        ("blackboard", {name.replace("HW 2", "Second_attempt_HW"): by
                        for name, by in BLACKBOARD.items()}),
        ("blackboard", BLACKBOARD
            | {f"HW 2_ann_attempt_2026-03-12-09-00-00_{FILE}": ("ann", 12)}
            | {f"HW 2 late_bob_attempt_2026-03-13-09-00-00_{FILE}": ("bob", 13)}),
        ("blackboard", BLACKBOARD
            | {f"HW 2_cy_kim_attempt_2026-03-10-09-00-00_{FILE}": ("kim", 10)}),
        ("canvas", {f"annlee_501_{n}_{STAGE}{end}.ipynb": ("annlee_501", 10 + n)
                    for n, end in ((1, ""), (2, "-1"), (3, "-2"))}
            | {f"bob_LATE_502_9_{FILE}": ("bob_502", 10), "bob_502_10_scratch.ipynb": ("", 12)}),
        ("canvas", {f"all/annlee_501_1_{FILE}": ("annlee_501", 10)}),
        ("nbgrader", {f"submitted/{who}/{STAGE}/{FILE}": (who, 10) for who in ("ann", "bob")}),
        ("folders", {f"all/{name}": by for name, by in FOLDERS.items()}),
        ("folders", {"ann/scratch.ipynb": ("", 12), f"ann/{FILE}": ("ann", 10)}),
        ("folders", FOLDERS | {f"bob/{n}.ipynb": ("", 12) for n in range(9)}),
        ("files", {f"all/{who}.ipynb": (who, 10) for who in ("ann", "bob")}),
    ],
)  # fmt: skip
def test_honest_archives_are_read_as_their_platform_means_them(
    course: Course, tmp_path: Path, answer: Answer, naming: str, members: Members
) -> None:
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert report.naming == naming
    latest = dict(sorted(members.items(), key=lambda item: item[1][1]))
    honest = {name: by for name, by in latest.items() if by[0]}
    assert stored(course) == expected(honest, answer)


STRAYS: dict[str, Members] = {
    "a folder": {"meta/info.txt": ("", 1)},
    "a readme": {"readme.txt": ("", 1)},
    "what a Mac adds": {f"__MACOSX/hw2/ann/._{FILE}": ("", 1), ".DS_Store": ("", 1)},
    "the sheet": {FILE: ("", 1)},
}


@pytest.mark.parametrize("place", ["beside", "inside"])
@pytest.mark.parametrize("stray", STRAYS.values(), ids=STRAYS)
@pytest.mark.parametrize("around", ["", "hw2/"])
@pytest.mark.parametrize(
    ("naming", "form"),
    [
        ("moodle", "{0}_{1}_assignsubmission_file_/" + FILE),
        ("blackboard", "HW 2_{0}_attempt_2026-03-10-09-00-00_" + FILE),
        ("canvas", "{0}_{1}_9_" + FILE),
        ("nbgrader", "{0}/" + STAGE + "/" + FILE),
        ("folders", "{0}/" + FILE),
        ("files", "{0}.ipynb"),
    ],
)
def test_a_stray_file_or_folder_costs_nobody_his_work(
    course: Course,
    tmp_path: Path,
    answer: Answer,
    naming: str,
    form: str,
    around: str,
    stray: Members,
    place: str,
) -> None:
    around = "submitted/" if around and naming == "nbgrader" else around
    number = {"ann": 501, "bob": 502, "cy": 503}
    who = {name: f"{name}_{number[name]}" if naming == "canvas" else name for name in number}
    members: Members = {
        around + form.format(name, number[name]): (student, 10) for name, student in who.items()
    }
    strays = {(around if place == "inside" else "") + path: by for path, by in stray.items()}
    if naming == "files" and around and place == "inside" and FILE in stray:
        _enrol(course, "ann")  # else it is the folder of a student with more notebooks than one
    report = collect(course, STAGE, write(tmp_path / "in.zip", members | strays, answer))
    assert report.naming == naming
    assert stored(course) == expected(members, answer)


def _enrol(course: Course, *students: str) -> None:
    with course.gradebook() as gradebook:
        for student in students:
            gradebook.update_or_create_student(student)


def test_the_sheet_may_lie_in_a_folder_of_its_own_in_the_class_folder(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {f"hw2/{name}": by for name, by in FOLDERS.items()}
    sheet: Members = {f"hw2/{STAGE}/{FILE}": ("", 11)}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members | sheet, answer))
    assert stored(course) == expected(members, answer)
    assert reasons(report)[f"hw2/{STAGE}/{FILE}"].startswith("unmatched: its name does not tell")


def test_with_one_student_so_far_the_sheet_is_left_out_if_he_is_enrolled(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    _enrol(course, "ann")
    members: Members = {f"hw2/ann/{FILE}": ("ann", 10)}
    sheet: Members = {f"hw2/{FILE}": ("", 11)}
    collect(course, STAGE, write(tmp_path / "in.zip", members | sheet, answer))
    assert stored(course) == expected(members, answer)


@pytest.mark.parametrize("copies", [("old",), ("old", "new"), ("old", "bob")])
def test_an_enrolled_students_folder_is_his_with_the_sheet_and_copies_in_it(
    course: Course, tmp_path: Path, answer: Answer, copies: tuple[str, ...]
) -> None:
    _enrol(course, "ann", "bob")
    members: Members = {f"ann/{FILE}": ("ann", 10)}
    more: Members = {f"ann/{copy}/{FILE}": ("", 11) for copy in copies}
    collect(course, STAGE, write(tmp_path / "in.zip", members | more, answer))
    assert stored(course) == expected(members, answer)


def test_a_folder_is_a_students_if_one_beside_it_is_without_a_notebook(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    _enrol(course, "zoe")
    archive = write(tmp_path / "in.zip", {f"eve/bob/{FILE}": ("", 11)}, answer)
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("zoe/report.pdf", b"%PDF")
    report = collect(course, STAGE, archive)
    assert stored(course) == {}
    assert [file.status for file in report.having("unmatched")] == ["unmatched"]


@pytest.mark.parametrize("more", [{}, {"hw_2_2026_x/doejane_123_457_helper.ipynb": ("", 9)}])
@pytest.mark.parametrize("stray", ["meta/info.txt", "hw_2_2026_x/readme.txt"])
@pytest.mark.parametrize("preset", ["auto", "canvas"])
def test_canvas_files_in_a_folder_with_a_date_may_be_of_one_student(
    course: Course, tmp_path: Path, answer: Answer, preset: str, stray: str, more: Members
) -> None:
    members: Members = {f"hw_2_2026_x/doejane_123_456_{FILE}": ("doejane_123", 10)}
    strays: Members = {stray: ("", 1)}
    archive = write(tmp_path / "in.zip", members | more | strays, answer)
    assert collect(course, STAGE, archive, preset=preset).naming == "canvas"
    assert stored(course) == expected(members, answer)


def test_nbgraders_naming_needs_a_stage_of_the_course(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {f"{who}/hw2/{FILE}": (who, 10) for who in ("ann", "bob")}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members, answer))
    assert report.naming != "nbgrader"
    assert {file.status for file in report.files} == {"unmatched"}


def test_stages_of_other_courses_beside_this_ones_are_nbgraders_too(
    course: Course, tmp_path: Path, answer: Answer
) -> None:
    members: Members = {f"ann/{STAGE}/{FILE}": ("ann", 10)}
    more: Members = {f"{who}/ps1/ps1.ipynb": ("", 11) for who in ("ann", "bob", "cy")}
    report = collect(course, STAGE, write(tmp_path / "in.zip", members | more, answer))
    assert report.naming == "nbgrader"
    assert stored(course) == expected(members, answer)


@pytest.mark.parametrize("naming", PRESETS.values(), ids=list(PRESETS))
@pytest.mark.parametrize("part", ["a_", "_", "1_", "a/", "_attempt_2026-03-10-09-00-00", "_1_1_"])
def test_the_longest_names_that_a_zip_can_hold_are_read_at_once(naming: object, part: str) -> None:
    for end in ("", ".ipynb", "/x"):
        read_claim(naming, part * (65_000 // len(part)) + end, ZoneInfo("UTC"))  # type: ignore[arg-type]
