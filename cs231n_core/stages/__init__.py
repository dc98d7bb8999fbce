"""The stages: visible facets in ``s<NN>``, experiments in ``lab<NN>``."""

from __future__ import annotations

import importlib
from typing import Any


def find_stage(name: str) -> Any:
    """Return ``STAGE`` of the module that belongs to an assignment, or None if there is none.

    Examples
    --------
    >>> find_stage("02_activations").minutes
    100
    >>> find_stage("99_unheard_of") is None
    True
    """
    module = f"{__name__}.s{name.split('_')[0]}"
    try:
        return importlib.import_module(module).STAGE
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
