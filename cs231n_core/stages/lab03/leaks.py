"""What leaks from test data into training: features chosen by all labels, statistics of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cs231n_core.arrays import Array
from cs231n_core.preprocessing import apply_preprocessor, fit_preprocessor
from cs231n_core.stages.lab.network import Images, Net, make_params, train


def chosen_features(
    features: int = 2000, *, leak: bool, seed: int = 0, n: int = 100, keep: int = 20
) -> float:
    """Return the test accuracy of a line through features of noise, with random labels.

    Half of the examples train, half test. The ``keep`` features that agree best with the labels are
    chosen on the training half, or, with ``leak``, on all examples. Nothing can be learned: an
    honest test says 50 %.

    Examples
    --------
    >>> chosen_features(leak=True) > chosen_features(leak=False) + 0.2
    True
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, features))
    y = rng.permutation(np.repeat([-1.0, 1.0], n // 2))
    half = n // 2
    seen = slice(None) if leak else slice(half)
    agreement = np.abs((x[seen] - x[seen].mean(axis=0)).T @ y[seen])
    best = np.argsort(-agreement)[: min(keep, features)]
    mean, spread = x[:half, best].mean(axis=0), x[:half, best].std(axis=0)
    train_x, test_x = ((part[:, best] - mean) / spread for part in (x[:half], x[half:]))
    w = train_x.T @ y[:half]
    return float((np.sign(test_x @ w) == y[half:]).mean())


def leak_study(counts: Sequence[int], *, seeds: int = 20) -> dict[str, Array]:
    """Return test accuracies (K, seeds) by the number of features, without and with the leak."""
    return {
        name: np.array(
            [[chosen_features(c, leak=leak, seed=s) for s in range(seeds)] for c in counts]
        )
        for name, leak in (("chosen on the training half", False), ("chosen on all data", True))
    }


def appended(images: Images) -> dict[str, float]:
    """Return how far statistics move when the validation images are added: per mode, relative."""
    both = np.concatenate([images.x, images.x_val])
    moved = {}
    for mode in ("mean_image", "channel_mean", "minmax"):
        own, mixed = fit_preprocessor(images.x, mode), fit_preprocessor(both, mode)
        moved[mode] = float(np.abs(mixed.offset - own.offset).max())
    return moved


@dataclass(frozen=True)
class Serving:
    """Test accuracy of one net whose inputs are standardised in three ways."""

    training: float
    mixed: float
    sorted: float


def serve(images: Images, seed: int, *, batch: int = 50) -> Serving:
    """Train a net on standardised images, then test it with other statistics.

    ``training``: those of the training set. ``mixed``: of each test batch, drawn at random.
    ``sorted``: of each test batch, all of one class.
    """
    stats = fit_preprocessor(images.x, "channel_standardize")
    x, x_val = (_rows(apply_preprocessor(v, stats)) for v in (images.x, images.x_val))
    net = Net(make_params((x.shape[1], 50, 10), "ReLU", np.random.default_rng(seed)), "ReLU")
    rows = Images(x, images.y, x_val, images.y_val)
    train(net, rows, lr=0.01, epochs=4, rng=np.random.default_rng(seed), momentum=0.9)
    order = np.random.default_rng(seed).permutation(len(x_val))
    groups = [order[i : i + batch] for i in range(0, len(order), batch)]
    one_class = [np.flatnonzero(images.y_val == c) for c in range(10)]
    return Serving(
        net.accuracy(x_val, images.y_val),
        _own_statistics(net, images, groups),
        _own_statistics(net, images, one_class),
    )


def _own_statistics(net: Net, images: Images, groups: Sequence[NDArray[np.intp]]) -> float:
    right = 0
    for group in groups:
        x, y = images.x_val[group], images.y_val[group]
        own = apply_preprocessor(x, fit_preprocessor(x, "channel_standardize"))
        right += int((net.scores(_rows(own))[0].argmax(axis=1) == y).sum())
    return right / len(images.y_val)


def _rows(x: Array) -> Array:
    return x.reshape(len(x), -1)
