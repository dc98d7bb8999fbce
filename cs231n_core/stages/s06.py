"""The visible checks of stage 06, ConvNets: eight exercises and what students see."""

from __future__ import annotations

from cs231n_core.checks import Stage
from cs231n_core.stages import s06_columns as columns
from cs231n_core.stages import s06_conv as conv
from cs231n_core.stages import s06_norm as norm
from cs231n_core.stages import s06_pool as pool

__all__ = ["STAGE", "check", "progress"]

STAGE = Stage(
    "06_convnets",
    (
        conv.forward_item(hidden=4),
        conv.backward_item(hidden=4),
        pool.forward_item(hidden=4),
        pool.backward_item(hidden=4),
        columns.im2col_item(hidden=4),
        columns.col2im_item(hidden=4),
        norm.forward_item(hidden=3),
        norm.backward_item(hidden=3),
    ),
    minutes=150,
)

check = STAGE.check
progress = STAGE.progress
