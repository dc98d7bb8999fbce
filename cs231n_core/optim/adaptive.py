"""Update rules with a step size for every entry: AdaGrad, RMSProp, Adam.

In all of them ``epsilon`` is added to the root, not under it.
"""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.optim._adam_step import AdamNumbers, adam_step
from cs231n_core.optim._state import Config, same_shape, settings, state


def adagrad(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w - learning_rate * dw / (sqrt(cache) + epsilon)``, cache the sum of all dw².

    Steps shrink as squares pile up: with a constant gradient step k is ``learning_rate / sqrt(k)``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2), ``epsilon`` (default 1e-8), ``cache`` of the shape of
        ``w`` (default zeros).

    Returns
    -------
    next_w : (...,) array
    config : dict
        With the new ``cache``.

    Raises
    ------
    ValueError
        If ``dw`` or the state has another shape.

    References
    ----------
    Duchi, Hazan, Singer, "Adaptive Subgradient Methods", JMLR 2011, section 1.2.

    Examples
    --------
    >>> w, config = np.array([0.0]), {"learning_rate": 1.0}
    >>> for _ in range(4):
    ...     previous = w
    ...     w, config = adagrad(w, np.array([3.0]), config)
    >>> (previous - w).round(6), config["cache"]
    (array([0.5]), array([36.]))
    """
    w, dw = same_shape("adagrad", w, dw)
    config = settings(config, learning_rate=1e-2, epsilon=1e-8)
    cache = state("adagrad", config, "cache", w) + np.square(dw)
    config["cache"] = cache.astype(w.dtype, copy=False)
    return _scaled_step(w, dw, config["cache"], config), config


def rmsprop(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w - learning_rate * dw / (sqrt(cache) + epsilon)``, cache a mean of dw².

    The mean is a moving one: ``cache = decay_rate * cache + (1 - decay_rate) * dw²``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2), ``decay_rate`` (default 0.99), ``epsilon`` (default
        1e-8), ``cache`` of the shape of ``w`` (default zeros).

    Returns
    -------
    next_w : (...,) array
    config : dict
        With the new ``cache``.

    Raises
    ------
    ValueError
        If ``dw`` or the state has another shape.

    References
    ----------
    Tieleman, Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012.

    Examples
    --------
    >>> w, config = rmsprop(np.array([0.0]), np.array([2.0]), {"decay_rate": 0.75})
    >>> w.round(6), config["cache"]
    (array([-0.02]), array([1.]))
    """
    w, dw = same_shape("rmsprop", w, dw)
    config = settings(config, learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8)
    decay = config["decay_rate"]
    cache = decay * state("rmsprop", config, "cache", w) + (1 - decay) * np.square(dw)
    config["cache"] = cache.astype(w.dtype, copy=False)
    return _scaled_step(w, dw, config["cache"], config), config


def adam(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w - learning_rate * m̂ / (sqrt(v̂) + epsilon)``: momentum and RMSProp together.

    m and v are moving means of dw and dw². They start at zero, and step t, counted from 1, divides
    that start out: ``m̂ = m / (1 - beta1**t)``, ``v̂ = v / (1 - beta2**t)``. So the first step is
    ``learning_rate`` long in every entry, whatever the gradient.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-3), ``beta1`` (default 0.9), ``beta2`` (default 0.999),
        ``epsilon`` (default 1e-8), ``m`` and ``v`` of the shape of ``w`` (default zeros), ``t``:
        the number of steps so far (default 0).

    Returns
    -------
    next_w : (...,) array
    config : dict
        With the new ``m``, ``v`` (both uncorrected) and ``t``.

    Raises
    ------
    ValueError
        If ``dw`` or the state has another shape.

    References
    ----------
    Kingma, Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.

    Examples
    --------
    >>> w, config = adam(np.zeros(2), np.array([1e-3, -50.0]), {"learning_rate": 0.1})
    >>> w.round(4), config["t"]
    (array([-0.1,  0.1]), 1)
    """
    w, dw = same_shape("adam", w, dw)
    config = settings(config, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0)
    beta1, beta2, t = config["beta1"], config["beta2"], config["t"] + 1
    m, v = state("adam", config, "m", w), state("adam", config, "v", w)
    corrections = 1 - beta1**t, 1 - beta2**t
    numbers = AdamNumbers(config["learning_rate"], beta1, beta2, config["epsilon"], *corrections)
    next_w, m, v = adam_step(w, dw, m, v, numbers)
    config.update(m=m, v=v, t=t)
    return next_w, config


def _scaled_step(w: Array, direction: Array, squares: Array, config: Config) -> Array:
    step = config["learning_rate"] * direction / (np.sqrt(squares) + config["epsilon"])
    next_w: Array = w - step.astype(w.dtype, copy=False)
    return next_w
