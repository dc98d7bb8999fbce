"""The visible checks of the derivation: six derivatives, the whole gradient, the simplified one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cs231n_core.cases import Draw
from cs231n_core.checks import Item
from cs231n_core.facets import Question
from cs231n_core.stages import s05_graph as graph
from cs231n_core.stages import s05_mistakes as wrong
from cs231n_core.stages.s05_asking import Asked, Known
from cs231n_core.stages.s05_graph import at_node


def one(reference: Callable[..., Any]) -> Callable[..., tuple[Any]]:
    """Return the reference of a function with one result."""
    return lambda *args: (reference(*args),)


NODES: dict[str, tuple[str, tuple[str, ...], Known]] = {
    "dbeta": ("out", ("dout", "cache"), wrong.dbeta),
    "dgamma": ("out", ("dout", "cache"), wrong.dgamma),
    "dxhat": ("out", ("dout", "cache"), wrong.dxhat),
    "dvar": ("x_hat", ("dxhat", "cache"), wrong.dvar),
    "dmu": ("mean", ("dxhat", "dvar", "cache"), wrong.dmu),
    "dx": ("x", ("dxhat", "dvar", "dmu", "cache"), wrong.dx),
}
"""For each derivative: the node it starts from, the arguments, the known mistakes."""

STEPS = {
    name: Asked(f"bn_{name}", one(getattr(graph, name)), inputs, (name,), known)
    for name, (_, inputs, known) in NODES.items()
}
"""The six small functions of the derivation."""

GRADS = ("dx", "dgamma", "dbeta")
BACKWARD = Asked("batchnorm_backward", graph.backward, ("dout", "cache"), GRADS, wrong.backward)
ALT = Asked("batchnorm_backward_alt", graph.backward_slim, ("dout", "cache"), GRADS, wrong.backward)

HINTS = {
    "dbeta": "beta is added to every example of its feature",
    "dgamma": "out = gamma * x_hat + beta: what stands beside gamma?",
    "dxhat": "out = gamma * x_hat + beta: what stands beside x_hat?",
    "dvar": "x_hat = (x - mean) * (var + eps)**(-1/2), for every example of the batch",
    "dmu": "the mean is in x_hat, and in var = mean((x - mean)**2)",
    "dx": "x is in x_hat, in var and in the mean",
}


def _step(name: str, hidden: int) -> Item:
    step, node = STEPS[name], NODES[name][0]
    shape = (5, 3)
    facets = [
        step.values(
            Question("value", 4, f"{name} for five examples of three features", HINTS[name]),
            at_node(node, shape),
        ),
        step.dtypes(1, at_node(node, shape)),
        step.purity(1, at_node(node, shape)),
    ]
    if name == "dmu":
        facets.insert(
            1,
            step.values(
                Question("elsewhere", 2, "dmu where the cached mean is not the batch's"),
                at_node(node, shape, off=1.0),
            ),
        )
    return Item(name, 1, (step.name,), tuple(facets), hidden)


def _whole(asked: Asked, draw: Draw, hidden: int) -> Item:
    facets = (
        asked.values(Question("dx", 4, "dx for a random dout"), draw, only="dx"),
        asked.values(Question("dgamma", 2, "dgamma for a random dout"), draw, only="dgamma"),
        asked.values(Question("dbeta", 1, "dbeta for a random dout"), draw, only="dbeta"),
        asked.dtypes(1, draw),
        asked.purity(1, draw),
    )
    return Item(asked.name, 4, (asked.name,), facets, hidden)


STEP_ITEMS = tuple(
    _step(name, hidden)
    for name, hidden in {
        "dbeta": 2, "dgamma": 2, "dxhat": 3, "dvar": 3, "dmu": 3, "dx": 3,
    }.items()
)  # fmt: skip

BACKWARD_ITEM = _whole(BACKWARD, at_node("out", (4, 5)), 5)
ALT_ITEM = _whole(ALT, at_node("out", (4, 5), small=True), 4)
