"""The layers in several threads, in forked processes after use in the parent, and again."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from cs231n_core.classifiers import ThreeLayerConvNet
from cs231n_core.kernels import active

pytestmark = pytest.mark.usefixtures("each_backend")


def gradients(seed: int) -> list[bytes]:
    """The bits of a convolutional net's loss and gradients, large enough for several threads."""
    rng = np.random.default_rng(seed)
    net = ThreeLayerConvNet((3, 16, 16), num_filters=16, filter_size=5, hidden_dim=50, rng=rng)
    x = rng.normal(size=(40, 3, 16, 16)).astype(np.float32)
    loss, grads = net.loss(x, rng.integers(10, size=40))
    return [np.float64(loss).tobytes(), *[grads[name].tobytes() for name in sorted(grads)]]


def backend_and_gradients(seed: int) -> tuple[str, list[bytes]]:
    return active().name, gradients(seed)


def test_the_same_net_gives_the_same_bits_from_run_to_run() -> None:
    first = gradients(0)
    assert all(gradients(0) == first for _ in range(5))


def test_threads_do_not_disturb_each_other() -> None:
    seeds = range(4)
    alone = [gradients(seed) for seed in seeds]
    meet = threading.Barrier(4)

    def together(seed: int) -> list[list[bytes]]:
        meet.wait()
        return [gradients(seed) for _ in range(3)]

    with ThreadPoolExecutor(4) as pool:
        for want, got in zip(alone, pool.map(together, seeds), strict=True):
            assert got == [want] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_forked_processes_work_after_use_in_the_parent(each_backend: str) -> None:
    want = [gradients(seed) for seed in range(4)]
    context: Any = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        # Newer Pythons warn of forking beside threads, which is what is tested here.
        warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)
        with ProcessPoolExecutor(2, context) as pool:
            results = list(pool.map(backend_and_gradients, range(4)))
    assert results == [(each_backend, bits) for bits in want]
    assert gradients(0) == want[0]  # and the parent goes on
