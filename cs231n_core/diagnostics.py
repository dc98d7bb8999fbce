"""How a network is doing: dead units, saturation, twins, signal and gradient by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain
from cs231n_core.layers import ACTIVATIONS

Axis = int | tuple[int, ...]
Forward = Callable[[Array], tuple[Array, Any]]
Backward = Callable[[Array, Any], Array]


SATURATED = 0.97
"""An output this far from zero counts as saturated in `forward_statistics`."""


def activate(name: str, a: Array) -> Array:
    """Return an activation of the pre-activations, given by its name.

    Parameters
    ----------
    name : str
        ``linear``, or one of `cs231n_core.layers.ACTIVATIONS`: ``tanh``, ``relu``, ...
    a : (...,) float array

    Returns
    -------
    out : new array like ``a``

    Raises
    ------
    ValueError
        If the name is none of them.

    Examples
    --------
    >>> activate("relu", np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    a = float_array("activate", "a", a)
    if name == "linear":
        return a.copy()
    if name not in ACTIVATIONS:
        known = ", ".join(["linear", *ACTIVATIONS])
        raise ValueError(explain("activate", "name is", repr(name), known))
    return ACTIVATIONS[name][0](a)[0]


def forward_statistics(
    x: Array, weights: Sequence[Array], activation: str
) -> list[dict[str, float]]:
    """Return what each layer of a stack without biases puts out, the first layer first.

    Parameters
    ----------
    x : (N, D) float array
    weights : sequence of (D_i, D_i+1) float arrays
    activation : str
        A name that `activate` knows.

    Returns
    -------
    layers : list of dict
        Over all outputs of a layer, behind its activation: ``mean``, ``std``, ``rms`` (root mean
        square), and ``saturated``, the share with a magnitude above 0.97.

    Examples
    --------
    >>> layer, = forward_statistics(np.array([[1.0, -1.0]]), [np.array([[3.0], [0.0]])], "relu")
    >>> layer
    {'mean': 3.0, 'std': 0.0, 'rms': 3.0, 'saturated': 1.0}
    """
    hidden, found = float_array("forward_statistics", "x", x), []
    for i, w in enumerate(weights):
        w = float_array("forward_statistics", f"weights[{i}]", w)
        if hidden.ndim != 2 or w.ndim != 2 or w.shape[0] != hidden.shape[1]:
            expected = f"({hidden.shape[-1]}, M), as its input has shape {hidden.shape}"
            raise ValueError(
                explain("forward_statistics", f"weights[{i}] has shape", w.shape, expected)
            )
        hidden = activate(activation, hidden @ w)
        found.append(
            {
                "mean": float(hidden.mean()),
                "std": float(hidden.std()),
                "rms": _rms(hidden),
                "saturated": float((np.abs(hidden) > SATURATED).mean()),
            }
        )
    return found


def symmetry_groups(W: Array, tol: float = 1e-9) -> int:
    """Return how many different units a layer has: identical ones count once.

    Parameters
    ----------
    W : (D, M) float array
        A unit is a column.
    tol : float
        Two units are identical if no entry of theirs differs by more than this.

    Returns
    -------
    groups : int
        From 1, all units are twins, to M, no two are.

    Raises
    ------
    ValueError
        If ``W`` is not a matrix.

    Examples
    --------
    >>> symmetry_groups(np.array([[1.0, 2.0, 1.0], [0.0, 5.0, 0.0]]))
    2
    """
    W = float_array("symmetry_groups", "W", W)
    if W.ndim != 2:
        raise ValueError(explain("symmetry_groups", "W has shape", W.shape, "(D, M)"))
    different: list[Array] = []
    for unit in W.T:
        if not any(float(np.abs(unit - other).max()) <= tol for other in different):
            different.append(unit)
    return len(different)


def dead_units(pre: Array, axis: Axis = 0) -> NDArray[np.bool_]:
    """Tell of each unit whether its ReLU outputs zero for every example.

    Parameters
    ----------
    pre : (N, M) or (N, C, H, W) float array
        What enters the ReLU.
    axis : int or tuple of int
        The axes that are not units: 0 for (N, M), (0, 2, 3) for the channels of images.

    Returns
    -------
    dead : array of bool
        True where ``pre <= 0`` all along ``axis``.

    Raises
    ------
    ValueError
        If ``pre`` contains NaN, which is neither on nor off, or has no examples or no units.

    Examples
    --------
    >>> dead_units(np.array([[1.0, -1.0, 0.0], [-1.0, -2.0, 0.0]]))
    array([False,  True,  True])
    """
    pre = float_array("dead_units", "pre", pre)
    if np.isnan(pre).any():
        raise ValueError(
            explain(
                "dead_units",
                "pre contains",
                f"{int(np.isnan(pre).sum())} NaN",
                "numbers",
                "a network that has diverged has no dead units to count",
            )
        )
    if pre.size == 0:
        raise ValueError(
            explain("dead_units", "pre has shape", pre.shape, "at least one example and one unit")
        )
    return np.asarray(np.all(pre <= 0, axis=axis))


def dead_fraction(pre: Array, axis: Axis = 0) -> float:
    """Return the share of units whose ReLU outputs zero for every example.

    Parameters
    ----------
    pre : (N, M) or (N, C, H, W) float array
        What enters the ReLU.
    axis : int or tuple of int
        The axes that are not units: 0 for (N, M), (0, 2, 3) for the channels of images.

    Returns
    -------
    share : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        As `dead_units`.

    Examples
    --------
    >>> dead_fraction(np.array([[1.0, -1.0], [-1.0, -2.0]]))
    0.5
    """
    return float(dead_units(pre, axis).mean())


def saturated_fraction(
    x: Array, forward: Forward, backward: Backward, threshold: float = 0.01
) -> float:
    """Return the share of entries at which an activation's slope is below a threshold.

    Parameters
    ----------
    x : (...,) float array
        What enters the activation.
    forward, backward : callable
        The activation, such as ``tanh_forward`` and ``tanh_backward``.
    threshold : float
        A slope below it, in magnitude, counts as saturated.

    Returns
    -------
    share : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If ``x`` contains NaN or nothing.

    Examples
    --------
    >>> from cs231n_core.layers import sigmoid_backward, sigmoid_forward
    >>> x = np.array([-10.0, 0.0, 1.0, 10.0])
    >>> saturated_fraction(x, sigmoid_forward, sigmoid_backward)
    0.5
    """
    x = float_array("saturated_fraction", "x", x)
    if x.size == 0 or np.isnan(x).any():
        raise ValueError(
            explain("saturated_fraction", "x contains", "NaN" if x.size else "nothing", "numbers")
        )
    _, cache = forward(x)
    return float((np.abs(backward(np.ones_like(x), cache)) < threshold).mean())


@dataclass(frozen=True)
class Flow:
    """What each layer of a stack does to signal and gradient; (depth,) arrays, input side first.

    ``out_mean`` and ``out_std`` are those of the activations, ``dx_rms`` and ``dw_rms`` the root
    mean squares of the gradients of a layer's input and weights.
    """

    out_mean: Array
    out_std: Array
    dx_rms: Array
    dw_rms: Array


def gradient_flow(
    forward: Forward,
    backward: Backward,
    *,
    depth: int,
    width: int,
    rng: np.random.Generator,
    weight_std: float | None = None,
    examples: int = 256,
) -> Flow:
    """Send random inputs up through a stack of equal layers and random gradients back down.

    Every layer is ``activation(x @ w)``; inputs and upstream gradients are standard normal.

    Parameters
    ----------
    forward, backward : callable
        The activation, such as ``tanh_forward`` and ``tanh_backward``.
    depth, width, examples : int
    rng : numpy Generator
    weight_std : float, optional
        Standard deviation of the weights; without it ``1 / sqrt(width)``.

    Returns
    -------
    flow : Flow

    Examples
    --------
    >>> from cs231n_core.layers import tanh_backward, tanh_forward
    >>> rng = np.random.default_rng(0)
    >>> flow = gradient_flow(tanh_forward, tanh_backward, depth=3, width=100, rng=rng)
    >>> flow.out_std.round(1)
    array([0.6, 0.5, 0.4])
    """
    std = 1 / np.sqrt(width) if weight_std is None else weight_std
    x: Array = rng.normal(size=(examples, width))
    layers = []
    outputs = []
    for _ in range(depth):
        w = rng.normal(0.0, std, (width, width))
        out, cache = forward(x @ w)
        layers.append((x, w, cache))
        outputs.append(out)
        x = out
    dout: Array = rng.normal(size=x.shape)
    sizes = []
    for x_in, w, cache in reversed(layers):
        da = backward(dout, cache)
        dout = da @ w.T
        sizes.append((_rms(dout), _rms(x_in.T @ da)))
    dx_rms, dw_rms = np.array(sizes[::-1]).reshape(depth, 2).T
    means = np.array([float(out.mean()) for out in outputs])
    return Flow(means, np.array([float(out.std()) for out in outputs]), dx_rms, dw_rms)


def _rms(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))
