"""Other ways to write an expression: algebra, functions for operators, loops for arrays."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import NamedTuple

from autograder.authoring.vary.patterns import Parts, always, numeric, pattern

Rewrite = Callable[[ast.expr], ast.expr | None]


class Formula(NamedTuple):
    """A change of expressions, and the helper function or import that its new form needs."""

    name: str
    rewrite: Rewrite
    helper: str = ""


HELPERS = {
    "math": "import math",
    "added_up": """\
def added_up(rows):
    total = np.zeros(rows.shape[1:], rows.dtype)
    for row in rows:
        total = total + row
    return total""",
    "by_hand": """\
def by_hand(left, right):
    rows = left.reshape(-1, left.shape[-1])
    out = np.zeros((len(rows), right.shape[1]), np.result_type(left, right))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (rows[i] * right[:, j]).sum()
    return out.reshape(left.shape[:-1] + right.shape[1:])""",
    "chosen": """\
def chosen(mask, yes, no):
    out = np.empty(np.broadcast_shapes(np.shape(mask), np.shape(yes), np.shape(no)),
                   np.result_type(yes, no))
    mask = np.broadcast_to(mask, out.shape)
    out[mask] = np.broadcast_to(yes, out.shape)[mask]
    out[~mask] = np.broadcast_to(no, out.shape)[~mask]
    return out""",
    "one_by_one": """\
