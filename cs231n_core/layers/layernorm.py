"""Layer normalisation: every example gets mean 0 and variance 1 over its own features."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cs231n_core.arrays import Array
from cs231n_core.layers._inputs import matrix, parameter, refuse_empty, upstream
from cs231n_core.layers._standardize import (
    epsilon,
    standardize,
    standardize_backward,
)

_AXES = (1,)


class LayerNormCache(NamedTuple):
    """What `layernorm_backward` needs."""

    x_hat: Array
    gamma: Array
    inv_std: Array


def layernorm_forward(
    x: Array, gamma: Array, beta: Array, ln_param: Mapping[str, Any]
) -> tuple[Array, LayerNormCache]:
    """Return ``gamma * x_hat + beta`` with ``x_hat = (x - mean) / sqrt(var + eps)`` per example.

    No example knows of the others: training and test are the same, and nothing is kept.

    Parameters
    ----------
    x : (N, D) float array
    gamma, beta : (D,) float array
        One for each feature, although the statistics are per example.
    ln_param : dict
        ``eps`` (default 1e-5).

    Returns
    -------
    out : (N, D) float array
    cache : LayerNormCache

    Raises
    ------
    ValueError
        If a shape does not fit.

    References
    ----------
    Ba, Kiros, Hinton, "Layer Normalization", 2016, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([[1.0, 3.0], [100.0, 500.0]])
    >>> layernorm_forward(x, np.ones(2), np.zeros(2), {})[0].round(3)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    where = "layernorm_forward"
    x = matrix(where, "x", x, "(N, D)")
    refuse_empty(where, "x", x)
    features, why = x.shape[1:], f"x has {x.shape[1]} features"
    gamma = parameter(where, "gamma", gamma, features, why, x)
    beta = parameter(where, "beta", beta, features, why, x)
    x_hat, _, _, inv_std = standardize(x, _AXES, epsilon(where, ln_param))
    return gamma * x_hat + beta, LayerNormCache(x_hat, gamma, inv_std)


def layernorm_backward(dout: Array, cache: LayerNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta.

    Parameters
    ----------
    dout : (N, D) float array
    cache : LayerNormCache
        From `layernorm_forward`.

    Returns
    -------
    dx : (N, D) float array
    dgamma, dbeta : (D,) float array

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([[1.0, 3.0], [100.0, 500.0]])
    >>> _, cache = layernorm_forward(x, np.ones(2), np.zeros(2), {})
    >>> layernorm_backward(np.array([[1.0, 2.0], [3.0, 4.0]]), cache)[2]
    array([4., 6.])
    """
    x_hat, gamma, inv_std = cache
    dout = upstream("layernorm_backward", dout, x_hat.shape)
    dx = standardize_backward(dout * gamma, x_hat, inv_std, _AXES)
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
