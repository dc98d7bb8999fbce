"""Near copies of the core are named; work of one's own is not."""

from __future__ import annotations

import inspect
import textwrap
from pathlib import Path

import pytest

from autograder.authoring.answers import reference
from autograder.authoring.text import stages
from autograder.judge.copies import MOST_WORDS, core_words, near_copies
from cs231n_core.layers import batchnorm_forward, maxout_forward, sigmoid_backward

ROOT = Path(__file__).resolve().parents[3]
TEXT = inspect.getsource(batchnorm_forward)
ASKED = ("batchnorm_forward", "sigmoid_backward")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "# mine\n" + TEXT.replace("    ", "  "),
        "%matplotlib inline\n" + TEXT,
        TEXT.replace('"""', '"""My own words. ', 1),
    ],
)
def test_the_cores_text_is_recognised_under_another_layout(text: str) -> None:
    (said,) = near_copies(["x = 1", text], ASKED)
    assert said.startswith("batchnorm_forward is ")
    assert said.endswith("% the text of the core's")


@pytest.mark.parametrize(
    "text",
    [
        inspect.getsource(sigmoid_backward),  # too short to tell
        "def batchnorm_forward(x, gamma, beta, bn_param):\n" + "    x = x.mean(0) - x\n" * 20,
        "def batchnorm_forward(:",
        "\x00",
        "def batchnorm_forward(x):\n    return " + "+".join("x" * 5000),
    ],
)
def test_short_other_or_broken_texts_are_no_copies(text: str) -> None:
    assert near_copies([text], ASKED) == ()


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("batchnorm_forward", "_mine"),
        "class Mine:\n    @staticmethod\n" + textwrap.indent(TEXT, "    "),
        "if True:\n    def outer():\n" + textwrap.indent(TEXT, " " * 8) + "        return 1\n",
        "deep = " + "+".join("x" * 900) + "\n" + TEXT,
        "np.mean?\n" + TEXT,
        "x = %time 1\n" + TEXT,
        "    y = !ls\n" + textwrap.indent(TEXT, "    "),
        "%cd -q .\x0c" + TEXT,
        "%%writefile mine.py\n" + TEXT,
        "In [1]: x = 1\n" + textwrap.indent(TEXT, "   ...: "),
        "\n".join(f">>> {line}" for line in TEXT.splitlines()),
    ],
)
def test_the_cores_text_is_recognised_under_any_name_and_in_any_place(text: str) -> None:
    said, *_ = near_copies([text], ASKED)
    assert "% the text of the core's" in said


def test_a_copy_under_another_name_says_whose_text_it_is() -> None:
    text = inspect.getsource(maxout_forward).replace("maxout_forward", "_piecewise")
    (said,) = near_copies([text], ("maxout_backward", "maxout_forward"))
    assert said.startswith("_piecewise is 9")
    assert said.endswith("% the text of the core's maxout_forward")


def test_a_copy_without_annotations_is_recognised() -> None:
    plain = TEXT.replace(": Array", "").replace(": dict[str, Any]", "")
    head, _, body = plain.partition(" -> ")
    (said,) = near_copies([f"{head}{body[body.index(':') :]}"], ASKED)
    assert said.startswith("batchnorm_forward is ")


def test_the_text_of_a_twin_is_the_cores_too() -> None:
    titles = {title for _, title in core_words("batchnorm_forward")}
    assert {"batchnorm_forward", "batchnorm_backward_staged"} <= titles


def test_no_text_of_the_core_is_longer_than_what_is_compared() -> None:
    longest = max(len(words) for name in ASKED for words, _ in core_words(name))
    assert longest < MOST_WORDS / 2


def test_thousands_of_branches_and_endless_numbers_end_nothing() -> None:
    for count in (700, 900, 950, 980, 2000):
        text = "if x: y\n" + "elif x: y\n" * count
        near_copies([text], ASKED)
    assert near_copies(["x = 0x" + "f" * 9000, "def f(): return 0x" + "f" * 9000], ASKED) == ()


@pytest.mark.parametrize("stage", stages(ROOT / "notebooks"))
def test_no_honest_answer_of_any_stage_is_a_copy(stage: str) -> None:
    answers = reference(stage, ROOT / "notebooks").functions
    folders = ("tests/variants", "tests/submissions", "autograder/mutants")
    files = [path for folder in folders for path in (ROOT / folder / stage).glob("*.py")]
    texts = [*answers.values(), *(path.read_text(encoding="utf-8") for path in files)]
    assert {said for text in texts for said in near_copies([text], answers)} == set()
