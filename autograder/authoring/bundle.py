"""One archive for students: released notebooks, the core as wheels, how to start.

``python -m autograder.authoring.bundle [STAGE...]`` is ``make student-bundle``. The archive asks
for no compiler and no repository, and holds only releases that passed the leak check.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from string import Template

import click
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from autograder.authoring.build import notebook_path
from autograder.authoring.release import course_config, release
from autograder.authoring.text import NOTEBOOKS, AuthoringError, stages

FOLDER = "cs231n-student"
"""The one folder that unpacking makes."""

CORE = "cs231n-core"
EXTRA = "notebook"

_BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
_SYSTEMS = {"linux": "linux", "manylinux": "linux", "musllinux": "linux", "macosx": "darwin"}
_MACHINES = ("x86_64", "aarch64", "arm64", "i686")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same notebooks and wheels give the same archive, byte for byte."""


class BundleError(AuthoringError):
    """An archive that was not made."""


def bundle(
    chosen: Sequence[str], native: Sequence[Path], course: Path, checkout: Path, target: Path
) -> list[str]:
    """Write the archive and return the names in it.

    Parameters
    ----------
    chosen : sequence of str
        The stages; each is released anew.
    native : sequence of Path
        Wheels with compiled kernels. pip takes the one made for the student's machine, and the
        pure-Python wheel where there is none.
    course, checkout : Path
        The folders of ``nbgrader_config.py`` and of the core's ``pyproject.toml``.
    target : Path
        The ``.zip`` file.

    Raises
    ------
    AuthoringError
        If a stage cannot be released, the wheel cannot be built, or a given file is no wheel of
        the core. An older archive then stays as it is.
    """
    course_config(course)
    markers = {path.name: native_marker(path) for path in native}
    files: dict[str, bytes] = {}
    for stage in chosen:
        made = notebook_path(stage, release(stage, course).parent)
        files[f"notebooks/{made.name}"] = made.read_bytes()
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        pure = pure_wheel(checkout, Path(folder))
        files |= {f"wheels/{path.name}": path.read_bytes() for path in (pure, *native)}
    files["requirements.txt"] = requirements(pure.name, markers).encode()
    files["README.md"] = readme(chosen, pure.name, target.name).encode()
    _write(target, files)
    return sorted(files)


def pure_wheel(checkout: Path, folder: Path) -> Path:
    """Build the core's wheel without compiled kernels into ``folder`` and return its path."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and a constant program
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=checkout,
        env=os.environ | {"CS231N_PURE_PYTHON": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    wheels = sorted(folder.glob("cs231n_core-*-py3-none-any.whl"))
    if done.returncode or len(wheels) != 1:
        reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise BundleError(f"{checkout}: the pure-Python wheel was not built: {reason}")
    return wheels[0]


def native_marker(path: Path) -> str:
    """Return for which Python and system a wheel of the core was compiled, as pip's markers say it.

    Examples
    --------
    >>> native_marker(Path("cs231n_core-1.0-cp312-cp312-macosx_11_0_arm64.whl"))
    "python_version == '3.12' and sys_platform == 'darwin' and platform_machine == 'arm64'"
    """
    try:
        name, _, _, tags = parse_wheel_filename(path.name)
    except InvalidWheelFilename as error:
        raise BundleError(f"{path}: not a wheel: {error}") from None
    tag = next(iter(sorted(tags, key=str)))
    if name != CORE or tag.platform == "any" or not tag.interpreter.startswith("cp3"):
        raise BundleError(f"{path}: expected a wheel of {CORE} with compiled kernels for CPython")
    if tag.platform.startswith("win"):
        system, machine = "win32", tag.platform.removeprefix("win_").replace("amd64", "AMD64")
    else:
        system = _SYSTEMS.get(tag.platform.split("_")[0], tag.platform)
        machine = next((m for m in _MACHINES if tag.platform.endswith(m)), "")
    version = f"3.{tag.interpreter.removeprefix('cp3')}"
    return (
        f"python_version == '{version}' and sys_platform == '{system}' "
        f"and platform_machine == '{machine}'"
    )


def requirements(pure: str, native: dict[str, str]) -> str:
    """Return a requirements file that installs the right wheel, never one of that name elsewhere.

    Examples
    --------
    >>> print(requirements("core-py3-none-any.whl", {"core-cp312.whl": "python_version == '3.12'"}))
    ./wheels/core-cp312.whl[notebook] ; python_version == '3.12'
    ./wheels/core-py3-none-any.whl[notebook] ; (python_version != '3.12')
    <BLANKLINE>
    """
    lines = [f"./wheels/{name}[{EXTRA}] ; {marker}" for name, marker in native.items()]
    others = " and ".join(f"({_not(marker)})" for marker in native.values())
    lines.append(f"./wheels/{pure}[{EXTRA}]" + (f" ; {others}" if others else ""))
    return "\n".join(lines) + "\n"


def _not(marker: str) -> str:
    return marker.replace(" == ", " != ").replace(" and ", " or ")


def readme(chosen: Sequence[str], wheel: str, archive: str) -> str:
    """Return the instructions that stand in the archive."""
    text = Path(__file__).with_name("bundle_readme.md").read_text(encoding="utf-8")
    names = ", ".join(f"`{stage}.ipynb`" for stage in chosen)
    return Template(text).substitute(
        archive=archive, stages=names, wheel=f"{FOLDER}/wheels/{wheel}"
    )


def _write(target: Path, files: dict[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with zipfile.ZipFile(draft, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{FOLDER}/{name}", _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, files[name])
    draft.replace(target)


@click.command()
@click.argument("stages_", metavar="[STAGE]...", nargs=-1)
@click.option(
    "--native",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A wheel with compiled kernels to add, as often as there are.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build/cs231n-student.zip"),
    show_default=True,
)
def main(stages_: tuple[str, ...], native: tuple[Path, ...], output: Path) -> None:
    """Write one archive for students: the STAGEs (default: all), the core, how to start."""
    chosen = stages_ or tuple(stages(NOTEBOOKS))
    try:
        names = bundle(chosen, native, Path(), Path(__file__).parents[2], output)
    except AuthoringError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{output}: {output.stat().st_size / 1e6:.1f} MB, {len(names)} files")


if __name__ == "__main__":
    main()
