"""Answers: read without running, loaded on request, filled into a notebook."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.authoring.answers import (
    Reference,
    fill,
    load_functions,
    read_answers,
    reference,
)
from autograder.authoring.text import AuthoringError

STAGE = "90_tiny"

MUTANT = '''\
"""Twice, but one too much."""

ITEM = "twice"
VISIBLE = True
SHIFT = 1.0

import numpy as np


def _shifted(value):
    return value + SHIFT


# the wrong one
def twice_forward(x):
    return _shifted(scaled(x)), x
'''


@pytest.fixture
def tiny_reference(tiny: Path) -> Reference:
    return reference(STAGE, tiny)


def write(folder: Path, text: str, name: str = "answer.py") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def released() -> nbformat.NotebookNode:
    def cell(name: str, source: str) -> nbformat.NotebookNode:
        mark = {"grade_id": name, "solution": True, "grade": False, "schema_version": 3}
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": mark})

    stub = "    # YOUR CODE HERE\n    raise NotImplementedError()"
    twice = f"def twice_forward(x):\n{stub}\n\n\ndef twice_backward(dout, cache):\n{stub}"
    return nbformat.v4.new_notebook(
        cells=[cell("twice", twice), cell("half", f"def half_forward(x):\n{stub}")]
    )


def test_an_answer_file_is_read_without_being_run(tmp_path: Path) -> None:
    path = write(tmp_path, '"""Doc."""\n\nITEM = "relu"\nraise SystemExit("ran")\n')
    found = read_answers(path)
    assert found.constants == {"ITEM": "relu"}
    assert found.preamble == 'raise SystemExit("ran")'


def test_constants_functions_and_preamble_are_told_apart(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, MUTANT))
    assert found.doc == "Twice, but one too much."
    assert found.constants == {"ITEM": "twice", "VISIBLE": True, "SHIFT": 1.0}
    assert list(found.functions) == ["_shifted", "twice_forward"]
    assert found.functions["twice_forward"].startswith("# the wrong one\ndef twice_forward(x):")
    assert found.preamble == "SHIFT = 1.0\nimport numpy as np"


def test_a_lambda_counts_as_a_function(tmp_path: Path) -> None:
    found = read_answers(write(tmp_path, '"""Doc."""\nhalf_forward = lambda x: (x / 2, x)\n'))
    assert list(found.functions) == ["half_forward"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", r"answer\.py: no docstring, expected one that says"),
        ('"""Doc."""\ndef f(:\n', r"answer\.py: not Python at line 2: "),
    ],
)
def test_a_broken_answer_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AuthoringError, match=message):
        read_answers(write(tmp_path, text))


def test_a_missing_answer_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match=r"gone\.py: no such answer file"):
        read_answers(tmp_path / "gone.py")


def test_the_reference_is_the_solution_cells_without_markers(tiny_reference: Reference) -> None:
    assert list(tiny_reference.functions) == ["twice_forward", "twice_backward", "half_forward"]
    assert tiny_reference.cells["half_forward"] == "half"
    assert tiny_reference.in_cell("twice") == ("twice_forward", "twice_backward")
    for source in tiny_reference.functions.values():
        assert "SOLUTION" not in source
        ast.parse(source)


def test_an_unknown_stage_lists_the_known_ones(tiny: Path) -> None:
    with pytest.raises(AuthoringError, match=r"91_none\.py: .* expected one of: 90_tiny"):
        reference("91_none", tiny)


def test_the_reference_runs_with_the_given_code_it_uses(tiny_reference: Reference) -> None:
    functions = load_functions(tiny_reference)
    out, cache = functions["twice_forward"](np.float64(3.0))
    assert (out, cache) == (6.0, 3.0)
    assert functions["twice_backward"](np.float64(5.0), cache) == 10.0


def test_only_used_given_code_is_run(tiny: Path) -> None:
    path = tiny / f"{STAGE}.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("import math", "import math\nimport no_such_module"), "utf-8")
    assert load_functions(reference(STAGE, tiny), ["half_forward"])


def test_a_mutant_replaces_only_its_functions(tiny_reference: Reference, tmp_path: Path) -> None:
    mutant = read_answers(write(tmp_path, MUTANT))
    functions = load_functions(tiny_reference, answers=mutant)
    assert functions["twice_forward"](3.0)[0] == 7.0
    assert functions["half_forward"](3.0)[0] == 1.5
    assert load_functions(tiny_reference)["twice_forward"](3.0)[0] == 6.0


def test_a_function_that_nobody_defines_is_named(tiny_reference: Reference) -> None:
    with pytest.raises(AuthoringError, match=r"no function \['thrice'\], expected some of twice_"):
        load_functions(tiny_reference, ["thrice"])


def test_two_cells_that_define_one_function_are_refused(tiny: Path) -> None:
    path = tiny / f"{STAGE}.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("def half_forward", "def twice_forward"), "utf-8")
    with pytest.raises(AuthoringError, match=r'cell "half": twice_forward is defined by cell twic'):
        reference(STAGE, tiny)


def test_filling_with_the_reference_solves_every_answer_cell(tiny_reference: Reference) -> None:
    filled = fill(released(), tiny_reference)
    assert all("NotImplementedError" not in cell.source for cell in filled.cells)
    assert "return x / FACTOR, x" in filled.cells[1].source
    ast.parse(filled.cells[0].source)


def test_filling_leaves_the_release_itself_alone(tiny_reference: Reference) -> None:
    before = released()
    fill(before, tiny_reference)
    assert [c.source for c in before.cells] == [c.source for c in released().cells]


def test_untouched_cells_stay_as_released(tiny_reference: Reference, tmp_path: Path) -> None:
    mutant = read_answers(write(tmp_path, MUTANT))
    filled = fill(released(), tiny_reference, mutant, default="untouched")
    assert "_shifted(scaled(x))" in filled.cells[0].source
    assert filled.cells[0].source.count("NotImplementedError") == 1
    assert filled.cells[1].source == released().cells[1].source


def test_helpers_go_on_top_of_the_first_changed_cell(
    tiny_reference: Reference, tmp_path: Path
) -> None:
    mutant = read_answers(write(tmp_path, MUTANT))
    first, second = fill(released(), tiny_reference, mutant).cells
    assert first.source.index("SHIFT = 1.0") < first.source.index("def _shifted")
    assert first.source.index("def _shifted") < first.source.index("def twice_forward")
    assert "SHIFT" not in second.source


def test_filled_cells_compute_what_the_answers_compute(
    tiny_reference: Reference, tmp_path: Path
) -> None:
    mutant = read_answers(write(tmp_path, MUTANT))
    space = {"np": np, "scaled": lambda x: 2.0 * x, "FACTOR": 2.0}
    for cell in fill(released(), tiny_reference, mutant).cells:
        exec(compile(cell.source, "cell", "exec"), space)  # noqa: S102
    assert space["twice_forward"](3.0)[0] == 7.0  # type: ignore[operator]
    assert space["half_forward"](3.0)[0] == 1.5  # type: ignore[operator]


def test_a_whole_cell_can_be_given_as_text(tiny_reference: Reference, tmp_path: Path) -> None:
    answers = read_answers(write(tmp_path, '"""Doc."""\nCELLS = {"half": "def half_forward(:"}\n'))
    assert fill(released(), tiny_reference, answers).cells[1].source == "def half_forward(:"


def test_an_unknown_cell_is_named(tiny_reference: Reference, tmp_path: Path) -> None:
    answers = read_answers(write(tmp_path, '"""Doc."""\nCELLS = {"haf": "x"}\n'))
    with pytest.raises(AuthoringError, match="CELLS names haf, expected one of twice, half"):
        fill(released(), tiny_reference, answers)


def test_a_release_without_the_function_is_refused(
    tiny_reference: Reference, tmp_path: Path
) -> None:
    answers = read_answers(write(tmp_path, '"""Doc."""\ndef half_forward(x):\n    return x, x\n'))
    release = released()
    release.cells[1].source = "raise NotImplementedError()"
    with pytest.raises(AuthoringError, match="released cell half has no half_forward"):
        fill(release, tiny_reference, answers)


def test_an_unknown_default_is_refused(tiny_reference: Reference) -> None:
    with pytest.raises(AuthoringError, match="default is half, expected full or untouched"):
        fill(released(), tiny_reference, default="half")
