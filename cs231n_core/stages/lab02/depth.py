"""Deep stacks at initialisation: what reaches the last layer, and which gradient comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.stages.lab.activations import ACTIVATIONS, averages


@dataclass(frozen=True)
class Flow:
    """What happens in each layer of a stack, first layer first."""

    out_mean: Array
    out_std: Array
    gradient: Array
    weight_gradient: Array
    flat: Array


def flow(
    activation: str,
    *,
    depth: int = 10,
    width: int = 256,
    examples: int = 48,
    gain: float | None = None,
    input_scale: float = 1.0,
    seed: int = 0,
) -> Flow:
    """Send N(0, 1) inputs forward and N(0, 1) gradients back through a deep stack.

    Parameters
    ----------
    activation : str
        A name of `ACTIVATIONS`, or ``"none"`` for a stack of matrices.
    gain : float or None
        The weights have standard deviation gain/sqrt(width). None keeps the forward signal's
        size (see `averages`); the inputs are then activations themselves, f(z) of standard
        normal z, so that the first layer is like every other.

    Returns
    -------
    flow : Flow
        Per layer: mean and standard deviation of the outputs; size (root mean square) of the
        gradient that leaves the layer towards the input, and of its weights' gradient; share of
        slopes below 0.01.
    """
    rng = np.random.default_rng(seed)
    x: Array = input_scale * rng.standard_normal((width, width))
    scale = gain
    if scale is None:
        scale = averages([activation])[0].gain
        x = ACTIVATIONS[activation].value(x)
    dout = rng.standard_normal((width, width))
    inputs, weights, slopes = [], [], []
    means, spreads = [], []
    for _ in range(depth):
        w = scale / np.sqrt(width) * rng.standard_normal((width, width))
        a = x @ w
        inputs.append(x)
        weights.append(w)
        x, slope = (a, np.ones_like(a)) if activation == "none" else ACTIVATIONS[activation].both(a)
        slopes.append(slope)
        means.append(float(x.mean()))
        spreads.append(float(x.std()))
    sizes, weight_sizes = [], []
    for layer_in, w, slope in zip(inputs[::-1], weights[::-1], slopes[::-1], strict=True):
        da = dout * slope
        weight_sizes.append(_size(layer_in.T @ da / examples))
        dout = da @ w.T
        sizes.append(_size(dout))
    flat = [float((np.abs(slope) < 0.01).mean()) for slope in slopes]
    return Flow(
        np.array(means),
        np.array(spreads),
        np.array(sizes[::-1]),
        np.array(weight_sizes[::-1]),
        np.array(flat),
    )


def _size(values: Array) -> float:
    return float(np.sqrt(np.mean(values**2)))


def flows(names: Sequence[str], *, seeds: int = 3, depth: int = 10, width: int = 128) -> Array:
    """Return log10 of the gradient's size behind each layer, averaged over seeds.

    Returns
    -------
    grid : (len(names), depth) array
        Row by activation, column by layer, relative to the gradient that enters at the top.
    """
    grid = [
        np.mean(
            [np.log10(flow(name, depth=depth, width=width, seed=s).gradient) for s in range(seeds)],
            axis=0,
        )
        for name in names
    ]
    return np.array(grid)
