"""Every layer against PyTorch and against numerical gradients, at random shapes and layouts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cs231n_core import fast_layers, layers
from cs231n_core.gradient_check import grad_check_direction

pytestmark = pytest.mark.usefixtures("each_backend")

Backward = Callable[[Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Case:
    """A layer at one shape: its differentiable inputs and how it and PyTorch's are called."""

    inputs: tuple[Any, ...]
    forward: Callable[..., tuple[Any, Backward]]
    """From the inputs to (out, backward), whose result has one gradient per input."""
    torch: Callable[..., Any]
    """From PyTorch and the inputs to the output."""


def spread(rng: np.random.Generator, *shape: int) -> Any:
    """Distinct numbers in random order from -2 to 2: no ties, none of them near a kink at 0."""
    size = math.prod(shape)
    values = (np.arange(size) + 0.5 + 0.125) / size * 4 - 2
    return rng.permutation(values).reshape(shape)


def tuple_of(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def pair(forward: Any, backward: Any, *rest: Any) -> Callable[..., tuple[Any, Backward]]:
    """A layer's two functions as one, with what follows the inputs."""

    def run(*inputs: Any) -> tuple[Any, Backward]:
        out, cache = forward(*inputs, *rest)
        return out, lambda dout: tuple_of(backward(dout, cache))

    return run


# --- layers --------------------------------------------------------------------------------------

small = st.integers(1, 4)
vectors = st.tuples(st.integers(1, 6), st.integers(1, 6))
images = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5))


def affine(draw: Any, rng: Any) -> Case:
    n, a, b, m = (draw(small) for _ in range(4))
    inputs = spread(rng, n, a, b), spread(rng, a * b, m), spread(rng, m)
    run = pair(layers.affine_forward, layers.affine_backward)
    return Case(inputs, run, lambda torch, x, w, b: x.reshape(n, -1) @ w + b)


ACTIVATIONS: dict[str, Callable[..., Any]] = {
    "relu": lambda torch, x: torch.relu(x),
    "leaky_relu": lambda torch, x: torch.nn.functional.leaky_relu(x, 0.01),
    "elu": lambda torch, x: torch.nn.functional.elu(x),
    "selu": lambda torch, x: torch.nn.functional.selu(x),
    "gelu": lambda torch, x: torch.nn.functional.gelu(x),
    "gelu_tanh": lambda torch, x: torch.nn.functional.gelu(x, approximate="tanh"),
    "sigmoid": lambda torch, x: torch.sigmoid(x),
    "tanh": lambda torch, x: torch.tanh(x),
}


def activation(name: str) -> Callable[[Any, Any], Case]:
    forward, backward = (getattr(layers, f"{name}_{way}") for way in ("forward", "backward"))

    def make(draw: Any, rng: Any) -> Case:
        x = spread(rng, *draw(st.one_of(vectors, images)))
        return Case((x,), pair(forward, backward), ACTIVATIONS[name])

    return make


def prelu(draw: Any, rng: Any) -> Case:
    shape = draw(st.one_of(vectors, images))
    run = pair(layers.prelu_forward, layers.prelu_backward)
    inputs = spread(rng, *shape), spread(rng, shape[1]) / 4
    return Case(inputs, run, lambda torch, x, alpha: torch.nn.functional.prelu(x, alpha))


def maxout(draw: Any, rng: Any) -> Case:
    n, d, m, k = (draw(small) for _ in range(4))
    run = pair(layers.maxout_forward, layers.maxout_backward)
    inputs = spread(rng, n, d), spread(rng, d, m, k), rng.normal(size=(m, k))
    return Case(
        inputs, run, lambda torch, x, w, b: (torch.einsum("nd,dmk->nmk", x, w) + b).amax(dim=2)
    )


def convolution(forward: Any, backward: Any) -> Callable[[Any, Any], Case]:
    def make(draw: Any, rng: Any) -> Case:
        n, c, f, hh, ww = (draw(small) for _ in range(5))
        stride, pad = draw(st.integers(1, 4)), draw(st.integers(0, 3))
        sides = []
        for window in (hh, ww):  # so many steps that at least one pixel is not padding
            least = math.ceil(max(0, 2 * pad + 1 - window) / stride)
            sides.append(window + stride * (least + draw(st.integers(0, 3))) - 2 * pad)
        inputs = spread(rng, n, c, *sides), spread(rng, f, c, hh, ww), spread(rng, f)
        return Case(
            inputs,
            pair(forward, backward, {"stride": stride, "pad": pad}),
            lambda torch, x, w, b: torch.nn.functional.conv2d(x, w, b, stride, pad),
        )

    return make


