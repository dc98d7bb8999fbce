"""The verbs around a grading: rescore, replay, report, and lint and run, which score nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from autograder.gradebook.audit import trail
from autograder.gradebook.course import load_course
from autograder.gradebook.files import to_json, write_text
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.lint import lint_stage
from autograder.gradebook.replay import replay as replay_submission
from autograder.gradebook.results import read_results
from autograder.report import table
from autograder.report.page import class_csv, class_json, class_page, figures_lines
from autograder.report.statistics import class_figures
from autograder.run import run_notebook
from autograder.terminal import (
    as_json_option,
    end,
    progress,
    say_outcomes,
    stage_argument,
    verb,
)


@verb("rescore", 'autograder rescore 02_activations --why "tolerance of gelu"')
@stage_argument
@click.option("--student", help="Rescore this student alone.")
@click.option("--why", default="rescored", show_default=True, help="What the audit trail says.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one per CPU]")
@as_json_option
@click.pass_obj
def rescore(folder: Path, /, stage: str, why: str, as_json: bool, **options: Any) -> None:
    """Judge STAGE's graded submissions by the checks of now, from the answers that were kept.

    For changed tolerances, weights or points. Student code runs only where a check asks what it did
    not ask before. Points given by hand stay; every change is in the audit trail.
    """
    course = load_course(folder)
    old = {result.student: result.scores for result in read_results(course, stage)}
    with progress(f"rescoring {stage}") as step:
        outcomes = grade_stage(course, stage, again=why or "rescored", report=step, **options)
    if as_json:
        click.echo(json.dumps([to_json(outcome) for outcome in outcomes], indent=1))
    else:
        for line in table.change_lines(outcomes, old):
            click.echo(line)
        say_outcomes(outcomes, "rescored")
        kept = sum(result.rejudged for result in read_results(course, stage))
        click.echo(f"{kept} from kept answers, without running their code")
        click.echo(f"audit trail: {trail(course, stage)}")
    end(any(outcome.status == "failed" for outcome in outcomes))


@verb("lint", "autograder lint 02_activations")
@stage_argument
@as_json_option
@click.pass_obj
def lint(folder: Path, stage: str, as_json: bool) -> None:
    """Say what in STAGE's test cells cannot be split from the student's process.

    The course's own solution is graded in the jail as well: it must get all points.
    """
    found, trouble = lint_stage(load_course(folder), stage)
    if as_json:
        click.echo(json.dumps({"findings": [to_json(f) for f in found], "reference": trouble}))
    else:
        for finding in found:
            click.echo(f"{finding.cell} {finding.what}; {finding.advice}")
        click.echo(trouble or "the course's own solution gets all points")
    end(bool(trouble))


@verb("replay", "autograder replay 02_activations ann")
@stage_argument
@click.argument("student")
@as_json_option
@click.pass_obj
def replay(folder: Path, stage: str, student: str, as_json: bool) -> None:
    """Grade STUDENT's submission of STAGE again with the same inputs, and write nothing.

    Shows every facet, the hidden ones too, and whether the points are those on record.
    """
    result = replay_submission(load_course(folder), stage, student)
    if as_json:
        click.echo(
            json.dumps([{**to_json(one), "notebook": None, "answers": ""} for one in result.graded])
        )
    else:
        for line in table.replay_lines(result.graded):
            click.echo(line)
        click.echo("the same points as on record" if result.same else "not the points on record")
    end(not result.same)


@verb("run", "autograder run submission.ipynb --to executed.ipynb")
@click.argument("notebook", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the executed copy goes. [default: NOTEBOOK-run.ipynb beside it]",
)
def run(notebook: Path, to: Path | None) -> None:
    """Execute NOTEBOOK in the jail, without a score, and write a copy with its outputs."""
    executed = run_notebook(notebook)
    target = to or notebook.with_name(f"{notebook.stem}-run.ipynb")
    target.write_text(json.dumps(executed.notebook, indent=1), encoding="utf-8")
    for error in executed.errors:
        click.echo(table.printable(error))
    click.echo(f"written: {target}")
    end(bool(executed.errors))


@verb("report", "autograder report 02_activations")
@stage_argument
@as_json_option
@click.pass_obj
def report(folder: Path, stage: str, as_json: bool) -> None:
    """Write STAGE's class report: HTML with figures, the items as CSV, everything as JSON.

    Distribution, difficulty and discrimination of each item, commonest mistakes, what looks like
    tampering, near copies of the core, healed notebooks, and the use of the machine.
    """
    course = load_course(folder)
    figures = class_figures(stage, read_results(course, stage))
    texts = {"html": class_page(figures), "csv": class_csv(figures), "json": class_json(figures)}
    for ending, text in texts.items():
        write_text(course.build / "report" / f"{stage}.{ending}", text)
    if as_json:
        click.echo(texts["json"], nl=False)
        return
    for line in figures_lines(figures):
        click.echo(line)
    for ending in texts:
        click.echo(f"written: {course.build / 'report' / f'{stage}.{ending}'}")
