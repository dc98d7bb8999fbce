"""The third-party requirements of both distributions, as ``make lock`` hands them on."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OWN = "cs231n-core"


def project(path: Path) -> dict[str, Any]:
    """Return the ``[project]`` table of a pyproject file, with its build requirements added."""
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    table: dict[str, Any] = content["project"]
    return table | {"build": content["build-system"]["requires"]}


def requirements(group: str) -> list[str]:
    """Return the sorted requirement lines of ``grading``, ``test`` or ``fuzz``.

    ``grading`` is all that a machine needs to build, release and grade, the build requirements
    included; ``test`` is what the test suite needs beyond that, ``fuzz`` the long fuzzing runs.

    Examples
    --------
    >>> [line for line in requirements("grading") if line.startswith("nbgrader")]
    ['nbgrader>=0.9.5']
    """
    core = project(ROOT / "pyproject.toml")
    grader = project(ROOT / "autograder" / "pyproject.toml")
    if group in grader["optional-dependencies"]:
        lines = grader["optional-dependencies"][group]
    else:
        lines = [
            *core["dependencies"],
            *core["optional-dependencies"]["notebook"],
            *core["build"],
            *grader["dependencies"],
            *grader["build"],
        ]
    return sorted({line for line in lines if not line.startswith(OWN)})


def main() -> None:
    """Print the requirement lines of the group that the command line names."""
    sys.stdout.write("\n".join(requirements(sys.argv[1])) + "\n")


if __name__ == "__main__":
    main()
