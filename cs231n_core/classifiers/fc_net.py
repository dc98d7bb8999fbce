"""Fully connected networks: two layers with ReLU, or any number with any activation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers.parameter_files import load_params, save_params
from cs231n_core.errors import explain
from cs231n_core.layer_utils import (
    affine_activation_backward,
    affine_activation_forward,
    affine_relu_backward,
    affine_relu_forward,
)
from cs231n_core.layers import (
    ACTIVATIONS,
    affine_backward,
    affine_forward,
    maxout_backward,
    maxout_forward,
    prelu_backward,
    prelu_forward,
    softmax_loss,
)

Params = dict[str, Array]
PRELU_START = 0.25
"""He et al., 2015, section 2.1."""


class TwoLayerNet:
    """affine - relu - affine - softmax, with the penalty ½ · reg · ‖W‖² on both weight matrices.

    Parameters
    ----------
    input_dim, hidden_dim, num_classes : int
    weight_scale : float
        Standard deviation of the weights at the start; biases start at zero.
    reg : float
        Strength of the penalty.
    rng : numpy Generator, optional
        Draws the weights. Without it, every net starts from the same ones.

    Attributes
    ----------
    params : dict
        ``W1`` (D, H), ``b1`` (H,), ``W2`` (H, C), ``b2`` (C,), float64.

    Examples
    --------
    >>> net = TwoLayerNet(input_dim=4, hidden_dim=3, num_classes=2)
    >>> net.loss(np.ones((5, 4))).shape
    (5, 2)
    """

    def __init__(
        self,
        input_dim: int = 3 * 32 * 32,
        hidden_dim: int = 100,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        rng: np.random.Generator | None = None,
    ) -> None:
        rng = np.random.default_rng(0) if rng is None else rng
        self.reg = reg
        self.params: Params = {
            "W1": rng.normal(0.0, weight_scale, (input_dim, hidden_dim)),
            "b1": np.zeros(hidden_dim),
            "W2": rng.normal(0.0, weight_scale, (hidden_dim, num_classes)),
            "b2": np.zeros(num_classes),
        }

    def loss(self, X: Array, y: IntArray | None = None) -> Any:
        """Return the loss and all gradients, or the scores if there are no labels.

        Parameters
        ----------
        X : (N, d_1, ..., d_k) float array
        y : (N,) integer array, optional

        Returns
        -------
        scores : (N, C) array
            If ``y`` is None.
        loss, grads : float, dict
            Otherwise; ``grads`` has the keys of ``params``.
        """
        p = self.params
        hidden, hidden_cache = affine_relu_forward(X, p["W1"], p["b1"])
        scores, scores_cache = affine_forward(hidden, p["W2"], p["b2"])
        if y is None:
            return scores
        grads: Params = {}
        loss, dscores = softmax_loss(scores, y)
        dhidden, grads["W2"], grads["b2"] = affine_backward(dscores, scores_cache)
        _, grads["W1"], grads["b1"] = affine_relu_backward(dhidden, hidden_cache)
        return loss + _penalise(p, grads, self.reg), grads

    def save(self, fname: str | PathLike[str]) -> None:
        """Write the parameters to a file (NumPy's npz format, under exactly this name)."""
        save_params(fname, self.params)

    def load(self, fname: str | PathLike[str]) -> None:
        """Read the parameters that `save` wrote for a net of the same size.

        Raises
        ------
        ValueError
            If the file is no such file, or belongs to another net.
        """
        self.params = load_params(fname, self.params)


class FullyConnectedNet:
    """A stack of affine layers with an activation between them, and softmax on top.

    The penalty is ½ · reg · ‖W‖² on all weight arrays; biases and PReLU slopes have none.

    Parameters
    ----------
    hidden_dims : sequence of int
        Width of each hidden layer.
    input_dim, num_classes : int
    dropout_keep_ratio : float
        Only 1 (no dropout) so far.
    normalization : None
        Only None so far.
    reg : float
    weight_scale : float
        Standard deviation of the weights at the start; biases start at zero.
    dtype : float32 or float64
        Of all parameters and of the calculation.
    seed : int, optional
        Of the weights. Without it, every net starts from the same ones.
    activation : str
        A name in `cs231n_core.layers.ACTIVATIONS`, ``"prelu"`` (one learned slope per unit) or
        ``"maxout"`` (two pieces per unit).

    Attributes
    ----------
    params : dict
        ``W1``, ``b1``, ..., of the last layer ``WL``, ``bL``; for PReLU also ``alpha1``, ...

    Examples
    --------
    >>> net = FullyConnectedNet([8, 4], input_dim=5, num_classes=3, activation="prelu")
    >>> list(net.params)
    ['W1', 'b1', 'alpha1', 'W2', 'b2', 'alpha2', 'W3', 'b3']
    """

    def __init__(  # noqa: PLR0913 - CS231n's signature
        self,
        hidden_dims: Sequence[int],
        input_dim: int = 3 * 32 * 32,
        num_classes: int = 10,
        dropout_keep_ratio: float = 1,
        normalization: str | None = None,
        reg: float = 0.0,
        weight_scale: float = 1e-2,
        dtype: DTypeLike = np.float32,
        seed: int | None = None,
        activation: str = "relu",
    ) -> None:
        _refuse_options(dropout_keep_ratio, normalization, activation)
        self.reg, self.activation, self.dtype = reg, activation, np.dtype(dtype)
        self.num_layers = 1 + len(hidden_dims)
        rng = np.random.default_rng(0 if seed is None else seed)
        self.params: Params = {}
        pieces = (2,) if activation == "maxout" else ()
        sizes = [input_dim, *hidden_dims, num_classes]
        for i, (fan_in, width) in enumerate(pairwise(sizes), start=1):
            hidden = i < self.num_layers
            shape = (width, *pieces) if hidden else (width,)
            weights = rng.normal(0.0, weight_scale, (fan_in, *shape))
            self.params[f"W{i}"] = weights.astype(self.dtype)
            self.params[f"b{i}"] = np.zeros(shape, self.dtype)
            if hidden and activation == "prelu":
                self.params[f"alpha{i}"] = np.full(width, PRELU_START, self.dtype)

    def loss(self, X: Array, y: IntArray | None = None) -> Any:
        """Return the loss and all gradients, or the scores if there are no labels.

        Parameters
        ----------
        X : (N, d_1, ..., d_k) float array
            Converted to the dtype of the net.
        y : (N,) integer array, optional

        Returns
        -------
        scores : (N, C) array
            If ``y`` is None.
        loss, grads : float, dict
            Otherwise; ``grads`` has the keys of ``params``.
        """
        last = self.num_layers
        hidden = np.asarray(X).astype(self.dtype, copy=False)
        caches = []
        for i in range(1, last):
            hidden, cache = self._hidden_forward(hidden, i)
            caches.append(cache)
        scores, cache = affine_forward(hidden, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores
        grads: Params = {}
        loss, dout = softmax_loss(scores, y)
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for i in range(last - 1, 0, -1):
            dout = self._hidden_backward(dout, caches[i - 1], i, grads)
        return loss + _penalise(self.params, grads, self.reg), grads

    def _hidden_forward(self, x: Array, i: int) -> tuple[Array, Any]:
        w, b = self.params[f"W{i}"], self.params[f"b{i}"]
        if self.activation == "maxout":
            return maxout_forward(x.reshape(len(x), w.shape[0]), w, b)
        if self.activation == "prelu":
            a, fc_cache = affine_forward(x, w, b)
            out, cache = prelu_forward(a, self.params[f"alpha{i}"])
            return out, (fc_cache, cache)
        return affine_activation_forward(x, w, b, self.activation)

    def _hidden_backward(self, dout: Array, cache: Any, i: int, grads: Params) -> Array:
        """Return the gradient of the layer's input and put those of its parameters in ``grads``."""
        if self.activation == "maxout":
            dx, grads[f"W{i}"], grads[f"b{i}"] = maxout_backward(dout, cache)
        elif self.activation == "prelu":
            fc_cache, inner = cache
            da, grads[f"alpha{i}"] = prelu_backward(dout, inner)
            dx, grads[f"W{i}"], grads[f"b{i}"] = affine_backward(da, fc_cache)
        else:
            dx, grads[f"W{i}"], grads[f"b{i}"] = affine_activation_backward(dout, cache)
        return dx

    def save(self, fname: str | PathLike[str]) -> None:
        """Write the parameters to a file (NumPy's npz format, under exactly this name)."""
        save_params(fname, self.params)

    def load(self, fname: str | PathLike[str]) -> None:
        """Read the parameters that `save` wrote for a net of the same size.

        Raises
        ------
        ValueError
            If the file is no such file, or belongs to another net.
        """
        self.params = load_params(fname, self.params)


def _refuse_options(keep: float, normalization: str | None, activation: str) -> None:
    where = "FullyConnectedNet"
    if keep != 1:
        raise ValueError(
            explain(
                where, "dropout_keep_ratio is", keep, "1", "dropout is not part of this version"
            )
        )
    if normalization is not None:
        raise ValueError(
            explain(
                where,
                "normalization is",
                repr(normalization),
                "None",
                "normalization layers are not part of this version",
            )
        )
    known = [*ACTIVATIONS, "prelu", "maxout"]
    if activation not in known:
        raise ValueError(explain(where, "activation is", repr(activation), ", ".join(known)))


def _penalise(params: Params, grads: Params, reg: float) -> float:
    """Add reg · W to every weight's gradient and return ½ · reg · ‖W‖²."""
    penalty = 0.0
    for name, w in params.items():
        if name.startswith("W"):
            penalty += 0.5 * reg * float(np.sum(w * w))
            grads[name] = grads[name] + reg * w
    return penalty
