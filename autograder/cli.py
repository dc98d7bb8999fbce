"""The command ``autograder``: each verb reads its arguments, calls one function, shows the result.

Summaries go to stdout, progress to stderr. A mistake that a person can put right is one line.
"""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import __version__
from autograder.authoring.release import release as release_stage
from autograder.authoring.text import AuthoringError
from autograder.gradebook.audit import trail
from autograder.gradebook.collect import collect as collect_archive
from autograder.gradebook.course import load_course
from autograder.gradebook.doctor import examine
from autograder.gradebook.export import export_stage, row
from autograder.gradebook.feedback import write_feedback
from autograder.gradebook.files import to_json, write_text
from autograder.gradebook.grading import Interrupted, grade_stage
from autograder.gradebook.ledger import due_date, parse_due, read_scores, set_due_date
from autograder.gradebook.lint import lint_stage
from autograder.gradebook.lms import PRESETS
from autograder.gradebook.replay import replay as replay_submission
from autograder.gradebook.results import read_results
from autograder.gradebook.stock import grade_one as grade_by_nbgrader
from autograder.records import CollectStatus, CourseError, GradeOutcome
from autograder.report import table
from autograder.report.page import class_csv, class_json, class_page, figures_lines
from autograder.report.statistics import class_figures
from autograder.run import run_notebook

EXIT_CODES = "Exit codes: 0 all, 1 some submissions could not be handled, 2 bad usage or course."
TERMINAL_WIDTH = 140
"""For output that is not read in a terminal: wide enough for a stage's items."""


class Verbs(click.Group):
    """A group that turns every failure into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except CourseError as error:
            _complain(ctx, str(error))
            ctx.exit(2)
        except AuthoringError as error:  # a refused release lists every leak on its own line
            click.echo(f"autograder {ctx.meta.get('verb')}: {error}", err=True)
            ctx.exit(2)
        except Interrupted as stop:
            left = f"stopped after {len(stop.outcomes)} of {stop.total}; run it again to go on"
            _complain(ctx, left)
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 - a bug of ours is one line for its user too
            _complain(ctx, f"{type(error).__name__}: {error}; details in {_save_traceback()}")
            ctx.exit(3)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Remember the verb for messages."""
        name, command, rest = super().resolve_command(ctx, args)
        ctx.meta["verb"] = name
        return name, command, rest


def _complain(ctx: click.Context, text: str) -> None:
    verb = ctx.meta.get("verb")
    click.echo(f"autograder{f' {verb}' if verb else ''}: {' '.join(text.split())}", err=True)


def _save_traceback() -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="autograder-", suffix=".log", delete=False
    ) as stream:
        traceback.print_exc(file=stream)
    return stream.name


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: autograder doctor",
)
@click.version_option(__version__, prog_name="autograder")
@click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder of the course. [default: the nearest one above with nbgrader_config.py]",
)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Run a course through nbgrader: release, collect, grade, feedback, export."""
    ctx.obj = folder


def _verb(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a verb whose help ends in an example and the exit codes."""
    epilog = f"\b\nExample: {example}\n{EXIT_CODES}"
    return lambda function: main.command(name, epilog=epilog)(function)


_stage = click.argument("stage")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@_verb("release", 'autograder release 02_activations --due "2026-12-01 23:59"')
@_stage
@click.option("--due", help="Due date, UTC unless it names a zone: 2026-12-01T18:00+01:00.")
@_as_json
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
    click.echo(f"released: {made}")
    click.echo(f"due: {f'{known:%Y-%m-%d %H:%M:%S} UTC' if known else 'no due date'}")


@_verb("collect", "autograder collect 02_activations ~/Downloads/submissions.zip --preset moodle")
@_stage
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
@_as_json
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
        _show(table.collect_table(report))
        counts = (f"{len(report.having(s))} {s}" for s in _COUNTED if report.having(s))
        click.echo(f"{', '.join(counts) or 'nothing new'}")
        if report.missing:
            click.echo(f"nothing from: {', '.join(report.missing)}")
    _exit(bool(report.having("refused", "unmatched")))


_COUNTED: tuple[CollectStatus, ...] = (
    "collected",
    "replaced",
    "unchanged",
    "older",
    "unmatched",
    "refused",
)


