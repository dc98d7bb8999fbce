"""The frame of the command: a group that turns failures into one line, tables, a bar, exit codes.

Summaries go to stdout, progress to stderr. A mistake that a person can put right is one line.
"""

from __future__ import annotations

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
from autograder.authoring.text import AuthoringError
from autograder.gradebook.grading import Interrupted
from autograder.records import CourseError, GradeOutcome
from autograder.report import table

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
        except KeyboardInterrupt:
            _complain(ctx, "stopped")
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
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


def verb(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a verb whose help ends in an example and the exit codes."""
    epilog = f"\b\nExample: {example}\n{EXIT_CODES}"
    return lambda function: main.command(name, epilog=epilog)(function)


stage_argument = click.argument("stage")
as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead of a table."
)


def say_outcomes(outcomes: Sequence[GradeOutcome], done: str) -> None:
    """Print what a person should look at, then how many there are of each kind."""
    for line in table.outcome_lines(outcomes):
        click.echo(line)
    names = {"graded": done, "unchanged": "unchanged", "failed": "failed"}
    counts = {name: sum(o.status == status for o in outcomes) for status, name in names.items()}
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count))
    older = [outcome for outcome in outcomes if outcome.older]
    if older:
        again = f"autograder rescore {older[0].stage}"
        click.echo(f"{len(older)} by checks that have changed since; judge again with: {again}")


def show(content: Any) -> None:
    """Print a table; wide where nobody looks at a terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=TERMINAL_WIDTH)
    console.print(content)


def end(failed: bool) -> None:
    """End with exit code 1 if something failed."""
    if failed:
        sys.exit(1)


@contextmanager
def progress(what: str) -> Iterator[Callable[..., None]]:
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
