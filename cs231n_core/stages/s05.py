"""The visible checks of stage 05, batch normalisation: twelve exercises and what students see."""

from __future__ import annotations

from cs231n_core.checks import Stage
from cs231n_core.stages import s05_derivatives as derivatives
from cs231n_core.stages import s05_forward as forward
from cs231n_core.stages import s05_tools as tools

__all__ = ["STAGE", "check", "progress"]

STAGE = Stage(
    "05_batchnorm",
    (
        forward.item(hidden=9),
        tools.IDENTITY_ITEM,
        *derivatives.STEP_ITEMS,
        derivatives.BACKWARD_ITEM,
        derivatives.ALT_ITEM,
        tools.POPULATION_ITEM,
        tools.FOLD_ITEM,
    ),
    minutes=150,
)

check = STAGE.check
progress = STAGE.progress
