"""PyTorch on the CPU, eager, as its users write it: NCHW tensors, autograd, the fused Adam."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import torch
from bench_cases import Arrays, Case
from peer_core import Run
from torch.nn import functional

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def build(case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case."""
    tensors = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    return _KINDS[case.kind](case.sizes, tensors)


def _layer(forward: Any, leaves: dict[str, Any], dout: Any) -> Run:
    latest: dict[str, Any] = {}
    for leaf in leaves.values():
        leaf.requires_grad_()

    def run_forward() -> None:
        latest["out"] = forward()

    def run_backward() -> None:
        latest["grads"] = torch.autograd.grad(
            latest["out"], tuple(leaves.values()), dout, retain_graph=True
        )

    def results() -> Arrays:
        grads = zip(leaves, latest["grads"], strict=True)
        return {
            "out": latest["out"].detach().numpy(),
            **{f"d{name}": gradient.numpy() for name, gradient in grads},
        }

    return Run({"forward": run_forward, "backward": run_backward}, results)


def _conv(s: dict[str, int], t: dict[str, Any]) -> Run:
    leaves = {name: t[name] for name in ("x", "w", "b")}
    return _layer(
        lambda: functional.conv2d(t["x"], t["w"], t["b"], stride=s["stride"], padding=s["pad"]),
        leaves,
        t["dout"],
    )


def _pool(s: dict[str, int], t: dict[str, Any]) -> Run:
    return _layer(
        lambda: functional.max_pool2d(t["x"], s["K"], s["stride"]), {"x": t["x"]}, t["dout"]
    )


def _batchnorm(_: dict[str, int], t: dict[str, Any]) -> Run:
    mean, var = torch.zeros_like(t["gamma"]), torch.ones_like(t["gamma"])
    leaves = {name: t[name] for name in ("x", "gamma", "beta")}
    return _layer(
        lambda: functional.batch_norm(t["x"], mean, var, t["gamma"], t["beta"], training=True),
        leaves,
        t["dout"],
    )


def _relu(_: dict[str, int], t: dict[str, Any]) -> Run:
    return _layer(lambda: torch.relu(t["x"]), {"x": t["x"]}, t["dout"])


def _affine(_: dict[str, int], t: dict[str, Any]) -> Run:
    leaves = {name: t[name] for name in ("x", "w", "b")}
    return _layer(lambda: torch.addmm(t["b"], t["x"], t["w"]), leaves, t["dout"])


def _softmax(_: dict[str, int], t: dict[str, Any]) -> Run:
    x, latest = t["x"].requires_grad_(), {}

    def run() -> None:
        latest["loss"] = functional.cross_entropy(x, t["y"])
        (latest["dx"],) = torch.autograd.grad(latest["loss"], x)

    return Run(
        {"forward": run},
        lambda: {"loss": latest["loss"].detach().numpy(), "dx": latest["dx"].numpy()},
    )


def _convnet(s: dict[str, int], t: dict[str, Any]) -> Run:
    p = _parameters(t)

    def scores() -> Any:
        maps = torch.relu(functional.conv2d(t["X"], p["W1"], p["b1"], padding=s["K"] // 2))
        flat = functional.max_pool2d(maps, 2).flatten(1)
        hidden = torch.relu(torch.addmm(p["b2"], flat, p["W2"]))
        return torch.addmm(p["b3"], hidden, p["W3"])

    return _training(scores, p, t["y"])


def _deep(s: dict[str, int], t: dict[str, Any]) -> Run:
    p, last = _parameters(t), s["layers"]
    running = [(torch.zeros(s["hidden"], dtype=t["X"].dtype),) * 2 for _ in range(last)]
    running = [(mean.clone(), var.clone()) for mean, var in running]

    def scores() -> Any:
        h = t["X"].flatten(1)
        for i in range(1, last):
            a = torch.addmm(p[f"b{i}"], h, p[f"W{i}"])
            statistics = running[i - 1]
            gamma, beta = p[f"gamma{i}"], p[f"beta{i}"]
            h = torch.relu(functional.batch_norm(a, *statistics, gamma, beta, training=True))
        return torch.addmm(p[f"b{last}"], h, p[f"W{last}"])

    return _training(scores, p, t["y"])


def _parameters(t: dict[str, Any]) -> dict[str, Any]:
    return {n: v.requires_grad_() for n, v in t.items() if n not in {"X", "y"}}


def _training(scores: Any, p: dict[str, Any], y: Any) -> Run:
    optimizer = torch.optim.Adam(p.values(), lr=1e-3, fused=True)
    first: Arrays = {}

    def step() -> None:
        optimizer.zero_grad()
        loss = functional.cross_entropy(scores(), y)
        loss.backward()
        if not first:
            first["loss"] = np.asarray(loss.item())
            first.update({name: value.grad.numpy().copy() for name, value in p.items()})
        optimizer.step()

    return Run({"step": step}, lambda: first)


_KINDS = {
    "conv": _conv,
    "pool": _pool,
    "batchnorm": _batchnorm,
    "spatial_batchnorm": _batchnorm,
    "relu": _relu,
    "affine": _affine,
    "softmax": _softmax,
    "convnet": _convnet,
    "deep": _deep,
}
