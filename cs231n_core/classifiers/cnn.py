"""A small convolutional network: conv - relu - 2×2 max pool - affine - relu - affine - softmax."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array, IntArray
from cs231n_core.classifiers.network import Network, penalise
from cs231n_core.classifiers.parameter_files import Params
from cs231n_core.im2col import window_geometry
from cs231n_core.layer_utils import (
    affine_relu_backward,
    affine_relu_forward,
    conv_relu_pool_backward,
    conv_relu_pool_forward,
)
from cs231n_core.layers import affine_backward, affine_forward, softmax_loss

_POOL = {"pool_height": 2, "pool_width": 2, "stride": 2}


class ThreeLayerConvNet(Network):
    """conv - relu - 2×2 max pool - affine - relu - affine - softmax, on images (N, C, H, W).

    The convolution has stride 1 and pads by ``(filter_size - 1) // 2``, which keeps height and
    width for an odd filter size. The penalty is ½ · reg · ‖W‖² on the three weight arrays.

    Parameters
    ----------
    input_dim : (C, H, W)
    num_filters, filter_size, hidden_dim, num_classes : int
    weight_scale : float
        Standard deviation of the weights at the start; biases start at zero.
    reg : float
    dtype : float32 or float64
        Of all parameters and of the calculation.
    rng : numpy Generator, optional
        Draws the weights. Without it, every net starts from the same ones.

    Attributes
    ----------
    params : dict
        ``W1`` (F, C, HH, WW), ``b1`` (F,), ``W2`` (F · OH · OW, hidden), ``b2``, ``W3`` (hidden,
        classes), ``b3``.

    Raises
    ------
    ValueError
        If the filters or the 2×2 pooling do not tile the images.

    Examples
    --------
    >>> net = ThreeLayerConvNet((3, 8, 6), num_filters=4, filter_size=3, hidden_dim=5)
    >>> net.params["W2"].shape, net.loss(np.ones((2, 3, 8, 6))).shape
    ((48, 5), (2, 10))
    """

    def __init__(  # noqa: PLR0913 - CS231n's signature
        self,
        input_dim: tuple[int, int, int] = (3, 32, 32),
        num_filters: int = 32,
        filter_size: int = 7,
        hidden_dim: int = 100,
        num_classes: int = 10,
        weight_scale: float = 1e-3,
        reg: float = 0.0,
        dtype: DTypeLike = np.float32,
        rng: np.random.Generator | None = None,
    ) -> None:
        super().__init__(reg)
        self.dtype = np.dtype(dtype)
        rng = np.random.default_rng(0) if rng is None else rng
        pad = (filter_size - 1) // 2
        self.conv_param = {"stride": 1, "pad": pad}
        where = "ThreeLayerConvNet"
        shape_in = (1, *input_dim)
        *_, height, width = window_geometry(where, shape_in, filter_size, filter_size, pad, 1)
        pooled = window_geometry(where, (1, num_filters, height, width), 2, 2, 0, 2)
        flat = num_filters * pooled[3] * pooled[4]
        shapes: list[tuple[tuple[int, ...], int]] = [
            ((num_filters, input_dim[0], filter_size, filter_size), num_filters),
            ((flat, hidden_dim), hidden_dim),
            ((hidden_dim, num_classes), num_classes),
        ]
        for i, (shape, width) in enumerate(shapes, start=1):
            self.params[f"W{i}"] = rng.normal(0.0, weight_scale, shape).astype(self.dtype)
            self.params[f"b{i}"] = np.zeros(width, self.dtype)

    def loss(self, X: Array, y: IntArray | None = None) -> Any:
        """Return the loss and all gradients, or the scores if there are no labels.

        Parameters
        ----------
        X : (N, C, H, W) float array
            Converted to the dtype of the net.
        y : (N,) integer array, optional

        Returns
        -------
        scores : (N, classes) array
            If ``y`` is None.
        loss, grads : float, dict
            Otherwise; ``grads`` has the keys of ``params``.
        """
        p = self.params
        X = np.asarray(X).astype(self.dtype, copy=False)
        maps, conv_cache = conv_relu_pool_forward(X, p["W1"], p["b1"], self.conv_param, _POOL)
        hidden, hidden_cache = affine_relu_forward(maps, p["W2"], p["b2"])
        scores, scores_cache = affine_forward(hidden, p["W3"], p["b3"])
        if y is None:
            return scores
        grads: Params = {}
        loss, dscores = softmax_loss(scores, y)
        dhidden, grads["W3"], grads["b3"] = affine_backward(dscores, scores_cache)
        dmaps, grads["W2"], grads["b2"] = affine_relu_backward(dhidden, hidden_cache)
        _, grads["W1"], grads["b1"] = conv_relu_pool_backward(dmaps, conv_cache, need_dx=False)
        return loss + penalise(p, grads, self.reg), grads
