"""What the distributions contain: all of their own, and nothing that students must not get."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = (
    "import sys; from setuptools import build_meta as b; "
    "out = sys.argv[1]; "  # setuptools changes sys.argv
    "print(b.build_wheel(out)); print(b.build_sdist(out))"
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheel and the sdist of the core, built from a copy of the tracked files."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    out = tmp_path_factory.mktemp("archives")
    env = os.environ | {"CC": "false"}  # what is packed does not depend on a compiled kernel
    subprocess.run(
        [sys.executable, "-c", BUILD, out], cwd=copy, check=True, capture_output=True, env=env
    )
    return sorted(out.iterdir())


def contents(archive: Path) -> dict[str, bytes]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        members = [m for m in sdist.getmembers() if m.isfile()]
        return {m.name: sdist.extractfile(m).read() for m in members}  # type: ignore[union-attr]


@pytest.mark.slow
def test_the_core_archives_hold_no_check_mutant_or_grader(archives: list[Path]) -> None:
    assert {p.suffix for p in archives} == {".whl", ".gz"}
    for archive in archives:
        for name, content in contents(archive).items():
            inside = name.split("/", 1)[1] if archive.suffix == ".gz" else name
            assert not inside.startswith(("autograder", "tests", "notebooks")), name
            assert b"HIDDEN" not in content or not name.endswith(".py"), name
            assert b"import autograder" not in content, name
            assert b"BEGIN SOLUTION" not in content, name


@pytest.mark.slow
def test_the_core_wheel_holds_every_module_of_the_core(archives: list[Path]) -> None:
    wheel = contents(next(p for p in archives if p.suffix == ".whl"))
    source = {str(p.relative_to(ROOT)) for p in (ROOT / "cs231n_core").rglob("*.py")}
    assert source <= wheel.keys()
    assert "cs231n_core/viz/cs231n.mplstyle" in wheel
    assert "cs231n_core/kernels/im2col_cython.pyx" in wheel
    assert not [name for name in wheel if name.endswith(".c")], "generated C travels with nobody"


def test_the_grader_lists_all_of_its_packages() -> None:
    listed = tomllib.loads((ROOT / "autograder/pyproject.toml").read_text())
    found = {
        ".".join(("autograder", *p.parent.relative_to(ROOT / "autograder").parts))
        for p in (ROOT / "autograder").rglob("__init__.py")
    }
    assert set(listed["tool"]["setuptools"]["packages"]) == found
