"""Whether an answer is the core's own text: said to a person, never a reason for fewer points."""

from __future__ import annotations

import ast
import inspect
import io
import sys
import tokenize
import types
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from autograder.notebook.names import without_magics

CORE = "cs231n_core"
LIKE = 90.0
"""How much of the words, in percent, must be the same."""

LEAST_WORDS = 60
"""Two people who write so few words for one formula may well write the same ones."""

_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def near_copies(sources: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each function of the exercises that is nearly the core's text.

    Parameters
    ----------
    sources : iterable of str
        The student's cells.
    asked : iterable of str
        The functions that the exercises ask for.
    """
    wanted = set(asked)
    found = []
    for name, text in (pair for source in sources for pair in _functions(source)):
        words = _words(text) if name in wanted else ()
        if len(words) < LEAST_WORDS:
            continue
        like = max((fuzz.ratio(words, known) for known in core_words(name)), default=0.0)
        if like >= LIKE:
            found.append(f"{name} is {like:.0f}% the text of the core's")
    return tuple(dict.fromkeys(found))


def _functions(source: str) -> Iterator[tuple[str, str]]:
    """Yield the functions of a text, without their docstrings."""
    try:
        tree = ast.parse(without_magics(source))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        yield from [(node.name, _without_docstring(node)) for node in functions]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # nobody's copy


def _without_docstring(node: ast.FunctionDef) -> str:
    if ast.get_docstring(node) is not None:
        node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(node)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a program: no comments, no layout."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return tuple(token.string for token in tokens if token.type not in _SKIPPED)


@lru_cache(maxsize=256)
def core_words(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of every function of the core with this name."""
    modules = [m for title, m in list(sys.modules.items()) if title.split(".")[0] == CORE]
    values = {id(v): v for v in (getattr(module, name, None) for module in modules)}
    texts = []
    for value in values.values():
        if isinstance(value, types.FunctionType) and value.__module__.split(".")[0] == CORE:
            texts += [_words(text) for _, text in _functions(inspect.getsource(value))]
    return tuple(texts)
