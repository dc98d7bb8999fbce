"""Wrong formulas for the activations that people write, each with the sentence that names it.

Each function takes what the answer's function was given (for gradients ``dout`` first) and returns
`cs231n_core.expect.Mistakes`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.expect import Mistakes
from cs231n_core.layers import gelu_tanh_backward, gelu_tanh_forward, normal_cdf

Array = np.ndarray
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def _sigmoid(x: Array) -> Any:
    return 0.5 * (1 + np.tanh(x / 2))


def _density(z: Array) -> Any:
    return np.exp(-(z**2) / 2) / (2 * np.pi) ** 0.5


def _left(x: Array, slope: Any) -> Any:
    return np.where(x > 0, x, slope * x)


def _elu(x: Array, alpha: float) -> Any:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _exp(x: Array) -> Any:
    return np.exp(np.minimum(x, 0))


def sigmoid_out(x: Array) -> Mistakes:
    """Return wrong values of the sigmoid."""
    return (
        ("this is sigmoid(-x): the sign in the exponent is flipped", _sigmoid(-x)),
        ("this is tanh, whose range is (-1, 1)", np.tanh(x)),
        ("the 1 in the denominator is missing: 1 / (1 + exp(-x))", np.exp(x)),
    )


def sigmoid_dx(dout: Array, x: Array) -> Mistakes:
    """Return wrong gradients of the sigmoid."""
    out = _sigmoid(x)
    return (
        (
            "the slope was computed from x, it is out * (1 - out) with the output",
            dout * x * (1 - x),
        ),
        ("the factor (1 - out) of the slope is missing", dout * out),
        ("the factor out of the slope is missing", dout * (1 - out)),
        ("this is the slope of tanh, 1 - out**2", dout * (1 - out**2)),
        (
            "the sigmoid is applied twice: the cache already holds the output",
            dout * _sigmoid(out) * (1 - _sigmoid(out)),
        ),
    )


def tanh_out(x: Array) -> Mistakes:
    """Return wrong values of tanh."""
    return (
        ("this is the sigmoid, whose range is (0, 1)", _sigmoid(x)),
        ("this is tanh(x / 2): the exponent needs 2x", np.tanh(x / 2)),
        ("the sign is flipped", -np.tanh(x)),
    )


def tanh_dx(dout: Array, x: Array) -> Mistakes:
    """Return wrong gradients of tanh."""
    out = np.tanh(x)
    return (
        ("the square is missing: the slope is 1 - out**2", dout * (1 - out)),
        (
            "tanh is applied twice: the cache already holds the output",
            dout * (1 - np.tanh(out) ** 2),
        ),
        ("the slope was computed from x, it is 1 - out**2 with the output", dout * (1 - x**2)),
        ("this is the slope of the sigmoid, out * (1 - out)", dout * out * (1 - out)),
    )


def relu_out(x: Array) -> Mistakes:
    """Return wrong values of ReLU."""
    return (
        ("this is abs(x): negative entries become 0, not positive", np.abs(x)),
        ("this is min(x, 0): the wrong side passes", np.minimum(x, 0)),
        ("this is the mask alone, without the values of x", (x > 0).astype(x.dtype)),
        ("x passes unchanged: nothing is clipped", x),
        ("the values are cut to whole numbers: a cast to int?", np.trunc(np.maximum(x, 0))),
    )


def relu_dx(dout: Array, x: Array) -> Mistakes:
    """Return wrong gradients of ReLU."""
    return (
        ("the mask is taken from dout: it must come from x", np.maximum(dout, 0)),
        ("this is dout times the output: the slope is 0 or 1", dout * np.maximum(x, 0)),
        ("the wrong side passes: the gate is open where x > 0", dout * (x < 0)),
    )


def leaky_out(x: Array, alpha: float = 0.01) -> Mistakes:
    """Return wrong values of leaky ReLU and PReLU."""
    return (
        (
            "alpha is on the positive side: the line with slope alpha is the left one",
            np.where(x > 0, alpha * x, x),
        ),
        ("alpha multiplies both sides", alpha * x),
        ("the slope is always 0.01: use the argument alpha", _left(x, 0.01)),
        ("this is ReLU: the left side must leak, alpha * x", np.maximum(x, 0)),
        ("the slope is 0.1 here: the default of alpha is 0.01", _left(x, 0.1)),
    )


def leaky_dx(dout: Array, x: Array, alpha: float = 0.01) -> Mistakes:
    """Return wrong gradients of leaky ReLU and PReLU."""
    return (
        ("the slope alpha is ignored: where x <= 0 it scales dout", dout),
        ("the slope is always 0.01: use the alpha of forward", np.where(x > 0, dout, 0.01 * dout)),
        ("this is the gradient of ReLU: where x <= 0 alpha * dout passes", dout * (x > 0)),
        (
            "alpha is on the positive side: it scales dout where x <= 0",
            np.where(x > 0, alpha * dout, dout),
        ),
        (
            "the mask is taken from dout: it must come from x",
            np.where(dout > 0, dout, alpha * dout),
        ),
    )


def prelu_dalpha(dout: Array, x: Array, alpha: Array) -> Mistakes:
    """Return wrong gradients of PReLU's slopes."""
    shared = tuple(axis for axis in range(x.ndim) if axis != 1 or not alpha.ndim)
    each = dout * np.minimum(x, 0)
    wide = np.expand_dims(alpha, tuple(range(1, x.ndim - 1))) if alpha.ndim else alpha
    by_channel = each.sum(axis=tuple(axis for axis in range(x.ndim) if axis != 1))
    one_alpha = "it has one number per channel, but all channels share alpha"
    return (
        *(() if alpha.ndim else ((one_alpha, by_channel),)),
        ("it is not summed over the batch: every entry that used alpha adds to it", each),
        (
            "it is summed over the batch only: the other positions shared alpha too",
            each.sum(axis=0),
        ),
        ("it is summed to one number: every channel has an alpha of its own", each.sum()),
        (
            "the positive branch is summed: only entries with x <= 0 used alpha",
            (dout * np.maximum(x, 0)).sum(axis=shared),
        ),
        (
            "all entries are summed: only those with x <= 0 used alpha",
            (dout * x).sum(axis=shared),
        ),
        ("the factor x is missing: d(alpha * x)/dalpha = x", (dout * (x <= 0)).sum(axis=shared)),
        ("it is averaged: contributions add up", each.mean(axis=shared)),
        ("a factor alpha too much: d(alpha * x)/dalpha = x", (wide * each).sum(axis=shared)),
    )


