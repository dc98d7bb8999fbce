"""Answers to a stage's exercises: the reference, wrong and honest variants, sample submissions.

All are Python source that is read by its syntax tree and run by nobody until a caller asks for
callables (`load_functions`) or for a notebook that carries them (`fill`).
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.authoring.source import (
    Piece,
    cell_pieces,
    first_line,
    names_used,
    needed,
    parse,
    statements,
)
from autograder.authoring.text import NOTEBOOKS, AuthoringError, StageText, read_text
from cs231n_core.errors import explain


@dataclass(frozen=True)
class Answers:
    """What an answer file says; ``pieces`` are its statements in order, constants left out."""

    path: Path
    doc: str
    constants: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    text: str

    @property
    def functions(self) -> dict[str, str]:
        """The source of each function by name."""
        return {piece.name: piece.source for piece in self.pieces if piece.name}

    @property
    def preamble(self) -> str:
        """Imports and helper statements: everything that is neither constant nor function."""
        return "\n".join(piece.source for piece in self.pieces if not piece.name)


@dataclass(frozen=True)
class Reference:
    """The answers in a stage's own solution cells, and the given code that they rely on."""

    stage: str
    path: Path
    functions: Mapping[str, str]
    cells: Mapping[str, str]
    given: tuple[Piece, ...]

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names from outside that the functions read."""
        return frozenset().union(
            *(names_used(parse(str(self.path), s)) for s in self.functions.values())
        )

    def in_cell(self, cell: str) -> tuple[str, ...]:
        """Return the functions that the solution cell of this id defines, in order."""
        return tuple(name for name, home in self.cells.items() if home == cell)


def read_answers(path: Path) -> Answers:
    """Return what is in an answer file, without running it.

    A constant is a top-level ``NAME = literal`` in upper case. One that the file's own code uses
    is in ``pieces`` too.

    Raises
    ------
    AuthoringError
        If the file is missing, is not Python, or has no docstring.
    """
    if not path.is_file():
        raise AuthoringError(f"{path}: no such answer file")
    return parse_answers(path, path.read_text(encoding="utf-8"))


def parse_answers(path: Path, text: str) -> Answers:
    """Return what the text of an answer file says; ``path`` only names it in errors.

    Raises
    ------
    AuthoringError
        If it is not Python, or has no docstring.
    """
    tree = parse(str(path), text)
    doc = ast.get_docstring(tree)
    if not doc:
        raise AuthoringError(f"{path}: no docstring, expected one that says what this answer is")
    found = statements(text, tree.body[1:])
    used = frozenset[str]().union(*(piece.uses for piece in found))
    constants = _constants(tree)
    spare = set(constants) - used
    kept = tuple(piece for piece in found if not piece.binds or not piece.binds <= spare)
    return Answers(path, doc, constants, kept, text)


def reference(stage: str, folder: Path = NOTEBOOKS) -> Reference:
    """Return the reference solutions of a stage: function name → source and cell id.

    Examples
    --------
    ``reference("02_activations").functions["relu_forward"]`` is the function's source.
    """
    return reference_of(read_text(stage, folder))


def reference_of(text: StageText) -> Reference:
    """Return the reference solutions in a stage's text.

    Raises
    ------
    AuthoringError
        If a solution cell is not Python, or two of them define the same function.
    """
    functions: dict[str, str] = {}
    cells: dict[str, str] = {}
    given: list[Piece] = []
    for cell in text.cells:
        if cell.role not in ("solution", "locked") or cell.kind != "code":
            continue
        for piece in cell_pieces(f'{text.path} cell "{cell.id}"', cell.source):
            if cell.role == "locked" or not piece.name:
                given.append(piece)
                continue
            if piece.name in functions:
                what, home = f"{piece.name} is defined by", f"cell {cells[piece.name]} too"
                where = f'{text.path} cell "{cell.id}"'
                raise AuthoringError(explain(where, what, home, "one solution cell per function"))
            functions[piece.name], cells[piece.name] = piece.source, cell.id
    return Reference(text.name, text.path, functions, cells, tuple(given))


def load_functions(
    reference: Reference, names: Iterable[str] = (), answers: Answers | None = None
) -> dict[str, Callable[..., Any]]:
    """Run the reference, then ``answers`` over it, in a fresh namespace; return the callables.

    Of the notebook's given code only what the functions use is run (``np``, ``normal_cdf``), so
    no figure is drawn and no data loaded. This executes the answer file: use it on files of the
    course, never on a student's.

    Parameters
    ----------
    reference : Reference
        From `reference`.
    names : iterable of str, optional
        The functions wanted; all of the reference's by default.
    answers : Answers, optional
        What replaces the reference's functions of the same name.

    Raises
    ------
    AuthoringError
        If a name is defined by neither.
    """
    uses = reference.uses
    if answers is not None:
        uses = uses | names_used(ast.parse(answers.text))
    space: dict[str, Any] = {"__name__": "__main__"}
    for piece in needed(reference.given, uses):
        _run(piece.source, str(reference.path), space)
    for source in reference.functions.values():
        _run(source, str(reference.path), space)
    if answers is not None:
        _run(answers.text, str(answers.path), space)
    wanted = tuple(names) or tuple(reference.functions)
    missing = [name for name in wanted if not callable(space.get(name))]
    if missing:
        known = ", ".join(reference.functions)
        where = str(answers.path if answers else reference.path)
        raise AuthoringError(explain(where, "there is no function", missing, f"some of {known}"))
    return {name: space[name] for name in wanted}


def fill(
    notebook: NotebookNode,
    reference: Reference,
    answers: Answers | None = None,
    *,
    default: str = "full",
) -> NotebookNode:
    """Return a copy of a released notebook whose answer cells hold these functions.

    Functions that ``answers`` lacks come from the reference (``default="full"``) or stay as
    released (``"untouched"``). Imports and helpers of the answer file go on top of the first
    answer cell that it changes. The file's constant ``CELLS`` (cell id → text) replaces whole
    cells last: the way to a syntax error, or to a written answer.

    Raises
    ------
    AuthoringError
        If the release lacks a function or cell that the answers name.
    """
    if default not in ("full", "untouched"):
        raise AuthoringError(explain("fill", "default is", default, "full or untouched"))
    filled = copy.deepcopy(notebook)
    own = dict(answers.functions) if answers else {}
    chosen = {**(reference.functions if default == "full" else {}), **own}
    helpers = _helpers(answers, reference)
    cells = _answer_cells(filled)
    for cell in cells.values():
        if cell.cell_type != "code":
            continue
        cell.source, replaced = _with_functions(cell.source, chosen)
        if helpers and (not own or not own.keys().isdisjoint(replaced)):
            cell.source, helpers = f"{helpers}\n\n\n{cell.source}", ""
    _check_homes(cells, reference, own)
    _replace_cells(cells, answers)
    return filled


def _helpers(answers: Answers | None, reference: Reference) -> str:
    pieces = answers.pieces if answers else ()
    return "\n".join(p.source for p in pieces if p.name not in reference.functions)


def _answer_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    marked = [(cell.metadata.get("nbgrader", {}), cell) for cell in notebook.cells]
    return {mark["grade_id"]: cell for mark, cell in marked if mark.get("solution")}


def _with_functions(source: str, chosen: Mapping[str, str]) -> tuple[str, set[str]]:
    """Return the cell with each function of ``chosen`` that it defines replaced, and which."""
    lines = source.split("\n")
    replaced = set()
    for node in reversed(parse("released cell", source).body):
        if isinstance(node, ast.FunctionDef) and node.name in chosen:
            lines[first_line(node) - 1 : node.end_lineno] = chosen[node.name].split("\n")
            replaced.add(node.name)
    return "\n".join(lines), replaced


def _check_homes(
    cells: Mapping[str, NotebookNode], reference: Reference, own: Mapping[str, str]
) -> None:
    for name in own.keys() & reference.functions.keys():
        home = reference.cells[name]
        found = cells[home].source if home in cells else ""
        if f"def {name}" not in found and f"{name} =" not in found:
            raise AuthoringError(
                explain("fill", f"the released cell {home} has", f"no {name}", "its definition")
            )


def _replace_cells(cells: Mapping[str, NotebookNode], answers: Answers | None) -> None:
    texts = answers.constants.get("CELLS", {}) if answers else {}
    for name, source in texts.items():
        if name not in cells:
            known = ", ".join(cells)
            where = str(answers.path) if answers else "fill"
            raise AuthoringError(explain(where, "CELLS names", name, f"one of {known}"))
        cells[name].source = source


def _constants(tree: ast.Module) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        if not name.isupper():
            continue
        try:
            found[name] = ast.literal_eval(node.value)
        except ValueError:
            continue  # an expression is code, not a constant
    return found


def _run(source: str, path: str, space: dict[str, Any]) -> None:
    exec(_compiled(source, path), space)  # noqa: S102 - the course's own answers


@lru_cache(maxsize=1024)
def _compiled(source: str, path: str) -> CodeType:
    """Return the code of a piece; an audit runs a stage's own pieces hundreds of times."""
    return compile(source, path, "exec")
