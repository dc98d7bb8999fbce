"""Read a notebook file of unknown origin: bounded, validated, upgraded, or refused in one line."""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.records import CourseError
from cs231n_core.errors import explain

MAX_BYTES = 50 * 2**20
"""A stage with all its figures stays under 3 MB; editors that embed uploads reach some tens."""

MAX_CELLS = 2000
"""The longest stage has some hundred; checking a broken one takes a millisecond for each."""

MAX_OUTPUTS = 1000
"""Of a notebook, a line of a traceback counting as one; what is more is left out, for nothing that
is graded depends on it. Checking a broken one takes some milliseconds."""

MAX_TAGS = 20
"""Of a cell; nbgrader's and nbval's are a few."""

MAX_BRACKETS = 2**19
"""Lists and dictionaries of the JSON; a dictionary takes a kilobyte of memory while it is read."""

MAX_TOKENS = 2**22
"""Commas and texts of the JSON; half a million printed lines, or a figure of a million points, have
a quarter of them, a stage some thousand."""

MAX_KEYS = 2**18
"""Of all dictionaries of the JSON; ten thousand rows under a chart have a hundred thousand, a stage
some thousand. nbformat copies each several times."""

MAX_EXPLAINED = 10_000
"""Characters of a broken cell whose fault is searched for: nbformat takes 40 seconds a megabyte."""

MAX_DEPTH = 60
"""Widget state nests about 10 deep; the JSON reader recurses once per level."""

FORMATS = (2, 3, 4)
"""Major versions that are read. Of the first, from 2011, nbformat loses the cells' text."""

_OF_NOTEBOOK = ("authors", "kernelspec", "language_info", "title")
_OF_CELL = ("collapsed", "execution", "format", "jupyter", "name", "scrolled", "tags")
RULED_METADATA = frozenset((*_OF_NOTEBOOK, *_OF_CELL))
"""What the format has rules for in the metadata of a notebook or a cell."""

OLD_JSON = ("json", "application/json")
"""What nbformat would parse, without any bound, in an output of an old format."""

_MINOR: int = nbformat.v4.nbformat_minor
_EMPTY = {"nbformat": 4, "nbformat_minor": _MINOR, "metadata": {}, "cells": []}
_EMPTY_CELL: dict[str, Any] = {"id": "a", "source": "", "outputs": [], "execution_count": None}
_TOKEN = re.compile(r'"[^"]*+"?(?:\s*+(:))?+|[\[\]{},]')
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class NotebookError(CourseError):
    """A file that cannot be used as a notebook; the text is one line that starts with its path."""


def read_notebook(path: Path, *, max_bytes: int = MAX_BYTES) -> NotebookNode:
    """Return the notebook in ``path`` as a valid version 4 notebook whose cells have unique ids.

    Older formats are upgraded, missing or repeated cell ids replaced, outputs beyond
    `MAX_OUTPUTS` and tags beyond `MAX_TAGS` left out, always in the same way; the file itself is
    never written.

    Raises
    ------
    NotebookError
        If the file is missing, not a regular file, larger than ``max_bytes``, not JSON, nested
        deeper than `MAX_DEPTH`, of too many parts, or not a notebook.
    """
    return parse_notebook(path, bounded_text(path, max_bytes))


def parse_notebook(where: Path, text: str) -> NotebookNode:
    """Return the notebook that is written in ``text``; ``where`` only names it in errors.

    Raises
    ------
    NotebookError
        As `read_notebook` does.
    """
    _check_shape(where, text)
    return _validated(where, _parsed(where, text))


