"""The visible checks of stage 04, initialization: seven exercises, two of them a bonus."""

from __future__ import annotations

from cs231n_core.checks import Stage
from cs231n_core.stages.s04_bonus import lsuv_item, orthogonal_item
from cs231n_core.stages.s04_units import fans_item, groups_item, statistics_item
from cs231n_core.stages.s04_weights import gain_item, weights_item

__all__ = ["STAGE", "check", "progress"]

STAGE = Stage(
    "04_initialization",
    (
        groups_item(),
        statistics_item(),
        gain_item(),
        fans_item(),
        weights_item(),
        orthogonal_item(),
        lsuv_item(),
    ),
    minutes=75,
)

check = STAGE.check
progress = STAGE.progress
