"""Update rules: ``(w, dw, config) -> (next_w, next_config)``, one parameter array at a time.

``config`` holds the hyperparameters and the state of a rule. Nothing given is changed: the new
weights and the new state are returned. A rule keeps the dtype of ``w``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain

Config = dict[str, Any]


def sgd(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w - learning_rate * dw``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2).

    Returns
    -------
    next_w : (...,) array
    next_config : dict

    Raises
    ------
    ValueError
        If ``dw`` has another shape.

    Examples
    --------
    >>> next_w, _ = sgd(np.array([1.0, 2.0]), np.array([1.0, -1.0]), {"learning_rate": 0.5})
    >>> next_w
    array([0.5, 2.5])
    """
    w, dw = _pair("sgd", w, dw)
    config = {"learning_rate": 1e-2, **(config or {})}
    return w - (config["learning_rate"] * dw).astype(w.dtype, copy=False), config


def sgd_momentum(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w + v`` with the velocity ``v = momentum * v - learning_rate * dw``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2), ``momentum`` (default 0.9), ``velocity`` of the shape of
        ``w`` (default zeros).

    Returns
    -------
    next_w : (...,) array
    next_config : dict
        With the new ``velocity``.

    Raises
    ------
    ValueError
        If ``dw`` or ``velocity`` has another shape.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever et
    al., "On the importance of initialization and momentum in deep learning", ICML 2013, section 2.

    Examples
    --------
    >>> w, config = np.array([0.0]), {"learning_rate": 1.0, "momentum": 0.9}
    >>> for _ in range(3):
    ...     w, config = sgd_momentum(w, np.array([1.0]), config)
    >>> config["velocity"]
    array([-2.71])
    """
    w, dw = _pair("sgd_momentum", w, dw)
    config = {"learning_rate": 1e-2, "momentum": 0.9, **(config or {})}
    v = config.get("velocity")
    v = np.zeros_like(w) if v is None else np.asarray(v)
    if v.shape != w.shape:
        raise ValueError(
            explain("sgd_momentum", "velocity has shape", v.shape, f"{w.shape} as w has")
        )
    v = config["momentum"] * v - config["learning_rate"] * dw
    config["velocity"] = v.astype(w.dtype, copy=False)
    return w + config["velocity"], config


def _pair(where: str, w: Array, dw: Array) -> tuple[Array, Array]:
    w, dw = float_array(where, "w", w), float_array(where, "dw", dw)
    if dw.shape != w.shape:
        raise ValueError(explain(where, "dw has shape", dw.shape, f"{w.shape} as w has"))
    return w, dw
