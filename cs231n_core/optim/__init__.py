"""Update rules: ``(w, dw, config) -> (next_w, config)``, one parameter array at a time.

``config`` holds the hyperparameters and the state of a rule, and belongs to one parameter. As in
CS231n the dict that is given is brought up to date and returned; no array is ever written to: new
weights and new state are new arrays. A rule keeps the dtype of ``w``.
"""

from collections.abc import Callable

from cs231n_core.arrays import Array
from cs231n_core.optim._state import Config
from cs231n_core.optim.adaptive import adagrad, adam, rmsprop
from cs231n_core.optim.momentum import nesterov_momentum, sgd, sgd_momentum
from cs231n_core.optim.schedules import learning_rate_at, reduce_on_plateau

__all__ = [
    "RULES",
    "adagrad",
    "adam",
    "learning_rate_at",
    "nesterov_momentum",
    "reduce_on_plateau",
    "rmsprop",
    "sgd",
    "sgd_momentum",
]

RULES: dict[str, Callable[[Array, Array, Config | None], tuple[Array, Config]]] = {
    "sgd": sgd,
    "sgd_momentum": sgd_momentum,
    "nesterov_momentum": nesterov_momentum,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}
"""The update rules by name, as a Solver is given them."""
