"""The text of a stage: its cells, what each is for, and the mistakes an author can make in it.

A stage is edited as ``notebooks/<stage>.py``, jupytext's percent format. The header of a cell
says what it is: ``# %% id="test-relu" role="test" points=2`` or ``# %% id="x" tags=["demo"]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from nbformat import ValidationError

from autograder.records import CourseError
from cs231n_core.errors import explain

NOTEBOOKS = Path("notebooks")
"""The course's source folder, seen from the course's folder."""

ROLES = ("locked", "solution", "test", "manual")
TAGS = ("demo", "anchor", "widget", "timing", "quiz")

SOLUTION_REGION = re.compile(
    r"^([ ]*)[^\n]*\bBEGIN SOLUTION\b.*?\bEND SOLUTION\b[^\n]*$", re.MULTILINE | re.DOTALL
)
HIDDEN_REGION = re.compile(
    r"^[^\n]*\bBEGIN HIDDEN TESTS\b.*?\bEND HIDDEN TESTS\b[^\n]*$", re.MULTILINE | re.DOTALL
)
"""What nbgrader takes out of a release, markers included; the first group is the indentation."""

_STAGE = re.compile(r"[0-9]{2}_[a-z0-9_]+")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FORMAT = {"extension": ".py", "format_name": "percent"}


class AuthoringError(CourseError):
    """A mistake in a stage's text or in an answer file, in one line that names file and cell."""


@dataclass(frozen=True)
class Cell:
    """One cell of a stage's text. ``role`` is empty for text and demonstrations."""

    id: str
    kind: str
    source: str
    role: str = ""
    points: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageText:
    """A stage's text: its name, its file and its cells in order."""

    name: str
    path: Path
    cells: tuple[Cell, ...]

    def of_role(self, role: str) -> tuple[Cell, ...]:
        """Return the cells of this role, in order."""
        return tuple(cell for cell in self.cells if cell.role == role)


