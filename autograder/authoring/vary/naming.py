"""Names in a function: which are its own, which are free, and how to change them."""

from __future__ import annotations

import ast
import re

import numpy as np

STUDENTS_WORDS = (
    "a", "acc", "alt", "arr", "batch", "buf", "calc", "cur", "data", "delta", "d_out", "eins",
    "f_val", "grad", "helper", "h1", "h2", "inp", "item", "k1", "mat", "my_x", "n_items", "neu",
    "p1", "p2", "pre", "q", "res", "ret", "s0", "step", "temp", "tmp", "tmp2", "u", "upstream",
    "v", "val", "values", "xx", "x1", "x2", "y_hat", "z", "z1", "zwei", "größe", "α", "_x",
)  # fmt: skip
"""What students call things, umlauts and Greek letters included."""


def names_in(node: ast.AST) -> set[str]:
    """Return every name that occurs in the code, parameters and inner functions included."""
    found = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    found |= {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return found | {part.name for part in ast.walk(node) if isinstance(part, ast.FunctionDef)}


def free_name(function: ast.FunctionDef, wish: str) -> str:
    """Return the wished name, or it with a number where it is taken."""
    taken, name, number = names_in(function), wish, 2
    while name in taken:
        name, number = f"{wish}{number}", number + 1
    return name


def own_names(function: ast.FunctionDef) -> set[str]:
    """Return the local variables of a function, its parameters left out."""
    stored = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return stored - {arg.arg for arg in function.args.args} - {"_"}


def free_parameters(function: ast.FunctionDef) -> set[str]:
    """Return the parameters that callers give by position: those without a default."""
    arguments = function.args.args
    return {arg.arg for arg in arguments[: len(arguments) - len(function.args.defaults)]}


def locals_renamed(function: ast.FunctionDef, rng: np.random.Generator) -> bool:
    """Give local variables other names."""
    return _renamed(function, rng, own_names(function))


def parameters_renamed(function: ast.FunctionDef, rng: np.random.Generator) -> bool:
    """Give the parameters without a default other names."""
    return _renamed(function, rng, free_parameters(function))


def _renamed(function: ast.FunctionDef, rng: np.random.Generator, old: set[str]) -> bool:
    taken = names_in(function)
    words = [word for word in STUDENTS_WORDS if word not in taken]
    chosen = rng.permutation(len(words))[: len(old)]
    new = {name: words[place] for name, place in zip(sorted(old), chosen, strict=False)}

    class Rename(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            return ast.Name(new.get(node.id, node.id), node.ctx)

        def visit_arg(self, node: ast.arg) -> ast.arg:
            node.arg = new.get(node.arg, node.arg)
            return node

    Rename().visit(function)
    return bool(new)


def helpers_used(text: str, known: set[str]) -> set[str]:
    """Return which of the known names stand in a function's text."""
    return known & set(re.findall(r"\w+", text))
