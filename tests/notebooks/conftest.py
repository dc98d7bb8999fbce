"""The stages under test: the text of each, and what it promises.

A test that asks for ``stage`` runs for every stage; a new one needs its plan, and no test here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.text import StageText, read_text, stages

ROOT = Path(__file__).resolve().parents[2]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" in metafunc.fixturenames:
        metafunc.parametrize("stage", stages(ROOT / "notebooks"), scope="module")


@pytest.fixture(scope="module")
def text(stage: str) -> StageText:
    """The cells of the stage."""
    return read_text(stage, ROOT / "notebooks")


@pytest.fixture(scope="module")
def plan(stage: str) -> dict[str, Any]:
    """What the stage promises."""
    return tomllib.loads((ROOT / "tests" / "plans" / f"{stage}.toml").read_text(encoding="utf-8"))
