"""The compiled kernels under the compiler's address and undefined-behaviour sanitizers.

Run it as ``python -P tests/sanitize.py [PYTEST OPTIONS]``. It copies the core to build/sanitize,
turns Cython's checks of every subscript on, builds the kernels with the sanitizers of GCC or Clang
(``CC``), and runs the kernels' tests on them at every instruction level that this processor has.
Anything that a sanitizer finds ends the tests with its report and an exit code that is not 0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "sanitize"
SOURCES = ("cs231n_core", "pyproject.toml", "setup.py", "README.md", "LICENSE")
TESTS = (
    "conftest", "test_agreement", "test_im2col", "test_kernels_batchnorm",
    "test_kernels_elementwise", "test_kernels_pooling", "test_kernels_product",
    "test_layers_convolution", "test_layers_pooling", "test_threads_and_processes",
)  # fmt: skip
FLAGS = "-g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined"
CHANGES = {
    "cs231n_core/kernels/native.pyx": {"boundscheck=False": "boundscheck=True"},
    "cs231n_core/kernels/im2col_cython.pyx": {"boundscheck=False": "boundscheck=True"},
    "pyproject.toml": {'"-O3"': '"-O1"', "optional = true": "optional = false"},
}
"""In the copy: subscripts are checked, the build is quick, and a failing one is an error."""

LEVELS = "from cs231n_core.kernels import active; print(*active().native.levels())"


def main() -> int:
    """Copy, build and test; return the exit code."""
    copy()
    compiler = os.environ.get("CC", "gcc")
    settings = os.environ | {"CC": compiler, "CFLAGS": FLAGS, "LDFLAGS": FLAGS}
    build = "import setuptools; setuptools.setup()"
    command = [sys.executable, "-c", build, "--quiet", "build_ext", "--inplace"]
    subprocess.run(command, cwd=COPY, env=settings, check=True)
    settings = os.environ | sanitized(compiler)
    done = subprocess.run(
        [sys.executable, "-c", LEVELS], cwd=COPY, env=settings, check=True, stdout=subprocess.PIPE
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["--import-mode=importlib", *sys.argv[1:], "tests"]
    for level in done.stdout.decode().split():
        sys.stdout.write(f"kernels at level {level}\n")
        sys.stdout.flush()
        code = subprocess.run(command, cwd=COPY, env=settings | {"CS231N_CPU_LEVEL": level})
        if code.returncode:
            return code.returncode
    return 0


def copy() -> None:
    """Copy what git tracks of the core, and the tests of its kernels."""
    shutil.rmtree(COPY, ignore_errors=True)
    names = subprocess.run(
        ["git", "ls-files", "-z", *SOURCES], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    for name in filter(None, names):
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, COPY / name)
    for name, changes in CHANGES.items():
        text = (COPY / name).read_text()
        for before, after in changes.items():
            if before not in text:
                raise SystemExit(f"tests/sanitize.py: {name} holds no {before!r} any more")
            text = text.replace(before, after)
        (COPY / name).write_text(text)
    (COPY / "tests" / "core").mkdir(parents=True)
    for name in ("conftest", *(f"core/{test}" for test in TESTS)):
        shutil.copy(ROOT / "tests" / f"{name}.py", COPY / "tests" / f"{name}.py")


def sanitized(compiler: str) -> dict[str, str]:
    """Return the environment in which Python, itself not instrumented, can load the kernels."""
    libraries = [
        subprocess.run(
            [compiler, f"-print-file-name=lib{name}.so"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("asan", "ubsan")
    ]
    return {
        "LD_PRELOAD": " ".join(libraries),
        "ASAN_OPTIONS": "detect_leaks=0",  # Python itself does not free everything at its end
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "PYTHONMALLOC": "malloc",  # so that every object has a fence of its own
        "PYTHONPATH": str(COPY),
        "CS231N_BACKEND": "cython",
    }


if __name__ == "__main__":
    sys.exit(main())
