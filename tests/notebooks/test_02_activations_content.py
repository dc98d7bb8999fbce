"""The activations stage as a reader meets it: what it covers, how long its cells are, its texts."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
import statistics
from pathlib import Path

import pytest

from autograder.authoring.text import Cell, read_text

ROOT = Path(__file__).resolve().parents[2]
STAGE = "02_activations"
TEXT = read_text(STAGE, ROOT / "notebooks")
CELLS = {cell.id: cell for cell in TEXT.cells}
CODE = [cell for cell in TEXT.cells if cell.kind == "code"]
POINTS = {
    "sigmoid": 2, "tanh": 2, "relu": 2, "leaky-relu": 2, "prelu": 4,
    "elu": 3, "selu": 2, "gelu": 3, "maxout": 5, "dead-fraction": 2,
}  # fmt: skip
SECTIONS = (
    "Ten functions", "Saturation", "zig-zag", "ReLU", "Leaks", "ELU, SELU, GELU", "Maxout",
    "Ten layers", "bake-off", "What they report",
)  # fmt: skip


def rows() -> dict[str, list[str]]:
    """Return the cell ids that docs/sources.md names, per item of this stage."""
    found = {}
    for line in (ROOT / "docs" / "sources.md").read_text(encoding="utf-8").splitlines():
        item = re.match(r"\| (02-\d\d) \|", line)
        if item:
            found[item.group(1)] = re.findall(r"`([a-z0-9-]+)`", line.split("|")[4])
    return found


def calls(cell: Cell, name: str) -> list[ast.Call]:
    """Return the calls ``viz.name(...)`` of a cell."""
    nodes = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [n for n in nodes if isinstance(n.func, ast.Attribute) and n.func.attr == name]


def keyed(name: str) -> list[str]:
    """Return the first argument of every ``viz.name(...)`` in the order of the notebook."""
    return [str(ast.literal_eval(call.args[0])) for cell in CODE for call in calls(cell, name)]


def test_the_map_names_all_thirty_two_items_of_the_sources() -> None:
    assert list(rows()) == [f"02-{number:02d}" for number in range(1, 33)]


@pytest.mark.parametrize("item", rows())
def test_every_item_of_the_sources_is_covered_by_cells_that_exist(item: str) -> None:
    cells = rows()[item]
    assert cells, f"{item} names no cell"
    assert [cell for cell in cells if cell not in CELLS] == []


def test_every_graded_item_is_worth_what_the_course_says() -> None:
    tests = {cell.id.removeprefix("test-"): cell.points for cell in TEXT.of_role("test")}
    assert tests == POINTS
    assert sum(POINTS.values()) == 27


def test_the_ten_sections_stand_in_their_order() -> None:
    headings = re.findall(r"(?m)^## \d+ · (.+)$", "\n".join(cell.source for cell in TEXT.cells))
    assert len(headings) == len(SECTIONS)
    assert all(word in heading for word, heading in zip(SECTIONS, headings, strict=True))


def test_no_code_cell_is_longer_than_25_lines_or_wider_than_79_columns() -> None:
    lengths = {cell.id: len(cell.source.splitlines()) for cell in CODE}
    widths = {cell.id: max(map(len, cell.source.splitlines())) for cell in CODE}
    assert {name: n for name, n in lengths.items() if n > 25} == {}
    assert {name: n for name, n in widths.items() if n > 79} == {}
    assert statistics.median(lengths.values()) <= 10


def test_between_two_code_cells_stands_a_sentence_except_between_answer_and_check() -> None:
    pairs = itertools.pairwise(TEXT.cells)
    bare = [
        (first.id, second.id)
        for first, second in pairs
        if first.kind == second.kind == "code" and (first.role, second.role) != ("solution", "test")
    ]
    assert bare == []


def test_every_figure_says_in_words_what_it_shows() -> None:
    for cell in CODE:
        for call in calls(cell, "show"):
            alt = next(k.value for k in call.keywords if k.arg == "alt")
            words = str(ast.literal_eval(alt)).split()
            assert len(words) >= 10, f"{cell.id}: the alt text has {len(words)} words"


def test_every_prediction_is_looked_back_at_afterwards() -> None:
    predicted, answered = keyed("predict"), keyed("look_back")
    assert sorted(predicted) == sorted(answered)
    assert len(set(predicted)) == len(predicted) >= 10


def test_there_are_four_to_six_quizzes() -> None:
    assert 4 <= len(keyed("quiz")) <= 6


def test_there_are_five_widgets_each_with_a_static_twin() -> None:
    explored = [call for cell in CODE for call in calls(cell, "explore")]
    assert len(explored) == 5
    assert all("twin" in {k.arg for k in call.keywords} for call in explored)


def test_no_graded_cell_uses_what_only_a_demonstration_defines() -> None:
    """Untouched demonstrations are skipped when a submission is graded."""
    given: set[str] = {*dir(builtins), "score"}
    for cell in CODE:
        tree = ast.parse(cell.source)
        stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and _stores(n)}
        stored |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        stored |= {a.arg for n in ast.walk(tree) if isinstance(n, ast.arguments) for a in n.args}
        stored |= {(a.asname or a.name).split(".")[0] for a in _imports(tree)}
        if cell.role:
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not _stores(n)}
            assert used - given - stored == set(), cell.id
            given |= stored


def _stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _imports(tree: ast.Module) -> list[ast.alias]:
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    return [alias for node in nodes for alias in node.names]


def test_every_exercise_has_minutes_a_contract_and_three_hints() -> None:
    minutes = 0
    for name in POINTS:
        text = CELLS[f"exercise-{name}"].source
        stated = re.search(r"\((\d+) points?, (\d+) minutes, difficulty [123]\)", text)
        assert stated, name
        assert int(stated.group(1)) == POINTS[name]
        assert "**Contract.**" in text
        assert text.count("<details>") == text.count("</details>") == 3
        minutes += int(stated.group(2))
    assert 50 <= minutes <= 80


def test_no_prose_says_simply_or_obviously() -> None:
    prose = "\n".join(cell.source for cell in TEXT.cells if cell.kind == "markdown")
    assert re.findall(r"(?i)\b(simply|obviously|trivial(?:ly)?|of course)\b", prose) == []


def test_no_markdown_cell_that_explains_is_longer_than_120_words() -> None:
    long = {}
    for cell in TEXT.cells:
        if cell.kind == "markdown" and cell.id.endswith("-explain"):
            words = len(re.sub(r"\$[^$]*\$", "x", cell.source).split())
            if words > 120:
                long[cell.id] = words
    assert long == {}