def bounded_text(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """Return what a text file says.

    Raises
    ------
    NotebookError
        If it is not a plain file of UTF-8 text of at most ``max_bytes``.
    """
    if path.is_symlink() or not path.is_file():
        kind = "a link" if path.is_symlink() else "a folder" if path.is_dir() else "missing"
        raise NotebookError(explain(str(path), "the file is", kind, "a notebook file"))
    try:
        with path.open("rb") as stream:
            raw = stream.read(max_bytes + 1)
    except OSError as error:
        raise NotebookError(f"{path}: cannot be read: {error.strerror}") from None
    if len(raw) > max_bytes:
        found, allowed = f"{path.stat().st_size} bytes", f"at most {max_bytes}"
        hint = "clear large outputs and save it again"
        raise NotebookError(explain(str(path), "the file has", found, allowed, hint))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotebookError(f"{path}: byte {error.start} is not UTF-8 text") from None


def _check_shape(where: Path, text: str) -> None:
    """Refuse JSON of too many parts or too deep, in a time that grows with the text alone."""
    depth = brackets = keys = 0
    plain = text.replace("\\\\", "").replace('\\"', "")  # now every quote begins or ends a text
    for count, token in enumerate(_TOKEN.finditer(plain), 1):
        first = plain[token.start()]
        depth += (first in "[{") - (first in "]}")
        brackets += first in "[{"
        keys += token.lastindex is not None  # a colon follows
        if depth < 0:
            return  # the reader comes no further either
        if depth > MAX_DEPTH:
            found, most = f"more than {MAX_DEPTH} deep", f"at most {MAX_DEPTH}"
            raise NotebookError(explain(str(where), "the JSON is nested", found, most))
        if brackets > MAX_BRACKETS or keys > MAX_KEYS or count > MAX_TOKENS:
            found = f"more than {MAX_BRACKETS} lists, {MAX_KEYS} keys or {MAX_TOKENS} entries"
            hint = "clear large outputs and save it again"
            raise NotebookError(explain(str(where), "the JSON has", found, "fewer", hint))


def _parsed(where: Path, text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg if text.strip() else "the file is empty"
        raise NotebookError(f"{where}: not valid JSON at line {error.lineno}: {reason}") from None
    except ValueError as error:  # a number of thousands of digits
        raise NotebookError(f"{where}: not valid JSON: {error}") from None
    if not isinstance(content, dict) or type(content.get("nbformat")) is not int:
        raise NotebookError(f"{where}: JSON, but not a notebook: it has no integer nbformat")
    if content["nbformat"] not in FORMATS:
        found, hint = content["nbformat"], "save it with a current Jupyter"
        raise NotebookError(explain(str(where), "nbformat is", found, "2, 3 or 4", hint))
    cells = list(_cells(content))
    if len(cells) > MAX_CELLS:
        found = f"{len(cells)} cells"
        raise NotebookError(explain(str(where), "the notebook has", found, f"at most {MAX_CELLS}"))
    _bound_lists(cells)
    return _encodable(content) if _SURROGATE.search(text) else content


def _cells(content: dict[str, Any]) -> Iterator[Any]:
    """Yield all cells, of old formats as of new ones."""
    sheets = content.get("worksheets")
    holders = [content, *(sheets if isinstance(sheets, list) else [])]
    for cells in (holder.get("cells") for holder in holders if isinstance(holder, dict)):
        if isinstance(cells, list):
            yield from cells


def _bound_lists(cells: Iterable[Any]) -> None:
    """Cut, in place, the lists that the format's rules take long to check, and `OLD_JSON`.

    They ask of tags that no two are equal, which takes hours for some thousand that are no text.
    """
    left = MAX_OUTPUTS
    for cell in cells:
        outputs = _first(cell, "outputs", left)
        left -= len(outputs)
        for output in outputs:
            if isinstance(output, dict):
                for name in OLD_JSON:
                    output.pop(name, None)
            left = max(0, left - len(_first(output, "traceback", left)))
        tags = _first(cell.get("metadata") if isinstance(cell, dict) else None, "tags", MAX_TAGS)
        tags[:] = [tag for tag in tags if isinstance(tag, str)]


def _first(holder: Any, name: str, most: int) -> list[Any]:
    """Cut a list in a dictionary to its first entries and return it."""
    entries = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(entries, list):
        return []
    del entries[most:]
    return entries


def _encodable(value: Any) -> Any:
    """Replace half characters (lone surrogates), which no file can hold, by question marks."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_encodable(entry) for entry in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(entry) for key, entry in value.items()}
    return value


def _validated(where: Path, content: dict[str, Any]) -> NotebookNode:
    logger = logging.getLogger("traitlets")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # nbformat logs what the error below says
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what an upgrade mends is announced; it is wanted
            return _checked(_upgraded(content))
    except Exception as error:  # noqa: BLE001 - nbformat answers broken input with any exception
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        hint = "open it in Jupyter and save it again"
        raise NotebookError(f"{where}: not a valid notebook: {reason}; {hint}") from None
    finally:
        logger.setLevel(level)


def _upgraded(content: dict[str, Any]) -> NotebookNode:
    # nbformat.reads would validate, which takes longer than all else and is done below
    read: Any = nbformat.reader.reads  # nbformat is untyped
    _bound_headings(content)
    raw: NotebookNode = read(json.dumps(_of_today(content)))
    if raw.nbformat < 4:
        raw = _of_version_4(raw)
    raw = nbformat.v4.upgrade(raw)  # type: ignore[no-untyped-call]
    _give_ids(raw, content)
    for name in ("orig_nbformat", "orig_nbformat_minor"):
        raw.metadata.pop(name, None)
    return raw


def _of_version_4(notebook: NotebookNode) -> NotebookNode:
    """Convert a notebook of version 2 or 3 as nbformat does, which would validate it twice."""
    convert: Any = nbformat.convert
    upgrade_cell: Any = nbformat.v4.convert.upgrade_cell
    old: NotebookNode = convert(notebook, 3)
    sheets = old.pop("worksheets", [])
    old.cells = [upgrade_cell(cell) for sheet in sheets for cell in sheet["cells"]]
    old.nbformat, old.nbformat_minor = 4, _MINOR
    for holder in (old, old.metadata):
        for name in ("orig_nbformat", "orig_nbformat_minor"):
            holder.pop(name, None)
    for name in ("name", "signature"):
        old.metadata.pop(name, None)
    return old


def _checked(notebook: NotebookNode) -> NotebookNode:
    """Validate a notebook; metadata that breaks the format is left out."""
    try:
        _validate(notebook)
    except nbformat.ValidationError:
        _leave_out_broken_metadata(notebook)
        for place, cell in enumerate(notebook.cells, 1):
            _check_cell(place, cell)
        _validate(notebook)
    return notebook


def _check_cell(place: int, cell: dict[str, Any]) -> None:
    """Refuse a broken cell with its place, and if it is short with what it lacks."""
    alone = {**_EMPTY, "cells": [cell]}
    try:
        _validate(alone)
        return
    except nbformat.ValidationError:
        said = f"it breaks the rules for a {cell.get('cell_type')!r:.20} cell"
    if len(json.dumps(cell)) <= MAX_EXPLAINED:
        try:
            nbformat.validate(alone, relax_add_props=True)
        except nbformat.ValidationError as error:
            said = str(error).strip().splitlines()[0]
    raise nbformat.ValidationError(f"cell {place}: {said}")


def _validate(content: dict[str, Any]) -> None:
    """Apply the format's compiled rules.

    To say more of an error, `nbformat.validate` goes on with rules that are not compiled, which
    takes minutes for a notebook of some megabytes.
    """
    rules_of: Any = nbformat.validator.get_validator
    rules_of(4, _MINOR, relax_add_props=True, name="fastjsonschema").validate(content)


def _leave_out_broken_metadata(notebook: NotebookNode) -> None:
    """Try each entry that has rules in a notebook, or a cell, of nothing else."""
    for holder in (notebook, *notebook.cells):
        metadata = holder.get("metadata")
        for name in RULED_METADATA.intersection(metadata if isinstance(metadata, dict) else ()):
            alone: dict[str, Any] = {"metadata": {name: metadata[name]}}
            if holder is not notebook:
                cell = {**_EMPTY_CELL, "cell_type": holder.get("cell_type"), **alone}
                alone = {"metadata": {}, "cells": [cell]}
            try:
                _validate({**_EMPTY, **alone})
            except nbformat.ValidationError:
                del metadata[name]


def _of_today(content: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of a format to come as one of today's, with whatever is new in it.

    nbformat would believe any cell and output in it, and compile and keep rules for each number.
    """
    newest = getattr(nbformat.versions[content["nbformat"]], "nbformat_minor", 0)
    minor = content.get("nbformat_minor", 0)
    new = isinstance(minor, int) and minor > newest
    return {**content, "nbformat_minor": newest} if new else content


def _bound_headings(content: dict[str, Any]) -> None:
    """Make a heading of an old format one of the six: nbformat writes as many signs as it says."""
    for sheet in content.get("worksheets", ()):
        for cell in sheet.get("cells", ()):
            if "level" in cell:
                cell["level"] = min(cell["level"], 6)


def _give_ids(notebook: NotebookNode, content: dict[str, Any]) -> None:
    """Give every cell one unique id that depends on the file alone, keeping the valid ones."""
    written = content.get("cells", [])
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        wanted = written[index].get("id") if index < len(written) else None
        valid = isinstance(wanted, str) and _CELL_ID.fullmatch(wanted) and wanted not in seen
        cell.id = str(wanted) if valid else _free_id(index, seen)
        seen.add(cell.id)


def _free_id(index: int, seen: set[str]) -> str:
    name = f"cell-{index}"
    while name in seen:
        name += "x"
    return name
