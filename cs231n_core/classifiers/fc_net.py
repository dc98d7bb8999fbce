"""Fully connected networks: two layers with ReLU, or any number with any activation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers.hidden_layer import (
    LayerCache,
    LayerKind,
    check_kind,
    hidden_backward,
    hidden_forward,
    hidden_params,
)
from cs231n_core.classifiers.network import Network, penalise
from cs231n_core.classifiers.parameter_files import Params
from cs231n_core.errors import explain
from cs231n_core.layer_utils import affine_relu_backward, affine_relu_forward
from cs231n_core.layers import affine_backward, affine_forward, softmax_loss


class TwoLayerNet(Network):
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
        super().__init__(reg)
        self.params = {
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
        _, grads["W1"], grads["b1"] = affine_relu_backward(dhidden, hidden_cache, need_dx=False)
        return loss + penalise(p, grads, self.reg), grads


class FullyConnectedNet(Network):
    """A stack of affine - [normalisation] - activation - [dropout] layers, with softmax on top.

    The penalty is ½ · reg · ‖W‖² on all weight arrays; biases, PReLU slopes, gammas and betas have
    none. With labels `loss` runs the layers in mode train, without in mode test.

    Parameters
    ----------
    hidden_dims : sequence of int
        Width of each hidden layer.
    input_dim, num_classes : int
    dropout_keep_ratio : float
        Probability of keeping an activation; 1 for no dropout.
    normalization : None, "batchnorm" or "layernorm"
        Between each affine layer and its activation; not with maxout.
    reg : float
    weight_scale : float
        Standard deviation of the weights at the start; biases start at zero.
    dtype : float32 or float64
        Of all parameters and of the calculation.
    seed : int, optional
        Of the weights. Without it, every net starts from the same ones. With a seed every call
        also drops the same activations, as CS231n does so that gradients can be checked; for
        training with dropout leave it out, or ``del net.dropout_param["seed"]``.
    activation : str
        A name in `cs231n_core.layers.ACTIVATIONS`, ``"prelu"`` (one learned slope per unit) or
        ``"maxout"`` (two pieces per unit).

    Attributes
    ----------
    params : dict
        ``W1``, ``b1``, ..., of the last layer ``WL``, ``bL``; with normalisation also ``gamma1``,
        ``beta1``, ..., for PReLU also ``alpha1``, ...
    bn_params : list of dict
        One per hidden layer: settings of its normalisation, and its running statistics.
    dropout_param : dict
        See `dropout_forward`; empty without dropout.

    Examples
    --------
    >>> net = FullyConnectedNet([8, 4], input_dim=5, num_classes=3, normalization="batchnorm")
    >>> list(net.params)
    ['W1', 'b1', 'gamma1', 'beta1', 'W2', 'b2', 'gamma2', 'beta2', 'W3', 'b3']
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
        super().__init__(reg)
        self._kind = LayerKind(activation, normalization)
        check_kind("FullyConnectedNet", self._kind)
        self.dtype = np.dtype(dtype)
        self.num_layers = 1 + len(hidden_dims)
        rng = np.random.default_rng(0 if seed is None else seed)
        self.dropout_param = _dropout(dropout_keep_ratio, seed, rng)
        norm = {"batchnorm": {"mode": "train"}, "layernorm": {}}
        if normalization is not None:
            self.bn_params = [dict(norm[normalization]) for _ in hidden_dims]
        pieces = (2,) if activation == "maxout" else ()
        sizes = [input_dim, *hidden_dims, num_classes]
        for i, (fan_in, width) in enumerate(pairwise(sizes), start=1):
            hidden = i < self.num_layers
            shape = (fan_in, width, *(pieces if hidden else ()))
            kind = self._kind if hidden else LayerKind("linear", None)
            weights = rng.normal(0.0, weight_scale, shape)
            self.params |= hidden_params(i, kind, weights, width, self.dtype)

    @property
    def activation(self) -> str:
        """The name of the activation."""
        return self._kind.activation

    @property
    def normalization(self) -> str | None:
        """The name of the normalisation, or None."""
        return self._kind.normalization

    @property
    def use_dropout(self) -> bool:
        """Whether activations are dropped in training."""
        return bool(self.dropout_param)

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
        self._set_mode("test" if y is None else "train")
        last = self.num_layers
        hidden, caches = self._hidden(np.asarray(X).astype(self.dtype, copy=False))
        scores, cache = affine_forward(hidden, self.params[f"W{last}"], self.params[f"b{last}"])
        if y is None:
            return scores
        grads: Params = {}
        dout: Any
        loss, dout = softmax_loss(scores, y)
        dout, grads[f"W{last}"], grads[f"b{last}"] = affine_backward(dout, cache)
        for i in range(last - 1, 0, -1):
            dout = hidden_backward(dout, caches[i - 1], i, self._kind, grads)
        return loss + penalise(self.params, grads, self.reg), grads

    def _hidden(self, x: Array) -> tuple[Array, list[LayerCache]]:
        caches = []
        dropout_param = self.dropout_param or None
        for i in range(1, self.num_layers):
            norm_param = self.bn_params[i - 1] if self.bn_params else None
            x, cache = hidden_forward(x, self.params, i, self._kind, norm_param, dropout_param)
            caches.append(cache)
        return x, caches

    def _set_mode(self, mode: str) -> None:
        for param in [*self.bn_params, self.dropout_param]:
            if "mode" in param:
                param["mode"] = mode


def _dropout(keep: float, seed: int | None, rng: np.random.Generator) -> dict[str, Any]:
    if not 0 < keep <= 1:
        raise ValueError(
            explain(
                "FullyConnectedNet",
                "dropout_keep_ratio is",
                keep,
                "0 < ratio <= 1",
                "it is the probability of keeping an activation",
            )
        )
    if keep == 1:
        return {}
    # A stream of its own: the weights are the same with and without dropout.
    source = {"rng": rng.spawn(1)[0]} if seed is None else {"seed": seed}
    return {"mode": "train", "p": keep, **source}
