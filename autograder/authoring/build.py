"""Build the notebooks: text → canonical nbgrader notebook, run, with its outputs.

``python -m autograder.authoring.build [STAGE...]`` is ``make notebooks``.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.authoring.convert import to_notebook
from autograder.authoring.execute import CELL_SECONDS, execute
from autograder.authoring.text import NOTEBOOKS, AuthoringError, read_text, stages
from autograder.notebook.read import NotebookError, read_notebook


def notebook_path(stage: str, folder: Path = NOTEBOOKS) -> Path:
    """Return where the built notebook of a stage lies."""
    return folder / stage / f"{stage}.ipynb"


def build(
    stage: str,
    folder: Path = NOTEBOOKS,
    *,
    force: bool = False,
    cell_seconds: int = CELL_SECONDS,
) -> bool:
    """Bring one stage's notebook up to date with its text; return whether the file changed.

    Cells run only if some code cell is new, changed, moved or lacks its run; an edit of the prose
    alone keeps the outputs. A cell tagged ``timing`` whose code, and all code above it, is
    unchanged keeps its measurement, so that a rebuild shows no difference where nothing differs.
    ``force`` runs and measures everything anew.

    Raises
    ------
    AuthoringError
        If the text breaks a rule or a cell fails. The old notebook then stays as it is.
    """
    text = read_text(stage, folder)
    path = notebook_path(stage, folder)
    notebook = to_notebook(text)
    old = None if force else _committed(path)
    if old is None or not _outputs_fit(notebook, old):
        execute(notebook, text.path, cell_seconds=cell_seconds)
        if old is not None:
            _keep_measurements(notebook, old)
    else:
        _copy_outputs(notebook, old)
    return _write(path, notebook)


def _committed(path: Path) -> NotebookNode | None:
    try:
        return read_notebook(path)
    except NotebookError:
        return None


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _outputs_fit(new: NotebookNode, old: NotebookNode) -> bool:
    """Return whether ``old`` ran exactly the code cells of ``new``, one after the other."""
    ours, theirs = _code(new), _code(old)
    same = [(c.id, c.source) for c in ours] == [(c.id, c.source) for c in theirs]
    return same and [c.execution_count for c in theirs] == list(range(1, len(theirs) + 1))


def _copy_outputs(new: NotebookNode, old: NotebookNode) -> None:
    for ours, theirs in zip(_code(new), _code(old), strict=True):
        ours.outputs, ours.execution_count = theirs.outputs, theirs.execution_count


def _keep_measurements(new: NotebookNode, old: NotebookNode) -> None:
    for ours, theirs in zip(_code(new), _code(old), strict=False):
        if (ours.id, ours.source) != (theirs.id, theirs.source):
            return
        if "timing" in ours.metadata.get("tags", []) and theirs.outputs:
            ours.outputs = theirs.outputs


def _write(path: Path, notebook: NotebookNode) -> bool:
    content = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
    if path.is_file() and path.read_text(encoding="utf-8") == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".ipynb.part")
    draft.write_text(content, encoding="utf-8")
    os.replace(draft, path)
    return True


def build_all(
    chosen: Sequence[str] = (), folder: Path = NOTEBOOKS, *, force: bool = False
) -> list[str]:
    """Build these stages, or all; say for each what happened; return the errors."""
    errors = []
    for stage in chosen or stages(folder):
        start = time.perf_counter()
        try:
            changed = build(stage, folder, force=force)
        except AuthoringError as error:
            errors.append(str(error))
            click.echo(f"{stage}: failed: {error}", err=True)
            continue
        what = "built" if changed else "already up to date"
        seconds = time.perf_counter() - start
        click.echo(f"{notebook_path(stage, folder)}: {what} ({seconds:.1f} s)")
    return errors


@click.command()
@click.argument("stages_", metavar="[STAGE]...", nargs=-1)
@click.option("--force", is_flag=True, help="Run every cell again, also where nothing changed.")
@click.option(
    "--notebooks",
    default=NOTEBOOKS,
    type=click.Path(path_type=Path),
    show_default=True,
    help="The course's source folder.",
)
def main(stages_: tuple[str, ...], force: bool, notebooks: Path) -> None:
    """Build the notebooks of these stages (all by default) from their text and run them."""
    try:
        failed = build_all(stages_, notebooks, force=force)
    except AuthoringError as error:
        raise click.ClickException(str(error)) from None
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