def one_by_one(function, array):
    out = np.empty_like(array)
    for place in np.ndindex(np.shape(array)):
        out[place] = function(array[place])
    return out""",
}
"""What new forms call, by name; it stands once above the answers that use it."""


def _constant_in_difference(parts: Parts) -> bool:
    # Of two measured numbers the difference must be taken first: far from zero it cancels.
    return numeric(parts) and any(isinstance(parts[k], ast.Constant) for k in "BC")


def _not_one(parts: Parts) -> bool:
    return numeric(parts) and ast.unparse(parts["A"]) != "1"


_WORDS: tuple[tuple[str, str, Callable[[Parts], bool]], ...] = (
    ("square as product", "A ** 2 -> A * A", numeric),
    ("square as function", "A ** 2 -> np.square(A)", numeric),
    ("square as np.power", "A ** 2 -> np.power(A, 2)", numeric),
    ("square with a point", "A ** 2 -> A ** 2.0", numeric),
    ("cube as product", "A ** 3 -> A * A * A", numeric),
    ("root as power", "np.sqrt(A) -> A ** 0.5", numeric),
    ("power as root", "A ** 0.5 -> np.sqrt(A)", numeric),
    ("reciprocal as power", "1 / A -> A ** -1.0", numeric),
    ("quotient by reciprocal", "A / B -> A * (1 / B)", _not_one),
    ("product over sum", "A * (B + C) -> A * B + A * C", numeric),
    ("product over difference", "A * (B - C) -> A * B - A * C", _constant_in_difference),
    ("difference of squares", "1 - A ** 2 -> (1 - A) * (1 + A)", numeric),
    ("sum swapped", "A + B -> B + A", numeric),
    ("product swapped", "A * B -> B * A", numeric),
    ("minus as plus", "A - B -> A + -B", numeric),
    ("difference turned", "A - B -> -(B - A)", numeric),
    ("negated twice", "A * B -> -(-A * B)", numeric),
    ("half as division", "-0.5 * A -> -(A / 2)", numeric),
    ("sum by function", "A + B -> np.add(A, B)", numeric),
    ("difference by function", "A - B -> np.subtract(A, B)", numeric),
    ("product by function", "A * B -> np.multiply(A, B)", numeric),
    ("quotient by function", "A / B -> np.divide(A, B)", numeric),
    ("negative by function", "-A -> np.negative(A)", numeric),
    ("one with a point", "1 - A -> 1.0 - A", numeric),
    ("one plus with a point", "1 + A -> 1.0 + A", numeric),
    ("mean as sum of rows", "A.mean(axis=0) -> A.sum(axis=0) / A.shape[0]", numeric),
    ("mean as sum", "A.mean() -> A.sum() / A.size", numeric),
    ("mean function as sum", "np.mean(A) -> np.sum(A) / np.size(A)", numeric),
    ("mean as average", "A.mean(axis=B) -> np.average(A, axis=B)", numeric),
    ("variance written out", "A.var(axis=0) -> ((A - A.mean(axis=0)) ** 2).mean(axis=0)", numeric),
    ("deviation as root", "A.std(axis=B) -> np.sqrt(A.var(axis=B))", numeric),
    ("deviation of all as root", "A.std() -> np.sqrt(A.var())", numeric),
    ("sum by einsum", "A.sum(axis=0) -> np.einsum('i...->...', A)", numeric),
    ("sum by ones", "A.sum(axis=0) -> np.ones(len(A), A.dtype) @ A", numeric),
    ("sum with kept axis", "A.sum(axis=0) -> A.sum(axis=0, keepdims=True)[0]", numeric),
    ("sum reduced", "A.sum(axis=B) -> np.add.reduce(A, axis=B)", numeric),
    ("sum function reduced", "np.sum(A, axis=B) -> np.add.reduce(A, axis=B)", numeric),
    ("maximum reduced", "A.max(axis=B) -> np.maximum.reduce(A, axis=B)", numeric),
    ("maximum as amax", "A.max(axis=B) -> np.amax(A, axis=B)", numeric),
    ("matmul by function", "A @ B -> np.matmul(A, B)", numeric),
    ("matmul by dot", "A @ B -> np.dot(A, B)", numeric),
    ("matmul by method", "A @ B -> A.dot(B)", numeric),
    ("matmul by tensordot", "A @ B -> np.tensordot(A, B, axes=1)", numeric),
    ("matmul by einsum", "A @ B -> np.einsum('...i,ij->...j', A, B)", numeric),
    ("tensordot by einsum",
     "np.tensordot(A, B, axes=1) -> np.einsum('nd,dmk->nmk', A, B)", numeric),
    ("tensordot by matmul",
     "np.tensordot(A, B, axes=1) -> (A @ B.reshape(B.shape[0], -1)).reshape(-1, *B.shape[1:])",
     numeric),
    ("tensordot over pieces by einsum",
     "np.tensordot(A, B, axes=([1, 2], [1, 2])) -> np.einsum('nmk,dmk->nd', A, B)", numeric),
    ("tensordot over rows by einsum",
     "np.tensordot(A, B, axes=([0], [0])) -> np.einsum('nd,nmk->dmk', A, B)", numeric),
    ("maximum by where", "np.maximum(A, B) -> np.where(A > B, A, B)", numeric),
    ("minimum by where", "np.minimum(A, B) -> np.where(A < B, A, B)", numeric),
    ("maximum by clip", "np.maximum(A, 0) -> np.clip(A, 0, None)", numeric),
    ("minimum by clip", "np.minimum(A, 0) -> np.clip(A, None, 0)", numeric),
    ("maximum by fmax", "np.maximum(A, B) -> np.fmax(A, B)", numeric),
    ("maximum swapped", "np.maximum(A, B) -> np.maximum(B, A)", numeric),
    ("where by select", "np.where(A, B, C) -> np.select([A], [B], C)", numeric),
    ("where turned", "np.where(A, B, C) -> np.where(np.logical_not(A), C, B)", numeric),
    ("absolute by where", "np.abs(A) -> np.where(A < 0, -A, A)", numeric),
    ("absolute by maximum", "np.abs(A) -> np.maximum(A, -A)", numeric),
    ("absolute by builtin", "np.abs(A) -> abs(A)", numeric),
    ("expm1 from tanh", "np.expm1(A) -> 2 * np.tanh(A / 2) / (1 - np.tanh(A / 2))", numeric),
    ("transpose by function", "A.T -> np.transpose(A)", numeric),
    ("transpose by method", "A.T -> A.transpose()", numeric),
    ("transpose by swapaxes", "A.T -> A.swapaxes(0, 1)", numeric),
    ("newaxis at the end", "A[:, None] -> A[:, np.newaxis]", numeric),
    ("newaxis by expand_dims", "A[:, None] -> np.expand_dims(A, 1)", numeric),
    ("newaxes by reshape", "A[:, None, None] -> A.reshape(-1, 1, 1)", numeric),
    ("newaxes in the last place", "A[:, :, None] -> A[..., np.newaxis]", numeric),
    ("reshape by function", "A.reshape(B, C) -> np.reshape(A, (B, C))", numeric),
    ("reshape with a tuple", "A.reshape(B, C) -> A.reshape((B, C))", numeric),
    ("axes to the end", "A.transpose(0, 2, 3, 1) -> np.moveaxis(A, 1, -1)", numeric),
    ("axes to the front", "A.transpose(0, 3, 1, 2) -> np.moveaxis(A, -1, 1)", numeric),
    ("axes by function", "A.transpose(0, 2, 3, 1) -> np.transpose(A, (0, 2, 3, 1))", numeric),
    ("zeros spelt out", "np.zeros_like(A) -> np.zeros(A.shape, dtype=A.dtype)", numeric),
    ("zeros by full", "np.zeros_like(A) -> np.full_like(A, 0)", numeric),
    ("empty as zeros", "np.empty(A, B) -> np.zeros(A, dtype=B)", always),
    ("ones as zeros", "np.ones_like(A) -> np.zeros_like(A) + 1", numeric),
    ("length by shape", "len(A) -> A.shape[0]", numeric),
    ("type by array", "A.astype(B) -> np.array(A, dtype=B)", numeric),
    ("greater turned", "A > B -> B < A", numeric),
    ("less turned", "A < B -> B > A", numeric),
    ("at most turned", "A <= B -> B >= A", numeric),
    ("at least turned", "A >= B -> B <= A", numeric),
    ("equal turned", "A == B -> B == A", numeric),
    ("norm written out", "np.linalg.norm(np.ravel(A)) -> np.sqrt(np.sum(np.square(A)))", numeric),
    ("norm by dot", "np.linalg.norm(np.ravel(A)) -> np.sqrt(np.dot(np.ravel(A), np.ravel(A)))",
     numeric),
    ("ravel by method", "np.ravel(A) -> np.asarray(A).ravel()", numeric),
    ("mode by slice", "A.startswith('channel') -> A[:7] == 'channel'", always),
    ("number left to NumPy", "float(A) -> np.float64(A)", numeric),
    ("truth left to NumPy", "bool(A) -> np.bool_(A)", numeric),
    ("float by item", "float(A) -> np.asarray(A).item()", numeric),
)  # fmt: skip

_HELPED = (
    ("power as math.sqrt", "A ** 0.5 -> math.sqrt(A)", "math"),
    ("sum in a loop", "A.sum(axis=0) -> added_up(A)", "added_up"),
    ("matmul in loops", "A @ B -> by_hand(A, B)", "by_hand"),
    ("where by masks", "np.where(A, B, C) -> chosen(A, B, C)", "chosen"),
    ("maximum by masks", "np.maximum(A, B) -> chosen(A > B, A, B)", "chosen"),
    ("exp entry by entry", "np.exp(A) -> one_by_one(np.exp, A)", "one_by_one"),
    ("tanh entry by entry", "np.tanh(A) -> one_by_one(np.tanh, A)", "one_by_one"),
    ("expm1 entry by entry", "np.expm1(A) -> one_by_one(np.expm1, A)", "one_by_one"),
    ("root entry by entry", "np.sqrt(A) -> one_by_one(np.sqrt, A)", "one_by_one"),
)

_AS_FUNCTION = frozenset(["sum", "mean", "max", "min", "var", "std", "argmax", "any", "all"])


def method_as_function(node: ast.expr) -> ast.expr | None:
    """``a.sum(axis=0)`` → ``np.sum(a, axis=0)``."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    inner = node.func.value
    if node.func.attr not in _AS_FUNCTION or ast.unparse(inner) in ("np", "math"):
        return None
    return ast.Call(_np(node.func.attr), [inner, *node.args], node.keywords)


