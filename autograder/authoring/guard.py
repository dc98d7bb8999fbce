"""Guard the committed notebooks: same as the text, run, still runnable, and written by the rules.

``python -m autograder.authoring.guard [STAGE...]`` is ``make notebooks-check``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click

from autograder.authoring.build import notebook_path
from autograder.authoring.drift import drift, unrun, unwritten
from autograder.authoring.hygiene import find_registry, house_rules
from autograder.authoring.nbval import rerun
from autograder.authoring.text import NOTEBOOKS, AuthoringError, StageText, read_text, stages


@dataclass
class Finding:
    """What the guards say of one stage, line by line, and which of it are problems."""

    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tell(self, stage: str, name: str, found: Sequence[str], good: str = "ok") -> None:
        """Add what one guard found: its problems, or that all is well."""
        problems = [problem for problem in found if problem]
        self.said += [f"{stage}  {name:<8} {line}" for line in problems or [good]]
        self.problems += problems


def guard(stage: str, folder: Path = NOTEBOOKS) -> Finding:
    """Return what each guard of one stage found."""
    finding = Finding()
    try:
        text = read_text(stage, folder)
    except AuthoringError as error:
        finding.tell(stage, "text", [str(error)])
        return finding
    path = notebook_path(stage, folder)
    finding.tell(stage, "rules", house_rules(text, find_registry(stage)))
    finding.tell(stage, "drift", [drift(text, path)])
    finding.tell(stage, "outputs", [unrun(text, path)])
    _rerun(text, path, finding)
    return finding


def _rerun(text: StageText, path: Path, finding: Finding) -> None:
    found = rerun(path)
    if found.report:
        finding.said.append(found.report)
    good = f"ok: {found.cells} code cells ran, {found.anchors} anchors compared; {found.summary}"
    problem = f"{path}: {found.problem}; {found.summary}" if found.problem else ""
    finding.tell(text.name, "nbval", [problem], good)


def guard_all(chosen: Sequence[str] = (), folder: Path = NOTEBOOKS) -> Iterator[Finding]:
    """Guard these stages, or all and the folder itself; one stage per core at a time.

    Raises
    ------
    AuthoringError
        If there is no such folder.
    """
    names = tuple(chosen) or stages(folder)
    if not chosen:
        whole = Finding()
        whole.tell("all", "stages", unwritten(folder), f"ok: {len(names)}")
        if not names:
            whole.tell("all", "stages", [f"{folder}: there is no stage, expected one at least"])
        yield whole
    with ThreadPoolExecutor(os.cpu_count()) as cores:  # a stage runs in a process of one thread
        yield from cores.map(lambda stage: guard(stage, folder), names)


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
    good = True
    try:
        for finding in guard_all(stages_, notebooks):
            click.echo("\n".join(finding.said))
            good = good and not finding.problems
    except AuthoringError as error:
        raise click.ClickException(str(error)) from None
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
