"""What importing the package loads: nothing that takes long and that most users do without."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = {
    "IPython", "PIL", "asyncio", "concurrent.futures", "email", "http", "importlib.metadata",
    "ipywidgets", "logging", "matplotlib", "multiprocessing", "pandas", "pickletools",
    "pooch", "scipy", "socket", "ssl", "subprocess", "torch", "tqdm", "unittest", "urllib.request",
    "zipfile",
}  # fmt: skip
"""Each costs a millisecond or more beyond what Python and NumPy load themselves."""

PARTS = [
    "cs231n_core",
    "cs231n_core.layers",
    "cs231n_core.fast_layers",
    "cs231n_core.layer_utils",
    "cs231n_core.solver",
    "cs231n_core.classifiers",
    "cs231n_core.data_utils",
    "cs231n_core.optim",
    "cs231n_core.initializers",
    "cs231n_core.preprocessing",
    "cs231n_core.gradient_check",
    "cs231n_core.vis_utils",
    "cs231n_core.alias",
    "cs231n_core.stages.s02",
]


def slow_modules(code: str, already: str = "numpy") -> set[str]:
    """Return which of the slow modules the code loads after what is loaded already."""
    script = (
        f"import sys, {already}; before = set(sys.modules)\n{code}\n"
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return SLOW & set(done.stdout.split())


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_core_loads_nothing_slow(part: str) -> None:
    assert slow_modules(f"import {part}") == set()


def test_the_list_of_slow_modules_is_read_from_what_is_loaded() -> None:
    assert "zipfile" in slow_modules("import zipfile")


def test_importing_the_figures_loads_no_matplotlib_until_one_is_drawn() -> None:
    notebook = "numpy, ipywidgets, IPython.display"
    assert slow_modules("from cs231n_core import viz", notebook) == set()
    drawn = (
        "from cs231n_core import viz\n"
        "viz.show(viz.neuron(), alt='A neuron: inputs, weights, a sum and an activation.')\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    assert "matplotlib" in slow_modules(drawn, notebook)
