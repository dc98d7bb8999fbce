"""Compiled kernels and their NumPy twins; `backend` chooses between them."""

from cs231n_core.kernels.backend import active, backend_report, using

__all__ = ["active", "backend_report", "using"]
