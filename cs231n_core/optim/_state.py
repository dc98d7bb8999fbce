"""What every update rule asks of its arguments."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain

Config = dict[str, Any]


def same_shape(where: str, w: Array, dw: Array) -> tuple[Array, Array]:
    """Return both as float arrays, or refuse a gradient of another shape."""
    w, dw = float_array(where, "w", w), float_array(where, "dw", dw)
    if dw.shape != w.shape:
        raise ValueError(explain(where, "dw has shape", dw.shape, f"{w.shape} as w has"))
    return w, dw


def settings(config: Config | None, **defaults: Any) -> Config:
    """Return the config that a rule was given, with what it lacks, or a new one."""
    config = {} if config is None else config
    for name, value in defaults.items():
        config.setdefault(name, value)
    return config


def state(where: str, config: Config, name: str, w: Array) -> Array:
    """Return an array that a rule remembers, zeros before the first step."""
    stored = config.get(name)
    value = np.zeros_like(w) if stored is None else np.asarray(stored)
    if value.shape != w.shape:
        raise ValueError(explain(where, f"{name} has shape", value.shape, f"{w.shape} as w has"))
    return value
