"""The audit of a stage's checks as one HTML page: what is wrong, then every answer and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from autograder.report.page import framed, rows_table

HEAD = ("item", "wrong answer", "visible", "hidden", "equivalent because")


def audit_page(stage: str, problems: Sequence[str], answers: Sequence[Mapping[str, Any]]) -> str:
    """Return an audit as a page that loads and runs nothing.

    Parameters
    ----------
    stage : str
        The stage's name.
    problems : sequence of str
        What is wrong, one line each.
    answers : sequence of mapping
        The rows of `autograder.authoring.audit.shown.audit_rows`.
    """
    wrong = [answer for answer in answers if answer["kind"] != "reference"]
    alive = [answer for answer in wrong if answer["survives"]]
    open_ones = sum(not answer["equivalent because"] for answer in alive)
    head = f"{len(wrong)} wrong answers · {len(alive) - open_ones} equivalent · {open_ones} survive"
    listed = "".join(f"<li>{escape(problem)}</li>\n" for problem in problems)
    sections = [
        ("Problems", f"<ul>{listed}</ul>" if listed else '<p class="none">none</p>'),
        ("Listed mutants", _answers(a for a in wrong if a["kind"] == "listed")),
        ("Automatic mutants", _answers(a for a in wrong if a["kind"] == "automatic")),
    ]
    return framed(stage, "audit", head, sections)


def _answers(answers: Iterable[Mapping[str, Any]]) -> str:
    return rows_table(
        HEAD,
        (
            (
                answer["item"],
                answer["name"],
                _catch(answer, "visible") or answer["ended"],
                _catch(answer, "hidden"),
                answer["equivalent because"],
            )
            for answer in answers
        ),
    )


def _catch(answer: Mapping[str, Any], kind: str) -> str:
    return f"{answer[kind]}: {answer[f'{kind} message']}" if answer[kind] else ""
