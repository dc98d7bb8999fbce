"""All normalisation layers in one place."""

from cs231n_core.layers.batchnorm import (
    batchnorm_backward,
    batchnorm_backward_alt,
    batchnorm_backward_staged,
    batchnorm_forward,
)
from cs231n_core.layers.batchnorm_tools import bn_fold, bn_identity_params, bn_population_stats
from cs231n_core.layers.layernorm import layernorm_backward, layernorm_forward
from cs231n_core.layers.spatial_norm import (
    spatial_batchnorm_backward,
    spatial_batchnorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)

__all__ = [
    "batchnorm_backward",
    "batchnorm_backward_alt",
    "batchnorm_backward_staged",
    "batchnorm_forward",
    "bn_fold",
    "bn_identity_params",
    "bn_population_stats",
    "layernorm_backward",
    "layernorm_forward",
    "spatial_batchnorm_backward",
    "spatial_batchnorm_forward",
    "spatial_groupnorm_backward",
    "spatial_groupnorm_forward",
]
