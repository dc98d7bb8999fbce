"""Random inputs inside the contracts of stages 02 to 04: what a changed function is tried on."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autograder.authoring.vary.trial import Script, Trial

KINDS = (np.float64, np.float32)
"""The dtypes that every contract names."""


def numbers(t: Trial, *shape: int, kind: Any = np.float64, size: float = 3.0) -> Any:
    """Return normal random numbers of this shape and dtype."""
    return (size * t.rng.normal(size=shape)).astype(kind)


# --- 02 ------------------------------------------------------------------------------------------


def _curve(name: str, t: Trial) -> None:
    for kind in KINDS:
        for shape in ((4, 5), (2, 3, 2, 2)):
            t.pair(name, numbers(t, *shape, kind=kind))


def _curve_with_alpha(name: str, t: Trial) -> None:
    _curve(name, t)
    for kind in KINDS:
        t.pair(name, numbers(t, 4, 5, kind=kind), float(t.rng.uniform(0.1, 0.9)))


def _prelu(t: Trial) -> None:
    for kind in KINDS:
        for shape in ((4, 5), (3, 5, 2, 4)):
            t.pair("prelu", numbers(t, *shape, kind=kind), numbers(t, 5, kind=kind))
            t.pair("prelu", numbers(t, *shape, kind=kind), np.asarray(0.3, kind))


def _maxout(t: Trial) -> None:
    for kind in KINDS:
        parts = ((4, 5), (5, 3, 2), (3, 2))
        t.pair("maxout", *(numbers(t, *shape, kind=kind) for shape in parts))


def _dead(t: Trial) -> None:
    pre = numbers(t, 5, 6)
    pre[:, 1:3] = -np.abs(pre[:, 1:3])
    t.call("dead_fraction", pre)
    t.call("dead_fraction", pre, axis=1)
    t.call("dead_fraction", pre.reshape(5, 3, 2), axis=(0, 2))
    t.call("dead_fraction", np.full((2, 2), np.nan))


# --- 03 ------------------------------------------------------------------------------------------

MODES = ("mean_image", "channel_mean", "channel_standardize", "feature_standardize", "minmax")


def _fit(t: Trial) -> None:
    pixels = t.rng.integers(0, 255, (7, 3, 4, 5)).astype(np.uint8)
    pixels[:, 0, 0, 0] = 9
    for mode in MODES:
        for images in (pixels, pixels.astype(np.float32), numbers(t, 6, 3, 2, 2)):
            t.call("fit_preprocessor", images, mode)
    t.call("fit_preprocessor", pixels.reshape(7, -1), "minmax", 1e-3)
    t.call("fit_preprocessor", pixels, "something")


def _stats(t: Trial, mode: str, shape: tuple[int, ...]) -> dict[str, Any]:
    shape = shape[:1] if mode.startswith("channel") else shape
    return {"mode": mode, "offset": numbers(t, *shape), "scale": t.rng.uniform(1, 3, shape)}


def _apply(name: str, t: Trial) -> None:
    for mode in MODES:
        stats = _stats(t, mode, (3, 4, 2))
        for kind in (*KINDS, np.uint8)[: 2 if name.startswith("invert") else 3]:
            images = t.rng.integers(0, 255, (5, 3, 4, 2)).astype(kind)
            t.call(name, images, stats)
            t.call(name, images[0], stats)


def _whitening(t: Trial) -> dict[str, Any]:
    directions = np.linalg.qr(t.rng.normal(size=(6, 6)))[0][:, :4]
    variances = np.array([9.0, 5.0, 2.0, 0.5])
    known = {"mode": "pca_whiten", "mean": numbers(t, 6), "directions": directions}
    return known | {"variances": variances, "spread": np.sqrt(variances + 1e-5)}


def _pca_fit(t: Trial) -> None:
    rows = t.rng.normal(size=(40, 5)) * [9.0, 5.0, 3.0, 2.0, 1.0]
    for given in (rows, rows.astype(np.float32), np.round(9 * rows).astype(int)):
        t.call("pca_whiten_fit", given)
        t.call("pca_whiten_fit", given, 3, 0.1)


def _pca_apply(t: Trial) -> None:
    stats = _whitening(t)
    for kind in (*KINDS, np.int64):
        for shape in ((5, 6), (6,)):
            t.call("pca_whiten_apply", numbers(t, *shape, kind=kind, size=9), stats)


def _invert(t: Trial) -> None:
    _apply("invert_preprocessor", t)
    for kind in KINDS:
        for shape in ((5, 4), (4,)):
            t.call("invert_preprocessor", numbers(t, *shape, kind=kind), _whitening(t))


# --- 04 ------------------------------------------------------------------------------------------


def _weights(t: Trial, kind: Any = np.float64) -> list[Any]:
    return [numbers(t, *shape, kind=kind, size=0.5) for shape in ((6, 5), (5, 7), (7, 4))]


def _groups(t: Trial) -> None:
    units = numbers(t, 5, 4)
    t.call("symmetry_groups", units[:, [0, 1, 0, 2, 3, 1]])
    t.call("symmetry_groups", units + 0.0, 1e-3)


def _layers(name: str, t: Trial) -> None:
    for activation in ("relu", "tanh", "linear"):
        t.call(name, numbers(t, 9, 6), _weights(t), activation)


def _gain(t: Trial) -> None:
    for known in ("linear", "sigmoid", "selu", "tanh", "relu", "leaky_relu", "unknown"):
        t.call("activation_gain", known)
    t.call("activation_gain", "leaky_relu", 0.3)


def _fans(t: Trial) -> None:
    for shape in ((4, 7), [3, 2, 5, 4], (3,), (2, 2, 2)):
        t.call("fan_in_and_fan_out", shape)


def _init(t: Trial) -> None:
    rules = [(s, "normal", f) for s in ("lecun", "xavier", "he") for f in ("in", "out", "avg")]
    rules += [("he", "uniform", "in"), ("constant", "normal", "out"), ("x", "normal", "in")]
    for place, rule in enumerate(rules):
        for shape in ((4, 6), (3, 2, 3, 2)):
            t.call("init_weights", shape, *rule, np.random.default_rng(place), np.float64)
    t.call("init_weights", (4, 6))


def _orthogonal(t: Trial) -> None:
    for shape in ((5, 3), (3, 5), (4, 4)):
        t.call("orthogonal_init", shape, 1.5, np.random.default_rng(3))
        t.call("orthogonal_init", shape)


def _lsuv(t: Trial) -> None:
    for kind in KINDS:
        t.call("lsuv_init", _weights(t, kind), numbers(t, 9, 6, kind=kind), "relu")


ACTIVATIONS: dict[str, Script] = {
    **{name: partial(_curve, name) for name in ("sigmoid", "tanh", "relu", "selu")},
    **{name: partial(_curve_with_alpha, name) for name in ("leaky_relu", "elu", "gelu")},
    "prelu": _prelu,
    "maxout": _maxout,
    "dead_fraction": _dead,
}

PREPROCESSING: dict[str, Script] = {
    "fit_preprocessor": _fit,
    "apply_preprocessor": partial(_apply, "apply_preprocessor"),
    "pca_whiten_fit": _pca_fit,
    "pca_whiten_apply": _pca_apply,
    "invert_preprocessor": _invert,
}

INITIALIZATION: dict[str, Script] = {
    "symmetry_groups": _groups,
    "forward_statistics": partial(_layers, "forward_statistics"),
    "activation_gain": _gain,
    "fan_in_and_fan_out": _fans,
    "init_weights": _init,
    "orthogonal_init": _orthogonal,
    "lsuv_init": _lsuv,
}
