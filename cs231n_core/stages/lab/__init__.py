"""What the experiments of several stages share: activations as a table, thumbnails, a small net."""

from cs231n_core.stages.lab.activations import ACTIVATIONS, Activation, averages
from cs231n_core.stages.lab.network import Images, Net, Params, thumbnails, train

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Images",
    "Net",
    "Params",
    "averages",
    "thumbnails",
    "train",
]
