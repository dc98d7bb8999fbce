"""Every stage as a reader meets it: what it covers, how long its cells are, its texts."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
import statistics
from pathlib import Path
from typing import Any

from autograder.authoring.text import Cell, StageText

ROOT = Path(__file__).resolve().parents[2]


def code(text: StageText) -> list[Cell]:
    return [cell for cell in text.cells if cell.kind == "code"]


def rows(stage: str) -> dict[str, list[str]]:
    """Return the cell ids that docs/sources.md names, per item of a stage."""
    found = {}
    for line in (ROOT / "docs" / "sources.md").read_text(encoding="utf-8").splitlines():
        item = re.match(rf"\| ({stage[:2]}-\d\d) \|", line)
        if item:
            found[item.group(1)] = re.findall(r"`([a-z0-9-]+)`", line.split("|")[4])
    return found


def calls(cell: Cell, name: str) -> list[ast.Call]:
    """Return the calls ``viz.name(...)`` of a cell."""
    nodes = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [n for n in nodes if isinstance(n.func, ast.Attribute) and n.func.attr == name]


def keyed(text: StageText, name: str) -> list[str]:
    """Return the first argument of every ``viz.name(...)`` in the order of the notebook."""
    return [str(ast.literal_eval(c.args[0])) for cell in code(text) for c in calls(cell, name)]


def test_every_item_of_the_sources_is_covered_by_cells_that_exist(
    stage: str, text: StageText, plan: dict[str, Any]
) -> None:
    count = plan["source_items"]
    assert list(rows(stage)) == [f"{stage[:2]}-{number:02d}" for number in range(1, count + 1)]
    known = {cell.id for cell in text.cells}
    for item, cells in rows(stage).items():
        assert cells, f"{item} names no cell"
        assert [cell for cell in cells if cell not in known] == [], item


def test_every_graded_item_is_worth_what_the_plan_says(
    text: StageText, plan: dict[str, Any]
) -> None:
    tests = {cell.id.removeprefix("test-"): cell.points for cell in text.of_role("test")}
    assert tests == {name.replace("_", "-"): n for name, n in plan["points"].items()}


def test_the_title_states_points_and_minutes(text: StageText, plan: dict[str, Any]) -> None:
    bonus = sum(plan["points"][name] for name in plan.get("bonus", []))
    head = text.cells[0].source
    assert f"About {plan['minutes']} minutes" in head
    assert f"{sum(plan['points'].values()) - bonus} points" in head
    assert (f"and {bonus} bonus points" in head) == (bonus > 0)


def test_the_sections_stand_in_their_order(text: StageText, plan: dict[str, Any]) -> None:
    headings = re.findall(r"(?m)^## \d+ · (.+)$", "\n".join(cell.source for cell in text.cells))
    assert len(headings) == len(plan["sections"])
    pairs = zip(plan["sections"], headings, strict=True)
    assert [(word, heading) for word, heading in pairs if word not in heading] == []


def test_no_code_cell_is_longer_than_25_lines_or_wider_than_79_columns(text: StageText) -> None:
    lengths = {cell.id: len(cell.source.splitlines()) for cell in code(text)}
    widths = {cell.id: max(map(len, cell.source.splitlines())) for cell in code(text)}
    assert {name: n for name, n in lengths.items() if n > 25} == {}
    assert {name: n for name, n in widths.items() if n > 79} == {}
    assert statistics.median(lengths.values()) <= 10


def test_between_two_code_cells_stands_a_sentence_except_between_answer_and_check(
    text: StageText,
) -> None:
    pairs = itertools.pairwise(text.cells)
    bare = [
        (first.id, second.id)
        for first, second in pairs
        if first.kind == second.kind == "code" and (first.role, second.role) != ("solution", "test")
    ]
    assert bare == []


def test_every_figure_says_in_words_what_it_shows(text: StageText) -> None:
    for cell in code(text):
        for call in calls(cell, "show"):
            alt = next(k.value for k in call.keywords if k.arg == "alt")
            words = str(ast.literal_eval(alt)).split()
            assert len(words) >= 10, f"{cell.id}: the alt text has {len(words)} words"


def test_every_prediction_is_looked_back_at_afterwards(
    text: StageText, plan: dict[str, Any]
) -> None:
    predicted, answered = keyed(text, "predict"), keyed(text, "look_back")
    assert sorted(predicted) == sorted(answered)
    assert len(set(predicted)) == len(predicted) >= plan["predictions"]


def test_what_is_looked_back_at_is_computed(text: StageText) -> None:
    fixed = [
        call.args[0].value
        for cell in code(text)
        for call in calls(cell, "look_back")
        if isinstance(call.args[1], ast.Constant) and isinstance(call.args[0], ast.Constant)
    ]
    assert fixed == []


def test_there_are_four_to_six_quizzes(text: StageText) -> None:
    assert 4 <= len(keyed(text, "quiz")) <= 6


def test_every_widget_of_the_plan_is_there_with_a_static_twin(
    text: StageText, plan: dict[str, Any]
) -> None:
    explored = [call for cell in code(text) for call in calls(cell, "explore")]
    assert len(explored) == plan["widgets"]
    assert all("twin" in {k.arg for k in call.keywords} for call in explored)


def test_no_graded_cell_uses_what_only_a_demonstration_defines(text: StageText) -> None:
    """Untouched demonstrations are skipped when a submission is graded."""
    given: set[str] = {*dir(builtins), "score"}
    for cell in code(text):
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


def test_every_exercise_has_minutes_a_contract_and_three_hints(
    text: StageText, plan: dict[str, Any]
) -> None:
    minutes, cells = 0, {cell.id: cell for cell in text.cells}
    for name, points in plan["points"].items():
        source = cells[f"exercise-{name.replace('_', '-')}"].source
        bonus = "bonus, " if name in plan.get("bonus", []) else ""
        stated = re.search(rf"\({bonus}(\d+) points?, (\d+) minutes, difficulty [123]\)", source)
        assert stated, name
        assert int(stated.group(1)) == points
        assert "**Contract.**" in source
        assert source.count("<details>") == source.count("</details>") == 3
        minutes += int(stated.group(2))
    low, high = plan["exercise_minutes"]
    assert low <= minutes <= high


def test_no_prose_says_simply_or_obviously(text: StageText) -> None:
    prose = "\n".join(cell.source for cell in text.cells if cell.kind == "markdown")
    assert re.findall(r"(?i)\b(simply|obviously|trivial(?:ly)?|of course)\b", prose) == []


def test_no_markdown_cell_that_explains_is_longer_than_120_words(text: StageText) -> None:
    long = {}
    for cell in text.cells:
        if cell.kind == "markdown" and cell.id.endswith("-explain"):
            words = len(re.sub(r"\$[^$]*\$", "x", cell.source).split())
            if words > 120:
                long[cell.id] = words
    assert long == {}
