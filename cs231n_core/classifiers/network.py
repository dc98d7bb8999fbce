"""What all networks share: parameters by name, the penalty on weights, files."""

from __future__ import annotations

from os import PathLike
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.classifiers.parameter_files import Params, load_params, save_params

_STATISTICS = ("running_mean", "running_var")


class Network:
    """Parameters and running statistics that can be written to a file and read again.

    Attributes
    ----------
    params : dict of arrays
    reg : float
        Strength of the penalty ½ · reg · ‖W‖² on every weight array.
    bn_params : list of dict
        The settings and running statistics of the normalisation layers; empty without them.
    """

    def __init__(self, reg: float) -> None:
        self.reg = reg
        self.params: Params = {}
        self.bn_params: list[dict[str, Any]] = []

    def save(self, fname: str | PathLike[str]) -> None:
        """Write parameters and running statistics (as NumPy's npz, under exactly this name)."""
        save_params(fname, {**self.params, **running_statistics(self.bn_params)})

    def load(self, fname: str | PathLike[str]) -> None:
        """Read the parameters and running statistics that `save` wrote for a net of the same size.

        Raises
        ------
        ValueError
            If the file is no such file, or belongs to another net.
        """
        widths = {f"gamma{i}": i for i, bn in enumerate(self.bn_params, 1) if "mode" in bn}
        optional = {
            f"{name}{i}": self.params[gamma]
            for gamma, i in widths.items()
            for name in _STATISTICS
            if gamma in self.params
        }
        loaded = load_params(fname, self.params, optional)
        for i, bn in enumerate(self.bn_params, 1):
            for name in _STATISTICS:
                bn.pop(name, None)
                if f"{name}{i}" in loaded:
                    bn[name] = loaded.pop(f"{name}{i}")
        self.params = loaded


def running_statistics(bn_params: list[dict[str, Any]]) -> Params:
    """Return the running statistics of all layers by name and number: ``running_mean1``, ..."""
    return {
        f"{name}{i}": bn[name]
        for i, bn in enumerate(bn_params, 1)
        for name in _STATISTICS
        if name in bn
    }


def penalise(params: Params, grads: Params, reg: float) -> float:
    """Add reg · W to every weight's gradient and return ½ · reg · ‖W‖²."""
    penalty = 0.0
    if reg == 0:
        return penalty
    for name, w in params.items():
        if name.startswith("W"):
            penalty += 0.5 * reg * float(np.sum(np.square(w)))
            scaled: Array = grads[name] + w.dtype.type(reg) * w
            grads[name] = scaled
    return penalty