def stages(folder: Path = NOTEBOOKS) -> tuple[str, ...]:
    """Return the names of all stages in ``folder``: the texts called ``NN_name.py``, in order.

    Raises
    ------
    AuthoringError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise AuthoringError(
            f"{folder}: no such folder in {Path.cwd()}; run this in the course's folder"
        )
    return tuple(sorted(path.stem for path in folder.glob("*.py") if _STAGE.fullmatch(path.stem)))


def read_text(stage: str, folder: Path = NOTEBOOKS) -> StageText:
    """Return the checked text of a stage.

    Raises
    ------
    AuthoringError
        If the stage does not exist or its text breaks a rule; the message names file, cell, rule.
    """
    path = folder / f"{stage}.py"
    if not path.is_file():
        known = ", ".join(stages(folder)) or "none"
        raise AuthoringError(explain(str(path), "the stage is", "missing", f"one of: {known}"))
    return parse_text(stage, path, path.read_text(encoding="utf-8"))


def parse_text(stage: str, path: Path, text: str) -> StageText:
    """Return the checked cells of ``text``; ``path`` only names it in errors."""
    raw = _percent_cells(path, text)
    ids = _markdown_ids(stage, raw)
    cells = tuple(_cell(path, node, fallback) for node, fallback in zip(raw, ids, strict=True))
    seen: set[str] = set()
    for cell in cells:
        _refuse(cell.id in seen, path, cell.id, "the id is", "used twice", "unique ids")
        seen.add(cell.id)
        _check(path, cell)
    return StageText(stage, path, cells)


def _percent_cells(path: Path, text: str) -> list[Any]:
    try:
        return list(jupytext.reads(text, fmt=_FORMAT).cells)
    except ValidationError as error:  # tags must be a list of different words
        value = error.message.splitlines()[0]
        raise AuthoringError(f"{path}: a cell header is not valid: {value}") from None


def _markdown_ids(stage: str, nodes: Sequence[Any]) -> Iterator[str]:
    """Yield an id per cell from its heading, so that adding a cell renames few others."""
    prefix = stage.split("_")[0]
    used: dict[str, int] = {}
    section = "top"
    for node in nodes:
        if node.cell_type != "markdown":
            yield ""
            continue
        heading = re.search(r"^#+\s+(.+)$", node.source, re.MULTILINE)
        if heading:
            section = _slug(heading.group(1)) or section
        used[section] = used.get(section, 0) + 1
        count = used[section]
        yield f"s{prefix}-{section}" + (f"-{count}" if count > 1 else "")


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(words)[:40].strip("-")


def _cell(path: Path, node: Any, fallback: str) -> Cell:
    spacing = ("lines_to_next_cell", "lines_to_end_of_cell_marker")  # jupytext's own notes
    header = {key: value for key, value in node.metadata.items() if key not in spacing}
    name = str(header.get("id") or fallback) or _first_line(node.source)
    broken = header.pop("incorrectly_encoded_metadata", None)
    _refuse(broken is not None, path, name, "the header has", broken, 'key="value" pairs')
    unknown = sorted(set(header) - {"id", "role", "points", "tags"})
    _refuse(bool(unknown), path, name, "the header has", unknown, "id, role, points, tags")
    _refuse(not header.get("id") and not fallback, path, name, "the id is", "missing", 'id="..."')
    points = header.get("points")
    numeric = points is None or (isinstance(points, int | float) and points >= 0)
    _refuse(not numeric, path, name, "points is", repr(points), "a number >= 0")
    return Cell(
        id=name,
        kind=node.cell_type,
        source=node.source,
        role=str(header.get("role", "")),
        points=None if points is None else float(points),
        tags=tuple(header.get("tags", ())),
    )


def _check(path: Path, cell: Cell) -> None:
    short = bool(_ID.fullmatch(cell.id)) and len(cell.id) <= 64
    _refuse(not short, path, cell.id, "the id is", f'"{cell.id}"', "kebab-case, at most 64 letters")
    roles = ", ".join(ROLES)
    unknown = bool(cell.role) and cell.role not in ROLES
    _refuse(unknown, path, cell.id, "role is", f'"{cell.role}"', f"one of {roles}")
    _check_points(path, cell)
    _check_tags(path, cell)
    _check_regions(path, cell)


def _check_points(path: Path, cell: Cell) -> None:
    graded = cell.role in ("test", "manual")
    bare = graded and cell.points is None
    _refuse(bare, path, cell.id, "points is", "missing", f"points=... on a {cell.role} cell")
    loose = not graded and cell.points is not None
    _refuse(loose, path, cell.id, "points is", cell.points, "points on test and manual cells only")
    code = cell.role in ("test", "solution")
    wanted = {"test": "code", "solution": "code", "manual": "markdown"}.get(cell.role, cell.kind)
    hint = 'a written answer has role="manual"' if code else ""
    found = f"a {cell.kind} cell"
    _refuse(cell.kind != wanted, path, cell.id, "it is", found, f"{wanted} for {cell.role}", hint)


def _check_tags(path: Path, cell: Cell) -> None:
    unknown = [tag for tag in cell.tags if tag not in TAGS]
    _refuse(bool(unknown), path, cell.id, "tags has", unknown, f"some of {', '.join(TAGS)}")
    aimless = cell.kind == "code" and not cell.role and "demo" not in cell.tags
    _refuse(aimless, path, cell.id, "role is", "missing", 'a role or tags=["demo"]')
    both = "demo" in cell.tags and bool(cell.role)
    _refuse(both, path, cell.id, "tags has", "demo", f"no demo tag on a {cell.role} cell")
    loose = bool(cell.tags) and "demo" not in cell.tags and not cell.role
    _refuse(loose, path, cell.id, "tags has", list(cell.tags), "demo beside them")
    torn = "anchor" in cell.tags and not {"widget", "timing"}.isdisjoint(cell.tags)
    _refuse(torn, path, cell.id, "tags has", list(cell.tags), "anchor without widget or timing")


def _check_regions(path: Path, cell: Cell) -> None:
    wanted = {"solution": "SOLUTION", "manual": "SOLUTION", "test": "HIDDEN TESTS"}.get(cell.role)
    for marker in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        found = re.findall(rf"\b(BEGIN|END) {marker}\b", cell.source)
        what = f"{marker} markers are"
        balanced = found == ["BEGIN", "END"] * (len(found) // 2)
        listed = " ".join(found)
        _refuse(not balanced, path, cell.id, what, listed, "BEGIN ... END pairs")
        stray = bool(found) and marker != wanted
        _refuse(stray, path, cell.id, what, "present", f"none in a {cell.role or 'plain'} cell")
        _refuse(
            marker == wanted and not found, path, cell.id, what, "missing", f"a {marker} region"
        )


def _refuse(
    wrong: bool, path: Path, cell: str, what: str, value: object, wanted: str, hint: str = ""
) -> None:
    if wrong:
        raise AuthoringError(explain(f'{path} cell "{cell}"', what, value, wanted, hint))


def _first_line(source: str) -> str:
    return (source.strip().splitlines() or ["(empty)"])[0][:40]
