"""Building: canonical nbgrader metadata, outputs kept, nothing written without need."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring import build as build_module
from autograder.authoring.build import build, main, notebook_path
from autograder.authoring.convert import to_notebook
from autograder.authoring.execute import clean_outputs, execute, stage_environment
from autograder.authoring.text import AuthoringError, parse_text, read_text
from autograder.notebook.read import read_notebook

STAGE = "90_tiny"


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / f"{STAGE}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def cells(folder: Path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in read_notebook(notebook_path(STAGE, folder)).cells}


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(build_module, "execute", refuse)


def test_roles_become_nbgrader_metadata(tiny: Path) -> None:
    nodes = {cell.id: cell for cell in to_notebook(read_text(STAGE, tiny)).cells}
    flags = {
        name: tuple(nodes[name].metadata.nbgrader[flag] for flag in ("grade", "solution", "locked"))
        for name in ("setup", "twice", "test-twice", "why")
    }
    assert flags == {
        "setup": (False, False, True),
        "twice": (False, True, False),
        "test-twice": (True, False, True),
        "why": (True, True, False),
    }
    mark = nodes["test-twice"].metadata.nbgrader
    assert (mark.grade_id, mark.points, mark.schema_version) == ("test-twice", 3, 3)
    assert "points" not in nodes["twice"].metadata.nbgrader
    assert "nbgrader" not in nodes["show-twice"].metadata


def test_tags_tell_nbval_what_to_compare(tiny: Path) -> None:
    nodes = {cell.id: cell for cell in to_notebook(read_text(STAGE, tiny)).cells}
    assert nodes["show-twice"].metadata.tags == ["demo", "anchor", "nbval-check-output"]
    assert nodes["show-time"].metadata.tags == ["demo", "timing", "nbval-ignore-output"]


def test_the_code_of_a_quiz_is_folded_because_it_holds_the_answer(tiny: Path) -> None:
    edit(tiny, 'tags=["demo", "timing"]', 'tags=["demo", "widget", "quiz"]')
    nodes = {cell.id: cell for cell in to_notebook(read_text(STAGE, tiny)).cells}
    assert nodes["show-time"].metadata.jupyter == {"source_hidden": True}
    assert "jupyter" not in nodes["show-twice"].metadata


def test_a_built_notebook_is_valid_and_keeps_only_known_metadata(tiny: Path) -> None:
    notebook = to_notebook(read_text(STAGE, tiny))
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert {key for cell in notebook.cells for key in cell.metadata} == {"nbgrader", "tags"}


def test_the_stage_environment_shows_no_secret_and_no_other_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CS231N_DATA_DIR", "/somewhere")
    monkeypatch.setenv("CS231N_COURSE_SECRET", "x")
    found = stage_environment(tmp_path)
    assert found["CS231N_DATASET"] == "embedded"
    assert found["OMP_NUM_THREADS"] == "1"
    assert not {"CS231N_DATA_DIR", "CS231N_COURSE_SECRET"} & set(found)


def with_output(**output: object) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output(**output)])
    return nbformat.v4.new_notebook(cells=[cell])


def test_widget_views_are_dropped() -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Box()"}
    notebook = with_output(output_type="display_data", data=view)
    notebook.metadata.widgets = {"state": {}}
    clean_outputs(notebook, Path("x.py"))
    assert notebook.cells[0].outputs == []
    assert "widgets" not in notebook.metadata


def test_addresses_and_kernel_files_are_neutral() -> None:
    text = "<function f at 0x7f00aa>\n/var/x/ipykernel_12/345.py:1: RuntimeWarning: overflow"
    notebook = with_output(output_type="stream", name="stdout", text=text)
    clean_outputs(notebook, Path("x.py"))
    cleaned = "<function f at 0x...>\nthis cell:1: RuntimeWarning: overflow"
    assert notebook.cells[0].outputs[0].text == cleaned


def test_a_path_of_this_machine_is_refused() -> None:
    notebook = with_output(output_type="stream", name="stdout", text=f"read {Path.cwd()}/data")
    with pytest.raises(AuthoringError, match=r"shows /.*, expected no path of this machine"):
        clean_outputs(notebook, Path("x.py"))


@pytest.mark.slow
def test_a_build_keeps_what_the_cells_show(built: Path) -> None:
    found = cells(built)
    assert found["show-twice"].outputs[0].text == "twice three is 6.0\n"
    assert found["test-twice"].outputs[0].data["text/plain"] == "3.0"
    code = [cell for cell in found.values() if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


@pytest.mark.slow
def test_an_unchanged_stage_is_neither_run_nor_written(built: Path, no_kernel: None) -> None:
    path = notebook_path(STAGE, built)
    before = path.stat().st_mtime_ns
    assert build(STAGE, built) is False
    assert path.stat().st_mtime_ns == before


@pytest.mark.slow
def test_an_edit_of_the_prose_keeps_the_outputs_without_a_run(built: Path, no_kernel: None) -> None:
    edit(built, "# One number in, one number out.", "# Numbers in, numbers out.")
    assert build(STAGE, built) is True
    found = cells(built)
    assert "Numbers in" in found["s90-twice-and-half"].source
    assert found["show-twice"].outputs[0].text == "twice three is 6.0\n"


@pytest.mark.slow
def test_a_changed_cell_is_run_and_measurements_above_it_stay(built: Path) -> None:
    measured = cells(built)["show-time"].outputs
    edit(built, "return x / FACTOR, x", "return x * 0.5, x")
    assert build(STAGE, built) is True
    found = cells(built)
    assert found["show-time"].outputs == measured
    assert found["test-half"].outputs[0].data["text/plain"] == "2.0"


@pytest.mark.slow
def test_stripped_outputs_are_made_again(built: Path) -> None:
    path = notebook_path(STAGE, built)
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    assert build(STAGE, built) is True
    assert cells(built)["show-twice"].outputs


@pytest.mark.slow
def test_a_failing_cell_is_named_and_the_old_notebook_stays(built: Path) -> None:
    before = notebook_path(STAGE, built).read_bytes()
    edit(built, 'print("twice three is",', 'print(1 / 0, "twice three is",')
    with pytest.raises(AuthoringError, match='cell "show-twice": raised ZeroDivisionError: divisi'):
        build(STAGE, built)
    assert notebook_path(STAGE, built).read_bytes() == before
    assert [path.name for path in (built / STAGE).iterdir()] == [f"{STAGE}.ipynb"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("while True:\n    pass", "ran longer than the limit for one cell"),
        ("import os\n\nos._exit(1)", "the kernel failed: "),
    ],
)
def test_a_cell_that_never_ends_or_kills_its_kernel_is_named(source: str, message: str) -> None:
    path = Path("notebooks/90_tiny.py")
    text = parse_text(STAGE, path, f'# %% id="bad" tags=["demo"]\n{source}\n')
    with pytest.raises(AuthoringError, match=f'cell "bad": {message}'):
        execute(to_notebook(text), path, cell_seconds=2)


def test_the_command_builds_the_others_when_one_text_is_wrong(
    built_text_pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(build_module, "execute", lambda _, path, **__: ran.append(path.stem))
    result = CliRunner().invoke(main, ["--notebooks", str(built_text_pair)])
    assert result.exit_code == 1
    assert "80_wrong: failed" in result.output
    assert ran == ["90_tiny"]


@pytest.fixture
def built_text_pair(tiny: Path) -> Path:
    (tiny / "80_wrong.py").write_text('# %% id="a" role="tset"\nx\n', encoding="utf-8")
    return tiny


def test_an_unknown_stage_is_one_line(tiny: Path) -> None:
    result = CliRunner().invoke(main, ["91_none", "--notebooks", str(tiny)])
    assert result.exit_code == 1
    assert "91_none.py: the stage is missing, expected one of: 90_tiny" in result.output
    assert "Traceback" not in result.output
