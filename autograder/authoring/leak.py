"""Compare a release with what its text makes public, and name everything that is more than that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.authoring.convert import FOLDED
from autograder.authoring.text import HIDDEN_REGION, SOLUTION_REGION, Cell, StageText
from autograder.notebook.read import NotebookError, read_notebook

_MARKER = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
_GRADER = re.compile(r"\b(?:from|import)\s+autograder\b|\bautograder\.[a-z]")
_PATH = re.compile(r"(?<![\w.:/~-])/(?:home|root|Users|tmp|mnt)/\w[^\s\"')]*|[A-Z]:\\\w+")

STUBS = ("raise NotImplementedError()", "# YOUR CODE HERE", "YOUR ANSWER HERE")
"""What may stand in place of a solution, beside the course's own text for written answers."""

_CELL_KEYS = {"id", "cell_type", "source", "metadata", "outputs", "execution_count"}
_CELL_METADATA = {"nbgrader", "tags", "deletable", "editable"}
_NOTEBOOK_METADATA = {"kernelspec", "language_info"}


def leaks(
    folder: Path, text: StageText, *, secrets: Mapping[str, str] | None = None, text_stub: str = ""
) -> list[str]:
    """Return a line for everything in a release that students must not get.

    The release must be the text's public part, cell by cell and line by line: no line of a
    solution, hidden test or anything else; no other file; no output, no metadata of an author or
    a machine, no path, no import of the grader.

    Parameters
    ----------
    folder : Path
        The released stage.
    text : StageText
        What it was made from.
    secrets : mapping of str to str, optional
        Other text that must stay home, by the name to give it in the message: mutants and hidden
        checks. They only help to name a leak, none is needed to find it.
    text_stub : str, optional
        What the course puts in place of a written answer.
    """
    path = folder / f"{text.name}.ipynb"
    found = [f"{extra}: {what}" for extra, what in _other_files(folder, path)]
    try:
        notebook = read_notebook(path)
    except NotebookError as error:
        return [*found, str(error)]
    named = _named_lines(text, secrets or {})
    stubs = {_plain(stub) for stub in (*STUBS, text_stub)}
    cells = {cell.id: cell for cell in text.cells}
    for node in notebook.cells:
        cell = cells.get(node.id)
        where = f'{path} cell "{node.id}"'
        found += [f"{where}: {what}" for what in _source_leaks(node, cell, named, stubs)]
        found += [f"{where}: {what}" for what in _extras(node)]
    extra = sorted(set(notebook.metadata) - _NOTEBOOK_METADATA)
    found += [f"{path}: notebook metadata {key}" for key in extra]
    return found


def _other_files(folder: Path, notebook: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path == notebook:
            continue
        kind = "a Python file: texts hold the solutions" if path.suffix == ".py" else "another file"
        yield path, f"{kind}, expected {notebook.name} alone"


def _plain(line: str) -> str:
    return "".join(line.split())


def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.split("\n") if line.strip()]


def public_source(cell: Cell) -> str:
    """Return what the text makes public of a cell: everything outside its regions."""
    return HIDDEN_REGION.sub("", SOLUTION_REGION.sub("", cell.source))


def _named_lines(text: StageText, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return plain line → what it is, for the lines that should not leave; the first name wins."""
    named: dict[str, str] = {}
    for cell in text.cells:
        for pattern, what in ((SOLUTION_REGION, "solution"), (HIDDEN_REGION, "hidden test")):
            for region in pattern.finditer(cell.source):
                for line in _lines(region.group()):
                    named.setdefault(_plain(line), f'the {what} of cell "{cell.id}"')
    for name, content in secrets.items():
        for line in _lines(content):
            named.setdefault(_plain(line), name)
    return named


def _source_leaks(
    node: NotebookNode, cell: Cell | None, named: Mapping[str, str], stubs: set[str]
) -> Iterator[str]:
    allowed = {_plain(line) for line in _lines(public_source(cell))} if cell else set()
    for line in _lines(node.source):
        if _MARKER.search(line):
            yield f"a region marker: {line}"
        elif _plain(line) not in allowed and not (cell and cell.role and _plain(line) in stubs):
            yield f"{named.get(_plain(line), 'a line that the text does not publish')}: {line}"
        elif _GRADER.search(line):
            yield f"the grader: {line}"
        elif _PATH.search(line):
            yield f"a path of some machine: {line}"
    if cell and cell.role == "solution" and "NotImplementedError" not in node.source:
        yield "the exercise was not emptied: raise NotImplementedError() is missing"


def _extras(node: NotebookNode) -> Iterator[str]:
    for key in sorted(set(node) - _CELL_KEYS):
        yield f"cell key {key}"
    folded = {"jupyter"} if node.metadata.get("jupyter") == FOLDED else set()
    for key in sorted(set(node.metadata) - _CELL_METADATA - folded):
        yield f"metadata {key}"
    if node.get("outputs"):
        yield f"outputs: {_shown(node.outputs[0])}"
    if node.get("execution_count") is not None:
        yield f"execution count {node.execution_count}"


def _shown(output: Any) -> str:
    text = output.get("text", "") or output.get("data", {}).get("text/plain", "")
    return (str(text).strip().splitlines() or [output.get("output_type", "")])[0][:60]
