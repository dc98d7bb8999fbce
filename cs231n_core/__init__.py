"""CS231n's NumPy API: layers, solvers, gradient checks and the checks of the notebooks."""

__version__ = "0.1.0"
