"""The stages on the real images: every cell runs, and the numbers are those of the stored tables.

``cifar10_<stage>.json`` lists what a stage must print there: the line of a cell that starts with
``row``, the number in it that ``pattern`` finds, and how far from ``value`` it may be (``within``,
or as a factor ``times``).
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring.execute import execute
from cs231n_core.data_utils import find_CIFAR10

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    path.stem.removeprefix("cifar10_"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("cifar10_*.json"))
}
ROWS = [(name, row) for name, table in TABLES.items() for row in table]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_CIFAR10() is None, reason="CIFAR-10 is not on this machine"),
]


@functools.cache
def printed(name: str) -> dict[str, str]:
    """What each code cell prints when the stage runs on CIFAR-10."""
    path = ROOT / "notebooks" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, path, images="cifar10")
    return {
        cell.id: "".join(out.get("text", "") for out in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


@pytest.mark.parametrize("name", TABLES)
def test_the_notebook_says_that_it_runs_on_the_real_images(name: str) -> None:
    assert printed(name)["data"].startswith("CIFAR-10 from ")


@pytest.mark.parametrize(
    ("name", "row"), ROWS, ids=[f"{name}-{row['cell']}-{row['row']}" for name, row in ROWS]
)
def test_the_stage_prints_the_stored_number(name: str, row: dict[str, Any]) -> None:
    text = printed(name)[row["cell"]]
    found = re.search(rf"^{re.escape(row['row'])}{row['pattern']}", text, re.MULTILINE)
    assert found, f"no line {row['row']!r} in:\n{text}"
    number, value = float(found[1]), row["value"]
    if "times" in row:
        assert value / row["times"] <= number <= value * row["times"]
    else:
        assert abs(number - value) <= row["within"]
