"""Near copies of the core are named; work of one's own is not."""

from __future__ import annotations

import inspect

import pytest

from autograder.judge.copies import near_copies
from cs231n_core.layers import batchnorm_forward, sigmoid_backward

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
        TEXT.replace("batchnorm_forward", "my_helper"),
        "def batchnorm_forward(x, gamma, beta, bn_param):\n" + "    x = x.mean(0) - x\n" * 20,
        "def batchnorm_forward(:",
        "\x00",
        "def batchnorm_forward(x):\n    return " + "+".join("x" * 5000),
    ],
)
def test_short_other_or_broken_texts_are_no_copies(text: str) -> None:
    assert near_copies([text], ASKED) == ()