def elu_out(x: Array, alpha: float = 1.0) -> Mistakes:
    """Return wrong values of ELU."""
    return (
        ("the - 1 is missing: alpha * (exp(x) - 1)", np.where(x > 0, x, alpha * _exp(x))),
        ("alpha is ignored: alpha * (exp(x) - 1)", _elu(x, 1.0)),
        ("alpha must multiply the - 1 too", np.where(x > 0, x, alpha * _exp(x) - 1)),
        ("alpha is on both sides: x > 0 passes unchanged", alpha * _elu(x, 1.0)),
        ("this is ReLU: the left side is alpha * (exp(x) - 1)", np.maximum(x, 0)),
        ("the exponential is on both sides: x > 0 passes unchanged", alpha * np.expm1(x)),
    )


def elu_dx(dout: Array, x: Array, alpha: float = 1.0) -> Mistakes:
    """Return wrong gradients of ELU."""
    out = _elu(x, alpha)
    return (
        (
            "out + 1 is the slope only for alpha = 1: it is out + alpha",
            dout * np.where(x > 0, 1, out + 1),
        ),
        ("alpha is missing on the left: alpha * exp(x)", dout * np.where(x > 0, 1, _exp(x))),
        (
            "out itself is taken as the slope on the left: it is out + alpha",
            dout * np.where(x > 0, 1, out),
        ),
        ("this is the gradient of ReLU: the left side decays, alpha * exp(x)", dout * (x > 0)),
        (
            "alpha is on both sides: the slope for x > 0 is 1",
            dout * alpha * np.where(x > 0, 1, _exp(x)),
        ),
    )


