"""A cell's outputs as student code sent them, checked and cut to what a notebook may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MAX_OUTPUTS = 220
MAX_TEXT = 2**20
MAX_PICTURES = 6 * 2**20
FORMS = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
)


def checked_outputs(sent: list[Any]) -> list[dict[str, Any]]:
    """Return the outputs that are well formed, at most as many and as long as allowed."""
    kept: list[dict[str, Any]] = []
    text_left, picture_left = MAX_TEXT, MAX_PICTURES
    for entry in sent[:MAX_OUTPUTS]:
        output = _READERS[entry["output_type"]](entry) if _known(entry) else None
        if output is None:
            continue
        size = _size(output)
        if "image/" in "".join(output.get("data", ())):
            picture_left -= size
        else:
            text_left -= size
        if min(text_left, picture_left) < 0:
            kept.append({"output_type": "stream", "name": "stdout", "text": "[output was cut]\n"})
            break
        kept.append(output)
    return kept


def _known(entry: Any) -> bool:
    kind = entry.get("output_type") if type(entry) is dict else None
    return type(kind) is str and kind in _READERS


def _size(output: dict[str, Any]) -> int:
    data = output.get("data")
    if data:
        return sum(len(text) for text in data.values())
    lines = output.get("traceback", ())
    return len(output.get("text", "")) + sum(len(line) for line in lines)


def plain_text(value: Any, room: int = MAX_TEXT) -> str:
    """Return text that every file can hold: no half characters; of anything but text nothing."""
    text = value[:room] if isinstance(value, str) else ""  # lists may nest too deep to be written
    return text.encode("utf-8", "replace").decode("utf-8")


def _stream(entry: dict[str, Any]) -> dict[str, Any] | None:
    name = entry.get("name")
    if name not in ("stdout", "stderr"):
        return None
    text = plain_text(entry.get("text", ""), MAX_TEXT + 1)
    return {"output_type": "stream", "name": name, "text": text}


def _data(entry: dict[str, Any]) -> dict[str, Any] | None:
    data = entry.get("data")
    if type(data) is not dict:
        return None
    forms = {
        name: plain_text(data[name], MAX_PICTURES) for name in FORMS if type(data.get(name)) is str
    }
    kind = entry["output_type"]
    output: dict[str, Any] = {"output_type": kind, "data": forms, "metadata": {}}
    if kind == "execute_result":
        output["execution_count"] = None
    return output if forms else None


def _error(entry: dict[str, Any]) -> dict[str, Any]:
    lines = entry.get("traceback")
    lines = lines[:60] if type(lines) is list else []
    return {
        "output_type": "error",
        "ename": plain_text(entry.get("ename", "Error"), 100),
        "evalue": plain_text(entry.get("evalue", ""), 2000),
        "traceback": [plain_text(line, 4000) for line in lines],
    }


_READERS: dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
    "stream": _stream,
    "display_data": _data,
    "execute_result": _data,
    "error": _error,
}
