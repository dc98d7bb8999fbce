"""The official notebook's three-layer ConvNet learns CIFAR-10, as that notebook asks of it.

Prints what it reached. Minutes of work: run it after a change to a layer, a rule or the Solver.
"""
# ruff: noqa: T201 - the figures are what this test is run for

from __future__ import annotations

import time

import numpy as np
import pytest

from cs231n_core.classifiers import ThreeLayerConvNet
from cs231n_core.data_utils import find_CIFAR10, get_CIFAR10_data
from cs231n_core.kernels import backend_report
from cs231n_core.solver import Solver

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_CIFAR10() is None, reason="CIFAR-10 is not here; fetch it: cs231n-data fetch"
    ),
]


def test_one_epoch_passes_forty_percent_on_the_training_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = get_CIFAR10_data(dataset="cifar10", dtype=np.float32)
    net = ThreeLayerConvNet(weight_scale=0.001, hidden_dim=500, reg=0.001)
    solver = Solver(
        net,
        data,
        update_rule="adam",
        optim_config={"learning_rate": 1e-3},
        num_epochs=1,
        batch_size=50,
        verbose=False,
    )
    start = time.perf_counter()
    solver.train()
    speed = 50 * len(solver.loss_history) / (time.perf_counter() - start)
    with capsys.disabled():
        print(f"\n{backend_report()}: {speed:.0f} images/s, accuracies included")
        print(f"training {solver.train_acc_history[-1]:.3f}  validation {solver.best_val_acc:.3f}")
    assert len(solver.loss_history) == 980
    assert solver.train_acc_history[-1] > 0.40
    assert solver.best_val_acc > 0.40
