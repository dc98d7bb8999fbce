"""An answer that may run the core's own text is named to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.judge.means import odd_means

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "source",
    [
        "f = types.FunctionType(layers.relu_forward.__code__, {})",
        "exec(open('/jail/cs231n_core/layers/rectifiers.py').read())",
        "import inspect\ninspect.getsource(layers.relu_forward)",
        "getattr(layers.relu_forward, '__co' + 'de__')",
        "getattr(f, '__code__')",
        "from cs231n_core.kernels import active",
        "from cs231n_core.layers import _running",
        "import cs231n_core.stages.s05_graph",
        "import subprocess",
        "import os\nos.fork()",
    ],
)
def test_means_to_run_the_text_of_the_core_are_named(source: str) -> None:
    (said,) = odd_means([source])
    assert said.endswith("it may run the text of the core")


@pytest.mark.parametrize("source", ["import re\nre.compile('a')", "x = (", "getattr(x, 'shape')"])
def test_ordinary_code_is_not(source: str) -> None:
    assert odd_means([source]) == ()


def test_no_honest_variant_or_sample_is_named() -> None:
    files = [*ROOT.glob("tests/variants/*/*.py"), *ROOT.glob("tests/submissions/*/passes*.py")]
    assert len(files) > 50
    named = {path.name for path in files if odd_means([path.read_text(encoding="utf-8")])}
    assert named == set()