def function_as_method(node: ast.expr) -> ast.expr | None:
    """``np.sum(a, axis=0)`` → ``a.sum(axis=0)``."""
    if _numpy_call(node) not in _AS_FUNCTION or not isinstance(node, ast.Call):
        return None
    method = ast.Attribute(node.args[0], _numpy_call(node), ast.Load())
    return ast.Call(method, node.args[1:], node.keywords)


def axis_by_position(node: ast.expr) -> ast.expr | None:
    """``a.sum(axis=0)`` → ``a.sum(0)``, ``np.sum(a, axis=0)`` → ``np.sum(a, 0)``."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr not in _AS_FUNCTION or [key.arg for key in node.keywords] != ["axis"]:
        return None
    return ast.Call(node.func, [*node.args, node.keywords[0].value], [])


def dict_by_call(node: ast.expr) -> ast.expr | None:
    """``{"loss": x}`` → ``dict(loss=x)``."""
    if not isinstance(node, ast.Dict) or not node.keys:
        return None
    names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    if not all(isinstance(name, str) and name.isidentifier() for name in names):
        return None
    pairs = zip(names, node.values, strict=True)
    words = [ast.keyword(str(name), value) for name, value in pairs]
    return ast.Call(ast.Name("dict", ast.Load()), [], words)


def union_by_stars(node: ast.expr) -> ast.expr | None:
    """``stats | {"k": x}`` → ``{**stats, "k": x}``."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
        return None
    if not isinstance(node.right, ast.Dict):
        return None
    return ast.Dict([None, *node.right.keys], [node.left, *node.right.values])


def _np(name: str) -> ast.expr:
    return ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())


def _numpy_call(node: ast.expr) -> str:
    """Return ``f`` where the expression is ``np.f(...)``, else an empty text."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return ""
    inner = node.func.value
    return node.func.attr if isinstance(inner, ast.Name) and inner.id == "np" else ""


def _formulas() -> tuple[Formula, ...]:
    plain = [Formula(name, pattern(name, change, when)) for name, change, when in _WORDS]
    helped = [Formula(name, pattern(name, change, numeric), key) for name, change, key in _HELPED]
    coded = [
        Formula("method as function", method_as_function),
        Formula("function as method", function_as_method),
        Formula("axis by position", axis_by_position),
        Formula("dict by call", dict_by_call),
        Formula("union by stars", union_by_stars),
    ]
    return (*plain, *helped, *coded)


FORMULAS = _formulas()
"""Every change of an expression, by a name that reads like what it does."""
