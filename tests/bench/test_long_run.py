"""The long run on a class of four: watched, killed once, and the same scores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parent / "long_run.py"


@pytest.mark.slow
@pytest.mark.jail
def test_a_small_class_survives_a_kill_and_leaves_nothing_behind(
    cage: object, tmp_path: Path
) -> None:
    size = ("--students", "4", "--kills", "1", "--workers", "1")
    command = [sys.executable, "-P", str(TOOL), *size]
    figure = tmp_path / "run.png"
    run = subprocess.run([*command, "--figure", str(figure)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    lines = run.stdout.splitlines()
    assert lines[-4].endswith("0 submissions graded twice")
    assert ": 0 differ from the verdicts, the same after 1 kills" in lines[-4]
    assert lines[-3:] == [f"{kind} left behind: none" for kind in ("processes", "mounts", "files")]
    assert figure.read_bytes().startswith(b"\x89PNG")
