"""What is particular to stage 06: square twins, refusals, messages that students read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.authoring.answers import reference
from autograder.checks.s06 import CHECKS, _grid
from cs231n_core import layers
from cs231n_core.im2col import col2im, im2col
from cs231n_core.stages import s06_columns, s06_conv, s06_norm, s06_pool
from cs231n_core.stages.s06 import STAGE

RNG = np.random.default_rng(0)


def failed(name: str, function: Any) -> dict[str, str]:
    return CHECKS.evaluate_item(name, [function]).failed


def test_the_formulas_of_the_checks_agree_with_the_course_s_layers() -> None:
    for args in s06_conv.layers(*_grid())(np.random.default_rng(1)):
        out, cache = layers.conv_forward_naive(*args)
        np.testing.assert_allclose(s06_conv.forward(*args)[0], out, atol=1e-12)
        dout = RNG.normal(size=out.shape)
        pairs = zip(
            s06_conv.backward(dout, args), layers.conv_backward_naive(dout, cache), strict=True
        )
        for got, want in pairs:
            np.testing.assert_allclose(got, want, atol=1e-12)


def test_the_formulas_of_pooling_and_columns_agree_with_the_course_s() -> None:
    x = RNG.integers(-2, 2, (2, 3, 5, 6)).astype(float)
    param = {"pool_height": 3, "pool_width": 2, "stride": 1}
    out, cache = layers.max_pool_forward_naive(x, param)
    np.testing.assert_array_equal(s06_pool.forward(x, param)[0], out)
    dout = RNG.normal(size=out.shape)
    want = layers.max_pool_backward_naive(dout, cache)
    np.testing.assert_allclose(s06_pool.backward(dout, (x, param))[0], want, atol=1e-12)
    cols = im2col(x, 3, 2, 1, 2) if (5 + 2 - 3) % 2 == 0 else None
    np.testing.assert_array_equal(s06_columns.columns(x, 3, 2, 1, 2), cols)
    back = s06_columns.col2im(cols, x.shape, 3, 2, 1, 2)[0]
    np.testing.assert_allclose(back, col2im(cols, x.shape, 3, 2, 1, 2), atol=1e-12)


def test_the_formulas_of_spatial_batch_norm_agree_with_the_course_s() -> None:
    given = s06_norm.call(np.random.default_rng(0), 2, 3, 4, 5)
    out, cache = layers.spatial_batchnorm_forward(*given, {"mode": "train"})
    np.testing.assert_allclose(s06_norm.normalised(given, {"mode": "train"}), out, atol=1e-12)
    dout = RNG.normal(size=out.shape)
    wants = layers.spatial_batchnorm_backward(dout, cache)
    for got, want in zip(s06_norm.backward(dout, s06_norm.cache_of(given)), wants, strict=True):
        np.testing.assert_allclose(got, want, atol=1e-10)


def test_the_hidden_grid_has_every_stride_with_every_pad_and_nothing_square() -> None:
    grid = _grid()
    assert {(stride, pad) for _, _, stride, pad in grid} == {
        (stride, pad) for stride in (1, 2, 3) for pad in (0, 1, 2)
    }
    assert all(x[2] != x[3] and w[2] != w[3] for x, w, _, _ in grid)


def test_who_mixes_up_height_and_width_is_told_so() -> None:
    def swapped(x, w, b, conv_param):
        if w.shape[2] != w.shape[3]:
            raise IndexError("out of range")
        return layers.conv_forward_naive(x, w, b, conv_param)

    message = failed("conv_forward_naive", swapped)["stride"]
    assert "With square images and windows it runs" in message


def test_an_answer_that_always_raises_is_not_told_about_squares() -> None:
    def broken(*_):
        raise IndexError("no")

    for item in STAGE.items:
        assert not any("square" in text for text in failed(item.name, broken).values())


def test_an_answer_that_refuses_everything_earns_nothing_for_refusing() -> None:
    def refuses(*_):
        raise ValueError("no")

    assert "refuses" in failed("conv_forward_naive", refuses)


@pytest.mark.parametrize("name", ["conv_forward_naive", "im2col", "spatial_batchnorm_forward"])
def test_the_course_s_own_function_scores_full(name: str) -> None:
    function = im2col if name == "im2col" else getattr(layers, name)
    assert failed(name, function) == {}


def test_the_reference_uses_nothing_of_the_course_but_batch_norm() -> None:
    sources = "\n".join(reference("06_convnets").functions.values())
    assert "layers." not in sources
    assert "kernels" not in sources
