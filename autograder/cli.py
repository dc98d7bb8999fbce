"""The command ``autograder``: each verb reads its arguments, calls one function, shows the result.

Summaries go to stdout, progress to stderr. A mistake that a person can put right is one line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from autograder.auditing import audit
from autograder.authoring.release import release as release_stage
from autograder.gradebook.collect import collect as collect_archive
from autograder.gradebook.course import load_course
from autograder.gradebook.doctor import examine
from autograder.gradebook.export import export_stage, row
from autograder.gradebook.feedback import write_feedback
from autograder.gradebook.files import to_json
from autograder.gradebook.grading import grade_stage
from autograder.gradebook.ledger import due_date, parse_due, read_scores, set_due_date
from autograder.gradebook.lint import text_findings
from autograder.gradebook.lms import PRESETS
from autograder.gradebook.stock import grade_one as grade_by_nbgrader
from autograder.records import CollectStatus
from autograder.report import table
from autograder.reviewing import lint, replay, report, rescore, run
from autograder.terminal import (
    as_json_option,
    end,
    main,
    progress,
    say_outcomes,
    show,
    stage_argument,
    verb,
)

__all__ = ["audit", "lint", "main", "replay", "report", "rescore", "run"]


@verb("release", 'autograder release 02_activations --due "2026-12-01 23:59"')
@stage_argument
@click.option("--due", help="Due date, UTC unless it names a zone: 2026-12-01T18:00+01:00.")
@as_json_option
@click.pass_obj
def release(folder: Path, stage: str, due: str | None, as_json: bool) -> None:
    """Make the student version of STAGE in build/release, if nothing in it leaks.

    Solutions and hidden tests are taken out and the gradebook learns the graded cells. A release
    with text of a solution, a hidden check or a known wrong answer in it is refused.
    """
    course = load_course(folder)
    course.require_stage(stage)
    until = parse_due(due) if due else None
    course.require_writable()
    made = release_stage(stage, course.root)
    if until is not None:
        set_due_date(course, stage, until)
    known = due_date(course, stage)
    if as_json:
        click.echo(json.dumps({"release": str(made), "due": known and known.isoformat()}))
        return
    for finding in text_findings(course, stage):
        click.echo(f"{finding.cell} {finding.what}; {finding.advice}")
    click.echo(f"released: {made}")
    click.echo(f"due: {f'{known:%Y-%m-%d %H:%M:%S} UTC' if known else 'no due date'}")


@verb("collect", "autograder collect 02_activations ~/Downloads/submissions.zip --preset moodle")
@stage_argument
@click.argument("source", type=click.Path(path_type=Path), metavar="ARCHIVE|FOLDER")
@click.option(
    "--preset",
    default="auto",
    show_default=True,
    help=f"Whose file names: auto, {', '.join(PRESETS)}.",
)
@click.option("--pattern", help="Own names: a regular expression with (?P<student>...).")
@click.option(
    "--names",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV file,student[,submitted] for odd names.",
)
@click.option("--timezone", default="UTC", show_default=True, help="Zone of times without one.")
@as_json_option
@click.pass_obj
def collect(folder: Path, /, stage: str, source: Path, as_json: bool, **options: Any) -> None:
    """Take STAGE's notebooks out of a learning platform's archive (.zip) or a folder.

    Of several attempts the latest counts; a newer one that is there already stays. Links, bombs
    and files that are no notebooks are refused one by one.
    """
    report = collect_archive(load_course(folder), stage, source, **options)
    if as_json:
        click.echo(json.dumps(to_json(report), indent=1))
    else:
        show(table.collect_table(report))
        counts = (f"{len(report.having(s))} {s}" for s in _COUNTED if report.having(s))
        click.echo(f"{', '.join(counts) or 'nothing new'}")
        if report.missing:
            click.echo(f"nothing from: {', '.join(report.missing)}")
    end(bool(report.having("refused", "unmatched")))


_COUNTED: tuple[CollectStatus, ...] = (
    "collected",
    "replaced",
    "unchanged",
    "older",
    "unmatched",
    "refused",
)


@verb("grade", "autograder grade 02_activations")
@stage_argument
@click.option("--student", help="Grade this student alone.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one per CPU]")
@click.option("--stock", is_flag=True, help="By nbgrader itself, unprotected.")
@as_json_option
@click.pass_obj
def grade(
    folder: Path,
    stage: str,
    student: str | None,
    force: bool,
    workers: int | None,
    stock: bool,
    as_json: bool,
) -> None:
    """Grade every collected submission of STAGE into nbgrader's gradebook.

    Student code runs in a jail; without one nothing is graded. One bad submission never stops the
    others. Submissions that are graded and unchanged are left
    alone; Ctrl-C is safe: run it again to go on. Points given by hand stay.
    """
    course = load_course(folder)
    with progress(f"grading {stage}") as step:
        outcomes = grade_stage(
            course,
            stage,
            student=student,
            force=force,
            report=step,
            workers=workers,
            grade_one=grade_by_nbgrader if stock else None,
        )
    if as_json:
        click.echo(json.dumps([to_json(outcome) for outcome in outcomes], indent=1))
    else:
        scores = [outcome.scores for outcome in outcomes if outcome.scores is not None]
        if scores:
            show(table.scores_table(scores))
        say_outcomes(outcomes, "graded")
    end(any(outcome.status == "failed" for outcome in outcomes))


@verb("feedback", "autograder feedback 02_activations")
@stage_argument
@as_json_option
@click.pass_obj
def feedback(folder: Path, stage: str, as_json: bool) -> None:
    """Write each graded student's feedback for STAGE as one HTML file.

    Hidden tests are taken out, and nothing that a submission brought along can run in a browser.
    """
    course = load_course(folder)
    with progress(f"feedback {stage}") as step:
        outcomes = write_feedback(course, stage, report=step)
    if as_json:
        click.echo(json.dumps([to_json(outcome) for outcome in outcomes], indent=1))
    else:
        say_outcomes(outcomes, "written")
        click.echo(f"feedback lies in {course.step('feedback')}")
    end(any(outcome.status == "failed" for outcome in outcomes))


@verb("export", "autograder export 02_activations --to grades.csv")
@stage_argument
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="One file, .csv or .json. [default: both in build/export]",
)
@as_json_option
@click.pass_obj
def export(folder: Path, stage: str, to: Path | None, as_json: bool) -> None:
    """Write STAGE's scores, students × items with late penalty and total, as CSV and JSON."""
    course = load_course(folder)
    written = export_stage(course, stage, to=to)
    scores = read_scores(course, stage)
    if as_json:
        click.echo(json.dumps([row(entry) for entry in scores], indent=1))
        return
    graded = sum(bool(entry.items) for entry in scores)
    click.echo(f"{graded} of {len(scores)} students have a score")
    for path in written:
        click.echo(f"written: {path}")


@verb("doctor", "autograder doctor")
@as_json_option
@click.pass_obj
def doctor(folder: Path, as_json: bool) -> None:
    """Say whether this machine and this course are ready, and what to do where not."""
    checks = examine(folder)
    if as_json:
        click.echo(json.dumps([to_json(check) for check in checks], indent=1))
    else:
        show(table.doctor_table(checks))
    end(any(check.state == "missing" for check in checks))
