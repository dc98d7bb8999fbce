"""This package as a competitor; ``CS231N_BACKEND=numpy`` in its process makes it the NumPy one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from bench_cases import Arrays, Case

from cs231n_core import fast_layers, layers, optim
from cs231n_core.classifiers import FullyConnectedNet, ThreeLayerConvNet

_WAYS = ("forward", "backward")


class Run(NamedTuple):
    """The calls that are timed, by phase, and the results of the last one of each."""

    calls: dict[str, Any]
    results: Any


def build(case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case, or None if the competitor has nothing like it."""
    return build_with(fast_layers, case, arrays)


def build_loops(case: Case, arrays: Arrays) -> Run | None:
    """Return the convolution that loops over windows and filters."""
    return _build_named("naive", case, arrays)


def build_im2col(case: Case, arrays: Arrays) -> Run | None:
    """Return the convolution that makes one column of every window."""
    return _build_named("im2col", case, arrays)


def _build_named(how: str, case: Case, arrays: Arrays) -> Run | None:
    if case.kind != "conv":
        return None
    names = {f"conv_{way}_fast": getattr(layers, f"conv_{way}_{how}") for way in _WAYS}
    return build_with(SimpleNamespace(**names), case, arrays)


def build_with(conv_and_pool: Any, case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case with the convolution and the pooling of another module."""
    a, s = arrays, case.sizes
    param: dict[str, Any]
    if case.kind == "conv":
        param = {"stride": s["stride"], "pad": s["pad"]}
        return _layer(
            lambda: conv_and_pool.conv_forward_fast(a["x"], a["w"], a["b"], param),
            lambda cache: conv_and_pool.conv_backward_fast(a["dout"], cache),
            ("dx", "dw", "db"),
        )
    if case.kind == "pool":
        param = {"pool_height": s["K"], "pool_width": s["K"], "stride": s["stride"]}
        return _layer(
            lambda: conv_and_pool.max_pool_forward_fast(a["x"], param),
            lambda cache: (conv_and_pool.max_pool_backward_fast(a["dout"], cache),),
            ("dx",),
        )
    return _KINDS[case.kind](s, a)


def _layer(forward: Any, backward: Any, names: tuple[str, ...]) -> Run:
    latest: dict[str, Any] = {}

    def run_forward() -> None:
        latest["out"], latest["cache"] = forward()

    def run_backward() -> None:
        latest["grads"] = backward(latest["cache"])

    def results() -> Arrays:
        return {"out": latest["out"], **dict(zip(names, latest["grads"], strict=True))}

    return Run({"forward": run_forward, "backward": run_backward}, results)


def _batchnorm(_: dict[str, int], a: Arrays) -> Run:
    bn_param = {"mode": "train"}
    return _layer(
        lambda: layers.batchnorm_forward(a["x"], a["gamma"], a["beta"], bn_param),
        lambda cache: layers.batchnorm_backward_alt(a["dout"], cache),
        ("dx", "dgamma", "dbeta"),
    )


def _spatial_batchnorm(_: dict[str, int], a: Arrays) -> Run:
    bn_param = {"mode": "train"}
    return _layer(
        lambda: layers.spatial_batchnorm_forward(a["x"], a["gamma"], a["beta"], bn_param),
        lambda cache: layers.spatial_batchnorm_backward(a["dout"], cache),
        ("dx", "dgamma", "dbeta"),
    )


def _relu(_: dict[str, int], a: Arrays) -> Run:
    return _layer(
        lambda: layers.relu_forward(a["x"]),
        lambda cache: (layers.relu_backward(a["dout"], cache),),
        ("dx",),
    )


def _affine(_: dict[str, int], a: Arrays) -> Run:
    return _layer(
        lambda: layers.affine_forward(a["x"], a["w"], a["b"]),
        lambda cache: layers.affine_backward(a["dout"], cache),
        ("dx", "dw", "db"),
    )


def _softmax(_: dict[str, int], a: Arrays) -> Run:
    latest: dict[str, Any] = {}

    def run() -> None:
        latest["loss"], latest["dx"] = layers.softmax_loss(a["x"], a["y"])

    return Run({"forward": run}, lambda: {"loss": np.asarray(latest["loss"]), "dx": latest["dx"]})


def convnet(s: dict[str, int], a: Arrays) -> ThreeLayerConvNet:
    """Return the ConvNet of the case with the weights that every competitor starts from."""
    net = ThreeLayerConvNet(
        num_filters=s["F"], filter_size=s["K"], hidden_dim=s["hidden"], dtype=a["X"].dtype
    )
    net.params = {name: a[name] for name in net.params}
    return net


def _convnet(s: dict[str, int], a: Arrays) -> Run:
    return training(convnet(s, a), a)


def _deep(s: dict[str, int], a: Arrays) -> Run:
    net = FullyConnectedNet(
        [s["hidden"]] * (s["layers"] - 1), normalization="batchnorm", dtype=a["X"].dtype
    )
    net.params = {name: a[name] for name in net.params}
    return training(net, a)


def training(net: Any, a: Arrays) -> Run:
    """Return the training step of a net; its results are those of the first step."""
    configs: dict[str, Any] = dict.fromkeys(net.params)
    first: Arrays = {}

    def step() -> None:
        loss, grads = net.loss(a["X"], a["y"])
        if not first:
            first.update(loss=np.asarray(loss), **grads)
        for name, gradient in grads.items():
            net.params[name], configs[name] = optim.adam(net.params[name], gradient, configs[name])

    return Run({"step": step}, lambda: first)


_KINDS = {
    "batchnorm": _batchnorm,
    "spatial_batchnorm": _spatial_batchnorm,
    "relu": _relu,
    "affine": _affine,
    "softmax": _softmax,
    "convnet": _convnet,
    "deep": _deep,
}
