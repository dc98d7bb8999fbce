"""Whether an answer is the core's own text: said to a person, never a reason for fewer points."""

from __future__ import annotations

import ast
import copy
import inspect
import re
import sys
import textwrap
import types
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from autograder.judge.twins import closed_with
from autograder.notebook.shell import MAX_TEXT, Reader

CORE = "cs231n_core"
LIKE = 90.0
"""How much of the words, in percent, must be the same."""

LEAST_WORDS = 60
"""Two people who write so few words for one formula may well write the same ones."""

MOST_WORDS = 800
"""Twice the core's longest text of an exercise: what has more is no near copy of any."""

OF_THE_COURSE = 2**18
"""Characters of the course's own cells in a notebook: they do not count among the means."""

Words = tuple[str, ...]

_WORD = re.compile(
    r"""'(?:\\.|[^'\\])*+'?|"(?:\\.|[^"\\])*+"?|\d[\w.]*|\w+|->|\*\*|//|[-+*/%@&|^=!<>:]=|<<|>>|\S"""
)
_BLOCKS = {"body": "", "handlers": "", "cases": "", "orelse": "else", "finalbody": "finally"}


def near_copies(sources: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each function that is nearly the core's text of an exercise.

    A copy is one under any name, and in any class or function.

    Parameters
    ----------
    sources : iterable of str
        The student's cells.
    asked : iterable of str
        The functions that the exercises ask for.
    """
    known = dict(pair for name in sorted(asked) for pair in core_words(name))
    reader = Reader(
        left=MAX_TEXT + OF_THE_COURSE, elsewhere=True
    )  # what ends it is named among the means
    found: dict[str, None] = {}
    for source in sources:
        try:
            functions = _functions(reader.read(source).tree)
        except RecursionError:  # thousands of elif
            found["a cell is nested too deeply to be compared with the core's text"] = None
            continue
        found.update(
            (said, None) for pair in dict.fromkeys(functions) for said in _like(*pair, known)
        )
    return tuple(found)


def _like(name: str, words: Words, known: dict[Words, str]) -> Iterator[str]:
    """Yield a sentence if the function ``name`` is nearly one of the known texts."""
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        return
    likeness = ((fuzz.ratio(words, text, score_cutoff=LIKE), text) for text in known)
    like, text = max(likeness, default=(0.0, ()))
    if like >= LIKE:
        other = "" if known[text] == name else f" {known[text]}"
        yield f"{name} is {like:.0f}% the text of the core's{other}"


def _functions(tree: ast.Module) -> list[tuple[str, Words]]:
    """Return the words of every function of a cell, inner ones before those around them.

    Layout, comments, docstrings and annotations are left out: students write other ones or none.
    """
    found: list[tuple[str, Words]] = []
    for node in tree.body:
        if _blocks(node):
            _words(node, found)
    return found


def _words(node: ast.AST, found: list[tuple[str, Words]]) -> list[str]:
    """Return the words of a statement, not many more than are compared; keep its functions'."""
    inner = _blocks(node)
    words = _split(_head(node, inner) if inner else node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        inner["body"] = inner["body"][1:]
    for name, block in inner.items():
        words += [_BLOCKS[name]] if block and _BLOCKS[name] else []
        for statement in block:
            more = _words(statement, found)
            words += more[: MOST_WORDS + 1 - len(words)] if len(words) <= MOST_WORDS else []
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        found.append((node.name, tuple(words)))
    return words


def _blocks(node: ast.AST) -> dict[str, list[ast.AST]]:
    """Return the lists of statements that a statement holds."""
    blocks = {name: getattr(node, name, None) for name in _BLOCKS}
    return {name: block for name, block in blocks.items() if isinstance(block, list)}


def _head(node: ast.AST, blocks: Iterable[str]) -> ast.AST:
    """Return a statement without those that it holds, and without annotations."""
    head = copy.copy(node)
    for name in blocks:
        setattr(head, name, [])
    if isinstance(head, ast.FunctionDef | ast.AsyncFunctionDef):
        head.returns = None
        for argument in ast.walk(head.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
    return head


def _split(node: ast.AST) -> list[str]:
    try:
        return _WORD.findall(ast.unparse(node))
    except (RecursionError, ValueError):
        return []  # an expression as deep, or a number as long, as none of the core's


@lru_cache(maxsize=256)
def core_words(name: str) -> tuple[tuple[Words, str], ...]:
    """Return the words and names of the core's functions that do what the exercise asks for."""
    titles = closed_with([name])
    return tuple((words, title) for title in titles for words in _core_words(title))


@lru_cache(maxsize=256)
def _core_words(name: str) -> tuple[Words, ...]:
    """Return the words of every function of the core with this name."""
    modules = [m for title, m in list(sys.modules.items()) if title.split(".")[0] == CORE]
    values = {id(v): v for v in (getattr(module, name, None) for module in modules)}
    texts = []
    for value in values.values():
        if isinstance(value, types.FunctionType) and value.__module__.split(".")[0] == CORE:
            tree = ast.parse(textwrap.dedent(inspect.getsource(value)))
            texts.append(_functions(tree)[-1][1])
    return tuple(texts)
