"""Run a committed notebook again with nbval and compare its anchors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.execute import CELL_SECONDS, stage_environment
from autograder.notebook.read import NotebookError, read_notebook

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Rerun:
    """What nbval found: ``problem`` is empty if every cell ran and every anchor is the same."""

    problem: str
    cells: int
    anchors: int
    summary: str
    report: str = ""


def rerun(path: Path, *, cell_seconds: float = CELL_SECONDS) -> Rerun:
    """Run every code cell of ``path`` in a fresh kernel of this Python and compare the anchors.

    A copy is run, in an empty folder, on the embedded images, with one thread; the project's own
    pytest settings do not apply. nbval reports the cells after a timeout as expected failures, so
    anything but a plain pass of every cell is a problem here.
    """
    try:
        code = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
    except NotebookError as error:
        return Rerun(str(error), 0, 0, "")
    anchors = sum("nbval-check-output" in cell.metadata.get("tags", []) for cell in code)
    with tempfile.TemporaryDirectory(prefix="nbval-") as name:
        folder = Path(name)
        (folder / "work").mkdir()
        shutil.copyfile(path, folder / "work" / path.name)
        shown = _pytest(folder, path.name, cell_seconds)
        passed, odd = _verdicts(folder / "report.xml")
    summary = (shown.splitlines() or ["pytest printed nothing"])[-1].strip("= ")
    problem = ""
    if odd or passed != len(code):
        problem = f"{passed} of {len(code)} code cells passed"
        problem += f" ({', '.join(odd)})" if odd else ""
    return Rerun(problem, len(code), anchors, summary, shown if problem else "")


def _pytest(folder: Path, notebook: str, cell_seconds: float) -> str:
    (folder / "pytest.ini").write_text("[pytest]\nxfail_strict = true\n", encoding="utf-8")
    environment = stage_environment(folder / "ipython")
    plugins = ("autograder", "nbval.plugin", "no:cacheprovider")  # the first only speeds the start
    command = [sys.executable, "-m", "pytest"]
    command += [word for plugin in plugins for word in ("-p", plugin)]
    command += ["--nbval-lax", "--nbval-current-env", f"--nbval-cell-timeout={cell_seconds:g}"]
    command += ["-c", str(folder / "pytest.ini"), "--rootdir", str(folder), "-q", "-rxX"]
    command += [f"--junitxml={folder / 'report.xml'}", str(folder / "work" / notebook)]
    process = subprocess.run(  # noqa: S603 - our own pytest on our own notebook
        command,
        env={**environment, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return _COLOUR.sub("", process.stdout + process.stderr).strip()


def _verdicts(report: Path) -> tuple[int, list[str]]:
    """Return how many cells passed, and a word for each that did anything else."""
    if not os.path.exists(report):
        return 0, ["no report was written"]
    passed, odd = 0, []
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our pytest
        kinds = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        if kinds:
            odd.append(f"{case.get('name')}: {kinds[0]}")
        else:
            passed += 1
    return passed, odd
