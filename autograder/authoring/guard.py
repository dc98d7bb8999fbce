"""Guard the committed notebooks: same as the text, run, still runnable, and written by the rules.

``python -m autograder.authoring.guard [STAGE...]`` is ``make notebooks-check``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from autograder.authoring.build import notebook_path
from autograder.authoring.drift import drift, unrun, unwritten
from autograder.authoring.hygiene import find_registry, house_rules
from autograder.authoring.nbval import rerun
from autograder.authoring.text import NOTEBOOKS, AuthoringError, StageText, read_text, stages


def guard(stage: str, folder: Path = NOTEBOOKS) -> list[str]:
    """Say for each guard of one stage what it found; return the problems.

    Raises
    ------
    AuthoringError
        If the stage's text cannot be read.
    """
    text = read_text(stage, folder)
    path = notebook_path(stage, folder)
    return [
        *_tell(stage, "rules", house_rules(text, find_registry(stage))),
        *_tell(stage, "drift", [drift(text, path)]),
        *_tell(stage, "outputs", [unrun(text, path)]),
        *_rerun(text, path),
    ]


def _tell(stage: str, name: str, found: Sequence[str], good: str = "ok") -> list[str]:
    problems = [problem for problem in found if problem]
    for line in problems or [good]:
        click.echo(f"{stage}  {name:<8} {line}")
    return problems


def _rerun(text: StageText, path: Path) -> list[str]:
    found = rerun(path)
    if found.report:
        click.echo(found.report)
    good = f"ok: {found.cells} code cells ran, {found.anchors} anchors compared; {found.summary}"
    problem = f"{path}: {found.problem}; {found.summary}" if found.problem else ""
    return _tell(text.name, "nbval", [problem], good)


def guard_all(chosen: Sequence[str] = (), folder: Path = NOTEBOOKS) -> list[str]:
    """Guard these stages, or all and the folder itself; return the problems."""
    names = tuple(chosen) or stages(folder)
    problems = [] if chosen else _tell("all", "stages", unwritten(folder), f"ok: {len(names)}")
    if not names:
        problems += _tell("all", "stages", [f"{folder}: there is no stage, expected one at least"])
    for stage in names:
        try:
            problems += guard(stage, folder)
        except AuthoringError as error:
            problems += _tell(stage, "text", [str(error)])
    return problems


@click.command()
@click.argument("stages_", metavar="[STAGE]...", nargs=-1)
@click.option(
    "--notebooks",
    default=NOTEBOOKS,
    type=click.Path(path_type=Path),
    show_default=True,
    help="The course's source folder.",
)
def main(stages_: tuple[str, ...], notebooks: Path) -> None:
    """Check the committed notebooks of these stages (all by default); exit 1 if one fails."""
    try:
        problems = guard_all(stages_, notebooks)
    except AuthoringError as error:
        raise click.ClickException(str(error)) from None
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
