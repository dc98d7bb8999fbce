"""House rules of graded cells: each breach is named, and the shipped stages keep them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.hygiene import find_registry, house_rules
from autograder.authoring.text import parse_text, read_text, stages
from cs231n_core.checks import Item, Stage

COURSE = Path(__file__).parents[3]
PATH = Path("notebooks/90_tiny.py")
REGISTRY = Stage("90_tiny", (Item("half", 2, ("half_forward",), ()),), minutes=5)

TEXT = '''\
# %% [markdown]
# # Tiny
# **Time** 5 minutes · **Points** 2

# %% id="setup" role="locked"
from cs231n_core.stages.s90 import check

# %% [markdown] id="exercise-half"
# ### Exercise 1 · Half (2 points, 3 minutes)

# %% id="half" role="solution"
def half_forward(x):
    """Return half of x, and x."""
    ### BEGIN SOLUTION
    out = x / 2
    return out, x
    ### END SOLUTION

# %% id="test-half" role="test" points=2
score = check("half", half_forward)
### BEGIN HIDDEN TESTS
from autograder.checks.s90 import check as full_check
score = full_check("half", half_forward)
### END HIDDEN TESTS
score

# %% id="show" tags=["demo", "anchor"]
out, shown = half_forward(3)
print(out)
'''


def breaches(text: str, registry: Stage | None = REGISTRY) -> list[str]:
    return house_rules(parse_text("90_tiny", PATH, text), registry)


def test_a_clean_text_has_no_breach() -> None:
    assert breaches(TEXT) == []
    assert breaches(TEXT, None) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "### END HIDDEN TESTS\nscore\n",
            "### END HIDDEN TESTS\nround(score)\n",
            'cell "test-half": the last line is no bare name, expected the score alone: score',
        ),
        (
            "### END HIDDEN TESTS\nscore\n",
            "### END HIDDEN TESTS\nscore = score / 2\nscore\n",
            "the hidden region is not followed by the score alone",
        ),
        (
            'score = check("half", half_forward)\n',
            'points = check("half", half_forward)\n',
            "score is set in the hidden region only",
        ),
        (
            'score = check("half", half_forward)\n',
            'import math\nscore = check("half", half_forward)\n',
            "imports outside the hidden region, expected names of the setup cell",
        ),
        (
            'score = full_check("half", half_forward)\n',
            'score = full_check("half", half_forward)\nprint(score)\n',
            "prints, expected no output but the checks' own",
        ),
        (
            "from cs231n_core.stages.s90 import check\n",
            "from cs231n_core.stages.s90 import check\nfrom autograder import grade\n",
            'cell "setup": names the grader, which students do not have',
        ),
        ("points=2", "points=3", "points is 3, the item half has 2"),
        ("points=2", "points=3", "points is 3, the heading above says 2"),
        ("points=2", "points=3", "promises 2 points, the test cells give 3"),
        (
            'score = check("half", half_forward)',
            'score = check("half", half_forward, half_forward)',
            "expected check(...) and, hidden, full_check(...) of the same things",
        ),
        ('"half", half', '"haf", half', "checks 'haf', expected one of half"),
        ('"half", half', '"haf", half', "has no test cell for item half"),
        (
            '("half", half_forward)',
            '("half", check)',
            "checks check, expected half_forward",
        ),
        ("def half_forward", "def halve", "no solution cell defines half_forward"),
        (
            'def half_forward(x):\n    """Return half of x, and x."""\n    ### BEGIN SOLUTION\n',
            '### BEGIN SOLUTION\ndef half_forward(x):\n    """Return half of x, and x."""\n',
            "half_forward lies inside the region, expected its def line outside",
        ),
        (
            "    out = x / 2\n",
            "    out = x / 2 + shown\n",
            'cell "half": needs shown of a demonstration, which grading does not run',
        ),
    ],
)
def test_a_breach_is_named(old: str, new: str, message: str) -> None:
    assert old in TEXT
    found = breaches(TEXT.replace(old, new))
    assert any(message in line for line in found), found
    assert all(line.startswith("notebooks/90_tiny.py ") for line in found)


def test_two_test_cells_of_one_item_are_refused() -> None:
    again = TEXT.replace("**Points** 2", "**Points** 4").split("\n\n# %% id=")
    twice = next(part for part in again if part.startswith('"test-half"'))
    text = "\n\n# %% id=".join([*again, twice.replace('"test-half"', '"test-half-again"')])
    assert any("checks half, as cell 'test-half' does already" in line for line in breaches(text))


def test_code_that_is_not_python_is_named() -> None:
    found = breaches(TEXT.replace("out = x / 2", "out = x /"))
    assert found == ['notebooks/90_tiny.py cell "half": not Python at line 3: invalid syntax']


def test_a_local_of_the_same_name_as_a_demonstrations_is_its_own() -> None:
    assert "out, shown" in TEXT
    assert "out = x / 2" in TEXT
    assert breaches(TEXT) == []


def test_a_stage_without_module_has_no_registry() -> None:
    assert find_registry("90_tiny") is None


@pytest.mark.parametrize("stage", stages(COURSE / "notebooks"))
def test_a_shipped_stage_keeps_the_house_rules(stage: str) -> None:
    registry = find_registry(stage)
    assert registry is not None
    assert house_rules(read_text(stage, COURSE / "notebooks"), registry) == []
