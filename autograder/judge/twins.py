"""Which other functions of the core do what an exercise asks for: they are closed with its own.

An exercise of one layer is also solved by a faster, more general or staged one of the same layer.
Building blocks that a right answer may use are not in here.
"""

from __future__ import annotations

from collections.abc import Iterable


def _pairs(*stems: str) -> tuple[str, ...]:
    return tuple(f"{stem}_{way}" for stem in stems for way in ("forward", "backward"))


_RECTIFIERS = _pairs("relu", "leaky_relu", "prelu")
_EXPONENTIALS = _pairs("elu", "selu")
_GELUS = _pairs("gelu", "gelu_tanh")
_NORMALIZATIONS = (
    *_pairs("batchnorm", "layernorm", "spatial_batchnorm", "spatial_groupnorm"),
    *("batchnorm_backward_alt", "batchnorm_backward_staged", "batchnorm_apply"),
    *("normalize", "gradients", "moments", "standardize", "standardize_backward", "standardized"),
)
_CONVOLUTIONS = (
    *("conv_forward_naive", "conv_forward_im2col", "conv_forward_fast", "conv_relu_forward_fast"),
    *("conv_backward_naive", "conv_backward_im2col", "conv_backward_fast"),
    *("conv_forward", "conv_backward", "conv_forward_plain", "conv_backward_plain"),
)
_POOLINGS = (
    *(f"max_pool_{way}_{how}" for way in ("forward", "backward") for how in ("naive", "im2col")),
    *("max_pool_forward_fast", "max_pool_backward_fast"),
    *("max_pool_forward", "max_pool_backward"),
)
_COLUMNS = ("im2col", "col2im", "im2col_indices", "col2im_indices")
_SPATIAL = _pairs("spatial_batchnorm", "spatial_groupnorm")
_UNITS = ("dead_fraction", "dead_units")

_BY_BEGINNING = {
    "relu_": _RECTIFIERS,
    "leaky_relu_": _RECTIFIERS,
    "prelu_": _RECTIFIERS,
    "elu_": _EXPONENTIALS,
    "selu_": _EXPONENTIALS,
    "gelu_": _GELUS,
    "dead_": _UNITS,
    "batchnorm_": _NORMALIZATIONS,
    "bn_": _NORMALIZATIONS,
    "conv_": _CONVOLUTIONS,
    "max_pool_": _POOLINGS,
    "im2col": _COLUMNS,
    "col2im": _COLUMNS,
    "spatial_": _SPATIAL,
}


def closed_with(asked: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are closed while functions of the names ``asked`` are graded.

    Examples
    --------
    >>> "prelu_forward" in closed_with(["leaky_relu_forward"])
    True
    >>> closed_with(["smooth_losses"])
    ('smooth_losses',)
    """
    names = dict.fromkeys(asked)
    for name in tuple(names):
        for beginning, twins in _BY_BEGINNING.items():
            if name.startswith(beginning):
                names.update(dict.fromkeys(twins))
    return tuple(names)
