"""environment.yml, the two pyproject files and the lock files speak of the same requirements."""

from importlib.metadata import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from autograder.authoring.requirements import requirements

ROOT = Path(__file__).resolve().parents[2]

# What PyPI calls one thing and conda-forge another.
CONDA_NAME = {
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "playwright": "playwright-python",
}
# What only the conda environment has to say.
CONDA_ONLY = {"python", "pip", "c-compiler"}


def conda_requirements() -> dict[str, str]:
    """The lines of environment.yml as name → version specifier."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text())
    lines = [Requirement(line) for line in content["dependencies"] if isinstance(line, str)]
    return {line.name: str(line.specifier) for line in lines}


def locked(path: str) -> dict[str, Version]:
    """The versions that a lock file pins."""
    lines = [
        Requirement(line)
        for line in (ROOT / path).read_text().splitlines()
        if line and line[0] != "#"
    ]
    return {
        line.name.lower().replace("_", "-"): Version(next(iter(line.specifier)).version)
        for line in lines
    }


def test_environment_yml_lists_exactly_what_the_pyprojects_require() -> None:
    wanted = {}
    for line in (*requirements("grading"), *requirements("test")):
        requirement = Requirement(line)
        name = CONDA_NAME.get(requirement.name, requirement.name.lower())
        wanted[name] = str(requirement.specifier)
    found = {k: v for k, v in conda_requirements().items() if k not in CONDA_ONLY}
    assert found == wanted


def test_environment_yml_installs_both_packages_from_the_checkout() -> None:
    content = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert content["dependencies"][-1] == {"pip": ["-e .", "-e ./autograder"]}


@pytest.mark.parametrize(
    ("group", "path"),
    [("grading", "autograder/requirements.lock"), ("test", "tests/requirements.lock")],
)
def test_the_lock_pins_a_version_that_satisfies_every_requirement(group: str, path: str) -> None:
    pins = locked(path)
    for line in requirements(group):
        requirement = Requirement(line)
        pin = pins[requirement.name.lower().replace("_", "-")]
        assert requirement.specifier.contains(pin), f"{path}: {requirement.name} {pin}"


@pytest.mark.parametrize("path", ["autograder/requirements.lock", "tests/requirements.lock"])
def test_every_pinned_version_installs_on_the_first_python_3_11(path: str) -> None:
    demands = {name: metadata(name).get("Requires-Python") or "" for name in locked(path)}
    assert [n for n, python in demands.items() if not SpecifierSet(python).contains("3.11.0")] == []


def test_the_two_locks_never_disagree() -> None:
    grading, test = locked("autograder/requirements.lock"), locked("tests/requirements.lock")
    assert {name: test[name] for name in grading.keys() & test.keys()} == {
        name: grading[name] for name in grading.keys() & test.keys()
    }
