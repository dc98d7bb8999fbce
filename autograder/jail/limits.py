"""How much of the machine one submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """The bounds of one submission; times are wall-clock seconds, sizes bytes.

    ``memory`` is what all its processes together may hold. ``address_space`` bounds what one
    process may ask for; it is larger: threads and libraries reserve more than they use.
    """

    cell_seconds: float = 60.0
    total_seconds: float = 360.0
    memory: int = 2048 * MB
    address_space: int = 4096 * MB
    processes: int = 64
    files: int = 256
    disk: int = 64 * MB
    output: int = 1 * MB

    def as_message(self) -> dict[str, Any]:
        """Return the limits as the jail's side reads them."""
        return asdict(self)
