"""Random inputs inside the contracts of stages 05 to 07, and the table of all stages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from autograder.authoring.vary.inputs import (
    ACTIVATIONS,
    INITIALIZATION,
    KINDS,
    PREPROCESSING,
    numbers,
)
from autograder.authoring.vary.trial import Script, Trial
from cs231n_core.classifiers import FullyConnectedNet
from cs231n_core.layers import batchnorm_forward
from cs231n_core.stages import lab07

# --- 05 ------------------------------------------------------------------------------------------


def _norm_inputs(t: Trial, kind: Any, far: float = 0.0) -> tuple[Any, ...]:
    x = (t.rng.normal(size=(8, 4)) + far).astype(kind)
    return x, numbers(t, 4, kind=kind), numbers(t, 4, kind=kind)


def _norm_forward(t: Trial) -> None:
    for kind in KINDS:
        x, gamma, beta = _norm_inputs(t, kind)
        bn_param: dict[str, Any] = {"mode": "train", "momentum": 0.8}
        for mode in ("train", "train", "test", "other"):
            bn_param["mode"] = mode
            t.call("batchnorm_forward", x, gamma, beta, bn_param, shown=1)
            t.note(bn_param)
        t.call("batchnorm_forward", x, gamma, beta, {"mode": "test", "eps": 0.1}, shown=1)
        far, gamma, beta = _norm_inputs(t, kind, far=1e4)
        t.call("batchnorm_forward", far.astype(np.float64), gamma, beta, {"mode": "train"}, shown=0)


def _identity(t: Trial) -> None:
    for kind in KINDS:
        t.call("bn_identity_params", _norm_inputs(t, kind)[0])
        t.call("bn_identity_params", _norm_inputs(t, kind)[0], 0.1)


def _norm_cache(t: Trial, kind: Any) -> dict[str, Any]:
    x, gamma, _ = _norm_inputs(t, kind)
    mean, var = x.mean(axis=0), x.var(axis=0)
    inv_std = 1 / np.sqrt(var + 1e-5)
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var, "eps": 1e-5}
    return cache | {"inv_std": inv_std, "x_hat": (x - mean) * inv_std}


def _norm_node(name: str, shapes: tuple[tuple[int, ...], ...], t: Trial) -> None:
    for kind in KINDS:
        given = [numbers(t, *shape, kind=kind) for shape in shapes]
        t.call(name, *given, _norm_cache(t, kind))


def _population(t: Trial) -> None:
    for kind in KINDS:
        t.call("bn_population_stats", [_norm_inputs(t, kind)[0][:n] for n in (8, 5, 1)])
        t.call("bn_population_stats", iter([_norm_inputs(t, kind)[0] for _ in range(2)]))


def _fold(t: Trial) -> None:
    for kind in KINDS:
        for shape in ((3, 4), (4, 3, 2, 2)):
            gamma, beta, mean, b = (numbers(t, 4, kind=kind) for _ in range(4))
            var = t.rng.uniform(0.5, 2, 4).astype(kind)
            t.call("bn_fold", numbers(t, *shape, kind=kind), b, gamma, beta, mean, var)


# --- 06 ------------------------------------------------------------------------------------------


def _conv(t: Trial) -> None:
    for kind in KINDS:
        x, w, b = (numbers(t, *s, kind=kind) for s in ((2, 3, 5, 6), (4, 3, 3, 2), (4,)))
        for stride, pad in ((1, 0), (2, 1), (1, 1), (2, 0)):
            conv_param = {"stride": stride, "pad": pad}
            t.call("conv_forward_naive", x, w, b, conv_param, shown=1)


def _conv_back(t: Trial) -> None:
    for kind in KINDS:
        x, w, b = (numbers(t, *s, kind=kind) for s in ((2, 3, 5, 6), (4, 3, 3, 2), (4,)))
        for stride, pad, shape in ((1, 0, (2, 4, 3, 5)), (2, 1, (2, 4, 3, 4))):
            dout = numbers(t, *shape, kind=kind)
            t.call("conv_backward_naive", dout, (x, w, b, {"stride": stride, "pad": pad}))


POOLS = (((2, 2, 2), (2, 3)), ((3, 2, 1), (2, 5)), ((1, 3, 3), (2, 2)))
"""Height, width and stride of a window, and the places it has on 4 × 6 pixels."""


def _pool(t: Trial, *, back: bool = False) -> None:
    for kind in KINDS:
        x = np.round(numbers(t, 2, 3, 4, 6, kind=kind))
        for (height, width, stride), places in POOLS:
            pool_param = {"pool_height": height, "pool_width": width, "stride": stride}
            if back:
                dout = numbers(t, 2, 3, *places, kind=kind)
                t.call("max_pool_backward_naive", dout, (x, pool_param))
            else:
                t.call("max_pool_forward_naive", x, pool_param, shown=1)


WINDOWS = ((3, 2, 0, 1, (3, 5)), (3, 2, 1, 2, (3, 4)), (1, 1, 0, 1, (5, 6)))
"""Height, width, padding and stride of a window, and the places it has on 5 × 6 pixels."""


def _im2col(t: Trial) -> None:
    for kind in KINDS:
        for *window, _ in WINDOWS:
            t.call("im2col", numbers(t, 2, 3, 5, 6, kind=kind), *window)


def _col2im(t: Trial) -> None:
    for kind in KINDS:
        for *window, (high, wide) in WINDOWS:
            shape = (3 * window[0] * window[1], high * wide * 2)
            t.call("col2im", numbers(t, *shape, kind=kind), (2, 3, 5, 6), *window)


def _spatial(t: Trial) -> None:
    for kind in KINDS:
        bn_param: dict[str, Any] = {"mode": "train"}
        gamma, beta = numbers(t, 3, kind=kind), numbers(t, 3, kind=kind)
        for mode in ("train", "test"):
            bn_param["mode"] = mode
            x = numbers(t, 2, 3, 4, 5, kind=kind)
            t.call("spatial_batchnorm_forward", x, gamma, beta, bn_param)
            t.note(bn_param)


def _spatial_back(t: Trial) -> None:
    for kind in KINDS:
        rows, gamma = numbers(t, 40, 3, kind=kind), numbers(t, 3, kind=kind)
        _, cache = batchnorm_forward(rows, gamma, gamma, {"mode": "train"})
        t.call("spatial_batchnorm_backward", numbers(t, 2, 3, 4, 5, kind=kind), cache)


# --- 07 ------------------------------------------------------------------------------------------


def _model(t: Trial, **options: Any) -> tuple[FullyConnectedNet, Any, Any]:
    seed = int(t.rng.integers(2**31))
    net = FullyConnectedNet(
        [9], 6, 4, weight_scale=0.3, reg=0.2, dtype=np.float64, seed=seed, **options
    )
    return net, numbers(t, 23, 6), t.rng.integers(0, 4, 23)


def _first_loss(t: Trial) -> None:
    for options in ({}, {"normalization": "batchnorm"}):
        net, X, y = _model(t, **options)
        t.call("check_initial_loss", net, X, y)
        t.call("check_initial_loss", net, X, y, 5.0)
        t.note((net.params, net.reg, net.bn_params))


def _tiny(t: Trial) -> None:
    for rows, epochs in ((23, 5), (7, 40)):
        net, X, y = _model(t)
        t.call("overfit_tiny", net, X[:rows], y[:rows], 0.3, epochs)
        t.note((net.params, net.reg))


def _abort(t: Trial) -> None:
    losses = [float("nan"), 2.0, 1.5, 5.9, 6.1, float("inf"), float("nan"), 1.0]
    for length in range(len(losses) + 1):
        for kind in (list, tuple, np.array):
            t.call("should_abort", kind(losses[:length]))
    t.call("should_abort", losses[1:3], 0.5)


def _smooth(t: Trial) -> None:
    for losses in (numbers(t, 30), [3, 2, 1], (0.5, 0.25), [], numbers(t, 9, kind=np.float32)):
        t.call("smooth_losses", losses)
        t.call("smooth_losses", losses, 0.5)


def _curves(t: Trial) -> None:
    for kind in lab07.KINDS:
        for length, noise in ((60, 0.0), (200, 0.02)):
            curve = lab07.make_curve(kind, t.rng, length=length, noise=noise)
            t.call("diagnose_loss_curve", np.asarray(curve))


def _gap(t: Trial) -> None:
    for _ in range(6):
        train, val = t.rng.random(5), t.rng.random(2)
        for kind in (list, tuple, np.array):
            t.call("diagnose_gap", kind(train), kind(val))
        t.call("diagnose_gap", train, train, 100, 0.9)
    t.call("diagnose_gap", [50.0], [0.5])


def _ratios(t: Trial) -> None:
    shapes = {"W": (4, 3), "b": (3,), "f": (2, 3, 2, 2), "one": ()}
    params = {name: np.asarray(numbers(t, *shape)) for name, shape in shapes.items()}
    updates = {name: 0.1 * w + 0.01 for name, w in params.items()}
    t.call("update_ratios", params | {"b": 0 * params["b"]}, updates)


_NODES: dict[str, tuple[tuple[int, ...], ...]] = {
    "dbeta": ((8, 4),), "dgamma": ((8, 4),), "dxhat": ((8, 4),), "dvar": ((8, 4),),
    "dmu": ((8, 4), (4,)), "dx": ((8, 4), (4,), (4,)),
}  # fmt: skip

SCRIPTS: Mapping[str, Mapping[str, Script]] = {
    "02_activations": ACTIVATIONS,
    "03_preprocessing": PREPROCESSING,
    "04_initialization": INITIALIZATION,
    "05_batchnorm": {
        "batchnorm_forward": _norm_forward,
        "bn_identity_params": _identity,
        **{name: partial(_norm_node, f"bn_{name}", shapes) for name, shapes in _NODES.items()},
        "batchnorm_backward": partial(_norm_node, "batchnorm_backward", ((8, 4),)),
        "batchnorm_backward_alt": partial(_norm_node, "batchnorm_backward_alt", ((8, 4),)),
        "bn_population_stats": _population,
        "bn_fold": _fold,
    },
    "06_convnets": {
        "conv_forward_naive": _conv,
        "conv_backward_naive": _conv_back,
        "max_pool_forward_naive": _pool,
        "max_pool_backward_naive": partial(_pool, back=True),
        "im2col": _im2col,
        "col2im": _col2im,
        "spatial_batchnorm_forward": _spatial,
        "spatial_batchnorm_backward": _spatial_back,
    },
    "07_babysitting": {
        "check_initial_loss": _first_loss,
        "overfit_tiny": _tiny,
        "should_abort": _abort,
        "smooth_losses": _smooth,
        "diagnose_loss_curve": _curves,
        "diagnose_gap": _gap,
        "update_ratios": _ratios,
    },
}
"""For each item of each stage, what its functions are tried on."""
