"""Whether an answer reaches for the course's own solutions: said to a person, costs no points."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from autograder.notebook.names import without_magics

CALLS = frozenset({"exec", "eval", "compile", "__import__"})
"""Built-in functions that run text."""

ATTRIBUTES = frozenset(
    {"__code__", "__globals__", "__closure__", "getsource", "getsourcelines", "_getframe"}
    | {"get_objects", "get_referrers", "settrace", "setprofile", "import_module", "meta_path"}
    | {"fork", "Popen", "posix_spawn"}
)
MODULES = ("marshal", "ctypes", "importlib", "subprocess", "multiprocessing", "gc", "dis")
CLOSED = ("cs231n_core.kernels", "cs231n_core.stages", "autograder")
"""What answers have no business in."""


def odd_means(sources: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence if cells use means by which text of the core can be run unseen.

    Examples
    --------
    >>> odd_means(["code = relu_forward.__code__", "import numpy as np"])
    ('an answer uses __code__: it may run the text of the core',)
    """
    found = sorted({means for source in sources for means in _used(source)})
    return (f"an answer uses {', '.join(found)}: it may run the text of the core",) if found else ()


def _used(source: str) -> Iterator[str]:
    try:
        nodes = list(ast.walk(ast.parse(without_magics(source))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from {node.func.id} & CALLS
            if node.func.id == "getattr":
                yield from _computed(node)
        elif isinstance(node, ast.Attribute):
            yield from {node.attr} & ATTRIBUTES
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)


def _computed(call: ast.Call) -> Iterator[str]:
    """Yield an attribute that a call of ``getattr`` names, or that nobody can tell which."""
    name = call.args[1] if len(call.args) > 1 else None
    if not isinstance(name, ast.Constant):
        yield "getattr of a computed name"
    elif name.value in ATTRIBUTES:
        yield str(name.value)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    parent = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
    for alias in node.names:
        title = f"{parent}{alias.name}"
        private = title.startswith("cs231n_core.") and "._" in title
        if title.split(".")[0] in MODULES or private or title.startswith(CLOSED):
            yield title
