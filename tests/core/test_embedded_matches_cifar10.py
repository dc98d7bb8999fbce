"""The embedded set trains like CIFAR-10: the same models, hyperparameters and number of images.

Prints the table that data/README.md quotes.
"""
# ruff: noqa: T201 - the table is what this test is run for

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from cs231n_core.classifiers import Softmax, ThreeLayerConvNet, TwoLayerNet
from cs231n_core.data_utils import ImageData, find_CIFAR10, get_CIFAR10_data
from cs231n_core.solver import Solver

SEEDS = {"linear_classifier": (0,), "two_layer_net": (0, 1, 2), "conv_net": (0,)}
"""Seeds differ by a hundredth or less in the first and the last, which take the longest."""
EPOCHS, BATCH_SIZE = 10, 100
MARGIN = 0.08

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_CIFAR10() is None,
        reason="CIFAR-10 is not here to compare with; fetch it: cs231n-data fetch",
    ),
]


@cache
def images(dataset: str) -> ImageData:
    return get_CIFAR10_data(5000, 1000, 1000, dataset=dataset)


def linear_classifier(data: ImageData, seed: int) -> tuple[float, float]:
    """Return training and validation accuracy of a softmax classifier with a bias."""
    x, x_val = (
        np.hstack([data[name].reshape(len(data[name]), -1), np.ones((len(data[name]), 1))])
        for name in ("X_train", "X_val")
    )
    steps = EPOCHS * len(x) // BATCH_SIZE
    model = Softmax()
    model.train(
        x,
        data["y_train"],
        learning_rate=1e-5,
        reg=0.0,
        num_iters=steps,
        batch_size=BATCH_SIZE,
        rng=np.random.default_rng(seed),
    )
    return (
        float((model.predict(x) == data["y_train"]).mean()),
        float((model.predict(x_val) == data["y_val"]).mean()),
    )


def two_layer_net(data: ImageData, seed: int) -> tuple[float, float]:
    """Return training and best validation accuracy of a net with 50 hidden units."""
    rng = np.random.default_rng(seed)
    solver = Solver(
        TwoLayerNet(hidden_dim=50, rng=rng),
        data,
        optim_config={"learning_rate": 1e-3},
        lr_decay=0.95,
        num_epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        num_train_samples=None,
        verbose=False,
        rng=rng,
    )
    solver.train()
    return solver.train_acc_history[-1], solver.best_val_acc


def conv_net(data: ImageData, seed: int) -> tuple[float, float]:
    """Return training and best validation accuracy of the official notebook's ConvNet."""
    rng = np.random.default_rng(seed)
    solver = Solver(
        ThreeLayerConvNet(weight_scale=1e-3, hidden_dim=500, reg=1e-3, rng=rng),
        data,
        update_rule="adam",
        optim_config={"learning_rate": 1e-3},
        num_epochs=EPOCHS // 2,
        batch_size=BATCH_SIZE // 2,
        verbose=False,
        rng=rng,
    )
    solver.train()
    return solver.train_acc_history[-1], solver.best_val_acc


@pytest.mark.parametrize("model", [linear_classifier, two_layer_net, conv_net])
def test_the_same_training_reaches_about_the_same_accuracy(
    model: Callable[[ImageData, int], tuple[float, float]], capsys: pytest.CaptureFixture[str]
) -> None:
    mean = {}
    with capsys.disabled():
        print(f"\n{model.__name__}, 5,000 images: accuracy of each seed")
        for dataset in ("cifar10", "embedded"):
            found = np.array([model(images(dataset), seed) for seed in SEEDS[model.__name__]])
            mean[dataset] = found[:, 1].mean()
            train, val = (" ".join(f"{a:.3f}" for a in column) for column in found.T)
            print(f"{dataset:>9}  training {train}  validation {val}  mean {mean[dataset]:.3f}")
    assert abs(mean["embedded"] - mean["cifar10"]) <= MARGIN
    assert min(mean.values()) > 0.2
