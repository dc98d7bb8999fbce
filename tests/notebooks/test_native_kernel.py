"""The compiled kernels are met: a committed notebook has run on them and counted their calls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[2]
REPORT = re.compile(r"^kernels: cython\b", re.MULTILINE)
CALLS = re.compile(r"^calls of the compiled (\w+): (\d+)$", re.MULTILINE)
NEEDED = {"conv_forward", "conv_backward", "max_pool_forward"}


def committed() -> dict[str, Any]:
    paths = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def printed(notebook: Any) -> list[str]:
    """What each code cell of a notebook has printed."""
    return [
        "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def kernels_reached(notebook: Any) -> set[str]:
    """The compiled kernels that a cell counted at least one call of, where it names them live."""
    return {
        name
        for text in printed(notebook)
        if REPORT.search(text)
        for name, count in CALLS.findall(text)
        if int(count) > 0
    }


def notebook_of(*texts: str) -> Any:
    cells = [nbformat.v4.new_code_cell("", outputs=[_stream(text)]) for text in texts]
    return nbformat.v4.new_notebook(cells=cells)


def _stream(text: str) -> Any:
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def test_a_committed_notebook_reached_the_native_kernels() -> None:
    reached = {name: kernels_reached(notebook) for name, notebook in committed().items()}
    assert any(found >= NEEDED for found in reached.values()), reached


def test_every_committed_stage_with_convolutions_names_the_live_kernels() -> None:
    for name in ("06_convnets", "07_babysitting"):
        assert any(REPORT.search(text) for text in printed(committed()[name])), name


def test_a_notebook_that_ran_on_numpy_has_not_reached_them() -> None:
    counted = "calls of the compiled conv_forward: 0\n"
    assert kernels_reached(notebook_of("kernels: numpy (not built)\n" + counted)) == set()
    assert kernels_reached(notebook_of("kernels: cython, x86-64-v3\n" + counted)) == set()


def test_a_count_without_the_live_report_is_no_proof() -> None:
    assert kernels_reached(notebook_of("calls of the compiled conv_forward: 40\n")) == set()
    both = "kernels: cython, x86-64-v3\ncalls of the compiled conv_forward: 40\n"
    assert kernels_reached(notebook_of(both)) == {"conv_forward"}