def pooling(forward: Any, backward: Any) -> Callable[[Any, Any], Case]:
    def make(draw: Any, rng: Any) -> Case:
        n, c, height, width, stride = (draw(small) for _ in range(5))
        sides = [window + stride * draw(st.integers(0, 4)) for window in (height, width)]
        param = {"pool_height": height, "pool_width": width, "stride": stride}
        return Case(
            (spread(rng, n, c, *sides),),
            pair(forward, backward, param),
            lambda torch, x: torch.nn.functional.max_pool2d(x, (height, width), stride),
        )

    return make


def batch_norm(kind: str, mode: str, backward: Any) -> Callable[[Any, Any], Case]:
    forward = layers.batchnorm_forward if kind == "vectors" else layers.spatial_batchnorm_forward

    def make(draw: Any, rng: Any) -> Case:
        shape = draw(vectors if kind == "vectors" else images)
        if mode == "train":
            assume(math.prod(shape) > shape[1])  # PyTorch refuses a set of one
        channels, eps = shape[1], draw(st.sampled_from([1e-5, 1e-2]))
        mean, var = spread(rng, channels), spread(rng, channels) ** 2 + 0.1
        inputs = spread(rng, *shape), spread(rng, channels), spread(rng, channels)

        def run(*arrays: Any) -> tuple[Any, Backward]:
            param = {"mode": mode, "eps": eps, "running_mean": mean, "running_var": var}
            return pair(forward, backward, param)(*arrays)

        def torch_norm(torch: Any, x: Any, gamma: Any, beta: Any) -> Any:
            running = [torch.tensor(a, dtype=x.dtype) for a in (mean, var)]
            train = mode == "train"
            return torch.nn.functional.batch_norm(x, *running, gamma, beta, train, 0.1, eps)

        return Case(inputs, run, torch_norm)

    return make


def layer_norm(draw: Any, rng: Any) -> Case:
    n, d = draw(vectors)
    inputs = spread(rng, n, d), spread(rng, d), spread(rng, d)
    run = pair(layers.layernorm_forward, layers.layernorm_backward, {"eps": 1e-3})
    return Case(
        inputs, run, lambda torch, x, g, b: torch.nn.functional.layer_norm(x, (d,), g, b, 1e-3)
    )


def group_norm(draw: Any, rng: Any) -> Case:
    n, size, height, width = draw(images)
    assume(size * height * width > 1)  # PyTorch refuses a set of one
    groups = draw(st.integers(1, 3))
    channels = groups * size
    inputs = [spread(rng, *s) for s in ((n, channels, height, width), *[(1, channels, 1, 1)] * 2)]
    forward, backward = layers.spatial_groupnorm_forward, layers.spatial_groupnorm_backward
    return Case(
        tuple(inputs),
        pair(forward, backward, groups, {"eps": 1e-3}),
        lambda torch, x, g, b: torch.nn.functional.group_norm(
            x, groups, g.flatten(), b.flatten(), 1e-3
        ),
    )


def loss(function: Any, torch_loss: Any) -> Callable[[Any, Any], Case]:
    def make(draw: Any, rng: Any) -> Case:
        n, c = draw(vectors)
        y = rng.integers(c, size=n)

        def run(x: Any) -> tuple[Any, Backward]:
            value, dx = function(x, y)
            return np.asarray(value, x.dtype), lambda dout: (dx * dout,)

        # Not on a grid, where a margin may be exactly 1.
        return Case((rng.normal(size=(n, c)),), run, lambda t, x: torch_loss(t, x, t.tensor(y), c))

    return make


LAYERS: dict[str, Callable[[Any, Any], Case]] = {
    "affine": affine,
    **{name: activation(name) for name in ACTIVATIONS},
    "prelu": prelu,
    "maxout": maxout,
    "conv naive": convolution(layers.conv_forward_naive, layers.conv_backward_naive),
    "conv im2col": convolution(layers.conv_forward_im2col, layers.conv_backward_im2col),
    "conv fast": convolution(fast_layers.conv_forward_fast, fast_layers.conv_backward_fast),
    "pool naive": pooling(layers.max_pool_forward_naive, layers.max_pool_backward_naive),
    "pool im2col": pooling(layers.max_pool_forward_im2col, layers.max_pool_backward_im2col),
    "pool fast": pooling(fast_layers.max_pool_forward_fast, fast_layers.max_pool_backward_fast),
    "batch norm": batch_norm("vectors", "train", layers.batchnorm_backward),
    "batch norm alt": batch_norm("vectors", "train", layers.batchnorm_backward_alt),
    "batch norm test": batch_norm("vectors", "test", layers.batchnorm_backward_alt),
    "spatial batch norm": batch_norm("images", "train", layers.spatial_batchnorm_backward),
    "spatial batch norm test": batch_norm("images", "test", layers.spatial_batchnorm_backward),
    "layer norm": layer_norm,
    "group norm": group_norm,
    "softmax": loss(
        layers.softmax_loss, lambda torch, x, y, c: torch.nn.functional.cross_entropy(x, y)
    ),
    "svm": loss(
        layers.svm_loss, lambda torch, x, y, c: c * torch.nn.functional.multi_margin_loss(x, y)
    ),
}
each_layer = pytest.mark.parametrize("name", LAYERS)
both_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@st.composite
def cases(draw: st.DrawFn, name: str) -> tuple[Case, np.random.Generator]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return LAYERS[name](draw, rng), rng


