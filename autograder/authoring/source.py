"""Python source as its top-level statements: what each defines, binds and uses."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.authoring.text import AuthoringError

_MARKER = re.compile(r"^\s*#.*\b(BEGIN|END) (SOLUTION|HIDDEN TESTS)\b.*$\n?", re.MULTILINE)
_MAGIC = re.compile(r"^[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """One top-level statement with the comment above it; ``name`` if it defines a function."""

    source: str
    name: str = ""
    binds: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()


def cell_pieces(where: str, source: str) -> tuple[Piece, ...]:
    """Return the top-level statements of a code cell, region markers and magics removed."""
    plain = _MAGIC.sub("", _MARKER.sub("", source))
    return statements(plain, parse(where, plain).body)


def statements(text: str, body: Sequence[ast.stmt]) -> tuple[Piece, ...]:
    """Return top-level statements of ``text`` as pieces, each with the comment above it."""
    lines = text.split("\n")
    pieces: list[Piece] = []
    last = first_line(body[0]) - 1 if body else 0
    while last > 0 and lines[last - 1].lstrip().startswith("#"):
        last -= 1
    for node in body:
        end = node.end_lineno or node.lineno
        if end <= last:  # a second statement on the same line went with the first
            continue
        source = "\n".join(lines[last:end]).strip("\n")
        pieces.append(Piece(source, _function_name(node), _binds(node), names_used(node)))
        last = end
    return tuple(pieces)


def parse(where: str, source: str) -> ast.Module:
    """Return the syntax tree of ``source``, or refuse it naming ``where``."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise AuthoringError(f"{where}: not Python at line {error.lineno}: {error.msg}") from None


def first_line(node: ast.stmt) -> int:
    """Return the line on which a statement starts, its decorators included."""
    decorators = getattr(node, "decorator_list", [])
    lines: list[int] = [node.lineno, *(entry.lineno for entry in decorators)]
    return min(lines)


def _function_name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    return ""


def _binds(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return frozenset([node.name])
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.asname or alias.name.split(".")[0] for alias in node.names]
        return frozenset(names)
    stored = (n for n in ast.walk(node) if isinstance(n, ast.Name))
    imports = (n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom))
    inner = frozenset[str]().union(*(_binds(n) for n in imports))
    return inner | frozenset(n.id for n in stored if isinstance(n.ctx, ast.Store))


def names_used(node: ast.AST) -> frozenset[str]:
    """Return the names from outside that the code under ``node`` reads: its globals."""
    return frozenset(_outer(symtable.symtable(ast.unparse(node), "code", "exec")))


def _outer(table: symtable.SymbolTable) -> Iterator[str]:
    everything = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (everything or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _outer(inner)


def needed(given: Sequence[Piece], uses: frozenset[str]) -> list[Piece]:
    """Return the pieces that bind a used name, and what these use in turn, in order."""
    wanted = set(uses)
    chosen: set[int] = set()
    grown = True
    while grown:
        grown = False
        for index, piece in enumerate(given):
            if index not in chosen and not piece.binds.isdisjoint(wanted):
                chosen.add(index)
                wanted |= piece.uses
                grown = True
    return [given[index] for index in sorted(chosen)]
