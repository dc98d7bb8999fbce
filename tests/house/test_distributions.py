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
    copy = checkout(tmp_path_factory.mktemp("checkout") / "project")
    out = tmp_path_factory.mktemp("archives")
    build(copy, out, CC="false")  # what is packed does not depend on a compiled kernel
    return sorted(out.iterdir())


def build(project: Path, out: Path, **settings: str) -> None:
    subprocess.run(
        [sys.executable, "-c", BUILD, out],
        cwd=project, check=True, capture_output=True, env=os.environ | settings,
    )  # fmt: skip


def checkout(copy: Path) -> Path:
    """The tracked files, and those that git would track."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


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


@pytest.mark.slow
def test_the_core_sdist_holds_the_sources_of_the_kernels_and_no_generated_c(
    archives: list[Path],
) -> None:
    sdist = contents(next(p for p in archives if p.suffix == ".gz"))
    packed = {name.split("/", 1)[1] for name in sdist}
    kernels = ROOT / "cs231n_core/kernels"
    tracked = subprocess.run(
        ["git", "ls-files", kernels], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert set(tracked) <= packed
    assert "setup.py" in packed
    assert {f"cs231n_core/kernels/{p.stem}.c" for p in kernels.glob("*.pyx")}.isdisjoint(packed)


@pytest.mark.slow
def test_a_switch_builds_a_wheel_without_compiled_kernels(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    build(checkout(tmp_path / "project"), out, CS231N_PURE_PYTHON="1")
    wheel = next(out.glob("*.whl"))
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".so", ".pyd", ".c"))]
        archive.extractall(tmp_path / "installed")  # noqa: S202 - our own
    code = "from cs231n_core import kernels; print(kernels.__file__, kernels.backend_report())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "CS231N_BACKEND": "auto"},
    )  # fmt: skip
    assert done.stdout.startswith(str(tmp_path / "installed"))
    assert "kernels: numpy (the compiled kernels are not usable" in done.stdout


def test_the_grader_lists_all_of_its_packages() -> None:
    listed = tomllib.loads((ROOT / "autograder/pyproject.toml").read_text())
    found = {
        ".".join(("autograder", *p.parent.relative_to(ROOT / "autograder").parts))
        for p in (ROOT / "autograder").rglob("__init__.py")
    }
    assert set(listed["tool"]["setuptools"]["packages"]) == found
