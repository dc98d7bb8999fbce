"""A stage that builds in seconds: two exercises, a written answer, an anchor, a timing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring.build import build

STAGE = "90_tiny"

TEXT = '''\
# %% [markdown]
# # Twice and half
# One number in, one number out.

# %% id="setup" role="locked"
import math

import numpy as np

FACTOR = 2.0


def scaled(x):
    """Return x times FACTOR."""
    return FACTOR * x


# %% [markdown]
# ## Twice

# %% id="twice" role="solution"
def twice_forward(x):
    """Return twice x, and x."""
    ### BEGIN SOLUTION
    out = scaled(x)
    return out, x
    ### END SOLUTION


def twice_backward(dout, cache):
    """Return the gradient of x."""
    ### BEGIN SOLUTION
    return scaled(np.ones_like(cache)) * dout
    ### END SOLUTION


# %% id="test-twice" role="test" points=3
score = 3.0 * (twice_forward(np.float64(2.0))[0] == 4.0)
### BEGIN HIDDEN TESTS
score = 3.0 * math.isclose(twice_backward(np.float64(5.0), np.float64(1.0)), 10.0)
### END HIDDEN TESTS
score

# %% id="show-twice" tags=["demo", "anchor"]
print("twice three is", twice_forward(np.float64(3.0))[0])

# %% id="show-time" tags=["demo", "timing"]
import time

print(time.perf_counter())

# %% [markdown]
# ## Half

# %% id="half" role="solution"
def half_forward(x):
    """Return half of x, and x."""
    ### BEGIN SOLUTION
    return x / FACTOR, x
    ### END SOLUTION


# %% id="test-half" role="test" points=2
score = 2.0 * (half_forward(np.float64(4.0))[0] == 2.0)
### BEGIN HIDDEN TESTS
score = 2.0 * math.isclose(half_forward(np.float64(7.0))[0], 3.5)
### END HIDDEN TESTS
score

# %% [markdown] id="why" role="manual" points=1
# Why is twice a half the same as before?
#
# === BEGIN SOLUTION ===
# Because two times one half is one, for every number but NaN.
# === END SOLUTION ===
'''


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The path of a ``notebooks`` folder that holds the text of the tiny stage."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / f"{STAGE}.py").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ``notebooks`` folder with the tiny stage built by a kernel; copy it, never change it."""
    folder = tmp_path_factory.mktemp("built") / "notebooks"
    folder.mkdir()
    (folder / f"{STAGE}.py").write_text(TEXT, encoding="utf-8")
    build(STAGE, folder)
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A built ``notebooks`` folder of the test's own."""
    return Path(shutil.copytree(built_once, tmp_path / "notebooks"))
