"""The class report: figures by hand, a page that runs nothing, the same numbers as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from autograder.records import (
    FacetResult,
    Graded,
    ItemResult,
    ItemScore,
    StudentResult,
    StudentScores,
    Usage,
)
from autograder.report.drawing import Bar, bars, columns
from autograder.report.page import class_csv, class_json, class_page, figures_lines
from autograder.report.statistics import class_figures

STAGE = "02_activations"


def student(name: str, first: float, second: float, **more: object) -> StudentResult:
    items = (ItemScore("relu", first, 2.0), ItemScore("<b>elu", second, 4.0))
    message = "the slope is 1 <script>"
    facet = FacetResult("values", "x < 0", 1.0, second == 4.0, "" if second == 4.0 else message)
    record = Graded(
        name,
        STAGE,
        items=(ItemResult("test-elu", second, 4.0, facets=(facet,)),),
        usage=Usage(seconds=first + 1, cpu=0.5, memory=2**21, calls=7, processes=1),
        **more,  # type: ignore[arg-type]
    )
    return StudentResult(name, StudentScores(name, STAGE, items), (record,))


CLASS = (
    student("ann", 2.0, 4.0),
    student("bob", 2.0, 2.0, attempts=("test-relu was edited; the original was used",)),
    student("eve", 0.0, 0.0, repairs=("test-relu was missing",)),
    student("zoe", 1.0, 2.0, copies=("relu_forward is 97% the text of the core's",)),
    StudentResult("nobody", StudentScores("nobody", STAGE)),
)


def test_the_figures_are_those_of_the_class_by_hand() -> None:
    figures = class_figures(STAGE, CLASS)
    assert figures.totals == (6.0, 4.0, 0.0, 3.0)
    assert (figures.mean, figures.median, figures.worth) == (3.25, 3.5, 6.0)
    assert figures.bins == (1, 0, 0, 0, 0, 1, 1, 0, 0, 1)
    relu, elu = figures.items
    assert (relu.difficulty, elu.difficulty) == (0.625, 0.5)
    assert (relu.full, relu.none, elu.full, elu.none) == (2, 1, 1, 1)
    # shares (1, 1, 0, 0.5) against the points of the other item (4, 2, 0, 2)
    assert relu.discrimination == pytest.approx(2.0 / (0.6875 * 8.0) ** 0.5, abs=1e-6)
    assert [(m.students, m.share, m.message) for m in figures.mistakes] == [
        (3, 0.75, "the slope is 1 <script>")
    ]
    assert figures.attempts == (("bob", "test-relu was edited; the original was used"),)
    assert figures.repairs == (("eve", "test-relu was missing"),)
    assert figures.copies == (("zoe", "relu_forward is 97% the text of the core's"),)
    assert figures.loads[0].megabytes == 2.0


def test_discrimination_is_the_correlation_with_all_other_items() -> None:
    points = [(0.0, 0.0), (1.0, 2.0), (2.0, 4.0)]
    figures = class_figures(STAGE, [student(f"s{i}", *pair) for i, pair in enumerate(points)])
    assert [item.discrimination for item in figures.items] == [1.0, 1.0]
    same = class_figures(STAGE, [student(f"s{i}", 2.0, 4.0) for i in range(3)])
    assert [item.discrimination for item in same.items] == [None, None]
    assert class_figures(STAGE, CLASS[:2]).items[1].discrimination is None


def test_the_page_shows_everything_and_runs_nothing() -> None:
    page = class_page(class_figures(STAGE, CLASS))
    for text in ("mean 3.25", "relu", "was edited", "was missing", "97% the text", "Distribution"):
        assert text in page
    assert page.count("<svg role=") == 3
    assert page.count("<title>") == 4
    assert "<script" not in page
    assert "<b>" not in page
    assert "default-src 'none'" in page


def test_an_empty_class_has_a_page_too() -> None:
    figures = class_figures(STAGE, CLASS[4:])
    assert "0 graded" in class_page(figures)
    assert class_csv(figures) == "\n"
    assert figures_lines(figures)[0].startswith("0 graded")


def test_csv_and_json_hold_the_same_numbers() -> None:
    figures = class_figures(STAGE, CLASS)
    rows = list(csv.DictReader(io.StringIO(class_csv(figures))))
    whole = json.loads(class_json(figures))
    assert [row["item"] for row in rows] == ["relu", "<b>elu"]
    assert [float(row["difficulty"]) for row in rows] == [i["difficulty"] for i in whole["items"]]
    assert (whole["mean"], whole["median"]) == (3.25, 3.5)


def test_bars_are_as_long_as_their_shares() -> None:
    picture = bars([Bar("half", 0.5, "50%"), Bar("all", 1.0, "100%")], "Two")
    lengths = [
        float(w) for w in re.findall(r'width="([\d.]+)" height="14.0" fill="#2a6f97"', picture)
    ]
    assert lengths[1] == pytest.approx(2 * lengths[0])
    assert "half: 50%, all: 100%" in picture
    heights = re.findall(r'height="([\d.]+)" fill="#2a6f97"', columns([1, 2], ["a", "b"], "Two"))
    assert [float(h) for h in heights] == [65.0, 130.0]
