"""The students' archive: what it holds, which wheel it installs, that it works where it lands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest
from packaging.markers import Marker

from autograder.authoring import bundle as bundle_module
from autograder.authoring.bundle import BundleError, bundle, native_marker, requirements

ROOT = Path(__file__).resolve().parents[3]
STAGE = "90_tiny"
PURE = "cs231n_core-1.0-py3-none-any.whl"
LINUX = "cs231n_core-1.0-cp311-cp311-manylinux_2_28_x86_64.whl"
WINDOWS = "cs231n_core-1.0-cp313-cp313-win_amd64.whl"

WORK = """
import json, sys
import nbformat
from nbclient import NotebookClient
path, answers = sys.argv[1], json.loads(sys.argv[2])
notebook = nbformat.read(path, as_version=4)
cells = {cell.id: cell for cell in notebook.cells}
for name, source in answers.items():
    cells[name].source = source
notebook.cells = [cells[name] for name in ("setup", *answers, "test-relu")]
NotebookClient(notebook, kernel_name="python3").execute()
print("".join(o.get("text", "") for o in notebook.cells[-1].outputs))
print(notebook.cells[-1].outputs[-1].data["text/plain"])
import cs231n_core
print(cs231n_core.__file__)
"""


@pytest.fixture
def course(built: Path) -> Path:
    """A course that has the tiny stage alone."""
    shutil.copy(ROOT / "nbgrader_config.py", built.parent)
    return built.parent


@pytest.fixture
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the wheel, which another test builds and installs."""

    def write(checkout: Path, folder: Path) -> Path:
        path = folder / PURE
        path.write_bytes(b"a wheel")
        return path

    monkeypatch.setattr(bundle_module, "pure_wheel", write)


def test_the_archive_holds_releases_wheels_and_instructions_and_nothing_else(
    course: Path, no_build: None, tmp_path: Path
) -> None:
    native = tmp_path / LINUX
    native.write_bytes(b"a compiled wheel")
    target = tmp_path / "out" / "students.zip"
    names = bundle([STAGE], [native], course, ROOT, target)
    with zipfile.ZipFile(target) as archive:
        inside = {n.removeprefix("cs231n-student/"): archive.read(n) for n in archive.namelist()}
    assert sorted(inside) == names
    assert set(inside) == {
        *("README.md", "requirements.txt"),
        *(f"notebooks/{STAGE}.ipynb", f"wheels/{PURE}", f"wheels/{LINUX}"),
    }
    assert b"return scaled" not in inside[f"notebooks/{STAGE}.ipynb"]
    assert b"isclose" not in inside[f"notebooks/{STAGE}.ipynb"]
    readme = inside["README.md"].decode()
    assert "students.zip" in readme
    assert f"`{STAGE}.ipynb`" in readme
    assert f"pip install -q cs231n-student/wheels/{PURE}" in readme
    assert "$" not in readme


def test_the_same_course_gives_the_same_archive(
    course: Path, no_build: None, tmp_path: Path
) -> None:
    paths = [tmp_path / name / "students.zip" for name in ("one", "two")]
    for path in paths:
        bundle([STAGE], [], course, ROOT, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_exactly_one_wheel_is_installed_on_each_machine() -> None:
    native = {name: native_marker(Path(name)) for name in (LINUX, WINDOWS)}
    lines = [line.split(" ; ") for line in requirements(PURE, native).splitlines()]
    machines = {
        LINUX: {"python_version": "3.11", "sys_platform": "linux", "platform_machine": "x86_64"},
        WINDOWS: {"python_version": "3.13", "sys_platform": "win32", "platform_machine": "AMD64"},
        PURE: {"python_version": "3.12", "sys_platform": "linux", "platform_machine": "x86_64"},
    }
    for wheel, machine in machines.items():
        taken = [path for path, marker in lines if Marker(marker).evaluate(machine)]
        assert taken == [f"./wheels/{wheel}[notebook]"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("notes.txt", "not a wheel"),
        ("numpy-2.0.0-cp311-cp311-manylinux_2_28_x86_64.whl", "expected a wheel of cs231n-core"),
        (PURE, "expected a wheel of cs231n-core with compiled kernels"),
    ],
)
def test_a_file_that_is_no_compiled_wheel_of_the_core_is_refused(name: str, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        native_marker(Path(name))


def test_a_checkout_that_does_not_build_leaves_the_old_archive(
    course: Path, tmp_path: Path
) -> None:
    target = tmp_path / "students.zip"
    target.write_bytes(b"yesterday's")
    with pytest.raises(BundleError, match="the pure-Python wheel was not built: "):
        bundle([STAGE], [], course, tmp_path, target)
    assert target.read_bytes() == b"yesterday's"


@pytest.mark.slow
def test_a_student_without_compiler_and_make_reaches_a_green_check(tmp_path: Path) -> None:
    """The third-party libraries are this environment's; the core is the archive's own."""
    course = tmp_path / "course"
    shutil.copytree(ROOT / "notebooks", course / "notebooks")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    bundle(["02_activations"], [], course, ROOT, tmp_path / "students.zip")
    with zipfile.ZipFile(tmp_path / "students.zip") as archive:
        archive.extractall(tmp_path)
    home = tmp_path / "cs231n-student"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "env"], check=True)
    (wheel,) = (home / "wheels").iterdir()
    python = home / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--no-index", wheel], check=True)
    kernel = home / "env" / "share" / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    done = subprocess.run(
        [python, "-c", WORK, home / "notebooks" / "02_activations.ipynb", answers()],
        cwd=home,
        env={
            "PATH": str(home / "env" / "bin"),
            "HOME": str(home),
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "JUPYTER_PATH": str(home / "env" / "share" / "jupyter"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    *verdict, score, where = done.stdout.strip().splitlines()
    assert any("✓" in line for line in verdict), done.stdout
    assert not any("✗" in line for line in verdict), done.stdout
    assert score == "2.0"
    assert Path(where).is_relative_to(home)


def answers() -> str:
    """A right ReLU, as the JSON object {cell id: source}."""
    notebook = nbformat.read(ROOT / "notebooks/02_activations/02_activations.ipynb", as_version=4)
    lines = {
        "relu_forward": "def relu_forward(x):\n    return np.maximum(x, 0), x\n",
        "relu_backward": "def relu_backward(dout, cache):\n    return dout * (cache > 0)\n",
    }
    sources: dict[str, str] = {}
    for function, source in lines.items():
        cell = next(cell.id for cell in notebook.cells if f"def {function}" in cell.source)
        sources[cell] = sources.get(cell, "") + source
    return json.dumps(sources)
