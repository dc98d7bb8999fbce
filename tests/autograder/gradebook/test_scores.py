"""Points from outputs, penalties, safe HTML, tables: what needs no kernel."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from autograder.gradebook.clean_html import safe_html
from autograder.gradebook.export import row
from autograder.gradebook.late import DailyPenalty, daily_penalty
from autograder.gradebook.ledger import parse_due
from autograder.gradebook.scores import trusted_score
from autograder.records import CourseError, GradeOutcome, ItemScore, StudentScores
from autograder.report.table import outcome_lines, scores_table


def result(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}}


STDERR = {"output_type": "stream", "name": "stderr", "text": "RuntimeWarning"}
ERROR = {"output_type": "error", "ename": "NameError", "evalue": "", "traceback": []}


@pytest.mark.parametrize(
    ("outputs", "points", "flag"),
    [
        ([result("1.5")], 1.5, ""),
        ([result("0.0")], 0.0, ""),
        ([STDERR, result("2.0")], 2.0, ""),
        ([ERROR], 0.0, ""),
        ([result("2.0"), ERROR], 0.0, ""),
        ([result("2.0000000001")], 2.0, ""),
        ([], 0.0, "shows no result"),
        ([STDERR], 0.0, "shows no result"),
        ([result("2.0"), result("0.0")], 0.0, "shows 2 results, expected one"),
        ([result("nan")], 0.0, "result is nan, expected 0 to 2"),
        ([result("inf")], 0.0, "result is inf, expected 0 to 2"),
        ([result("-1")], 0.0, "result is -1.0, expected 0 to 2"),
        ([result("3")], 0.0, "result is 3.0, expected 0 to 2"),
        ([result("'full marks'")], 0.0, "result is \"'full marks'\", expected a number"),
        ([result("np.float64(2.0)")], 0.0, "expected a number"),
    ],
)
def test_points_exist_only_where_one_plain_number_proves_them(
    outputs: list[Any], points: float, flag: str
) -> None:
    got, why = trusted_score(outputs, 2.0)
    assert got == points
    assert (flag in why) if flag else why == ""


# --- late ----------------------------------------------------------------------------------------


@given(
    score=st.floats(0, 100),
    seconds=st.floats(0, 1e8),
    per_day=st.floats(0, 1),
    cap=st.floats(0, 1),
)
def test_a_penalty_lies_between_nothing_and_the_cap(
    score: float, seconds: float, per_day: float, cap: float
) -> None:
    penalty = daily_penalty(score, seconds, per_day=per_day, grace_minutes=15, cap=cap)
    assert 0 <= penalty <= score * cap + 1e-6


@pytest.mark.parametrize(
    ("minutes", "penalty"),
    [(0, 0), (15, 0), (15.1, 2), (24 * 60, 2), (24 * 60 + 1, 4), (4 * 24 * 60 + 1, 10), (1e6, 10)],
)
def test_each_started_day_costs_a_tenth_up_to_half(minutes: float, penalty: float) -> None:
    got = daily_penalty(20, 60 * minutes, per_day=0.1, grace_minutes=15, cap=0.5)
    assert got == pytest.approx(penalty)


@pytest.mark.parametrize(("method", "penalty"), [("none", None), ("zero", 20.0), ("daily", 2.0)])
def test_the_course_chooses_its_policy(method: str, penalty: float | None) -> None:
    policy = DailyPenalty()
    policy.penalty_method = method
    assert policy.late_submission_penalty("ann", 20.0, 7200) == penalty


def test_a_due_date_is_the_end_of_its_day_unless_it_says_a_time() -> None:
    assert parse_due("2026-03-01") == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert parse_due("2026-03-01 18:00") == datetime(2026, 3, 1, 18, tzinfo=UTC)
    assert parse_due("2026-03-01T18:00+01:00") == datetime(2026, 3, 1, 17, tzinfo=UTC)
    with pytest.raises(CourseError, match=r"due date '1\.3\.2026' is not a date"):
        parse_due("1.3.2026")


# --- html ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<a href='javascript:x()'>a</a>",
        "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
        "<iframe src='//evil'></iframe>",
        "<form action='//evil'><input name=password></form>",
        "<svg><script>x()</script></svg>",
        "<style>body{display:none}</style>",
        "<div style='position:fixed;inset:0'>over everything</div>",
        "<img src='data:image/svg+xml,<svg onload=x()>'>",
        "<object data=x></object><embed src=x><meta http-equiv=refresh content=0>",
    ],
)
def test_nothing_that_acts_survives(attack: str) -> None:
    clean = safe_html(attack).lower()
    for sign in ("script", "onerror", "onload", "iframe", "<form", "<input", "<style", "data:"):
        assert sign not in clean
    for sign in ("position", "<object", "<embed", "<meta"):
        assert sign not in clean


@pytest.mark.parametrize(
    "harmless",
    [
        '<table><thead><tr><th style="text-align:right">x</th></tr></thead></table>',
        '<span class="k">def</span>',
        '<img src="data:image/png;base64,AAAA" alt="a figure">',
        '<h2 id="title">Title</h2>',
        '<div class="highlight"><pre><span></span>x</pre></div>',
    ],
)
def test_what_notebooks_are_made_of_survives(harmless: str) -> None:
    assert safe_html(harmless).replace("<tbody></tbody>", "") == harmless


# --- tables --------------------------------------------------------------------------------------

ANN = StudentScores(
    "ann",
    "s",
    (
        ItemScore("relu", 1.5, 2.0, extra_credit=0.5, manual=True),
        ItemScore("elu", 0.0, 3.0, needs_review=True),
    ),
    penalty=0.25,
)


def printed(table: Any) -> str:
    stream = StringIO()
    Console(file=stream, width=120).print(table)
    return stream.getvalue()


def test_totals_count_extra_credit_and_the_penalty() -> None:
    assert (ANN.raw, ANN.total) == (2.0, 1.75)
    assert StudentScores("bob", "s", penalty=3.0).total == 0.0


def test_a_bonus_item_counts_for_the_total_and_not_for_the_maximum() -> None:
    items = (ItemScore("plain", 2.0, 2.0), ItemScore("more", 3.0, 3.0, bonus=True))
    scores = StudentScores("ann", "04_initialization", items)
    assert (scores.total, scores.max_points) == (5.0, 2.0)
    assert row(scores)["max"] == 2.0


def test_the_table_marks_hand_given_points_and_open_questions() -> None:
    text = printed(scores_table([ANN, StudentScores("bob", "s")]))
    ann = next(line for line in text.splitlines() if "ann" in line)
    assert [cell.strip() for cell in ann.strip("│ ").split("│")] == [
        "ann",
        "1.5+0.5*",
        "0?",
        "-0.25",
        "1.75",
    ]
    bob = next(line for line in text.splitlines() if "bob" in line)
    assert "–" in bob


def test_the_table_shows_where_a_score_differs_from_the_expected_one() -> None:
    text = printed(scores_table([ANN], expected={"ann": {"relu": 2.0, "elu": 0.0}}))
    assert "1.5+0.5*≠2" in text
    assert "0?≠" not in text


def test_markup_in_a_students_name_is_text() -> None:
    entry = StudentScores("[red]eve[/red]", "s", (ItemScore("relu", 1, 2),))
    assert "[red]eve[/red]" in printed(scores_table([entry]))


def test_reasons_and_flags_are_one_line_each() -> None:
    outcomes = [
        GradeOutcome("ann", "s", "failed", reason="no JSON"),
        GradeOutcome("bob", "s", "graded", flags=("relu: two results",)),
        GradeOutcome("eve", "s", "graded"),
    ]
    assert outcome_lines(outcomes) == ["ann: no JSON", "bob: look at relu: two results"]
