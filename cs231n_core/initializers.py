"""First weights: LeCun, Xavier and He, orthogonal, and layer by layer from data (LSUV)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 1.0}
"""What `activation_gain` returns for activations without a parameter."""

_VARIANCE = {
    "lecun": 1.0,
    "xavier": 1.0,
    "glorot": 1.0,
    "he": 2.0,
    "kaiming": 2.0,
    "constant": 1.0,
}
_LEAK = 0.01


def fan_in_and_fan_out(shape: Sequence[int]) -> tuple[int, int]:
    """Return how many inputs one output sums, and how many outputs one input feeds.

    Parameters
    ----------
    shape : (D, M) or (F, C, HH, WW)
        Of the weights of an affine or a convolutional layer.

    Returns
    -------
    fan_in, fan_out : int
        ``D, M``, or ``C · HH · WW, F · HH · WW``.

    Raises
    ------
    ValueError
        If the shape is neither.

    References
    ----------
    Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010, section 4.2.

    Examples
    --------
    >>> fan_in_and_fan_out((3072, 100))
    (3072, 100)
    >>> fan_in_and_fan_out((32, 3, 5, 7))
    (105, 1120)
    """
    sizes = tuple(int(n) for n in shape)
    if len(sizes) not in (2, 4) or min(sizes) < 1:
        raise ValueError(
            explain("fan_in_and_fan_out", "shape is", sizes, "(D, M) or (F, C, HH, WW), all >= 1")
        )
    if len(sizes) == 2:
        return sizes
    filters, channels, height, width = sizes
    return channels * height * width, filters * height * width


def activation_gain(name: str, alpha: float | None = None) -> float:
    """Return the factor on the standard deviation 1/√fan_in that suits an activation.

    Parameters
    ----------
    name : str
        ``linear``, ``sigmoid``, ``tanh``, ``relu``, ``selu``, or ``leaky_relu``.
    alpha : float, optional
        The slope of a leaky ReLU's negative side; 0.01 without it.

    Returns
    -------
    gain : float
        √2 for ReLU, ``√(2 / (1 + alpha²))`` for leaky ReLU, 5/3 for tanh, else 1.

    Raises
    ------
    ValueError
        If the activation has no gain here.

    References
    ----------
    He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, equations 10 and 15.

    Examples
    --------
    >>> round(activation_gain("relu"), 6), round(activation_gain("leaky_relu", 1.0), 6)
    (1.414214, 1.0)
    """
    if name == "leaky_relu":
        return math.sqrt(2 / (1 + (_LEAK if alpha is None else alpha) ** 2))
    if name not in GAINS:
        known = ", ".join([*GAINS, "leaky_relu"])
        raise ValueError(explain("activation_gain", "name is", repr(name), known))
    if alpha is not None:
        raise ValueError(explain("activation_gain", "alpha is", alpha, f"none: {name} has none"))
    return GAINS[name]


def init_weights(
    shape: Sequence[int],
    scheme: str = "he",
    dist: str = "normal",
    fan: str = "in",
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float32,
    *,
    gain: float = 1.0,
) -> Array:
    """Return random weights of mean 0 and variance ``gain² · c / n``.

    ``c`` is 1 for LeCun and Xavier and 2 for He, who makes up for what ReLU takes away; ``n`` is
    the fan-in, the fan-out, or their mean, with which Xavier becomes Glorot's 2 / (in + out).

    Parameters
    ----------
    shape : (D, M) or (F, C, HH, WW)
    scheme : str
        ``"lecun"``, ``"xavier"`` (or ``"glorot"``), ``"he"`` (or ``"kaiming"``). ``"constant"`` is
        nothing random: every weight is ``gain / √n``, and no two units will ever differ.
    dist : str
        ``"normal"`` or ``"uniform"``, both of the same variance.
    fan : str
        ``"in"``, ``"out"`` or ``"avg"``.
    rng : numpy Generator, optional
        Without it, every call draws the same weights.
    dtype : float32 or float64
    gain : float
        A further factor, such as `activation_gain` gives.

    Returns
    -------
    w : array of ``shape``

    Raises
    ------
    ValueError
        If a name is unknown or the shape has no fans.

    References
    ----------
    LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.6; Glorot, Bengio, AISTATS
    2010, equation 12; He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015, section 2.2.

    Examples
    --------
    >>> w = init_weights((400, 300), "xavier", rng=np.random.default_rng(0))
    >>> w.dtype, bool(abs(w.std() * 20 - 1) < 0.01)
    (dtype('float32'), True)
    """
    fan_in, fan_out = fan_in_and_fan_out(shape)
    sizes = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}
    _known("scheme", scheme, _VARIANCE)
    _known("fan", fan, sizes)
    _known("dist", dist, ("normal", "uniform"))
    rng = np.random.default_rng(0) if rng is None else rng
    std = gain * math.sqrt(_VARIANCE[scheme] / sizes[fan])
    if scheme == "constant":
        return np.full(shape, std, dtype)
    if dist == "normal":
        return rng.normal(0.0, std, shape).astype(dtype)
    bound = math.sqrt(3) * std
    return rng.uniform(-bound, bound, shape).astype(dtype)


def orthogonal_init(
    shape: Sequence[int],
    gain: float = 1.0,
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    """Return ``gain`` times a random matrix with orthonormal columns, or rows if it is wide.

    A stack of square ones keeps the length of every vector. All such matrices are equally likely.

    Parameters
    ----------
    shape : (D, M) or (F, C, HH, WW)
        Filters are the rows of an (F, C · HH · WW) matrix.
    gain : float
    rng : numpy Generator, optional
        Without it, every call draws the same weights.
    dtype : float32 or float64

    Returns
    -------
    w : array of ``shape``

    References
    ----------
    Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
    linear neural networks", ICLR 2014; Mezzadri, "How to generate random matrices from the
    classical compact groups", 2007, section 5, for the signs.

    Examples
    --------
    >>> w = orthogonal_init((5, 3))
    >>> np.allclose(w.T @ w, np.eye(3))
    True
    """
    fan_in_and_fan_out(shape)
    rng = np.random.default_rng(0) if rng is None else rng
    rows, columns = shape[0], math.prod(shape[1:])
    tall = rng.normal(size=(max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diag(r) < 0, -1.0, 1.0)
    w: Array = (gain * (q if rows >= columns else q.T)).reshape(shape).astype(dtype)
    return w


def lsuv_init(
    weights: Sequence[Array],
    x: Array,
    activation: Callable[[Array], Any],
    *,
    tol: float = 0.01,
    max_iter: int = 10,
    rng: np.random.Generator | None = None,
) -> list[Array]:
    """Return orthogonal weights, each scaled so that its layer's output on x has variance 1.

    Layer after layer: draw an orthogonal matrix, push the data through what is already set, and
    divide by the standard deviation of what comes out, before the activation.

    Parameters
    ----------
    weights : sequence of (D_i, D_{i+1}) float arrays
        Their shapes and dtypes are used; their values are not.
    x : (N, D_0) float array
        A batch of data.
    activation : callable
        From an array to an array, or to ``(out, cache)`` as the forward passes of this package.
    tol : float
        Allowed distance of the variance from 1.
    max_iter : int
        How often a layer is scaled at most; without biases one time is enough.
    rng : numpy Generator, optional
        Without it, every call draws the same weights.

    Returns
    -------
    weights : list of new arrays

    Raises
    ------
    ValueError
        If a layer's output does not vary, so that nothing can be scaled, or shapes do not fit.

    References
    ----------
    Mishkin, Matas, "All you need is a good init", ICLR 2016, algorithm 1.

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(200, 8))
    >>> first, second = lsuv_init([np.empty((8, 6)), np.empty((6, 4))], x, np.tanh)
    >>> round(float((np.tanh(x @ first) @ second).std()), 6)
    1.0
    """
    rng = np.random.default_rng(0) if rng is None else rng
    hidden, done = float_array("lsuv_init", "x", x), []
    for i, given in enumerate(weights):
        given = float_array("lsuv_init", f"weights[{i}]", given)
        if given.ndim != 2 or hidden.ndim != 2 or given.shape[0] != hidden.shape[1]:
            expected = f"({hidden.shape[-1]}, M), as its input has shape {hidden.shape}"
            raise ValueError(explain("lsuv_init", f"weights[{i}] has shape", given.shape, expected))
        w = _unit_variance(i, orthogonal_init(given.shape, rng=rng), hidden, tol, max_iter)
        done.append(w.astype(given.dtype))
        out = activation(hidden @ done[-1])
        hidden = out[0] if isinstance(out, tuple) else out
    return done


def _unit_variance(i: int, w: Array, x: Array, tol: float, max_iter: int) -> Array:
    for _ in range(max_iter):
        variance = float((x @ w).var())
        if not 0 < variance < math.inf:
            raise ValueError(
                explain(
                    "lsuv_init",
                    f"the variance behind weights[{i}] is",
                    variance,
                    "a positive number",
                    "x is constant, or the activation before it is dead",
                )
            )
        if abs(variance - 1) <= tol:
            break
        w = w / math.sqrt(variance)
    return w


def _known(what: str, value: str, known: Any) -> None:
    if value not in known:
        raise ValueError(explain("init_weights", f"{what} is", repr(value), ", ".join(known)))
