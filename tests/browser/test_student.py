"""A student's hour in JupyterLab: run all, move every control, make a mistake, read, mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from autograder.authoring.text import stages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
RUN_SECONDS = 600
"""The limit for all cells, which take one minute on an idle machine."""

PICTURES = """() => [...document.querySelectorAll('.jp-OutputArea img')].map(image => ({
    alt: image.alt, drawn: image.complete && image.naturalWidth > 0,
    width: image.getBoundingClientRect().width,
    column: image.closest('.jp-OutputArea').getBoundingClientRect().width}))"""


@pytest.mark.parametrize("stage", stages(ROOT / "notebooks"))
def test_a_student_runs_the_stage_moves_every_control_and_mends_a_mistake(
    stage: str, lab: Any, open_notebook: Callable[..., Any]
) -> None:
    plan = tomllib.loads((ROOT / "tests" / "plans" / f"{stage}.toml").read_text(encoding="utf-8"))
    notebook = open_notebook(lab, f"{stage}.ipynb")
    notebook.run_all(RUN_SECONDS)
    assert_everything_was_shown(notebook.page)
    move_every_control(notebook, stage)
    answer_every_question(notebook, stage)
    look_back_at_the_first_prediction(notebook)
    mend_a_mistake(notebook, stage, plan["browser"])


def assert_everything_was_shown(page: Any) -> None:
    """No cell raised or wrote to stderr; every picture is drawn, described and fits the column."""
    for trouble in ("error", "stderr"):
        found = page.locator(f'[data-mime-type="application/vnd.jupyter.{trouble}"]')
        assert found.all_inner_texts() == []
    pictures = page.evaluate(PICTURES)
    assert len(pictures) >= 5
    for picture in pictures:
        assert picture["drawn"], picture
        assert len(picture["alt"]) >= 30, picture
        assert picture["width"] <= picture["column"], picture


def move_every_control(notebook: Any, stage: str) -> None:
    """Move each control by keyboard: the words and the picture follow."""
    panels = notebook.page.locator(".jp-OutputArea .widget-vbox:has([role=status]):has(img)")
    assert panels.count() >= 3
    for number, panel in enumerate(panels.all()):
        controls = panel.locator(".noUi-handle, input[type=checkbox], button:not(.mod-active)")
        assert controls.count() >= 1
        for control in controls.all():
            move(notebook, panel, control)
        notebook.picture(f"{stage}-widget-{number}", of=panel)


def move(notebook: Any, panel: Locator, control: Locator) -> None:
    words, picture = panel.locator("[role=status]"), panel.locator("img")
    said, drawn = words.inner_text(), picture.get_attribute("src")
    notebook.press(control, key_for(control))
    expect(words).not_to_have_text(said)
    assert drawn
    expect(picture).not_to_have_attribute("src", drawn)
    expect(picture).to_have_attribute(
        "alt", re.compile(re.escape(words.inner_text().split(": ")[1]))
    )


def key_for(control: Locator) -> str:
    """Return a key that moves the control: away from its end where it stands at one."""
    if control.get_attribute("role") != "slider":
        return "Space"
    now, top = (control.get_attribute(f"aria-value{name}") for name in ("now", "max"))
    return "PageDown" if now == top else "PageUp"


def answer_every_question(notebook: Any, stage: str) -> None:
    """Answer each prediction and each quiz by keyboard: the answer is noted or marked."""
    questions = notebook.page.locator(".jp-OutputArea .widget-vbox:has(button):not(:has(img))")
    assert questions.count() >= 4
    for question in questions.all():
        words = question.locator("[role=status]")
        expect(words).to_have_text("")
        notebook.press(question.locator("button").last, "Space")
        expect(words).to_have_text(re.compile(r"^(Noted: |✓ Right\. |✗ Not this one\. )\S"))
    notebook.picture(f"{stage}-question", of=questions.first)


def look_back_at_the_first_prediction(notebook: Any) -> None:
    source = notebook.page.locator(".cm-content", has_text="predict(").first.inner_text()
    key = re.search(r'predict\(\s*"([^"]+)"', source)
    assert key
    said = notebook.run(notebook.cell(f'look_back("{key[1]}"'))
    assert "You predicted: " in said
    assert "Measured: " in said


def mend_a_mistake(notebook: Any, stage: str, plan: dict[str, Any]) -> None:
    """Write a wrong answer that many write: the check names the mistake; mend it."""
    for name, answer in plan["answers"].items():
        cell = notebook.cell(name)
        notebook.replace(cell, "raise NotImplementedError()", answer)
        assert notebook.run(cell).strip() == ""
    check = notebook.cell(plan["check"])
    verdict = notebook.run(check)
    notebook.picture(f"{stage}-mistake", of=check)
    assert "✗" in verdict
    assert plan["hears"] in verdict
    assert not verdict.rstrip().endswith(plan["score"])

    name, wrong, right = plan["mend"]
    cell = notebook.cell(name)
    notebook.replace(cell, wrong, right)
    notebook.run(cell)
    verdict = notebook.run(check)
    notebook.picture(f"{stage}-mended", of=check)
    assert "✗" not in verdict
    assert verdict.rstrip().endswith(plan["score"])
