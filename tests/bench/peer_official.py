"""The course's own package, found through CS231N_OFFICIAL: its convolution and its pooling.

Its other layers are exercises and empty; its training step uses this package's NumPy ones.
"""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

from bench_cases import Arrays, Case
from peer_core import Run, build_with, convnet, training

from cs231n_core.layers import (
    affine_backward,
    affine_forward,
    relu_backward,
    relu_forward,
    softmax_loss,
)

sys.path.insert(0, os.environ["CS231N_OFFICIAL"])

from cs231n import fast_layers

POOL = {"pool_height": 2, "pool_width": 2, "stride": 2}


def build(case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case with the package's own choice, the strided convolution."""
    return _build(fast_layers, case, arrays)


def build_im2col(case: Case, arrays: Arrays) -> Run | None:
    """Return the calls of a case with its Cython im2col."""
    s = case.sizes
    if case.kind != "conv" or (s["H"] + 2 * s["pad"] - s["K"]) % s["stride"]:
        return None  # it refuses sizes that the stride does not divide
    names = {
        "conv_forward_fast": fast_layers.conv_forward_im2col,
        "conv_backward_fast": fast_layers.conv_backward_im2col,
    }
    return _build(SimpleNamespace(**names), case, arrays)


def _build(module: Any, case: Case, arrays: Arrays) -> Run | None:
    if case.kind == "convnet":
        net = convnet(case.sizes, arrays)
        return training(SimpleNamespace(params=net.params, loss=_loss(net)), arrays)
    tiles = case.sizes.get("stride") == case.sizes.get("K")
    if case.kind == "conv" or (case.kind == "pool" and tiles):  # it crashes on other windows
        return build_with(module, case, arrays)
    return None


def _loss(net: Any) -> Any:
    """Return the loss of the three-layer ConvNet in the official way: dx of the images included."""

    def loss(X: Any, y: Any) -> Any:
        p = net.params
        maps, conv_cache = fast_layers.conv_forward_fast(X, p["W1"], p["b1"], net.conv_param)
        active, relu_cache = relu_forward(maps)
        pooled, pool_cache = fast_layers.max_pool_forward_fast(active, POOL)
        a, hidden_cache = affine_forward(pooled, p["W2"], p["b2"])
        hidden, hidden_relu_cache = relu_forward(a)
        scores, scores_cache = affine_forward(hidden, p["W3"], p["b3"])
        value, dscores = softmax_loss(scores, y)
        dhidden, dw3, db3 = affine_backward(dscores, scores_cache)
        dpooled, dw2, db2 = affine_backward(relu_backward(dhidden, hidden_relu_cache), hidden_cache)
        dactive = fast_layers.max_pool_backward_fast(dpooled, pool_cache)
        _, dw1, db1 = fast_layers.conv_backward_fast(relu_backward(dactive, relu_cache), conv_cache)
        return value, {"W1": dw1, "b1": db1, "W2": dw2, "b2": db2, "W3": dw3, "b3": db3}

    return loss
