"""An instructor's look at a graded class in nbgrader's formgrader."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from autograder.authoring.sample import read_class, write_archive

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = "02_activations"
CLASS = ("passes_all", "untouched")
SUBMISSIONS = Path(__file__).resolve().parents[1] / "submissions" / STAGE


@pytest.fixture(scope="module")
def graded(
    course: Path, command: Callable[..., None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The course after two students' work was collected and graded."""
    answers = tmp_path_factory.mktemp("answers")
    for name in CLASS:
        shutil.copy(SUBMISSIONS / f"{name}.py", answers)
    archive = write_archive(
        STAGE,
        read_class(STAGE, answers, course / "notebooks"),
        release=course / "build" / "release" / STAGE / f"{STAGE}.ipynb",
        notebooks=course / "notebooks",
        target=course / "class.zip",
        due=datetime(2026, 3, 1, tzinfo=UTC),
    )
    command(course, "collect", STAGE, str(archive))
    command(course, "grade", STAGE)
    return course


def test_formgrader_shows_the_stage_its_submissions_and_their_scores(
    serve: Callable[..., Any], page: Page, graded: Path, save_picture: Callable[[str], None]
) -> None:
    server = serve(graded, nbgrader=True)
    page.goto(server.address("lab"))
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    form = page.frame_locator("iframe")

    stage = form.get_by_role("row", name=STAGE)
    expect(stage.get_by_role("link", name=STAGE, exact=True)).to_be_visible()
    save_picture("formgrader-stages")

    stage.get_by_role("link", name=str(len(CLASS)), exact=True).click()
    expect(form.get_by_role("row", name="passes-all")).to_contain_text("27 / 27")
    expect(form.get_by_role("row", name="untouched")).to_contain_text("0 / 27")
    save_picture("formgrader-submissions")

    form.get_by_role("link", name="Manual Grading").click()
    stage.get_by_role("link", name=STAGE).click()
    expect(form.get_by_role("columnheader", name="Notebook ID")).to_be_visible()
    stage.get_by_role("link", name=STAGE).click()
    form.get_by_role("row", name="27 / 27").get_by_role("link", name="Submission").click()
    points = form.locator("#test-relu")
    expect(points).to_have_attribute("placeholder", "2")
    points.scroll_into_view_if_needed()
    save_picture("formgrader-one-submission")
