"""Hyperparameter search: sample or enumerate settings, train with each, look at the borders."""

from cs231n_core.search.borders import Border, border_warnings, refine_space
from cs231n_core.search.space import (
    grid_search_points,
    sample_config,
    sample_log_uniform,
)
from cs231n_core.search.trials import Trial, grid_search, random_search

__all__ = [
    "Border",
    "Trial",
    "border_warnings",
    "grid_search",
    "grid_search_points",
    "random_search",
    "refine_space",
    "sample_config",
    "sample_log_uniform",
]
