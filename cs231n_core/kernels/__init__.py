"""Compiled kernels and their NumPy twins; `backend` chooses between them."""

from cs231n_core.kernels import lending  # noqa: F401 - lends as it is imported
from cs231n_core.kernels.backend import active, backend_report, using
from cs231n_core.kernels.threads import get_num_threads, set_num_threads

__all__ = ["active", "backend_report", "get_num_threads", "set_num_threads", "using"]