@_verb("grade", "autograder grade 02_activations")
@_stage
@click.option("--student", help="Grade this student alone.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one per CPU]")
@click.option("--stock", is_flag=True, help="By nbgrader itself, unprotected.")
@_as_json
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
    with _progress(f"grading {stage}") as step:
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
            _show(table.scores_table(scores))
        _say_outcomes(outcomes, "graded")
    _exit(any(outcome.status == "failed" for outcome in outcomes))


@_verb("rescore", 'autograder rescore 02_activations --why "tolerance of gelu"')
@_stage
@click.option("--student", help="Rescore this student alone.")
@click.option("--why", default="rescored", show_default=True, help="What the audit trail says.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one per CPU]")
@_as_json
@click.pass_obj
def rescore(folder: Path, /, stage: str, why: str, as_json: bool, **options: Any) -> None:
    """Judge STAGE's graded submissions by the checks of now, from the answers that were kept.

    For changed tolerances, weights or points. Student code runs only where a check asks what it did
    not ask before. Points given by hand stay; every change is in the audit trail.
    """
    course = load_course(folder)
    old = {result.student: result.scores for result in read_results(course, stage)}
    with _progress(f"rescoring {stage}") as step:
        outcomes = grade_stage(course, stage, again=why or "rescored", report=step, **options)
    if as_json:
        click.echo(json.dumps([to_json(outcome) for outcome in outcomes], indent=1))
    else:
        for line in table.change_lines(outcomes, old):
            click.echo(line)
        _say_outcomes(outcomes, "rescored")
        kept = sum(result.rejudged for result in read_results(course, stage))
        click.echo(f"{kept} from kept answers, without running their code")
        click.echo(f"audit trail: {trail(course, stage)}")
    _exit(any(outcome.status == "failed" for outcome in outcomes))


@_verb("lint", "autograder lint 02_activations")
@_stage
@_as_json
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
    _exit(bool(trouble))


@_verb("replay", "autograder replay 02_activations ann")
@_stage
@click.argument("student")
@_as_json
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
    _exit(not result.same)


@_verb("run", "autograder run submission.ipynb --to executed.ipynb")
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
        click.echo(error)
    click.echo(f"written: {target}")
    _exit(bool(executed.errors))


@_verb("feedback", "autograder feedback 02_activations")
@_stage
@_as_json
@click.pass_obj
def feedback(folder: Path, stage: str, as_json: bool) -> None:
    """Write each graded student's feedback for STAGE as one HTML file.

    Hidden tests are taken out, and nothing that a submission brought along can run in a browser.
    """
    course = load_course(folder)
    with _progress(f"feedback {stage}") as step:
        outcomes = write_feedback(course, stage, report=step)
    if as_json:
        click.echo(json.dumps([to_json(outcome) for outcome in outcomes], indent=1))
    else:
        _say_outcomes(outcomes, "written")
        click.echo(f"feedback lies in {course.step('feedback')}")
    _exit(any(outcome.status == "failed" for outcome in outcomes))


@_verb("export", "autograder export 02_activations --to grades.csv")
@_stage
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="One file, .csv or .json. [default: both in build/export]",
)
@_as_json
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


@_verb("report", "autograder report 02_activations")
@_stage
@_as_json
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


@_verb("doctor", "autograder doctor")
@_as_json
@click.pass_obj
def doctor(folder: Path, as_json: bool) -> None:
    """Say whether this machine and this course are ready, and what to do where not."""
    checks = examine(folder)
    if as_json:
        click.echo(json.dumps([to_json(check) for check in checks], indent=1))
    else:
        _show(table.doctor_table(checks))
    _exit(any(check.state == "missing" for check in checks))


def _say_outcomes(outcomes: Sequence[GradeOutcome], done: str) -> None:
    for line in table.outcome_lines(outcomes):
        click.echo(line)
    names = {"graded": done, "unchanged": "unchanged", "failed": "failed"}
    counts = {name: sum(o.status == status for o in outcomes) for status, name in names.items()}
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count))


def _show(content: Any) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=TERMINAL_WIDTH)
    console.print(content)


def _exit(failed: bool) -> None:
    if failed:
        sys.exit(1)


@contextmanager
def _progress(what: str) -> Iterator[Callable[..., None]]:
    """Show a bar with the time left on stderr; yield what to call after every submission."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int, _: object = None) -> None:
            bar.update(task, completed=done, total=total)

        yield step
