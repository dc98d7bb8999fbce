"""Models that a `Solver` or their own ``train`` fits to images."""

from cs231n_core.classifiers.cnn import ThreeLayerConvNet
from cs231n_core.classifiers.fc_net import FullyConnectedNet, TwoLayerNet
from cs231n_core.classifiers.linear_classifier import LinearClassifier, LinearSVM, Softmax

__all__ = [
    "FullyConnectedNet",
    "LinearClassifier",
    "LinearSVM",
    "Softmax",
    "ThreeLayerConvNet",
    "TwoLayerNet",
]
