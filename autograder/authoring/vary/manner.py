"""How a function looks and what it says: comments, prints, hints, spacing, tabs, long lines.

The first kind changes the syntax tree, the second (`LAYOUTS`) the text that is written from it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import numpy as np

from autograder.authoring.vary.naming import locals_renamed, parameters_renamed
from autograder.authoring.vary.statements import Change, code

Rng = np.random.Generator

REMARKS = (
    "# my solution", "# first try was wrong", "# see the hint", "# shapes: (N, D)",
    "# ??? why does this work", "#print(out.shape)", "# größer als null → weiter", "#%% not a cell",
    "# clean this up later", "# 答案", "# !ls", "# type: ignore",
)  # fmt: skip


def doc_replaced(function: ast.FunctionDef, _: Rng) -> bool:
    """Write a docstring of one's own."""
    start = 1 if ast.get_docstring(function) else 0
    function.body[:start] = [ast.Expr(ast.Constant("My own words: it works.\n\n    Done."))]
    return True


def doc_removed(function: ast.FunctionDef, _: Rng) -> bool:
    """Delete the docstring."""
    if not ast.get_docstring(function):
        return False
    del function.body[0]
    return True


def type_hints(function: ast.FunctionDef, _: Rng) -> bool:
    """Annotate the parameters and the result."""
    for argument in function.args.args:
        argument.annotation = ast.parse("'np.ndarray'", mode="eval").body
    function.returns = ast.parse("object", mode="eval").body
    return True


def _inserted(function: ast.FunctionDef, text: str) -> bool:
    start = 1 if ast.get_docstring(function) else 0
    function.body[start:start] = code(text)
    return True


def prints(function: ast.FunctionDef, _: Rng) -> bool:
    """Print what came in."""
    first = function.args.args[0].arg
    return _inserted(function, f"print('{function.name}', type({first}), end=' ... ')")


def writes_to_stderr(function: ast.FunctionDef, _: Rng) -> bool:
    """Write to stderr."""
    return _inserted(function, "import sys\nprint('here', file=sys.stderr)")


def asserts(function: ast.FunctionDef, _: Rng) -> bool:
    """Assert something that holds."""
    return _inserted(function, f"assert {function.args.args[0].arg} is not None")


def unused_variable(function: ast.FunctionDef, _: Rng) -> bool:
    """Leave a variable from an earlier attempt."""
    return _inserted(function, "unused = [i ** 2 for i in range(3)]")


def imports_inside(function: ast.FunctionDef, _: Rng) -> bool:
    """Import NumPy again, inside."""
    return _inserted(function, "import numpy as np")


MANNERS: dict[str, Change] = {
    change.__name__.replace("_", " "): change
    for change in (
        locals_renamed,
        parameters_renamed,
        doc_replaced,
        doc_removed,
        type_hints,
        prints,
        writes_to_stderr,
        asserts,
        unused_variable,
        imports_inside,
    )
}
"""Changes of names and remarks, by name."""


# --- the text ------------------------------------------------------------------------------------


def four_spaces(text: str, _: Rng) -> str:
    """Leave the indentation as it is."""
    return text


def tabs(text: str, _: Rng) -> str:
    """Indent by tabs."""
    return re.sub(r"(?m)^( {4})+", lambda m: "\t" * (len(m[0]) // 4), text)


def two_spaces(text: str, _: Rng) -> str:
    """Indent by two spaces."""
    return re.sub(r"(?m)^( {4})+", lambda m: "  " * (len(m[0]) // 4), text)


def seven_spaces(text: str, _: Rng) -> str:
    """Indent by seven spaces."""
    return re.sub(r"(?m)^( {4})+", lambda m: " " * 7 * (len(m[0]) // 4), text)


def comments(text: str, rng: Rng) -> str:
    """Put a comment above some statements and behind others."""
    lines = []
    for line, quoted in _lines(text):
        remark = REMARKS[int(rng.integers(len(REMARKS)))]
        if not quoted and line.strip() and rng.random() < 0.3:
            lines.append(re.match(r"\s*", line)[0] + remark)  # type: ignore[index]
        lines.append(f"{line}  {remark}" if not quoted and rng.random() < 0.2 else line)
    return "\n".join(lines)


def blank_lines(text: str, rng: Rng) -> str:
    """Leave lines empty, some with spaces in them."""
    return re.sub(r"(?m)^(?=    \w)", "\n   \n" if rng.random() < 0.5 else "\n\n", text)


def trailing_spaces(text: str, _: Rng) -> str:
    """End lines with spaces."""
    return "\n".join(line if quoted else line + "  \t" for line, quoted in _lines(text))


def wide_operators(text: str, _: Rng) -> str:
    """Set ``=`` of assignments off by many spaces."""
    return _outside(text, r"^(\s*\w+) = ", r"\1      =   ")


def no_spaces(text: str, _: Rng) -> str:
    """Write ``a=b*c`` without spaces."""
    return _outside(text, r" (=|\+|-|\*\*?|/|@|<=|>=|==) ", r"\1")


def backslashes(text: str, _: Rng) -> str:
    """Continue assignments on the next line by a backslash."""
    return _outside(text, r"^(\s*)(\w+) = (.+)$", r"\1\2 = \\" "\n" r"\1        \3")


def parentheses(text: str, _: Rng) -> str:
    """Put values into parentheses over three lines."""
    return _outside(text, r"^(\s*)(\w+) = (.+)$", r"\1\2 = (" "\n" r"\1    \3" "\n" r"\1)")


def semicolons(text: str, _: Rng) -> str:
    """End assignments by a semicolon."""
    return _outside(text, r"^(\s*\w+ = .+)$", r"\1;")


def _lines(text: str) -> list[tuple[str, bool]]:
    """Return each line and whether it touches a text of several lines."""
    found, inside = [], False
    for line in text.split("\n"):
        marks = line.count('"""')
        found.append((line, inside or marks > 0))
        inside ^= marks % 2 == 1
    return found


def _outside(text: str, old: str, new: str) -> str:
    """Substitute in the lines without quotes."""
    return "\n".join(
        line if quoted or '"' in line or "'" in line or "#" in line else re.sub(old, new, line)
        for line, quoted in _lines(text)
    )


Layout = Callable[[str, Rng], str]

LAYOUTS: dict[str, Layout] = {
    layout.__name__.replace("_", " "): layout
    for layout in (
        comments,
        blank_lines,
        trailing_spaces,
        wide_operators,
        no_spaces,
        backslashes,
        parentheses,
        semicolons,
    )
}
"""Changes of a function's lines, by name."""

INDENTS: dict[str, Layout] = {
    indent.__name__.replace("_", " "): indent
    for indent in (four_spaces, tabs, two_spaces, seven_spaces)
}
"""Changes of its indentation, by name."""
