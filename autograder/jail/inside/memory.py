"""What a submission holds and keeps busy, with all processes that it started."""

from __future__ import annotations

import os

_QUICK = ("status", ("RssAnon", "RssShmem"))
_EXACT = ("smaps_rollup", ("Pss_Anon", "Pss_Shmem"))


def memory_of_others(*, shared_once: bool) -> int:
    """Return the bytes that all processes but this one and the first of this namespace hold.

    What processes share is counted for each of them, or with ``shared_once`` in parts.
    """
    name, fields = _EXACT if shared_once else _QUICK
    return sum(_kilobytes(f"/proc/{process}/{name}", fields) for process in _others()) * 1024


def running_of_others(many: int) -> int:
    """Return how many of their threads compute; 0 if there are at most ``many`` in all."""
    tasks = [path for process in _others() for path in _tasks(process)]
    return sum(_runs(path) for path in tasks) if len(tasks) > many else 0


def _others() -> list[str]:
    own = ("1", str(os.getpid()))
    return [entry for entry in os.listdir("/proc") if entry.isdigit() and entry not in own]


def _tasks(process: str) -> list[str]:
    try:
        return [f"/proc/{process}/task/{task}/stat" for task in os.listdir(f"/proc/{process}/task")]
    except OSError:  # the process ended in the meantime
        return []


def _runs(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            return stream.read().rpartition(b") ")[2][:1] == b"R"
    except OSError:
        return False


def _kilobytes(path: str, wanted: tuple[str, ...]) -> int:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            lines = stream.read().splitlines()
    except OSError:  # the process ended in the meantime
        return 0
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return sum(int(fields[key].split()[0]) for key in wanted if key in fields)
