"""Nets trained on preprocessed images: a race of modes, shuffled pixels, means of deep layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.classifiers import ThreeLayerConvNet
from cs231n_core.initializers import init_weights
from cs231n_core.preprocessing import (
    apply_preprocessor,
    fit_preprocessor,
    pca_whiten_apply,
    pca_whiten_fit,
)
from cs231n_core.stages.lab.network import Images, Net, Params, make_params, train
from cs231n_core.stages.lab07.runs import Split, run

Progress = Callable[[Any], Iterable[Any]]

CHOICES = {
    "raw, 0 to 255": (1e-5, 3e-5, 1e-4),
    "mean_image": (3e-5, 1e-4, 3e-4),
    "mean_image / 60": (0.01, 0.03, 0.1),
    "channel_standardize": (0.01, 0.03, 0.1),
    "feature_standardize": (0.01, 0.03, 0.1),
    "minmax": (0.03, 0.1, 0.3),
    "pca_whiten": (0.03, 0.1, 0.3),
}
"""The preprocessings of the race, each with the rates around the one that suits it."""


def prepared(images: Images, choice: str) -> Images:
    """Return images (N, C, H, W) as preprocessed rows, with statistics of the training ones."""
    x, x_val = images.x, images.x_val
    if choice == "pca_whiten":
        # Pixels of 0 to 255: one grey level is a variance of 1.
        whitening = pca_whiten_fit(x.reshape(len(x), -1), eps=10.0)
        x, x_val = (pca_whiten_apply(v.reshape(len(v), -1), whitening) for v in (x, x_val))
    elif not choice.startswith("raw"):
        stats = fit_preprocessor(x, choice.split()[0])
        x, x_val = apply_preprocessor(x, stats), apply_preprocessor(x_val, stats)
    by = np.float32(60 if choice.endswith("60") else 1)
    x, x_val = (v.reshape(len(v), -1).astype(np.float32) / by for v in (x, x_val))
    return Images(x, images.y, x_val, images.y_val)


@dataclass(frozen=True)
class Trial:
    """One run: the mean loss of its last twenty steps, and the validation accuracy."""

    loss: float
    accuracy: float


def trial(images: Images, lr: float, seed: int, *, epochs: int = 2) -> Trial:
    """Train a net of 50 hidden ReLU units on rows and return how it ended."""
    sizes = (images.x.shape[1], 50, 10)
    net = Net(make_params(sizes, "ReLU", np.random.default_rng(seed)), "ReLU")
    losses = train(net, images, lr=lr, epochs=epochs, rng=np.random.default_rng(seed), momentum=0.9)
    if not np.isfinite(losses[-1]):
        return Trial(float("inf"), 0.1)
    return Trial(float(np.mean(losses[-20:])), net.accuracy(images.x_val, images.y_val))


def best_rate(images: Images, rates: Sequence[float], *, seed: int = 0) -> float:
    """Return the rate after which the loss is lowest."""
    ends = [trial(images, lr, seed).loss for lr in rates]
    return float(rates[int(np.argmin(ends))])


def race(
    images: Images,
    rates: Mapping[str, float],
    *,
    seeds: int = 3,
    progress: Progress = iter,
) -> dict[str, list[Trial]]:
    """Return the runs of every preprocessing at its own rate, one per seed."""
    found: dict[str, list[Trial]] = {choice: [] for choice in rates}
    for choice in progress(list(rates)):
        rows = prepared(images, choice)
        found[choice] = [trial(rows, rates[choice], 10 + seed) for seed in range(seeds)]
    return found


def whitening_race(
    images: Images, eps: Sequence[float], *, seeds: int = 3, progress: Progress = iter
) -> Array:
    """Return validation accuracies (K, seeds) after whitening with each ε, brought to size one.

    Every ε gets the better of two rates, tried on another seed.
    """
    x, x_val = _rows(images.x), _rows(images.x_val)
    full = pca_whiten_fit(x, eps=0.0)
    found = []
    for value in progress(list(eps)):
        stats = replace(full, spread=np.sqrt(full.variances + value))
        white, white_val = pca_whiten_apply(x, stats), pca_whiten_apply(x_val, stats)
        size = white.std()
        rows = Images(white / size, images.y, white_val / size, images.y_val)
        lr = best_rate(rows, (0.03, 0.1))
        found.append([trial(rows, lr, 10 + seed).accuracy for seed in range(seeds)])
    return np.array(found)


# --- shuffled pixels -----------------------------------------------------------------------------


def shuffled(images: Images, seed: int = 0) -> Images:
    """Return the images (N, C, H, W) with all places permuted, in the same way in each."""
    h, w = images.x.shape[2:]
    order = np.random.default_rng(seed).permutation(h * w)

    def moved(x: Array) -> Array:
        return np.ascontiguousarray(x.reshape(*x.shape[:2], h * w)[:, :, order]).reshape(x.shape)

    return Images(moved(images.x), images.y, moved(images.x_val), images.y_val)


def standardized(images: Images) -> Images:
    """Return the images with channels of mean 0 and deviation 1."""
    stats = fit_preprocessor(images.x, "channel_standardize")
    x, x_val = (apply_preprocessor(v, stats) for v in (images.x, images.x_val))
    return Images(x, images.y, x_val, images.y_val)


def dense_accuracy(images: Images, seed: int, *, epochs: int = 4) -> float:
    """Return the validation accuracy of a dense net of 50 hidden units."""
    rows = Images(_rows(images.x), images.y, _rows(images.x_val), images.y_val)
    return trial(rows, 0.01, seed, epochs=epochs).accuracy


def _rows(x: Array) -> Array:
    return x.reshape(len(x), -1)


def conv_accuracy(images: Images, seed: int, *, epochs: int = 4, filters: int = 16) -> float:
    """Return the validation accuracy of a ConvNet: conv 5×5, pool, 50 hidden units."""
    rng = np.random.default_rng(seed)
    shape = images.x.shape[1:]
    net = ThreeLayerConvNet(
        (int(shape[0]), int(shape[1]), int(shape[2])),
        num_filters=filters, filter_size=5, hidden_dim=50, rng=rng,
    )  # fmt: skip
    for name, w in net.params.items():
        if name.startswith("W"):
            net.params[name] = init_weights(w.shape, rng=rng, dtype=w.dtype)
    split = Split(images.x, images.y, images.x_val, images.y_val)
    return run(net, split, lr=0.01, epochs=epochs, seed=seed).log[-1].val


def shuffle_study(
    images: Images, *, seeds: int = 3, epochs: int = 4, progress: Progress = iter
) -> dict[str, list[float]]:
    """Return validation accuracies of both nets, on images as they are and shuffled."""
    found: dict[str, list[float]] = {}
    work = {
        (net, kind): (accuracy, data)
        for net, accuracy in (("dense", dense_accuracy), ("ConvNet", conv_accuracy))
        for kind, data in (("as it is", images), ("shuffled", shuffled(images)))
    }
    for (net, kind), seed in progress([(key, seed) for key in work for seed in range(seeds)]):
        accuracy, data = work[net, kind]
        found.setdefault(f"{net}, {kind}", []).append(accuracy(data, seed, epochs=epochs))
    return found


def same_net_shuffled(images: Images, *, steps: int = 100) -> tuple[float, float]:
    """Train a dense net twice: as it is, and with pixels and first weights permuted alike.

    Returns
    -------
    difference, loss : float
        The largest difference between the losses of the two runs, and the last loss. In float64.
    """
    small = images.first(100 * steps)
    c, h, w = images.x.shape[1:]
    order = np.random.default_rng(0).permutation(h * w)
    every = (np.arange(c)[:, None] * h * w + order).ravel()
    x = _rows(small.x).astype(np.float64)
    runs = []
    for take in (np.arange(c * h * w), every):
        params = make_params((c * h * w, 50, 10), "ReLU", np.random.default_rng(0))
        wide: Params = {name: value.astype(np.float64) for name, value in params.items()}
        wide["W1"] = wide["W1"][take]
        data = Images(x[:, take], small.y, x[:100, take], small.y[:100])
        rng = np.random.default_rng(0)
        epochs = -(-100 * steps // len(x))
        runs.append(train(Net(wide, "ReLU"), data, lr=0.01, epochs=epochs, rng=rng, momentum=0.9))
    first, second = (np.array(losses[:steps]) for losses in runs)
    return float(np.abs(first - second).max()), float(first[-1])


# --- the other layers ----------------------------------------------------------------------------


def layer_means(x: Array, activation: str, *, depth: int = 6, seeds: int = 3) -> Array:
    """Return how far from zero the inputs of each layer are centred, on centred data.

    Parameters
    ----------
    x : (N, D) array
        Inputs of layer 1.

    Returns
    -------
    offsets : (depth, seeds) array
        Root mean square of the features' means over that of the features: 0 if every feature is
        centred, 1 if none varies.
    """
    found = []
    for seed in range(seeds):
        sizes = (x.shape[1], *[100] * depth)
        net = Net(make_params((*sizes, 10), activation, np.random.default_rng(seed)), activation)
        h: Array = x
        column = []
        for i in range(1, depth + 1):
            column.append(float(np.sqrt(np.mean(h.mean(axis=0) ** 2) / np.mean(h**2))))
            h = h @ net.params[f"W{i}"] + net.params[f"b{i}"]
            h = np.maximum(h, 0) if activation == "ReLU" else np.tanh(h)
        found.append(column)
    return np.array(found).T
