"""The house rules of graded cells: what a test cell may hold, and that its points are the item's.

Every rule returns lines for the author; an empty list means that the stage keeps it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from autograder.authoring.source import cell_pieces, parse
from autograder.authoring.text import (
    HIDDEN_REGION,
    SOLUTION_REGION,
    AuthoringError,
    Cell,
    StageText,
)
from cs231n_core.checks import Item, Stage
from cs231n_core.stages import find_stage

_POINTS_HEADING = re.compile(r"^#+ .*\((?:[^()]*\b)?([0-9.]+) points?\b", re.M)
_POINTS_TOTAL = re.compile(r"\*\*Points\*\* ([0-9.]+)")


def find_registry(stage: str) -> Stage | None:
    """Return ``cs231n_core.stages.s<NN>.STAGE`` of this stage, or None if there is no module."""
    found = find_stage(stage)
    if found is not None and not isinstance(found, Stage):
        kind = type(found).__name__
        raise AuthoringError(f"the module of {stage}: STAGE is a {kind}, expected a Stage")
    return found


def house_rules(text: StageText, registry: Stage | None) -> list[str]:
    """Return every breach of the house rules in a stage's text.

    Without a ``registry`` the rules about items and their points are not asked.
    """
    try:
        found = [
            *(line for cell in text.of_role("test") for line in _test_cell(cell)),
            *(line for cell in text.cells for line in _grader_outside(cell)),
            *(line for cell in text.of_role("solution") for line in _stub(text, cell)),
            *_demo_names(text),
            *_prose_points(text),
            *(_items(text, registry) if registry else ()),
        ]
    except AuthoringError as error:
        return [str(error)]
    return [f"{text.path} {line}" for line in found]


def _said(cell: Cell, what: str) -> str:
    return f'cell "{cell.id}": {what}'


def visible_part(source: str) -> str:
    """Return what a student gets of a test cell: the source without its hidden region."""
    return HIDDEN_REGION.sub("", source)


def _test_cell(cell: Cell) -> Iterator[str]:
    if not HIDDEN_REGION.search(cell.source):
        yield _said(cell, "hidden region is missing, expected ### BEGIN ... ### END HIDDEN TESTS")
    whole, shown = (_parsed(cell, part) for part in (cell.source, visible_part(cell.source)))
    last = shown.body[-1] if shown.body else None
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Name)):
        yield _said(cell, "the last line is no bare name, expected the score alone: score")
        return
    if not {last.value.id} <= _assigned(shown):
        yield _said(cell, f"{last.value.id} is set in the hidden region only")
    after = cell.source.split("END HIDDEN TESTS")[-1].strip()
    if HIDDEN_REGION.search(cell.source) and after != last.value.id:
        yield _said(cell, "the hidden region is not followed by the score alone")
    if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(shown)):
        yield _said(cell, "imports outside the hidden region, expected names of the setup cell")
    if any(_calls(node, "print") for node in ast.walk(whole)):
        yield _said(cell, "prints, expected no output but the checks' own")


def _parsed(cell: Cell, source: str) -> ast.Module:
    return parse(f'cell "{cell.id}"', source)


def _assigned(tree: ast.Module) -> set[str]:
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _grader_outside(cell: Cell) -> Iterator[str]:
    if cell.kind == "code" and re.search(r"\bautograder\b", visible_part(cell.source)):
        yield _said(cell, "names the grader, which students do not have")


def _stub(text: StageText, cell: Cell) -> Iterator[str]:
    """Check that what students get of a solution cell still defines its functions."""
    stub = SOLUTION_REGION.sub(r"\1raise NotImplementedError()", cell.source)
    released = {piece.name for piece in cell_pieces(f'{text.path} cell "{cell.id}"', stub)}
    whole = {piece.name for piece in cell_pieces(f'{text.path} cell "{cell.id}"', cell.source)}
    lost = sorted(whole - released - {""})
    if lost:
        yield _said(
            cell, f"{', '.join(lost)} lies inside the region, expected its def line outside"
        )


def _demo_names(text: StageText) -> Iterator[str]:
    """Check that no graded cell needs a demonstration, which grading does not run."""
    given: dict[str, set[str]] = {"demo": set(), "graded": set(dir(builtins))}
    for cell in text.cells:
        if cell.kind == "code":
            pieces = cell_pieces(f'{text.path} cell "{cell.id}"', cell.source)
            kind = "graded" if cell.role else "demo"
            given[kind] |= {name for piece in pieces for name in piece.binds}
    for cell in text.cells:
        if cell.kind != "code" or not cell.role:
            continue
        pieces = cell_pieces(f'{text.path} cell "{cell.id}"', cell.source)
        used = {name for piece in pieces for name in piece.uses}
        for name in sorted(used & given["demo"] - given["graded"]):
            yield _said(cell, f"needs {name} of a demonstration, which grading does not run")


def _prose_points(text: StageText) -> Iterator[str]:
    promised: str | None = None
    total = sum(cell.points or 0.0 for cell in text.of_role("test"))
    for cell in text.cells:
        if cell.kind == "markdown":
            stated = _POINTS_TOTAL.search(cell.source)
            if stated and float(stated.group(1)) != total:
                yield _said(
                    cell, f"promises {stated.group(1)} points, the test cells give {total:g}"
                )
            promised = next(iter(_POINTS_HEADING.findall(cell.source)), promised)
        elif cell.role == "test" and promised is not None:
            if float(promised) != cell.points:
                yield _said(cell, f"points is {cell.points:g}, the heading above says {promised}")
            promised = None


def _items(text: StageText, registry: Stage) -> Iterator[str]:
    """Check that every item has one test cell, with its points and its functions."""
    homes = {name for cell in text.of_role("solution") for name in _defined(text, cell)}
    tested: dict[str, str] = {}
    known = {item.name: item for item in registry.items}
    for cell in text.of_role("test"):
        calls = _check_calls(cell)
        if not calls or len({tuple(call) for call in calls}) != 1 or len(calls) != 2:
            yield _said(cell, "expected check(...) and, hidden, full_check(...) of the same things")
            continue
        name, *functions = calls[0]
        if name not in known:
            yield _said(cell, f"checks {name!r}, expected one of {', '.join(known)}")
            continue
        if name in tested:
            yield _said(cell, f"checks {name}, as cell {tested[name]!r} does already")
        tested[name] = cell.id
        yield from _item_cell(cell, known[name], functions, homes)
    for name in known.keys() - tested.keys():
        yield f"has no test cell for item {name}"


def _item_cell(cell: Cell, item: Item, functions: list[str], homes: set[str]) -> Iterator[str]:
    if cell.points != item.points:
        yield _said(cell, f"points is {cell.points:g}, the item {item.name} has {item.points:g}")
    if tuple(functions) != item.functions:
        wanted = ", ".join(item.functions)
        yield _said(cell, f"checks {', '.join(functions)}, expected {wanted}")
    missing = [name for name in item.functions if name not in homes]
    if missing:
        yield _said(cell, f"no solution cell defines {', '.join(missing)}")


def _defined(text: StageText, cell: Cell) -> list[str]:
    pieces = cell_pieces(f'{text.path} cell "{cell.id}"', cell.source)
    return [piece.name for piece in pieces if piece.name]


def _check_calls(cell: Cell) -> list[list[str]]:
    """Return the arguments of every ``check`` and ``full_check`` call: item, then functions."""
    found = []
    for node in ast.walk(_parsed(cell, cell.source)):
        if isinstance(node, ast.Call) and (_calls(node, "check") or _calls(node, "full_check")):
            item = node.args[0] if node.args else None
            name = item.value if isinstance(item, ast.Constant) else ""
            found.append([str(name), *(ast.unparse(argument) for argument in node.args[1:])])
    return found
