"""Small JSON files that are there whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any


def to_json(record: Any) -> Any:
    """Return a record as JSON can hold it; times in ISO format."""
    return json.loads(json.dumps(dataclasses.asdict(record), default=_plain))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def write_atomically(path: Path, content: Any) -> None:
    """Write a JSON file; whoever reads it meanwhile sees the old one."""
    write_text(path, json.dumps(content, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text file; whoever reads it meanwhile sees the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)


def read_json(path: Path) -> Any:
    """Return what a JSON file says; None if it is not there or was not written to its end."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
