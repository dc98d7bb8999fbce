"""Update rules with one learning rate for all entries: SGD, momentum, Nesterov momentum."""

from __future__ import annotations

from cs231n_core.arrays import Array
from cs231n_core.optim._state import Config, same_shape, settings, state


def sgd(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w - learning_rate * dw``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2).

    Returns
    -------
    next_w : (...,) array
    config : dict

    Raises
    ------
    ValueError
        If ``dw`` has another shape.

    Examples
    --------
    >>> import numpy as np
    >>> next_w, _ = sgd(np.array([1.0, 2.0]), np.array([1.0, -1.0]), {"learning_rate": 0.5})
    >>> next_w
    array([0.5, 2.5])
    """
    w, dw = same_shape("sgd", w, dw)
    config = settings(config, learning_rate=1e-2)
    return w - (config["learning_rate"] * dw).astype(w.dtype, copy=False), config


def sgd_momentum(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return ``w + v`` with the velocity ``v = momentum * v - learning_rate * dw``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss.
    config : dict, optional
        ``learning_rate`` (default 1e-2), ``momentum`` (default 0.9), ``velocity`` of the shape of
        ``w`` (default zeros).

    Returns
    -------
    next_w : (...,) array
    config : dict
        With the new ``velocity``.

    Raises
    ------
    ValueError
        If ``dw`` or ``velocity`` has another shape.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever et
    al., "On the importance of initialization and momentum in deep learning", ICML 2013, section 2.

    Examples
    --------
    >>> import numpy as np
    >>> w, config = np.array([0.0]), {"learning_rate": 1.0, "momentum": 0.9}
    >>> for _ in range(3):
    ...     w, config = sgd_momentum(w, np.array([1.0]), config)
    >>> config["velocity"]
    array([-2.71])
    """
    w, dw = same_shape("sgd_momentum", w, dw)
    config = settings(config, learning_rate=1e-2, momentum=0.9)
    v = state("sgd_momentum", config, "velocity", w)
    v = config["momentum"] * v - config["learning_rate"] * dw
    config["velocity"] = v.astype(w.dtype, copy=False)
    return w + config["velocity"], config


def nesterov_momentum(w: Array, dw: Array, config: Config | None = None) -> tuple[Array, Config]:
    """Return the weights after a momentum step whose gradient was taken ahead, at ``w``.

    The array w that is stored and returned is the look-ahead point ``θ + momentum * v`` of the
    weights θ, so that the gradient at w is the one that Nesterov's rule asks for:
    ``v_new = momentum * v - learning_rate * dw``, ``w - momentum * v + (1 + momentum) * v_new``.

    Parameters
    ----------
    w : (...,) float array
    dw : (...,) array of the shape of ``w``
        The gradient of the loss at ``w``.
    config : dict, optional
        ``learning_rate`` (default 1e-2), ``momentum`` (default 0.9), ``velocity`` of the shape of
        ``w`` (default zeros).

    Returns
    -------
    next_w : (...,) array
    config : dict
        With the new ``velocity``.

    Raises
    ------
    ValueError
        If ``dw`` or ``velocity`` has another shape.

    References
    ----------
    Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)",
    1983; Bengio et al., "Advances in optimizing recurrent networks", ICASSP 2013, section 3.5.

    Examples
    --------
    >>> import numpy as np
    >>> w, config = np.array([0.0]), {"learning_rate": 1.0, "momentum": 0.5}
    >>> for _ in range(2):
    ...     w, config = nesterov_momentum(w, np.array([1.0]), config)
    >>> w, config["velocity"]
    (array([-3.25]), array([-1.5]))
    """
    w, dw = same_shape("nesterov_momentum", w, dw)
    config = settings(config, learning_rate=1e-2, momentum=0.9)
    rho = config["momentum"]
    v = state("nesterov_momentum", config, "velocity", w)
    v_new = (rho * v - config["learning_rate"] * dw).astype(w.dtype, copy=False)
    config["velocity"] = v_new
    return (w - rho * v + (1 + rho) * v_new).astype(w.dtype, copy=False), config
