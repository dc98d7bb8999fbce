"""The tree, the size of its modules, and what must never be written in it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 400

TOP_LEVEL = {
    ".ci", ".github", ".gitignore", "LICENSE", "Makefile", "README.md", "autograder", "cs231n_core",
    "data", "docs", "environment.yml", "nbgrader_config.py", "notebooks", "pyproject.toml",
    "setup.py", "tests",
}  # fmt: skip

EVERYWHERE = "bin|boot|dev|etc|lib|lib64|mnt|opt|proc|run|sbin|sys|tmp|usr|var"
EXAMPLES = "jail|path|nowhere|eve"
FOLDER_OF_A_MACHINE = rf"(?<![\w.)}}\]/:*<~$-])/(?!(?:{EVERYWHERE}|{EXAMPLES})\b)[\w.-]+/"
"""An absolute path into a folder that is neither on every Linux nor made up for an example."""


def tracked() -> list[Path]:
    """Every file that git tracks or would track."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [p for p in tracked() if p.suffix in {".py", ".pyx"} and "notebooks" not in p.parts]


def test_the_top_level_holds_what_the_architecture_page_names() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in tracked()} == TOP_LEVEL


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in modules()
        if (n := len(p.read_text().splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_every_module_says_what_it_is_in_its_first_line() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in modules()
        if p.suffix == ".py" and not p.read_text().lstrip().startswith(('"""', 'r"""', "#!"))
    ]
    assert silent == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"/(?:root/|home/\w)", FOLDER_OF_A_MACHINE, r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b",
        r"(?i)\bpypi\.org", r"(?i)index-url",
    ],
)  # fmt: skip
def test_no_file_names_a_machine_a_registry_or_unfinished_work(pattern: str) -> None:
    own = Path(__file__).resolve()
    text = [
        p for p in tracked() if p.suffix in {".py", ".pyx", ".md", ".toml", ".yml", ".lock", ""}
    ]
    found = [
        f"{p.relative_to(ROOT)}:{n}"
        for p in text
        if p != own
        for n, line in enumerate(p.read_text(errors="replace").splitlines(), 1)
        if re.search(pattern, line) and "--no-emit-index-url" not in line
    ]
    assert found == []


def core_modules() -> list[str]:
    paths = sorted((ROOT / "cs231n_core").rglob("*.py"))
    dotted = [".".join(p.relative_to(ROOT).with_suffix("").parts) for p in paths]
    return [name.removesuffix(".__init__") for name in dotted]


ALONE = """
import importlib, os, sys, warnings
import ipywidgets, matplotlib.pyplot, numpy  # once, not per fork

warnings.simplefilter("error")
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, type(error).__name__, error, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.mark.slow
def test_every_core_module_imports_alone() -> None:
    """No module leans on another one having been imported before it; each gets its own fork."""
    names = core_modules()
    assert "cs231n_core.checks" in names
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *names], capture_output=True, text=True, check=True
    )
    assert done.stdout + done.stderr == ""
