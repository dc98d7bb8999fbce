"""The visible checks of stage 07, babysitting: seven exercises that look at one run."""

from __future__ import annotations

from cs231n_core.checks import Stage
from cs231n_core.stages.s07_diagnose import curve_item, gap_item
from cs231n_core.stages.s07_models import first_item, tiny_item
from cs231n_core.stages.s07_series import abort_item, ratios_item, smooth_item

__all__ = ["STAGE", "check", "progress"]

STAGE = Stage(
    "07_babysitting",
    (
        first_item(),
        tiny_item(),
        abort_item(),
        smooth_item(),
        curve_item(),
        gap_item(),
        ratios_item(),
    ),
    minutes=75,
)

check = STAGE.check
progress = STAGE.progress