def selu_out(x: Array) -> Mistakes:
    """Return wrong values of SELU."""
    elu = _elu(x, SELU_ALPHA)
    return (
        ("the scale λ is missing on both sides", elu),
        ("the scale λ is missing where x > 0", np.where(x > 0, x, SELU_SCALE * elu)),
        ("the scale λ is missing where x <= 0", np.where(x > 0, SELU_SCALE * x, elu)),
        ("alpha is missing on the left", SELU_SCALE * _elu(x, 1.0)),
        ("the two constants are swapped", SELU_ALPHA * _elu(x, SELU_SCALE)),
        ("λ multiplies ReLU: the left side is missing", SELU_SCALE * np.maximum(x, 0)),
    )


def selu_dx(dout: Array, x: Array) -> Mistakes:
    """Return wrong gradients of SELU."""
    left = SELU_ALPHA * _exp(x)
    return (
        ("the scale λ is missing on both sides", dout * np.where(x > 0, 1, left)),
        ("the scale λ is missing where x > 0", dout * np.where(x > 0, 1, SELU_SCALE * left)),
        ("the scale λ is missing where x <= 0", dout * np.where(x > 0, SELU_SCALE, left)),
        (
            "alpha is missing on the left",
            dout * SELU_SCALE * np.where(x > 0, 1, _exp(x)),
        ),
        (
            "the two constants are swapped",
            dout * np.where(x > 0, SELU_ALPHA, SELU_ALPHA * SELU_SCALE * _exp(x)),
        ),
    )


def gelu_out(x: Array, alpha: float = 1.0) -> Mistakes:
    """Return wrong values of GELU."""
    z = alpha * x
    return (
        (
            "this is x times the density φ: the gate is the cumulative distribution Φ",
            x * _density(z),
        ),
        ("this is the density φ: the gate is x times the distribution Φ", _density(z)),
        ("alpha is ignored: the gate is Φ(alpha * x)", x * normal_cdf(x)),
        ("the factor x is missing: this is the gate alone", normal_cdf(z)),
        ("alpha scales x outside Φ too: it belongs inside only", z * normal_cdf(z)),
        ("alpha scales the result: it belongs inside Φ", z * normal_cdf(x)),
        ("this is SiLU, x times the sigmoid: the gate is Φ", x * _sigmoid(z)),
        (
            "this is the sigmoid approximation: the exact Φ is asked for",
            x * _sigmoid(1.702 * z),
        ),
        (
            "this is the tanh approximation: the exact Φ is asked for",
            gelu_tanh_forward(x, alpha)[0],
        ),
    )


def gelu_dx(dout: Array, x: Array, alpha: float = 1.0) -> Mistakes:
    """Return wrong gradients of GELU."""
    z = alpha * x
    gate, sigmoid = normal_cdf(z), _sigmoid(z)
    return (
        ("the product rule has a second term, with the density φ", dout * gate),
        ("the factor x of the second term is missing", dout * (gate + alpha * _density(z))),
        ("alpha is missing in the second term: chain rule", dout * (gate + x * _density(z))),
        ("alpha is ignored", dout * (normal_cdf(x) + x * _density(x))),
        ("only the second term is there: the product rule has two", dout * z * _density(z)),
        ("this is the gradient of SiLU", dout * (sigmoid + z * sigmoid * (1 - sigmoid))),
        (
            "this is the gradient of the tanh approximation: the exact Φ is asked for",
            gelu_tanh_backward(dout, gelu_tanh_forward(x, alpha)[1]),
        ),
    )
