"""What a Solver is given: a model, data, and options by name, all checked before training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from os import PathLike
from typing import Any, Protocol

import numpy as np

from cs231n_core import optim
from cs231n_core.arrays import Array, IntArray
from cs231n_core.errors import explain

UpdateRule = Callable[..., tuple[Array, dict[str, Any]]]


class Model(Protocol):
    """What a Solver can train: ``params`` by name, and ``loss``."""

    params: dict[str, Array]

    def loss(self, X: Array, y: IntArray | None = None) -> Any:
        """Return ``(loss, grads)``, or the scores (N, C) if ``y`` is None."""


@dataclass(frozen=True)
class SolverOptions:
    """What can be passed to `Solver` by name, with CS231n's names and defaults."""

    update_rule: str | UpdateRule = "sgd"
    optim_config: Mapping[str, Any] = field(default_factory=dict)
    lr_decay: float = 1.0
    batch_size: int = 100
    num_epochs: int = 10
    num_train_samples: int | None = 1000
    num_val_samples: int | None = None
    print_every: int = 10
    verbose: bool = True
    rng: np.random.Generator | None = None
    checkpoint_name: str | PathLike[str] | None = None
    should_abort: Callable[[Sequence[float]], bool] | None = None


def read_options(options: Mapping[str, Any]) -> SolverOptions:
    """Return options by name as a record, or refuse what is unknown or makes no sense."""
    known = [f.name for f in fields(SolverOptions)]
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise ValueError(explain("Solver", "got the unknown options", unknown, ", ".join(known)))
    record = SolverOptions(**options)
    for name, least in (("batch_size", 1), ("num_epochs", 0), ("print_every", 1)):
        if getattr(record, name) < least:
            raise ValueError(
                explain("Solver", f"{name} is", getattr(record, name), f"at least {least}")
            )
    return record


def update_rule(rule: str | UpdateRule) -> UpdateRule:
    """Return an update rule, given it or its name."""
    if callable(rule):
        return rule
    if rule not in optim.RULES:
        known = ", ".join(optim.RULES)
        raise ValueError(explain("Solver", "update_rule is", repr(rule), known))
    return optim.RULES[rule]


def examples(data: Mapping[str, Any], part: str) -> tuple[Any, Any]:
    """Return X and y of a part of the data, or say what is missing or does not fit."""
    for name in (f"X_{part}", f"y_{part}"):
        if name not in data:
            raise ValueError(explain("Solver", "data has the keys", sorted(data), f"also {name}"))
    X, y = data[f"X_{part}"], data[f"y_{part}"]
    if len(X) != len(y) or len(X) == 0:
        raise ValueError(
            explain(
                "Solver",
                f"X_{part} and y_{part} have lengths",
                (len(X), len(y)),
                "one label per example, and at least one",
            )
        )
    return X, y
