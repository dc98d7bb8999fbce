"""The visible checks of stage 03, preprocessing: five exercises."""

from __future__ import annotations

from cs231n_core.checks import Stage
from cs231n_core.stages.s03_apply import apply_item, invert_item
from cs231n_core.stages.s03_fit import fit_item
from cs231n_core.stages.s03_pca import pca_apply_item, pca_fit_item

__all__ = ["STAGE", "check", "progress"]

STAGE = Stage(
    "03_preprocessing",
    (fit_item(), apply_item(), pca_fit_item(), pca_apply_item(), invert_item()),
    minutes=60,
)

check = STAGE.check
progress = STAGE.progress
