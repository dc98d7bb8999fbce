"""The stage on the real images: every cell runs, and the numbers are those of the stored table."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.execute import execute
from cs231n_core.data_utils import find_CIFAR10

ROOT = Path(__file__).resolve().parents[2]
TABLE = json.loads(Path(__file__).with_name("cifar10_02_activations.json").read_text())

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_CIFAR10() is None, reason="CIFAR-10 is not on this machine"),
]


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """What each code cell prints when the stage runs on CIFAR-10."""
    path = ROOT / "notebooks" / "02_activations" / "02_activations.ipynb"
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, path, images="cifar10")
    return {
        cell.id: "".join(out.get("text", "") for out in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def number(text: str, row: str, pattern: str) -> float:
    """The number that ``pattern`` finds in the line that starts with ``row``."""
    found = re.search(rf"^{re.escape(row)}\b{pattern}", text, re.MULTILINE)
    assert found, f"no line {row!r} in:\n{text}"
    return float(found[1])


def test_the_notebook_says_that_it_runs_on_the_real_images(printed: dict[str, str]) -> None:
    assert printed["data"].startswith("CIFAR-10 from ")


@pytest.mark.parametrize(("name", "accuracy"), TABLE["bake-off-numbers"].items())
def test_the_bake_off_reaches_the_stored_accuracy(
    printed: dict[str, str], name: str, accuracy: float
) -> None:
    """Within three points: three seeds on 1,000 validation images scatter by one to two."""
    found = number(printed["bake-off-numbers"], name, r" +([\d.]+) ±")
    assert abs(found - accuracy) <= 3.0


@pytest.mark.parametrize(("pair", "ratio"), TABLE["race-numbers"].items())
def test_the_race_has_the_stored_ratio(printed: dict[str, str], pair: str, ratio: float) -> None:
    found = number(printed["race-numbers"], pair, r".*mean ([\d.]+)")
    assert ratio / 1.5 <= found <= ratio * 1.5


def test_no_dead_unit_of_the_first_layer_comes_back(printed: dict[str, str]) -> None:
    assert number(printed["revival"], "layer 1", r".*, (\d+) came back") == 0


def test_most_dead_units_of_the_second_layer_come_back(printed: dict[str, str]) -> None:
    stored = TABLE["revival"]["layer 2"]
    found = number(printed["revival"], "layer 2", r".*, (\d+) came back")
    assert stored / 2 <= found <= 2 * stored
