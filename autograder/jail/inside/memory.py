"""How much memory a submission holds, with all processes that it started."""

from __future__ import annotations

import os

_QUICK = ("status", ("RssAnon", "RssShmem"))
_EXACT = ("smaps_rollup", ("Pss_Anon", "Pss_Shmem"))


def memory_of_others(*, shared_once: bool) -> int:
    """Return the bytes that all processes but this one and the first of this namespace hold.

    What processes share is counted for each of them, or with ``shared_once`` in parts.
    """
    name, fields = _EXACT if shared_once else _QUICK
    own = ("1", str(os.getpid()))
    processes = (entry for entry in os.listdir("/proc") if entry.isdigit() and entry not in own)
    return sum(_kilobytes(f"/proc/{process}/{name}", fields) for process in processes) * 1024


def _kilobytes(path: str, wanted: tuple[str, ...]) -> int:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            lines = stream.read().splitlines()
    except OSError:  # the process ended in the meantime
        return 0
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return sum(int(fields[key].split()[0]) for key in wanted if key in fields)
