"""The kernels that a test runs on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cs231n_core.kernels import using


# Of a module, and not of a function, so that all examples of one hypothesis test share it.
@pytest.fixture(scope="module", params=["numpy", pytest.param("cython", marks=pytest.mark.native)])
def each_backend(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the module's tests on the NumPy kernels and on the compiled ones."""
    try:
        context = using(request.param)
        context.__enter__()
    except ImportError as error:
        if os.environ.get("CS231N_BACKEND") == "cython":
            raise
        pytest.skip(f"the compiled kernels are not built: {error}")
    yield request.param
    context.__exit__(None, None, None)
