"""The list of accepted survivors is read strictly: every entry has a reason, none stands twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.audit.accepted import NAME, read_accepted
from autograder.authoring.text import AuthoringError

REASON = "both branches give 0 at x = 0"


def written(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, text: str) -> str:
    with pytest.raises(AuthoringError) as refusal:
        read_accepted(written(folder, text))
    return str(refusal.value).removeprefix(str(folder / NAME))


def test_a_stage_without_a_list_accepts_nothing(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == {}


def test_each_change_gets_its_reason(tmp_path: Path) -> None:
    text = f'[[equivalent]]\nreason = "{REASON}"\nchanges = ["f: a -> b", "f: a -> c"]\n'
    found = read_accepted(written(tmp_path, text))
    assert found == {"f: a -> b": REASON, "f: a -> c": REASON}


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "[[equivalent]").startswith(": not TOML: ")


def test_an_entry_without_a_real_reason_is_refused(tmp_path: Path) -> None:
    short = refused(tmp_path, '[[equivalent]]\nreason = "equal"\nchanges = ["f: a -> b"]')
    assert short == ": a reason is 'equal', expected a sentence that says why"
    none = refused(tmp_path, '[[equivalent]]\nchanges = ["f: a -> b"]')
    assert none.startswith(": an entry is {'changes': ['f: a -> b']}, expected [[equivalent]] with")


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "[[equal]]\nx = 1").startswith(": there is ['equal'], expected ")


def test_a_change_that_is_listed_twice_is_refused(tmp_path: Path) -> None:
    entry = f'[[equivalent]]\nreason = "{REASON}"\nchanges = ["f: a -> b"]\n'
    said = refused(tmp_path, entry + entry)
    assert said == ": it lists twice f: a -> b, expected one reason each"
