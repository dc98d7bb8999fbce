"""The experiments of stage 02 (activations): measurements only, no figures."""

from cs231n_core.stages.lab02.depth import Flow, flow, flows
from cs231n_core.stages.lab02.functions import (
    ACTIVATIONS,
    Activation,
    Averages,
    averages,
    bell,
)
from cs231n_core.stages.lab02.network import Images, Net, flatten, make_params, train
from cs231n_core.stages.lab02.neurons import (
    ZigZag,
    activity,
    cloud,
    dead_and_always_on,
    follow,
    one_sign_by_batch,
    steps_to_leave,
    two_weight_data,
)
from cs231n_core.stages.lab02.pieces import MaxoutFit, fit_slope, learn_maxout, tangents

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Averages",
    "Flow",
    "Images",
    "MaxoutFit",
    "Net",
    "ZigZag",
    "activity",
    "averages",
    "bell",
    "cloud",
    "dead_and_always_on",
    "fit_slope",
    "flatten",
    "flow",
    "flows",
    "follow",
    "learn_maxout",
    "make_params",
    "one_sign_by_batch",
    "steps_to_leave",
    "tangents",
    "train",
    "two_weight_data",
]
