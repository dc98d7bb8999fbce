"""The verb audit: what it calls a problem, what it shows and writes, and how it ends."""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.authoring.audit import audit as auditing
from autograder.authoring.audit.audit import (
    AUTOMATIC,
    LISTED,
    REFERENCE,
    Plan,
    Row,
    find_problems,
    stale_entries,
)
from autograder.authoring.audit.automatic import Mutant
from autograder.authoring.audit.verdicts import Catch, Verdict
from autograder.cli import main

ROOT = Path(__file__).resolve().parents[4]
STAGE, ITEM = "04_initialization", "activation_gain"
CAUGHT = Verdict(visible=Catch("values", "too large"))
WRONG = "return 1.0"
HEAD = "def activation_gain(name, alpha=None):\n    "
MUTANT = f'"""One gain for all."""\n\nITEM = "{ITEM}"\n\n\n{HEAD}{WRONG}\n'
REASON = "the two are one and the same"


def row(kind: str, verdict: Verdict, name: str = "", reason: str = "") -> Row:
    return Row(kind, ITEM, name, "", verdict, reason)


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([row(REFERENCE, Verdict()), row(LISTED, CAUGHT, "gain__one")], []),
        (
            [row(REFERENCE, CAUGHT)],
            [f'{ITEM}: the reference loses points by values ("too large")'],
        ),
        (
            [row(LISTED, Verdict(), "gain__one")],
            [f"{ITEM}: listed mutant gets full points: gain__one"],
        ),
        (
            [row(AUTOMATIC, Verdict(), "f: a -> b")],
            [f"{ITEM}: automatic mutant gets full points: f: a -> b"],
        ),
        (
            [row(AUTOMATIC, Verdict(), "f: a -> b", REASON)],
            [],
        ),
        (
            [row(AUTOMATIC, CAUGHT, "f: a -> b", REASON)],
            ['accepted.toml: values ("too large") catches: f: a -> b'],
        ),
        (
            [row(LISTED, Verdict(CAUGHT.visible, shifting=("slopes",)), "gain__one")],
            [f"{ITEM}: under other seeds another verdict by: gain__one: slopes"],
        ),
        ([row(AUTOMATIC, Verdict(ended="stopped after 1 s"), "f: a -> b")], []),
    ],
)
def test_a_problem_is_one_line(rows: list[Row], problems: list[str]) -> None:
    assert find_problems(rows) == problems


def test_an_entry_that_is_not_found_is_stale_where_it_was_looked_for() -> None:
    accepted = {"f: a -> b": REASON}
    stale = ["accepted.toml: nothing is like this: f: a -> b"]
    assert stale_entries([], accepted, Plan()) == stale
    assert stale_entries([row(AUTOMATIC, Verdict(), "f: a -> b")], accepted, Plan()) == []
    assert stale_entries([], accepted, Plan(seeds=())) == stale
    assert stale_entries([], accepted, Plan(kinds=(LISTED,))) == []
    assert stale_entries([], accepted, Plan(item=ITEM)) == []


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stage with one listed and one automatic mutant; returns the folder of the first."""
    folder = tmp_path / "mutants"
    folder.mkdir()
    (folder / f"{ITEM}__one.py").write_text(MUTANT, encoding="utf-8")
    made = [Mutant(ITEM, ITEM, "term", "gain = 2", "gain = 1", HEAD + WRONG)]
    plan = partial(Plan, kinds=(LISTED, AUTOMATIC), seeds=(0, 1))
    monkeypatch.setattr(auditing, "mutants_folder", lambda _: folder)
    monkeypatch.setattr(auditing, "automatic_mutants", lambda *_: made)
    monkeypatch.setattr("autograder.auditing.Plan", plan)
    (tmp_path / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    monkeypatch.chdir(tmp_path)
    return folder


def audit(*options: str) -> Result:
    return CliRunner().invoke(main, ["audit", STAGE, *options])


def test_a_clean_audit_ends_well_and_writes_what_it_found(few: Path) -> None:
    result = audit("--messages")
    assert result.exit_code == 0, result.output
    assert f"{ITEM}: {ITEM}__one\n" in result.output
    written = few.parent / "build" / "audit" / f"{STAGE}-checks.csv"
    assert f"written: {written}" in result.output
    with written.open(encoding="utf-8") as stream:
        listed, automatic = csv.DictReader(stream)
    assert (listed["kind"], listed["name"]) == ("listed", f"{ITEM}__one")
    assert (listed["survives"], listed["equivalent because"]) == ("False", "")
    assert listed["visible message"] in result.output
    assert automatic["name"] == f"{ITEM}: gain = 2 -> gain = 1"
    page = written.with_suffix(".html").read_text(encoding="utf-8")
    assert "gain = 2 -&gt; gain = 1" in page
    assert '<p class="none">none</p>' in page


def test_a_stale_entry_ends_badly_and_is_named(few: Path) -> None:
    entry = f'[[equivalent]]\nreason = "{REASON}"\nchanges = ["f: a -> b"]\n'
    (few / "accepted.toml").write_text(entry, encoding="utf-8")
    result = audit("--json")
    assert result.exit_code == 1
    content = json.loads(result.stdout)
    assert content["problems"] == ["accepted.toml: nothing is like this: f: a -> b"]
    assert [answer["survives"] for answer in content["answers"]] == [False, False]


def test_a_survivor_ends_badly_and_is_named(few: Path) -> None:
    source = (ROOT / "tests/variants" / STAGE / "gain_match.py").read_text(encoding="utf-8")
    (few / f"{ITEM}__right.py").write_text(f'{source}\n\nITEM = "{ITEM}"\n', encoding="utf-8")
    result = audit()
    assert result.exit_code == 1, result.output
    assert f"{ITEM}: listed mutant gets full points: {ITEM}__right" in result.output


def test_a_mutant_of_an_unknown_item_is_refused(few: Path) -> None:
    (few / "gain__two.py").write_text(MUTANT.replace(ITEM, "gain", 1), encoding="utf-8")
    result = audit()
    assert result.exit_code == 2
    assert "gain__two.py: ITEM is gain, expected one of " in result.stderr


def test_an_item_that_is_none_is_refused_with_those_there_are(few: Path) -> None:
    result = audit("--item", "gian")
    assert result.exit_code == 2
    assert f"{STAGE}: --item is 'gian', expected " in result.stderr
    assert ITEM in result.stderr


def test_ctrl_c_ends_the_audit_in_one_line(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(auditing.Workers, "ask", interrupted)
    result = audit()
    assert result.exit_code == 130
    assert result.stderr == "autograder audit: stopped\n"
