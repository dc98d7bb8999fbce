"""One hidden layer of a FullyConnectedNet: affine - [normalisation] - activation - [dropout]."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array
from cs231n_core.classifiers.parameter_files import Params
from cs231n_core.errors import explain
from cs231n_core.layers import (
    ACTIVATIONS,
    affine_backward,
    affine_forward,
    batchnorm_backward_alt,
    batchnorm_forward,
    dropout_backward,
    dropout_forward,
    layernorm_backward,
    layernorm_forward,
    maxout_backward,
    maxout_forward,
    prelu_backward,
    prelu_forward,
)

PRELU_START = 0.25
"""He et al., 2015, section 2.1."""

NORMALIZATIONS: dict[str, tuple[Any, Any]] = {
    "batchnorm": (batchnorm_forward, batchnorm_backward_alt),
    "layernorm": (layernorm_forward, layernorm_backward),
}


class LayerKind(NamedTuple):
    """What all hidden layers of a net have in common."""

    activation: str
    normalization: str | None


class LayerCache(NamedTuple):
    """The caches of the parts; None where there is no such part."""

    affine: Any
    norm: Any
    activation: Any
    dropout: Any


def check_kind(where: str, kind: LayerKind) -> None:
    """Refuse a layer that does not exist."""
    known = [*ACTIVATIONS, "prelu", "maxout"]
    if kind.activation not in known:
        value = repr(kind.activation)
        raise ValueError(explain(where, "activation is", value, ", ".join(known)))
    if kind.normalization is None:
        return
    if kind.normalization not in NORMALIZATIONS:
        names = ", ".join([*map(repr, NORMALIZATIONS), "None"])
        raise ValueError(explain(where, "normalization is", repr(kind.normalization), names))
    if kind.activation == "maxout":
        raise ValueError(
            explain(
                where,
                "normalization is",
                f"{kind.normalization!r} with activation 'maxout'",
                "None",
                "a maxout layer has no output between its affine pieces and their maximum",
            )
        )


def hidden_params(
    i: int, kind: LayerKind, weights: Array, width: int, dtype: DTypeLike
) -> dict[str, Array]:
    """Return the first parameters of layer i; ``weights`` are its drawn ones."""
    params: Params = {f"W{i}": weights.astype(dtype)}
    params[f"b{i}"] = np.zeros(weights.shape[1:], dtype)
    if kind.activation == "prelu":
        params[f"alpha{i}"] = np.full(width, PRELU_START, dtype)
    if kind.normalization is not None:
        params[f"gamma{i}"], params[f"beta{i}"] = np.ones(width, dtype), np.zeros(width, dtype)
    return params


def hidden_forward(
    x: Array,
    params: Params,
    i: int,
    kind: LayerKind,
    norm_param: dict[str, Any] | None,
    dropout_param: dict[str, Any] | None,
) -> tuple[Array, LayerCache]:
    """Return the output of layer i and what its backward pass needs."""
    w, b = params[f"W{i}"], params[f"b{i}"]
    affine: Any = None
    norm: Any = None
    activation: Any = None
    dropped: Any = None
    if kind.activation == "maxout":
        out, activation = maxout_forward(x.reshape(len(x), w.shape[0]), w, b)
    else:
        out, affine = affine_forward(x, w, b)
        if kind.normalization is not None:
            forward = NORMALIZATIONS[kind.normalization][0]
            out, norm = forward(out, params[f"gamma{i}"], params[f"beta{i}"], norm_param)
        if kind.activation == "prelu":
            out, activation = prelu_forward(out, params[f"alpha{i}"])
        else:
            out, activation = ACTIVATIONS[kind.activation][0](out)
    if dropout_param is not None:
        out, dropped = dropout_forward(out, dropout_param)
    return out, LayerCache(affine, norm, activation, dropped)


def hidden_backward(
    dout: Array, cache: LayerCache, i: int, kind: LayerKind, grads: Params
) -> Array | None:
    """Return the gradient of the layer's input and put those of its parameters in ``grads``.

    The first layer's input is the data, whose gradient nobody needs.
    """
    if cache.dropout is not None:
        dout = dropout_backward(dout, cache.dropout)
    if kind.activation == "maxout":
        dx, grads[f"W{i}"], grads[f"b{i}"] = maxout_backward(dout, cache.activation)
        return dx
    if kind.activation == "prelu":
        dout, grads[f"alpha{i}"] = prelu_backward(dout, cache.activation)
    else:
        dout = ACTIVATIONS[kind.activation][1](dout, cache.activation)
    if kind.normalization is not None:
        backward = NORMALIZATIONS[kind.normalization][1]
        dout, grads[f"gamma{i}"], grads[f"beta{i}"] = backward(dout, cache.norm)
    wanted, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(dout, cache.affine, need_dx=i > 1)
    return wanted
