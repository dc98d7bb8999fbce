"""Classes of hostile and broken submissions: each gets the score that its name says.

After each of them an honest student is graded, by the same workers in the same warm jails.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hostile import STAGES, Attack, attacks, honest

from autograder.gradebook.feedback import _write_one
from autograder.gradebook.files import read_json

pytestmark = [pytest.mark.slow, pytest.mark.jail]

ALL = [attack for stage in STAGES for attack in attacks(stage)]
STAGE = "02_activations"


def test_there_are_at_least_eighty_of_them() -> None:
    assert len(ALL) >= 80


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_an_attack_gets_what_its_name_says(classes: Any, attack: Attack) -> None:
    graded, student = classes[attack.stage], attack.verdict.student
    assert graded.outcomes[student].status == "graded", graded.outcomes[student].reason
    wanted = dict(attack.verdict.scores)
    found = {i.item: i.points for i in graded.scores[student].items if i.item in wanted}
    assert found == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_the_honest_student_after_it_gets_all_points(classes: Any, attack: Attack) -> None:
    right = honest(attack.stage)
    scores = classes[attack.stage].scores[f"{attack.verdict.student}-then-honest"]
    assert scores.raw == sum(right.scores.values())


def test_nothing_is_left_behind(classes: Any) -> None:
    course = classes[STAGE].course
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/environ")
        if str(course.root).encode() in _content(path.with_name("cmdline"))
    ]
    assert left == []
    files = {path.name for path in course.step("autograded").rglob("*") if path.is_file()}
    assert files == {f"{stage}.ipynb" for stage in STAGES}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_every_graded_notebook_stays_small(classes: Any) -> None:
    folder = classes[STAGE].course.step("autograded")
    assert max(path.stat().st_size for path in folder.rglob("*.ipynb")) < 4 * 2**20


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("kills-kernel", "its process ended"),
        ("loops-forever", "it ran out of time"),
        ("eats-memory", "it used more than 2048 MB of memory|it ran out of time"),
        ("forges-the-wire", "it broke the protocol.*|it answered out of turn"),
        ("starts-sixty-threads", "it kept more than 8 processes or threads computing"),
        ("drips-its-answer", "it ran out of time"),
        ("answers-twice", "it answered out of turn|it broke the protocol.*"),
    ],
)
def test_a_person_is_asked_to_look_at_a_lost_process(classes: Any, name: str, flag: str) -> None:
    (found,) = classes[STAGE].outcomes[name].flags
    assert re.fullmatch(f"relu: ({flag})", found)


def test_an_ordinary_mistake_bothers_nobody(classes: Any) -> None:
    assert classes[STAGE].outcomes["exits"].flags == ()
    assert classes[STAGE].outcomes["calls-the-reference"].flags == ()


@pytest.mark.parametrize(
    "name",
    [
        "opens-the-exercise-again",
        "runs-the-text-of-the-core",
        "takes-the-code-of-the-core",
        "runs-the-file-of-the-core",
        "runs-the-text-by-another-name",
        "hides-behind-a-line-for-the-shell",
    ],
)
def test_a_copy_made_while_the_code_runs_is_named(classes: Any, name: str) -> None:
    path = classes[STAGE].course.build / "grades" / STAGE / f"{name}.json"
    (said,) = read_json(path)["notebooks"][STAGE]["copies"]
    assert said.endswith("it may run the text of the core")


def test_a_paste_under_another_name_is_named(classes: Any) -> None:
    path = (
        classes[STAGE].course.build / "grades" / STAGE / "pastes-the-core-under-another-name.json"
    )
    said = read_json(path)["notebooks"][STAGE]["copies"]
    assert [line.split(" is ")[0] for line in said] == ["_piecewise", "_pieceback"]


@pytest.mark.parametrize("name", ["shows-pages-and-pictures", "raises-a-page", "uses-magics"])
def test_no_page_of_feedback_runs_what_a_student_wrote(classes: Any, name: str) -> None:
    course = classes[STAGE].course
    outcome = _write_one(course, STAGE, course.folder("autograded", STAGE, name))
    assert outcome.status == "graded", outcome.reason
    page = (course.folder("feedback", STAGE, name) / f"{STAGE}.html").read_text(encoding="utf-8")
    assert "alert" in page  # the text of it is there
    assert re.findall(r"<(?:script|img|svg|iframe)[^>]*>[^<]*alert\(1\)", page) == []
    assert re.findall(r"<[^>]+\son\w+\s*=", page) == []
