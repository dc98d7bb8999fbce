"""Reading notebooks of unknown origin: repaired alike every time, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.notebook.read import (
    MAX_BRACKETS,
    MAX_CELLS,
    MAX_DEPTH,
    MAX_EXPLAINED,
    MAX_KEYS,
    MAX_OUTPUTS,
    MAX_TOKENS,
    NotebookError,
    parse_notebook,
    read_notebook,
)

PATH = Path("handed_in.ipynb")


def notebook(*cells: dict[str, Any], minor: int = 5, **extra: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": list(cells), **extra}


def code(source: Any = "x = 1", **extra: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    return {**cell, "execution_count": None, **extra}


def parsed(content: dict[str, Any]) -> Any:
    return parse_notebook(PATH, json.dumps(content))


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "handed_in.ipynb"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_lines_become_one_text(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(notebook(code(["a = 1\n", "b = 2"], id="one"))))
    cell = read_notebook(path).cells[0]
    assert (cell.id, cell.source) == ("one", "a = 1\nb = 2")


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    text = json.dumps(notebook(code(id="one")))
    assert read_notebook(write(tmp_path, text.encode("utf-8-sig"))).cells[0].source == "x = 1"


def test_older_formats_are_upgraded_with_the_same_ids_each_time() -> None:
    content = notebook(code(), code("y"), minor=2)
    ids = [cell.id for cell in parsed(content).cells]
    assert ids == ["cell-0", "cell-1"] == [cell.id for cell in parsed(content).cells]
    assert parsed(content).nbformat_minor >= 5
    assert "orig_nbformat_minor" not in parsed(content).metadata


def test_version_3_is_upgraded() -> None:
    cell = {"cell_type": "code", "input": ["x = 1"], "outputs": [], "language": "python"}
    sheet = {"cells": [{**cell, "metadata": {}, "collapsed": False}], "metadata": {}}
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]}
    found = parsed(content)
    assert (found.nbformat, found.cells[0].source, found.cells[0].id) == (4, "x = 1", "cell-0")


OLD_CELLS: list[dict[str, Any]] = [
    {
        "cell_type": "code", "language": "python", "collapsed": True, "prompt_number": 3,
        "input": ["a = 1\n", "a"], "metadata": {"tags": ["mine"]},
        "outputs": [
            {"output_type": "pyout", "prompt_number": 3, "metadata": {}, "text": ["1"]},
            {"output_type": "display_data", "metadata": {}, "png": "eA==", "html": "<b>"},
            {"output_type": "stream", "stream": "stderr", "text": "told"},
            {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["line"]},
        ],
    },
    {"cell_type": "heading", "level": 2, "source": ["A\n", "b"], "metadata": {}},
    {"cell_type": "html", "source": "<b>", "metadata": {}},
    {"cell_type": "raw", "source": "x", "metadata": {}},
]  # fmt: skip


@pytest.mark.parametrize("version", [2, 3])
def test_an_old_format_is_upgraded_as_nbformat_does(version: int) -> None:
    metadata = {"name": "x", "signature": "sha256:0", "kernelspec": {"name": "p"}, "own": 1}
    old = {"nbformat": version, "nbformat_minor": 0, "metadata": metadata}
    old["worksheets"] = [{"cells": OLD_CELLS[:2]}, {"cells": OLD_CELLS[2:]}]
    expected: Any = nbformat.convert(nbformat.reader.reads(json.dumps(old)), 4)  # type: ignore[no-untyped-call]
    for index, cell in enumerate(expected.cells):
        cell.id = f"cell-{index}"
    expected.metadata = {"own": 1}
    assert parsed(old) == expected


def test_no_text_of_an_old_output_is_parsed() -> None:
    output = {"output_type": "display_data", "json": "[" * 10**6, "application/json": "{", "x": "y"}
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    content["worksheets"] = [{"cells": [{**OLD_CELLS[0], "outputs": [output]}]}]
    assert parsed(content).cells[0].outputs[0].data == {"x": "y"}


@pytest.mark.parametrize("minor", [6, 10**30])
def test_a_notebook_of_a_format_to_come_is_read_as_one_of_today(minor: int) -> None:
    found = parsed(notebook(code(id="a", new="x"), minor=minor))
    assert (found.nbformat_minor, found.cells[0].source) == (5, "x = 1")
    with pytest.raises(NotebookError, match="not a valid notebook"):
        parsed(notebook({"cell_type": "magic", "metadata": {}, "source": ""}, minor=minor))


def test_a_heading_of_an_old_format_has_at_most_six_signs() -> None:
    cells = [
        {"cell_type": "heading", "level": n, "source": "x", "metadata": {}} for n in (2, 2**40)
    ]
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert [cell.source for cell in parsed(content).cells] == ["## x", "###### x"]


def test_repeated_and_bad_ids_are_replaced_and_good_ones_kept() -> None:
    cells = [code(id="a"), code(id="a"), code(id="b c"), code(id="cell-1")]
    assert [c.id for c in parsed(notebook(*cells)).cells] == ["a", "cell-1", "cell-2", "cell-3"]


def test_unknown_keys_of_other_editors_are_no_obstacle() -> None:
    cell = code(id="a", colab={"x": 1})
    cell["metadata"] = {"id": "abc", "colab": {"base_uri": "https://x"}}
    assert parsed(notebook(cell)).cells[0].source == "x = 1"


@pytest.mark.parametrize(
    ("name", "broken", "sound"),
    [
        ("collapsed", "x", True),
        ("execution", {"iopub.status.busy": 1}, {"iopub.status.busy": "now"}),
        ("jupyter", 3, {"source_hidden": True}),
        ("name", "", "x"),
        ("scrolled", 1, "auto"),
        ("tags", ["a,b"], ["a"]),
    ],
)
def test_only_metadata_that_breaks_the_format_is_left_out(
    name: str, broken: Any, sound: Any
) -> None:
    own = {"nbgrader": {"grade_id": "a"}}
    cells = [code(metadata={name: value, **own}) for value in (broken, sound)]
    found = parsed(notebook(*cells, metadata={"kernelspec": 3, "title": "x", **own}))
    assert [cell.metadata for cell in found.cells] == [own, {name: sound, **own}]
    assert found.metadata == {"title": "x", **own}


def test_rules_that_tell_more_of_an_error_and_take_minutes_are_not_applied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slow(*_: Any) -> None:
        pytest.fail("the rules that are not compiled were applied")

    validators: Any = nbformat.json_compat
    monkeypatch.setattr(validators.JsonSchemaValidator, "iter_errors", slow)
    monkeypatch.setattr(validators.FastJsonSchemaValidator, "iter_errors", slow)
    weird = {"cell_type": "weird", "metadata": {}, "source": "", "more": "x" * MAX_EXPLAINED}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}}
    for content in (notebook(weird, code()), {**old, "worksheets": [{"cells": [weird]}]}):
        assert "cell 1: it breaks the rules for a 'weird' cell; open it" in refusal(content)
    assert parsed(notebook(code(metadata={"tags": 3}))).cells[0].metadata == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": 3}, "cell 2: 3 is not valid under any of the given schemas; open it in Jup"),
        ({"outputs": [{"output_type": "stream"}]}, "cell 2: 'name' is a required property; open"),
        ({"execution_count": "x"}, "cell 2: 'x' is not of type 'integer', 'null'; open it in Jup"),
    ],
)
def test_the_broken_cell_and_its_fault_are_named(change: dict[str, Any], message: str) -> None:
    assert message in refusal(notebook(code(), {**code(), **change}))


def test_half_characters_can_be_written_again() -> None:
    text = json.dumps(notebook(code("x = 'A'", id="a"))).replace("A", "\\ud83d")
    parse_notebook(PATH, text).cells[0].source.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not valid JSON at line 1: the file is empty"),
        ("{", "not valid JSON at line 1: "),
        ("[1]", "JSON, but not a notebook: it has no integer nbformat"),
        ('{"nbformat": "4"}', "JSON, but not a notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5}', "not a valid notebook: "),
        ('{"nbformat": true, "nbformat_minor": 5, "cells": []}', "it has no integer nbformat"),
        ('{"nbformat": 99, "nbformat_minor": 0, "cells": []}', "nbformat is 99, expected 2, 3 or"),
        ('{"nbformat": 1, "cells": []}', "nbformat is 1, expected 2, 3 or 4; save it with a curr"),
        (json.dumps(notebook({"cell_type": "code"})), "not a valid notebook: "),
        (json.dumps(notebook({"cell_type": "magic", "source": "", "metadata": {}})), "not a valid"),
        (json.dumps(notebook(cells=3)), "not a valid notebook: "),
        (json.dumps(notebook(code(id="a"))).replace("null", "1" * 5000), "not valid JSON: "),
        ("[" * 100_000, f"the JSON is nested more than 60 deep, expected at most {MAX_DEPTH}"),
        (
            '{"a":' * 61 + "1" + "}" * 61,
            "the JSON is nested more than 60 deep, expected at most 60",
        ),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(NotebookError) as caught:
        parse_notebook(PATH, text)
    assert str(caught.value).startswith("handed_in.ipynb: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_brackets_in_text_are_not_depth() -> None:
    assert parsed(notebook(code('"' + "[{" * 1000 + '\\"', id="a"))).cells[0].id == "a"


def test_a_missing_file_a_folder_and_a_link_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="the file is missing, expected a notebook file"):
        read_notebook(tmp_path / "none.ipynb")
    with pytest.raises(NotebookError, match="the file is a folder"):
        read_notebook(tmp_path)
    link = tmp_path / "link.ipynb"
    link.symlink_to(write(tmp_path, json.dumps(notebook())))
    with pytest.raises(NotebookError, match="the file is a link"):
        read_notebook(link)


def test_a_large_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = write(tmp_path, "[" * 2000)
    with pytest.raises(NotebookError, match="the file has 2000 bytes, expected at most 1000; clea"):
        read_notebook(path, max_bytes=1000)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="byte 2 is not UTF-8 text"):
        read_notebook(write(tmp_path, b"{}\xff"))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def refusal(content: dict[str, Any]) -> str:
    try:
        parsed(content)
    except NotebookError as error:
        return str(error)
    return "handed_in.ipynb: none"


@given(cells=_json, metadata=_json)
@settings(max_examples=50, deadline=None)
def test_any_json_is_a_notebook_or_one_line(cells: Any, metadata: Any) -> None:
    content = {"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": metadata}
    said = refusal(content)
    assert said.startswith("handed_in.ipynb: ")
    assert len(said.splitlines()) == 1


def test_a_notebook_of_thousands_of_cells_is_refused_before_it_is_checked() -> None:
    cells = [{"cell_type": "raw", "metadata": {}, "source": ""}] * (MAX_CELLS + 1)
    with pytest.raises(NotebookError, match=f"{MAX_CELLS + 1} cells, expected at most {MAX_CELLS}"):
        parse_notebook(Path("x"), json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    sheets = [{"cells": cells}]
    with pytest.raises(NotebookError, match="cells"):
        parse_notebook(Path("x"), json.dumps({"nbformat": 3, "metadata": {}, "worksheets": sheets}))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param('{"a":"' + '\\"' * 2**20, "not valid JSON at line 1", id="quotes without end"),
        pytest.param("[" + "[]," * MAX_BRACKETS, f"more than {MAX_BRACKETS} lists", id="lists"),
        pytest.param("[" + "{" * MAX_TOKENS, "nested more than 60 deep", id="brackets"),
        pytest.param("{" + '"" :0,' * (MAX_KEYS + 1), f"{MAX_KEYS} keys", id="keys"),
        pytest.param("[" + '"",' * MAX_TOKENS, f"or {MAX_TOKENS} entries", id="texts"),
    ],
)
def test_a_text_of_some_megabytes_is_refused_at_once(text: str, reason: str) -> None:
    with pytest.raises(NotebookError, match=reason):
        parse_notebook(PATH, text)


def test_quotes_and_backslashes_in_text_end_it_where_json_does() -> None:
    source = 'a = "\\\\" + "[[[" + \'{"\' * 100'
    assert parsed(notebook(code(source))).cells[0].source == source


def test_half_a_million_printed_lines_are_no_obstacle() -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": ["1\n"] * 530_000}
    assert parsed(notebook(code(outputs=[stream]))).cells[0].outputs[0].text.count("\n") == 530_000


def test_lists_that_the_format_takes_hours_to_check_are_cut() -> None:
    tags = [{"a": number} for number in range(5000)] + ["mine"]
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["line"] * 5000}
    stream = {"output_type": "stream", "name": "stdout", "text": "x"}
    first = code(outputs=[error], metadata={"tags": ["answer", *tags]})
    cells = parsed(notebook(first, code(outputs=[stream] * 5000))).cells
    assert cells[0].metadata.tags == ["answer"]
    assert len(cells[0].outputs[0].traceback) == MAX_OUTPUTS - 1
    assert cells[1].outputs == []
    assert len(parsed(notebook(code(outputs=[stream] * 5000))).cells[0].outputs) == MAX_OUTPUTS
