"""Reading an input's JSON leniently: whatever a mutation made of it means something."""

from __future__ import annotations

from typing import Any, TypeVar

Kind = TypeVar("Kind")


def part(tree: Any, key: Any, kind: type[Kind], default: Kind) -> Kind:
    """Return the entry of a dict (by name) or list (by place) if it has this type."""
    value = entry(tree, key)
    return value if type(value) is kind else default


def entry(tree: Any, key: Any) -> Any:
    """Return the entry of a dict (by name) or list (by place), or None."""
    if isinstance(tree, dict):
        return tree.get(key)
    inside = isinstance(tree, list) and isinstance(key, int) and -len(tree) <= key < len(tree)
    return tree[key] if inside else None


def raw(value: Any) -> bytes:
    """Return bytes: of hexadecimal digits, else of the text itself."""
    text = value if isinstance(value, str) else ""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return text.encode("utf-8", "surrogatepass")


def bounded(value: Any, least: int, most: int, default: int) -> int:
    """Return a whole number between two others."""
    return min(max(value, least), most) if type(value) is int else default


def patched(content: bytes, patches: Any, cut: Any) -> bytes:
    """Return bytes with single ones exchanged (``[[place, value], ...]``) and the end cut off."""
    found = bytearray(content)
    for pair in patches if isinstance(patches, list) else ():
        place, value = part(pair, 0, int, -1), part(pair, 1, int, -1)
        if found and 0 <= value < 256:
            found[place % len(found)] = value
    if type(cut) is int and found:
        del found[cut % len(found) :]
    return bytes(found)


class Line:
    """In the place of a socket: gives what an input says, keeps what is sent."""

    def __init__(
        self, stream: bytes, cuts: list[Any] | None = None, *, silent: bool = False
    ) -> None:
        self.sent = bytearray()
        self._stream = memoryview(stream)
        self._cuts = [bounded(cut, 1, 2**20, 2**20) for cut in cuts or ()]
        self._silent = silent

    def say(self, stream: bytes) -> None:
        """Have these bytes come next."""
        self._stream = memoryview(bytes(self._stream) + stream)

    def recv(self, most: int) -> bytes:
        count = min(most, self._cuts.pop(0)) if self._cuts else most
        found = bytes(self._stream[:count])
        self._stream = self._stream[len(found) :]
        if not found and self._silent:
            raise TimeoutError
        return found

    def recv_into(self, target: memoryview) -> int:
        found = self.recv(len(target))
        target[: len(found)] = found
        return len(found)

    def sendall(self, content: bytes) -> None:
        self.sent += content

    def settimeout(self, _: float) -> None:
        return

    def close(self) -> None:
        return
