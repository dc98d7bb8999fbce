"""What no layer takes: arrays without entries, and numbers other than float32 and float64."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cs231n_core import fast_layers, layers

pytestmark = pytest.mark.usefixtures("each_backend")

CONV = {"stride": 1, "pad": 1}
POOL = {"pool_height": 2, "pool_width": 2, "stride": 2}
ones = np.ones

VECTORS: dict[str, Callable[[Any], Any]] = {
    "affine_forward": lambda x: layers.affine_forward(x, ones((3, 2)), ones(2)),
    "prelu_forward": lambda x: layers.prelu_forward(x, ones(3)),
    "maxout_forward": lambda x: layers.maxout_forward(x, ones((3, 2, 2)), ones((2, 2))),
    "dropout_forward": lambda x: layers.dropout_forward(x, {"mode": "train", "p": 0.5}),
    "batchnorm_forward": lambda x: layers.batchnorm_forward(x, ones(3), ones(3), {"mode": "train"}),
    "layernorm_forward": lambda x: layers.layernorm_forward(x, ones(3), ones(3), {}),
    "softmax_loss": lambda x: layers.softmax_loss(x, np.zeros(len(x), int)),
    "svm_loss": lambda x: layers.svm_loss(x, np.zeros(len(x), int)),
    **{f"{name}_forward": functions[0] for name, functions in layers.ACTIVATIONS.items()},
}
CONVOLUTIONS = {
    "conv_forward_naive": layers.conv_forward_naive,
    "conv_forward_im2col": layers.conv_forward_im2col,
    "conv_forward_fast": fast_layers.conv_forward_fast,
}
POOLINGS = {
    "max_pool_forward_naive": layers.max_pool_forward_naive,
    "max_pool_forward_im2col": layers.max_pool_forward_im2col,
    "max_pool_forward_fast": fast_layers.max_pool_forward_fast,
}
IMAGES: dict[str, Callable[[Any], Any]] = {
    **{k: lambda x, f=f: f(x, ones((2, 2, 3, 3)), ones(2), CONV) for k, f in CONVOLUTIONS.items()},
    **{k: lambda x, f=f: f(x, POOL) for k, f in POOLINGS.items()},
    "spatial_batchnorm_forward": lambda x: layers.spatial_batchnorm_forward(
        x, ones(2), ones(2), {"mode": "train"}
    ),
    "spatial_groupnorm_forward": lambda x: layers.spatial_groupnorm_forward(
        x, ones((1, 2, 1, 1)), ones((1, 2, 1, 1)), 2, {}
    ),
}
LAYERS = {**VECTORS, **IMAGES}


def right(name: str) -> Any:
    return ones((2, 3) if name in VECTORS else (2, 2, 4, 4))


def test_every_forward_pass_is_on_the_list() -> None:
    public = {n for n in layers.__all__ if n.endswith(("_forward", "_loss"))}
    public |= {n for n in layers.__all__ if "_forward_" in n}
    assert public <= LAYERS.keys()


@pytest.mark.parametrize("name", LAYERS)
def test_an_array_without_entries_is_refused_with_its_shape(name: str) -> None:
    LAYERS[name](right(name))
    with pytest.raises(ValueError, match=rf"^{name}: x has shape \(0, [^)]*\), expected "):
        LAYERS[name](right(name)[:0])


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(
    "dtype", [np.int64, np.float16, np.complex128, np.longdouble, bool, object]
)
def test_other_dtypes_are_refused_with_the_way_out(name: str, dtype: Any) -> None:
    message = rf"^{name}: x has dtype \w+, expected float32 or float64; convert it: x.astype"
    with pytest.raises(TypeError, match=message):
        LAYERS[name](right(name).astype(dtype))


@pytest.mark.parametrize("name", CONVOLUTIONS)
@pytest.mark.parametrize("dtype", [np.float16, np.complex128, object])
def test_a_filter_of_another_dtype_is_refused(name: str, dtype: Any) -> None:
    x, w = ones((2, 2, 4, 4)), ones((2, 2, 3, 3))
    with pytest.raises(TypeError, match=f"^{name}: w has dtype"):
        CONVOLUTIONS[name](x, w.astype(dtype), ones(2), CONV)
    with pytest.raises(TypeError, match=f"^{name}: b has dtype"):
        CONVOLUTIONS[name](x, w, ones(2).astype(dtype), CONV)
    with pytest.raises(ValueError, match=rf"^{name}: w has shape \(0, 2, 3, 3\), expected no axis"):
        CONVOLUTIONS[name](x, w[:0], ones(0), CONV)
