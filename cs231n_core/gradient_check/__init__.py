"""Compare a gradient with finite differences, and say what is wrong with it.

While one of these functions probes, batch normalisation leaves its running statistics alone: a
check in mode train does not change what the net does in mode test.
"""

from cs231n_core.diagnosis import diagnose
from cs231n_core.gradient_check.direction import grad_check_direction
from cs231n_core.gradient_check.numeric import (
    eval_numerical_gradient,
    eval_numerical_gradient_array,
    grad_check_sparse,
    rel_error,
)
from cs231n_core.gradient_check.verdict import GradientCheck, check_gradient

__all__ = [
    "GradientCheck",
    "check_gradient",
    "diagnose",
    "eval_numerical_gradient",
    "eval_numerical_gradient_array",
    "grad_check_direction",
    "grad_check_sparse",
    "rel_error",
]
