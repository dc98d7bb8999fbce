"""Whole honest notebooks: every manner and rewrite keeps the answers, and the grader agrees."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.authoring.answers import fill, parse_answers, reference
from autograder.authoring.convert import to_notebook
from autograder.authoring.text import AuthoringError, read_text
from autograder.authoring.vary import Tally, honest_notebooks
from autograder.authoring.vary.pages import HARMLESS, MANNERS, REWRITES
from autograder.notebook.read import parse_notebook

ROOT = Path(__file__).resolve().parents[4]
NOTEBOOKS = ROOT / "notebooks"
STAGE = "03_preprocessing"


@pytest.fixture(scope="module")
def honest() -> Iterator[ModuleType]:
    """The script behind ``make variants``."""
    spec = importlib.util.spec_from_file_location("honest", ROOT / "tests" / "honest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["honest"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["honest"]


@pytest.fixture(scope="module")
def filled() -> Any:
    notebook = to_notebook(read_text(STAGE, NOTEBOOKS))
    text = '"""Mine."""\n\n\ndef helper(x):\n    return x\n\n\n'
    solutions = reference(STAGE, NOTEBOOKS)
    answers = parse_answers(Path("mine.py"), text + solutions.functions["apply_preprocessor"])
    return fill(notebook, solutions, answers)


def sources(notebook: Any) -> str:
    return "\n".join(cell.source for cell in notebook.cells)


@pytest.mark.parametrize("manner", sorted(MANNERS))
@pytest.mark.parametrize("seed", range(3))
def test_a_manner_keeps_every_answer_and_every_test(filled: Any, manner: str, seed: int) -> None:
    changed = MANNERS[manner](copy.deepcopy(filled), np.random.default_rng(seed))
    assert (json.dumps(changed) != json.dumps(filled)) or manner in ("untouched", "cleared outputs")
    marks = [cell.metadata.nbgrader for cell in filled.cells if "nbgrader" in cell.metadata]
    kept = [cell.metadata.nbgrader for cell in changed.cells if "nbgrader" in cell.metadata]
    assert kept == marks
    for name, text in reference(STAGE, NOTEBOOKS).functions.items():
        assert text in sources(changed), name
    assert "def helper(x)" in sources(changed)


@pytest.mark.parametrize("rewrite", sorted(set(REWRITES) - set(HARMLESS)))
def test_what_an_editor_writes_is_read_back_with_every_answer(filled: Any, rewrite: str) -> None:
    written = json.dumps(REWRITES[rewrite](copy.deepcopy(filled)))
    read = parse_notebook(Path(rewrite), written)
    assert [cell.source for cell in read.cells] == [cell.source for cell in filled.cells]


def test_the_same_seed_makes_the_same_notebooks(filled: Any) -> None:
    texts = []
    for _ in range(2):
        tally = Tally(once=True)
        rng = np.random.default_rng(5)
        made = honest_notebooks(STAGE, 1, rng, given=filled, notebooks=NOTEBOOKS, tally=tally)
        texts.append([answers.text for _, answers, _ in made])
    assert texts[0] == texts[1]
    assert tally.made.total() > 20


def test_a_cell_magic_stays_in_the_first_line(filled: Any) -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        changed = MANNERS["timed answer cells"](copy.deepcopy(filled), rng)
        changed = MANNERS["calls in answer cells"](changed, rng)
        assert all("%%time" not in cell.source[1:] for cell in changed.cells)


def test_an_answer_text_without_a_docstring_is_refused() -> None:
    with pytest.raises(AuthoringError, match="no docstring"):
        parse_answers(Path("x.py"), "x = 1")


@pytest.mark.slow
@pytest.mark.jail
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_generated_class_gets_all_points(
    honest: ModuleType, tmp_path: Path, cage: object
) -> None:
    course, made = honest.lay_out(tmp_path / STAGE, STAGE, 3, 1, Tally(once=True))
    assert len({way.split("; ")[1] for _, way in made.values()}) == 3
    assert honest.graded(course, STAGE, made) == []


def test_a_lost_point_is_said_with_the_lines_that_differ(
    honest: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    solutions = reference(STAGE, NOTEBOOKS)
    text = solutions.functions["apply_preprocessor"].replace("- offset", "+ offset")
    answers = parse_answers(Path("wrong.py"), f'"""Wrong."""\n\n\n{text}')
    losses = list(honest.asked(STAGE, {"variant-000": (answers, "untouched")}))
    assert {loss.item for loss in losses} == {"apply_preprocessor"}
    honest.say(losses[0], solutions)
    shown = capsys.readouterr().out
    assert losses[0].message in shown
    assert "+    Xp = (X.astype(dtype) + offset) / scale" in shown
