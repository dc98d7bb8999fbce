"""The notebook reader: any text is a valid notebook with unique cell ids, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fuzz_parts import entry, part, patched, raw

from autograder.notebook.read import NotebookError, parse_notebook

_CODE = {
    "cell_type": "code", "id": "a", "metadata": {}, "source": ["x = 1\n", "x"], "execution_count": 1,
    "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"},
                {"output_type": "display_data", "data": {"text/plain": "x", "image/png": "eA=="}, "metadata": {}}],
}  # fmt: skip
_TEXT = {
    "cell_type": "markdown",
    "id": "b",
    "metadata": {"tags": ["t"]},
    "source": "# x",
    "attachments": {"p.png": {"image/png": "eA=="}},
}
_NB = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "P"}},
    "cells": [_CODE, _TEXT],
}
_NB3 = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": [
    {"cell_type": "code", "collapsed": False, "input": "1", "language": "python", "metadata": {}, "prompt_number": 1,
     "outputs": [{"output_type": "pyout", "prompt_number": 1, "text": "1", "png": "eA=="}]},
    {"cell_type": "heading", "level": 2, "metadata": {}, "source": "h"}]}]}  # fmt: skip
TOKENS: tuple[Any, ...] = (
    _CODE, _TEXT, {"cell_type": "raw", "metadata": {}, "source": ""}, "code", "markdown", "raw", "heading", "cells", "worksheets",
    "nbformat", "nbformat_minor", "metadata", "outputs", "output_type", "stream", "error", "pyerr", "pyout", "execute_result",
    "attachments", "id", "source", "input", "language", "signature", "orig_nbformat", "kernelspec", "language_info", "name", "widgets",
    {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}, "application/json", "collapsed", 3, 4, 5, 2,
)  # fmt: skip
_OLD = {
    "nbformat": 3,
    "metadata": {},
    "worksheets": [{"cells": [{"cell_type": "heading", "level": 2**29, "source": "h"}]}],
}
SEEDS: tuple[Any, ...] = (
    {"notebook": _OLD}, {"notebook": {**_NB, "nbformat": True}}, {"notebook": {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x"}] * 2}},
    {"notebook": {**_NB, "nbformat_minor": 99, "cells": [{"cell_type": "magic"}]}},
    {"notebook": {**_NB, "cells": [{"cell_type": "magic", "metadata": {}, "source": ""}]}},
    {"notebook": _NB, "twice": True}, {"notebook": _NB3, "twice": True}, *({"notebook": {**_NB, "nbformat_minor": minor}} for minor in range(8)),
    {"notebook": {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": "1", "outputs": []}]}]}},
    {"notebook": {**_NB, "cells": [_CODE, _CODE]}, "patch": [[5, 0]]}, {"text": "efbbbf7b7d"}, {"notebook": _NB, "cut": 90},
)  # fmt: skip


def check(tree: Any) -> None:
    """Read a text; write the notebook down and read it again: nothing may change any more."""
    text = _text(tree)
    where = Path("some/where.ipynb")
    try:
        notebook = parse_notebook(where, text)
    except NotebookError as error:
        assert str(error).startswith(f"{where}: ")
        assert "\n" not in str(error)
        assert len(str(error)) < 600
        return
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert notebook.nbformat == 4
    assert all(type(cell.source) is str for cell in notebook.cells)
    assert all(hasattr(cell.metadata, "get") for cell in notebook.cells)
    again = json.dumps(notebook)
    again.encode()
    if entry(tree, "twice"):
        assert _work(parse_notebook(where, again)) == _work(notebook)


def _work(notebook: Any) -> list[Any]:
    """Return what counts of a notebook: its cells without what they showed."""
    return [(c.cell_type, c.id, c.source, c.metadata) for c in notebook.cells]


def _text(tree: Any) -> str:
    content = raw(part(tree, "text", str, "")) or json.dumps(entry(tree, "notebook")).encode()
    content = patched(content, entry(tree, "patch"), entry(tree, "cut"))
    return content.decode("utf-8-sig", "replace")
