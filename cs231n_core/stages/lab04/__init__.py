"""The experiments of stage 04 (initialization): measurements only, no figures."""

from cs231n_core.stages.lab.activations import ACTIVATIONS
from cs231n_core.stages.lab.network import Images, thumbnails
from cs231n_core.stages.lab04.passes import (
    Passes,
    Stack,
    both_passes,
    image_stack,
    lsuv_stds,
    make_stack,
)
from cs231n_core.stages.lab04.races import (
    RULES,
    Run,
    best_rates,
    depth_race,
    linear_norms,
    spirals,
    train_on_spirals,
)
from cs231n_core.stages.lab04.sums import (
    RELU_RULES,
    Ratio,
    forward_and_backward,
    pyramid,
    sample_sums,
    variance_of_products,
)
from cs231n_core.stages.lab04.twins import Twins, grow_apart

__all__ = [
    "ACTIVATIONS",
    "RELU_RULES",
    "RULES",
    "Images",
    "Passes",
    "Ratio",
    "Run",
    "Stack",
    "Twins",
    "best_rates",
    "both_passes",
    "depth_race",
    "forward_and_backward",
    "grow_apart",
    "image_stack",
    "linear_norms",
    "lsuv_stds",
    "make_stack",
    "pyramid",
    "sample_sums",
    "spirals",
    "thumbnails",
    "train_on_spirals",
    "variance_of_products",
]
