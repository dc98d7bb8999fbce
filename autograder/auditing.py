"""The verb for authors: audit, which proves how strong a stage's checks are."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.authoring.audit.audit import Plan, audit_stage
from autograder.authoring.audit.shown import (
    audit_csv,
    audit_json,
    audit_rows,
    audit_table,
    message_lines,
)
from autograder.engine.pool import default_workers
from autograder.gradebook.course import load_course
from autograder.gradebook.files import write_text
from autograder.report.audited import audit_page
from autograder.terminal import as_json_option, end, progress, show, stage_argument, verb


@verb("audit", "autograder audit 02_activations")
@stage_argument
@click.option("--item", default="", help="Ask about this item alone.")
@click.option("--messages", is_flag=True, help="Print what every wrong answer was told.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [default: one per CPU]")
@as_json_option
@click.pass_obj
def audit(
    folder: Path, /, stage: str, item: str, messages: bool, workers: int | None, as_json: bool
) -> None:
    """Ask STAGE's checks about every wrong answer: who catches it, and which get full points.

    The wrong answers are the listed mutants and those made from the stage's own solutions by one
    small change each. Listed mutants and solutions are asked about under twenty seeds. Exit code 1
    when a wrong answer survives that is not listed as equivalent, that list is out of date, or a
    verdict changes with the seed.
    """
    course = load_course(folder)
    course.require_stage(stage)
    with progress(f"auditing {stage}") as step:
        plan = Plan(item=item, workers=workers or default_workers())
        found = audit_stage(stage, course.root, plan, step)
    page = audit_page(stage, found.problems, list(audit_rows(found)))
    target = course.build / "audit"
    texts = {"html": page, "csv": audit_csv(found), "json": audit_json(found)}
    for ending, text in texts.items():
        write_text(target / f"{stage}-checks.{ending}", text)
    if as_json:
        click.echo(texts["json"], nl=False)
        end(bool(found.problems))
        return
    for line in message_lines(found) if messages else ():
        click.echo(line)
    show(audit_table(found))
    for problem in found.problems:
        click.echo(problem)
    for ending in texts:
        click.echo(f"written: {target / f'{stage}-checks.{ending}'}")
    end(bool(found.problems))
