"""The sdist builds, and its wheel passes tests of the core, on every CPython that is found."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ["test_im2col", "test_layers_convolution", "test_layers_pooling", "test_solver"]
SDIST = "import sys; from setuptools import build_meta as b; b.build_sdist(sys.argv[1])"
QUESTION = "import sys, venv, ensurepip; print(sys.implementation.name, *sys.version_info[:2])"


def interpreters() -> dict[str, str]:
    """One CPython that can make environments for each version from 3.11 up, by version."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    folders += map(str, Path.home().glob(".pyenv/versions/*/bin"))
    names = [
        str(path)
        for folder in [Path(sys.executable).parent, *folders]
        for path in sorted(Path(folder).glob("python3.*"))
        if re.fullmatch(r"python3\.\d+", path.name)
    ]
    found: dict[str, str] = {}
    for name in [sys.executable, *names]:
        done = subprocess.run([name, "-c", QUESTION], capture_output=True, text=True)
        answer = done.stdout.split()
        if done.returncode or answer[0] != "cpython" or (int(answer[1]), int(answer[2])) < (3, 11):
            continue
        found.setdefault(f"{answer[1]}.{answer[2]}", name)
    return found


FOUND = interpreters()

COMPILER = """#!{python}
# Compiles for Python's sake what includes Python.h, and what does not once for all versions.
import hashlib, os, pathlib, shutil, subprocess, sys

arguments = sys.argv[1:]
sources = [pathlib.Path(a) for a in arguments if "csrc/" in a and a.endswith(".c")]
if "-c" not in arguments or len(sources) != 1:
    os.execvp({compiler!r}, [{compiler!r}, *arguments])
target = arguments[arguments.index("-o") + 1]
flags = [a for a in arguments if a != target and not a.startswith("-I")]
read = sorted(sources[0].parent.iterdir())
key = hashlib.sha256(repr(flags).encode() + b"".join(p.read_bytes() for p in read)).hexdigest()
kept = pathlib.Path({folder!r}, key)
if not kept.exists():
    subprocess.run([{compiler!r}, *arguments], check=True)
    shutil.copy(target, kept)
shutil.copy(kept, target)
"""
"""Three quarters of a build are the kernels proper, whose objects are the same for every Python."""


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core's sdist, made from a copy of the files that git tracks or would track."""
    copy, out = (tmp_path_factory.mktemp(name) for name in ("checkout", "sdist"))
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "cs231n_core",
         "pyproject.toml", "setup.py", "README.md", "LICENSE"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    subprocess.run([sys.executable, "-c", SDIST, out], cwd=copy, check=True, capture_output=True)
    return next(out.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The C compiler, which remembers the objects that do not depend on Python."""
    folder = tmp_path_factory.mktemp("objects")
    real = shlex.split(os.environ.get("CC", "cc"))[0]
    script = tmp_path_factory.mktemp("compiler") / "cc"
    names = {"python": sys.executable, "compiler": real, "folder": str(folder)}
    script.write_text(COMPILER.format(**names))
    script.chmod(0o755)
    return str(script)


def run(command: list[str | Path], folder: Path, **settings: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=clean | settings, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def test_the_interpreter_that_runs_the_tests_is_found() -> None:
    assert "{}.{}".format(*sys.version_info[:2]) in FOUND


@pytest.mark.slow
@pytest.mark.native
@pytest.mark.parametrize("version", FOUND)
def test_a_wheel_from_the_sdist_passes_the_tests_in_a_fresh_environment(
    version: str, sdist: Path, compiler: str, tmp_path: Path
) -> None:
    run([FOUND[version], "-m", "venv", "--without-pip", tmp_path / "venv"], tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    # One pip serves all environments, and compiles no module that nobody imports.
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "--quiet"]
    run([*pip, "wheel", "--no-deps", "-w", "wheels", sdist], tmp_path, CC=compiler)
    wheel = next((tmp_path / "wheels").glob("*.whl"))
    assert f"-cp{version.replace('.', '')}-" in wheel.name
    run([*pip, "install", "--no-compile", wheel, "pytest", "hypothesis"], tmp_path)
    run([*pip, "check"], tmp_path)

    for name in ("conftest", *TESTS):
        shutil.copy(ROOT / "tests/core" / f"{name}.py", tmp_path)
    where = "import cs231n_core; print(cs231n_core.__file__)"
    assert run([python, "-c", where], tmp_path).startswith(str(tmp_path / "venv"))
    command: list[str | Path] = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "-W", "error", "-W", "ignore::pytest.PytestWarning"]
    # A build without its kernels is an error here, not a reason to skip; what they are compared
    # with runs on every other occasion.
    run([*command, "-k", "not numpy", "."], tmp_path, CS231N_BACKEND="cython")
