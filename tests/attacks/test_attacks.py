"""A class of hostile and broken submissions: each gets the score that its name says.

After each of them an honest student is graded by the same worker, in the same warm jail.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.authoring.answers import reference
from autograder.authoring.release import release
from autograder.authoring.sample import Verdict, attempts, read_class
from autograder.gradebook.course import Course, load_course
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.ledger import read_scores
from autograder.notebook.read import read_notebook
from autograder.records import GradeOutcome, StudentScores

pytestmark = [pytest.mark.slow, pytest.mark.jail]

ROOT = Path(__file__).resolve().parents[2]
STAGE = "02_activations"
ATTACKS = Path(__file__).parent / STAGE
DUE = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = sorted(path.stem.replace("_", "-") for path in ATTACKS.glob("*.py"))
CELL_SECONDS = 4
HONEST = ("fails-gelu-by-approximation", "half-done", "partial-maxout", "passes-with-float32")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, cage: object) -> Course:
    """The real stage in a course of its own, with the class handed in."""
    root = tmp_path_factory.mktemp("attacks") / "course"
    root.mkdir()
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    limit = f"\nc.Execute.timeout = {CELL_SECONDS}\n"
    (root / "nbgrader_config.py").write_text(config + limit, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    course = load_course(root)
    release(STAGE, root)
    shutil.copytree(root, root.with_name("stock"))
    given = read_notebook(course.folder("release", STAGE) / f"{STAGE}.ipynb")
    solutions = reference(STAGE, root / "notebooks")
    for verdict in verdicts():
        for _, _, notebook in attempts(STAGE, verdict, given, solutions, DUE):
            hand_in(course, verdict.student, json.dumps(notebook))
            if verdict.student in HONEST:
                hand_in(load_course(root.with_name("stock")), verdict.student, json.dumps(notebook))
    return course


def hand_in(course: Course, student: str, text: str) -> None:
    folder = course.folder("submitted", STAGE, student)
    folder.mkdir(parents=True)
    (folder / f"{STAGE}.ipynb").write_text(text, encoding="utf-8")


def verdicts() -> list[Verdict]:
    """Every attack, followed by an honest student; a few of the sample class at the end."""
    attacks = read_class(STAGE, ATTACKS, ROOT / "notebooks")
    honest = read_class(STAGE, ROOT / "tests" / "submissions" / STAGE, ROOT / "notebooks")
    right = next(verdict for verdict in honest if verdict.student == "passes-all")
    found = []
    for attack in attacks:
        found += [attack, replace(right, student=f"{attack.student}-then-honest")]
    return [*found, *(verdict for verdict in honest if verdict.student in HONEST)]


@pytest.fixture(scope="module")
def graded(course: Course) -> dict[str, GradeOutcome]:
    return {outcome.student: outcome for outcome in grade_stage(course, STAGE, workers=1)}


@pytest.fixture(scope="module")
def scores(course: Course, graded: object) -> dict[str, StudentScores]:
    return {entry.student: entry for entry in read_scores(course, STAGE)}


WANTED = {verdict.student: verdict.scores for verdict in verdicts()}


@pytest.mark.parametrize("name", NAMES)
def test_an_attack_gets_what_its_name_says(
    scores: dict[str, StudentScores], graded: dict[str, GradeOutcome], name: str
) -> None:
    assert graded[name].status == "graded", graded[name].reason
    found = {item.item: item.points for item in scores[name].items if item.item in WANTED[name]}
    assert found == pytest.approx(dict(WANTED[name]), abs=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_the_honest_student_after_it_gets_all_points(
    scores: dict[str, StudentScores], name: str
) -> None:
    assert scores[f"{name}-then-honest"].raw == 27


def test_honest_work_gets_what_stock_nbgrader_gives(
    course: Course, scores: dict[str, StudentScores]
) -> None:
    root = course.root.with_name("stock")
    command = [str(Path(sys.executable).parent / "nbgrader"), "autograde", STAGE]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    stock = {entry.student: entry.items for entry in read_scores(load_course(root), STAGE)}
    assert set(stock) == set(HONEST)
    for student, items in stock.items():
        ours = {item.item: item.points for item in scores[student].items}
        assert ours == {item.item: item.points for item in items}, student


def test_nothing_is_left_behind(course: Course, graded: object) -> None:
    left = [
        path
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if b"autograder.jail" in _content(path) and b"02_act" in _content(path)
    ]
    assert left == []
    folder = course.step("autograded")
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert names == {f"{STAGE}.ipynb"}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_every_graded_notebook_stays_small(course: Course, graded: object) -> None:
    sizes = [path.stat().st_size for path in course.step("autograded").rglob("*.ipynb")]
    assert max(sizes) < 4 * 2**20


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("kills-kernel", "its process ended"),
        ("loops-forever", "it ran out of time"),
        ("eats-memory", "it used more than 2048 MB of memory|it ran out of time"),
        ("forges-the-wire", "it broke the protocol.*|it answered out of turn"),
    ],
)
def test_a_person_is_asked_to_look_at_a_lost_process(
    graded: dict[str, GradeOutcome], name: str, flag: str
) -> None:
    (found,) = graded[name].flags
    assert re.fullmatch(f"relu: ({flag})", found)


def test_an_ordinary_mistake_bothers_nobody(graded: dict[str, GradeOutcome]) -> None:
    assert graded["exits"].flags == ()
    assert graded["calls-the-reference"].flags == ()
