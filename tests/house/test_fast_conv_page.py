"""docs/fast-conv.md: its code runs, and what it points to exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fast-conv.md"
TEXT = PAGE.read_text()


def test_the_python_of_the_page_runs_and_its_assertions_hold() -> None:
    blocks = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    assert names["cols"].shape == (27, 18)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_what_the_page_links_to_exists(target: str) -> None:
    assert (PAGE.parent / target).is_file()


def test_the_tile_of_the_page_is_the_tile_of_the_kernels() -> None:
    source = (PAGE.parents[1] / "cs231n_core/kernels/csrc/level_x86_64_v4.c").read_text()
    assert "#define CS_ROWS 14" in source
    assert "#define CS_VECTOR_BYTES 64" in source
    assert "14 filters by 32 pixels" in TEXT
