"""The text of a stage: what a header means, and how an author's mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.text import AuthoringError, StageText, parse_text, read_text, stages

PATH = Path("notebooks/90_tiny.py")


def parsed(text: str) -> StageText:
    return parse_text("90_tiny", PATH, text)


def test_stages_are_the_numbered_texts_in_order(tmp_path: Path) -> None:
    for name in ("02_b.py", "01_a.py", "helper.py", "3_c.py"):
        (tmp_path / name).touch()
    (tmp_path / "04_folder").mkdir()
    assert stages(tmp_path) == ("01_a", "02_b")


def test_a_missing_folder_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match=r"no such folder in .*; run this in the course's"):
        stages(tmp_path / "none")


def test_a_header_becomes_role_points_and_tags(tiny: Path) -> None:
    cells = {cell.id: cell for cell in read_text("90_tiny", tiny).cells}
    assert cells["setup"].role == "locked"
    assert (cells["test-twice"].role, cells["test-twice"].points) == ("test", 3.0)
    assert cells["show-twice"].tags == ("demo", "anchor")
    assert (cells["why"].kind, cells["why"].points) == ("markdown", 1.0)


def test_text_cells_are_named_after_their_heading() -> None:
    text = (
        "# %% [markdown]\n# # One: two!\n\n# %% [markdown]\n# more\n\n# %% [markdown]\n# ## Three"
    )
    assert [cell.id for cell in parsed(text).cells] == ["s90-one-two", "s90-one-two-2", "s90-three"]


def test_a_heading_renames_no_cell_before_it() -> None:
    text = "# %% [markdown]\n# # One\n\n# %% [markdown]\n# end"
    before = [cell.id for cell in parsed(text).cells]
    after = [cell.id for cell in parsed(text + "\n\n# %% [markdown]\n# ## Two").cells]
    assert after[: len(before)] == before


def test_magics_lose_the_comment_sign_of_the_text() -> None:
    assert parsed('# %% id="a" tags=["demo"]\n# %time x = 1').cells[0].source == "%time x = 1"


SOLVED = "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
HIDDEN = "### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS\nx"


@pytest.mark.parametrize(
    ("header", "body", "message"),
    [
        ('id="relu" role="tset"', "x", 'cell "relu": role is "tset", expected one of locked, sol'),
        ('role="locked"', "x = 1", 'cell "x = 1": the id is missing, expected id="..."'),
        ('id="Re lu" role="locked"', "x", 'the id is "Re lu", expected kebab-case'),
        ('id="t" role="test"', HIDDEN, "points is missing, expected points=... on a test cell"),
        ('id="t" role="test" points=-1', HIDDEN, "points is -1, expected a number >= 0"),
        ('id="t" role="test" points="two"', HIDDEN, "points is 'two', expected a number >= 0"),
        ('id="s" role="solution" points=2', SOLVED, "points is 2.0, expected points on test and"),
        ('id="s" role="solution"', "x", "SOLUTION markers are missing, expected a SOLUTION reg"),
        ('id="s" role="solution"', "### BEGIN SOLUTION", "SOLUTION markers are BEGIN, expected B"),
        ('id="s" role="solution"', SOLVED + "\n" + HIDDEN, "present, expected none in a solution"),
        ('id="t" role="test" points=1', "x", "HIDDEN TESTS markers are missing"),
        ('id="l" role="locked"', SOLVED, "SOLUTION markers are present, expected none in a lock"),
        ('id="d" tags=["demo"]', HIDDEN, "HIDDEN TESTS markers are present, expected none in a p"),
        ('id="d"', "x", "role is missing, expected a role or tags"),
        ('id="d" tags=["demo", "ancor"]', "x", "tags has ['ancor'], expected some of demo, anch"),
        (
            '[markdown] id="d" tags=["anchor"]',
            "# x",
            "tags has ['anchor'], expected demo beside them",
        ),
        ('id="d" tags=["demo","anchor","timing"]', "x", "expected anchor without widget or timi"),
        ('id="d" role="locked" tags=["demo"]', "x", "tags has demo, expected no demo tag on a lo"),
        ('id="d" rolle="test"', "x", "the header has ['rolle'], expected id, role, points, tags"),
        ('id="d" role=test', "x", 'the header has id="d" role=test, expected key="value" pairs'),
    ],
)
def test_a_mistake_in_a_cell_is_named(header: str, body: str, message: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        parsed(f"# %% {header}\n{body}\n")
    assert str(caught.value).startswith('notebooks/90_tiny.py cell "')
    assert message in str(caught.value)


def test_a_repeated_id_is_refused() -> None:
    text = '# %% id="a" tags=["demo"]\nx\n\n# %% id="a" tags=["demo"]\ny'
    with pytest.raises(AuthoringError, match='cell "a": the id is used twice, expected unique ids'):
        parsed(text)


def test_a_written_answer_must_be_text() -> None:
    with pytest.raises(AuthoringError, match="it is a code cell, expected markdown for manual"):
        parsed(f'# %% id="m" role="manual" points=1\n{SOLVED}')
    with pytest.raises(AuthoringError, match="expected code for solution; a written answer has"):
        parsed('# %% [markdown] id="m" role="solution"\n# === BEGIN SOLUTION ===\n# === END SOLUTI')


def test_a_header_that_no_notebook_can_hold_is_refused() -> None:
    with pytest.raises(AuthoringError, match=r"90_tiny\.py: a cell header is not valid: 'demo' is"):
        parsed('# %% id="d" tags="demo"\nx\n')
