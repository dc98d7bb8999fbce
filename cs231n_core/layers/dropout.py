"""Inverted dropout: in training, entries are zeroed at random and the others scaled up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import entries, number, upstream


class DropoutCache(NamedTuple):
    """What `dropout_backward` needs: ``mask`` holds 0 or 1 / p, and is None in mode test."""

    dropout_param: Mapping[str, Any]
    mask: Array | None


def dropout_forward(x: Array, dropout_param: Mapping[str, Any]) -> tuple[Array, DropoutCache]:
    """Return x with each entry kept with probability p and divided by p, or set to zero.

    Dividing by p while training keeps the expected output equal to x, so that mode test does
    nothing at all.

    Parameters
    ----------
    x : (...,) float array
    dropout_param : dict
        ``mode`` ("train" or "test"); ``p``, the probability of **keeping** an entry, 0 < p <= 1;
        for mode train ``rng``, a numpy Generator that draws the mask, or ``seed``, with which
        every call draws the same one. Without both, every call draws another.

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : DropoutCache

    Raises
    ------
    ValueError
        If the mode is unknown or p is not a probability above 0.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout", JMLR 2014, section 10:
    their p is the probability of keeping, too.

    Examples
    --------
    >>> out, _ = dropout_forward(np.ones(8), {"mode": "train", "p": 0.5, "seed": 1})
    >>> out
    array([2., 0., 0., 0., 2., 2., 0., 0.])
    """
    x = entries("dropout_forward", "x", x)
    mode, keep = dropout_param.get("mode"), _keep(dropout_param)
    if mode == "test":
        return x.copy(), DropoutCache(dropout_param, None)
    if mode != "train":
        raise ValueError(
            explain("dropout_forward", 'dropout_param["mode"] is', repr(mode), "'train' or 'test'")
        )
    kept = _rng(dropout_param).random(x.shape, dtype=np.float32) < keep
    mask = kept * x.dtype.type(1 / keep)
    return x * mask, DropoutCache(dropout_param, mask)


def dropout_backward(dout: Array, cache: DropoutCache) -> Array:
    """Return ``dout`` with the mask of the forward pass; in mode test ``dout`` itself.

    Parameters
    ----------
    dout : (...,) float array
    cache : DropoutCache
        From `dropout_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = dropout_forward(np.ones(8), {"mode": "train", "p": 0.5, "seed": 1})
    >>> dropout_backward(np.arange(8.0), cache)
    array([ 0.,  0.,  0.,  0.,  8., 10.,  0.,  0.])
    """
    mask = cache.mask
    if mask is None:
        return float_array("dropout_backward", "dout", dout).copy()
    return upstream("dropout_backward", dout, mask.shape) * mask


def _keep(dropout_param: Mapping[str, Any]) -> float:
    if "p" not in dropout_param:
        raise ValueError(
            explain("dropout_forward", "dropout_param has", sorted(dropout_param), "also p")
        )
    keep = number("dropout_forward", "p", dropout_param["p"])
    if not 0 < keep <= 1:
        raise ValueError(
            explain(
                "dropout_forward", "p is", keep, "0 < p <= 1", "p is the probability of keeping"
            )
        )
    return keep


def _rng(dropout_param: Mapping[str, Any]) -> np.random.Generator:
    rng = dropout_param.get("rng")
    if rng is None:
        return np.random.default_rng(dropout_param.get("seed"))
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            explain(
                "dropout_forward",
                "rng is",
                repr(rng),
                "a numpy Generator",
                "make one with np.random.default_rng(0), or give a number as seed",
            )
        )
    return rng
