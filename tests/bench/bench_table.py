"""The tables that a person reads and docs quote, and the record in JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench_cases import STEP, by_name
from bench_measure import Blocks, total_ratio
from bench_peers import OURS, Peer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_V3 = {"avx2", "fma", "bmi1", "bmi2"}
_V4 = _V3 | {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}


def cpu_level() -> str:
    """Return the x86-64 level of this processor, or the architecture elsewhere."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    flags = {word for line in lines if line.startswith("flags") for word in line.split()}
    if platform.machine() != "x86_64" or not flags:
        return platform.machine()
    return "x86-64-v4" if flags >= _V4 else "x86-64-v3" if flags >= _V3 else "x86-64"


def machine() -> dict[str, Any]:
    """Return what the figures belong to: processor, threads, versions."""
    names = ("numpy", "torch", "jax", "cs231n-core")
    return {
        "cpu level": cpu_level(),
        "cpus": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        **{name: v for name in names if (v := _version(name))},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def ratio_table(blocks: Sequence[Blocks], peers: Sequence[Peer]) -> Table:
    """Return one row for each phase: our time, and how much longer each competitor takes."""
    first = blocks[0]
    title = f"{first.dtype}, {first.threads} thread{'s' * (first.threads > 1)}"
    others = [peer.name for peer in peers if peer.name != OURS]
    table = Table(title=f"{title}: time of the other / ours", title_justify="left")
    for name in ("case", "phase"):
        table.add_column(name)
    for name in ("ours", *others):
        table.add_column(name, justify="right")
    for b in blocks:
        cells = (f"{b.ratio(o):.2f}" if o in b.seconds else "—" for o in others)
        table.add_row(b.case, b.phase, readable(b.typical(OURS)), *cells)
    if len(blocks) > 1:
        table.add_section()
        present = (o for o in others)
        totals = (
            f"{total_ratio(blocks, o):.2f}" if any(o in b.seconds for b in blocks) else "—"
            for o in present
        )
        table.add_row("geometric mean", "", "", *totals)
    return table


def rates(blocks: Sequence[Blocks]) -> list[str]:
    """Return a line for each training step: how many images each competitor trains on a second."""
    steps = [b for b in blocks if b.phase == STEP]
    return [
        f"{b.case}, images a second: "
        + ", ".join(f"{o} {by_name(b.case).sizes['N'] / b.typical(o):,.0f}" for o in b.seconds)
        for b in steps
    ]


def memory_rows(memory: dict[str, dict[str, int]], peers: Sequence[Peer]) -> Table:
    """Return one row for each shape: MiB at the peak of forward and backward."""
    table = Table(title="float32, 1 thread: MiB at the peak, inputs excluded", title_justify="left")
    table.add_column("case")
    for peer in peers:
        table.add_column(peer.name, justify="right")
    for case, row in memory.items():
        cells = (f"{row[p.name] / 2**20:.1f}" if p.name in row else "—" for p in peers)
        table.add_row(case, *cells)
    return table


def readable(seconds: float) -> str:
    """Return a time with three digits and its unit.

    >>> readable(0.0123), readable(4.5e-6)
    ('12.3 ms', '4.50 µs')
    """
    scale, unit = (1e3, "ms") if seconds >= 1e-3 else (1e6, "µs")
    value = seconds * scale
    return f"{value:.{max(0, 2 - len(str(int(value))) + 1)}f} {unit}"


def disturbance(blocks: Sequence[Blocks]) -> str:
    """Return a sentence about blocks that other processes disturbed."""
    total = sum(len(times) for b in blocks for times in b.seconds.values())
    repeated, kept = sum(b.repeated for b in blocks), sum(b.kept_disturbed for b in blocks)
    return (
        f"{total} blocks; {repeated} measured again because other processes disturbed them; "
        f"{kept} kept although disturbed"
    )


def show(console: Console, line: str) -> None:
    """Print a line of plain text."""
    console.print(escape(line), highlight=False, soft_wrap=True)


def save(path: Path, record: dict[str, Any], blocks: Sequence[Blocks]) -> None:
    """Write everything that was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    record = record | {"blocks": [asdict(block) for block in blocks]}
    path.write_text(json.dumps(record, indent=1) + "\n")
