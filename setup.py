"""What pyproject.toml cannot say: CS231N_PURE_PYTHON=1 builds the package without kernels."""

import os

from setuptools import Distribution, setup


class PurePython(Distribution):
    """A distribution whose wheel runs everywhere; the NumPy twins answer for the kernels."""

    def has_ext_modules(self) -> bool:
        """Return that nothing is compiled, whatever pyproject.toml lists."""
        return False


pure = os.environ.get("CS231N_PURE_PYTHON", "0") == "1"
setup(distclass=PurePython if pure else Distribution)