def laid_out(array: Any, layout: str) -> Any:
    """The same numbers, somewhere else in memory."""
    if layout == "fortran":
        return np.asfortranarray(array)
    if layout == "strided":
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
        wide[..., ::2] = array
        return wide[..., ::2]
    if layout == "offset":  # not on a boundary of more than one number
        return np.append(np.zeros(1, array.dtype), array)[1:].reshape(array.shape)
    return array.copy()


def close(got: Any, want: Any, dtype: Any) -> None:
    assert got.shape == want.shape
    size = max(1.0, float(np.abs(want).max(initial=0.0)))
    limit = size * (3e-4 if dtype == np.float32 else 1e-9)
    assert float(np.abs(got - want).max(initial=0.0)) <= limit


# --- the tests -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def torch() -> Any:
    """PyTorch, imported before hypothesis looks at the clock."""
    return pytest.importorskip("torch")


@each_layer
@both_dtypes
@settings(max_examples=40)
@given(data=st.data())
def test_pytorch_gives_the_same_output_and_gradients(
    torch: Any, name: str, dtype: Any, data: Any
) -> None:
    case, rng = data.draw(cases(name))
    inputs = [a.astype(dtype) for a in case.inputs]
    tensors = [torch.tensor(a, requires_grad=True) for a in inputs]
    want = case.torch(torch, *tensors)
    dout = rng.normal(size=want.shape).astype(dtype)
    want.backward(torch.tensor(dout))
    out, backward = case.forward(*inputs)
    close(out, want.detach().numpy(), dtype)
    for got, tensor in zip(backward(dout), tensors, strict=True):
        close(got, tensor.grad.numpy(), dtype)


@each_layer
@settings(max_examples=15, derandomize=True)
@given(data=st.data())
def test_the_gradients_are_the_numerical_ones(name: str, data: Any) -> None:
    case, rng = data.draw(cases(name))
    inputs = [a.copy() for a in case.inputs]
    out, backward = case.forward(*inputs)
    dout = rng.normal(size=out.shape)
    for point, grad in zip(inputs, backward(dout), strict=True):

        def f(_: Any) -> Any:
            return np.sum(case.forward(*inputs)[0] * dout)

        if np.abs(grad).max() > 1e-8:  # a constant: the change is rounding alone
            assert grad_check_direction(f, point, grad, rng=rng)[0] < 1e-5


@each_layer
@both_dtypes
@settings(max_examples=12)
@given(layout=st.sampled_from(["plain", "fortran", "strided", "offset"]), data=st.data())
def test_any_layout_gives_the_same_in_the_same_dtype_and_changes_nothing(
    name: str, dtype: Any, layout: str, data: Any
) -> None:
    case, rng = data.draw(cases(name))
    plain = [a.astype(dtype) for a in case.inputs]
    given_ = [laid_out(a, layout) for a in plain]
    for a in given_:
        a.setflags(write=False)
    want, want_backward = case.forward(*plain)
    out, backward = case.forward(*given_)
    dout = rng.normal(size=want.shape).astype(dtype)
    odd = laid_out(dout, layout) if dout.ndim else dout
    odd.setflags(write=False)
    close(out, want, dtype)
    for got, wanted, like in zip(backward(odd), want_backward(dout), plain, strict=True):
        assert got.dtype == dtype
        assert got.shape == like.shape
        close(got, wanted, dtype)
    assert out.dtype == dtype
    for a, b in zip(given_, plain, strict=True):
        np.testing.assert_array_equal(a, b)


@each_layer
@both_dtypes
@settings(max_examples=5)
@given(data=st.data())
def test_the_same_call_gives_the_same_bits(name: str, dtype: Any, data: Any) -> None:
    case, rng = data.draw(cases(name))
    inputs = [a.astype(dtype) for a in case.inputs]
    out, backward = case.forward(*inputs)
    dout = rng.normal(size=out.shape).astype(dtype)
    first = [out, *backward(dout)]
    again, backward = case.forward(*inputs)
    for a, b in zip(first, [again, *backward(dout)], strict=True):
        assert a.tobytes() == b.tobytes()
