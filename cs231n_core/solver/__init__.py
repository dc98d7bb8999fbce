"""The training loop, and checkpoints from which it goes on."""

from cs231n_core.solver.options import Model, SolverOptions
from cs231n_core.solver.training import Solver

__all__ = ["Model", "Solver", "SolverOptions"]
