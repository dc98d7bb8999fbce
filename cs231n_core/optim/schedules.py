"""How the learning rate changes over training: by the clock, or when progress stops."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cs231n_core.errors import explain

Setting = Mapping[str, Any]


def learning_rate_at(step: int, config: Setting) -> float:
    """Return the learning rate that a schedule prescribes for a step, counted from 0.

    With ``t`` the step, or the epoch if ``steps_per_epoch`` is given, never beyond ``total``:

    - ``"step"``: ``learning_rate * factor ** floor(t / every)``;
    - ``"exponential"``: ``learning_rate * exp(-rate * t)``;
    - ``"inverse_time"``: ``learning_rate / (1 + rate * t)``;
    - ``"cosine"``: half a cosine from ``learning_rate`` at 0 to ``minimum`` at ``total``.

    Parameters
    ----------
    step : int
        0 or more.
    config : dict
        ``kind``, ``learning_rate`` (default 1e-2), ``steps_per_epoch`` (default 1), ``total``
        (needed by cosine only), and per kind: ``factor`` (default 0.1) and ``every``; ``rate``;
        ``rate``; ``minimum`` (default 0).

    Returns
    -------
    learning_rate : float

    Raises
    ------
    ValueError
        If the kind is unknown, a setting is missing or the step is negative.

    References
    ----------
    Loshchilov, Hutter, "SGDR", ICLR 2017, equation 5, for the cosine.

    Examples
    --------
    >>> schedule = {"kind": "step", "learning_rate": 1.0, "factor": 0.5, "every": 10}
    >>> [learning_rate_at(step, schedule) for step in (0, 9, 10, 25)]
    [1.0, 1.0, 0.5, 0.25]
    """
    kind = config.get("kind")
    if kind not in _KINDS:
        raise ValueError(explain("learning_rate_at", "kind is", repr(kind), ", ".join(_KINDS)))
    if step < 0:
        raise ValueError(explain("learning_rate_at", "step is", step, "0 or more"))
    missing = [name for name in _NEEDED[kind] if name not in config]
    if missing:
        raise ValueError(
            explain("learning_rate_at", f"{kind} lacks", ", ".join(missing), "a value in config")
        )
    t = step / config.get("steps_per_epoch", 1)
    t = min(t, config.get("total", math.inf))
    return float(_KINDS[kind](t, config.get("learning_rate", 1e-2), config))


def reduce_on_plateau(
    lr: float,
    history: Sequence[float],
    patience: int = 2,
    factor: float = 0.5,
    min_delta: float = 0.0,
    min_lr: float = 0.0,
) -> float:
    """Return the learning rate for the next epoch: cut if the accuracy has stopped rising.

    An epoch is better than the best before it if it is so by more than ``min_delta``. A cut is
    due when the last epoch is the ``patience``-th in a row that is not; then counting starts
    again, so that a plateau is cut every ``patience`` epochs.

    Parameters
    ----------
    lr : float
        The present learning rate.
    history : sequence of float
        An accuracy per epoch, the last one at the end; more is better.
    patience : int
    factor : float
        Of a cut.
    min_delta : float
    min_lr : float
        No cut goes below it.

    Returns
    -------
    learning_rate : float

    Raises
    ------
    ValueError
        If ``patience`` is below 1 or ``factor`` does not cut.

    Examples
    --------
    >>> reduce_on_plateau(0.1, [0.3, 0.4, 0.4])
    0.1
    >>> reduce_on_plateau(0.1, [0.3, 0.4, 0.4, 0.35])
    0.05
    """
    if patience < 1:
        raise ValueError(explain("reduce_on_plateau", "patience is", patience, "at least 1"))
    if not 0 < factor < 1:
        raise ValueError(explain("reduce_on_plateau", "factor is", factor, "between 0 and 1"))
    best, waited, due = -math.inf, 0, False
    for accuracy in history:
        if accuracy > best + min_delta:
            best, waited = accuracy, 0
        else:
            waited += 1
        due = waited == patience
        waited = 0 if due else waited
    return max(lr * factor, min(lr, min_lr)) if due else lr


def _step(t: float, lr: float, config: Setting) -> float:
    return float(lr * config.get("factor", 0.1) ** math.floor(t / config["every"]))


def _exponential(t: float, lr: float, config: Setting) -> float:
    return lr * math.exp(-config["rate"] * t)


def _inverse_time(t: float, lr: float, config: Setting) -> float:
    return float(lr / (1 + config["rate"] * t))


def _cosine(t: float, lr: float, config: Setting) -> float:
    low = config.get("minimum", 0.0)
    return float(low + (lr - low) * (1 + math.cos(math.pi * t / config["total"])) / 2)


_KINDS: dict[str, Callable[[float, float, Setting], float]] = {
    "step": _step,
    "exponential": _exponential,
    "inverse_time": _inverse_time,
    "cosine": _cosine,
}
_NEEDED = {
    "step": ["every"],
    "exponential": ["rate"],
    "inverse_time": ["rate"],
    "cosine": ["total"],
}
