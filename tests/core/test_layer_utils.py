"""Sandwiches are the layers that their names say, one after the other, forward and backward."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cs231n_core import layer_utils, layers
from cs231n_core.gradient_check import check_gradient

pytestmark = pytest.mark.usefixtures("each_backend")

CONV, POOL = {"stride": 1, "pad": 1}, {"pool_height": 2, "pool_width": 1, "stride": 1}
RNG = np.random.default_rng(0)
IMAGES, FILTERS, BIAS = RNG.normal(size=(2, 3, 4, 5)), RNG.normal(size=(2, 3, 3, 3)), np.ones(2)
ROWS, WEIGHTS = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2))
SCALE, SHIFT = RNG.normal(size=(2, 2))

# name: arrays, settings, the same by single layers
SANDWICHES: dict[str, tuple[list[Any], list[Any], Any]] = {
    "affine_bn_relu": (
        [ROWS, WEIGHTS, BIAS, SCALE, SHIFT],
        [{"mode": "train"}],
        lambda x, w, b, g, t, p: layers.batchnorm_forward(x @ w + b, g, t, p)[0],
    ),
    "affine_ln_relu": (
        [ROWS, WEIGHTS, BIAS, SCALE, SHIFT],
        [{"eps": 0.1}],
        lambda x, w, b, g, t, p: layers.layernorm_forward(x @ w + b, g, t, p)[0],
    ),
    "conv_relu": (
        [IMAGES, FILTERS, BIAS],
        [CONV],
        lambda x, w, b, p: layers.conv_forward_naive(x, w, b, p)[0],
    ),
    "conv_bn_relu": (
        [IMAGES, FILTERS, BIAS, SCALE, SHIFT],
        [CONV, {"mode": "train"}],
        lambda x, w, b, g, t, p, q: layers.spatial_batchnorm_forward(
            layers.conv_forward_naive(x, w, b, p)[0], g, t, q
        )[0],
    ),
    "conv_relu_pool": (
        [IMAGES, FILTERS, BIAS],
        [CONV, POOL],
        lambda x, w, b, p, q: layers.max_pool_forward_naive(
            layers.conv_forward_naive(x, w, b, p)[0], q
        )[0],
    ),
}
every_sandwich = pytest.mark.parametrize("name", SANDWICHES)


def copies(settings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [dict(s) for s in settings]


@every_sandwich
def test_a_sandwich_is_its_layers_one_after_the_other(name: str) -> None:
    arrays, settings, single = SANDWICHES[name]
    out, _ = getattr(layer_utils, f"{name}_forward")(*arrays, *copies(settings))
    want = np.maximum(0, single(*arrays, *copies(settings)))
    np.testing.assert_allclose(out, want, rtol=1e-10, atol=1e-12)


@every_sandwich
def test_the_gradients_of_a_sandwich_are_the_numerical_ones(name: str) -> None:
    arrays, settings, _ = SANDWICHES[name]
    forward = getattr(layer_utils, f"{name}_forward")
    out, cache = forward(*arrays, *copies(settings))
    dout = np.random.default_rng(1).normal(size=out.shape)
    grads = getattr(layer_utils, f"{name}_backward")(dout, cache)
    assert len(grads) == len(arrays)
    for position, (array, grad) in enumerate(zip(arrays, grads, strict=True)):

        def f(value: Any, position: int = position) -> Any:
            changed = [*arrays[:position], value, *arrays[position + 1 :]]
            return forward(*changed, *copies(settings))[0]

        if position == 2 and "_bn_" in name:  # the bias moves all of a feature, the mean with it
            np.testing.assert_allclose(grad, 0, atol=1e-12)
            continue
        verdict = check_gradient(f, array, grad, dout)
        assert verdict.ok, verdict.message


@pytest.mark.parametrize("name", ["conv_relu", "conv_bn_relu", "conv_relu_pool"])
def test_the_first_layer_can_leave_out_the_gradient_of_its_images(name: str) -> None:
    arrays, settings, _ = SANDWICHES[name]
    out, cache = getattr(layer_utils, f"{name}_forward")(*arrays, *copies(settings))
    backward = getattr(layer_utils, f"{name}_backward")
    without = backward(out, cache, need_dx=False)
    assert without[0] is None
    for got, want in zip(without[1:], backward(out, cache)[1:], strict=True):
        np.testing.assert_array_equal(got, want)
