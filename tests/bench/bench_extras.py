"""Beside the times of layers: memory at the peak, import time, and a matmul between our calls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from statistics import median

from bench_cases import CONVOLUTIONS, Case, by_name
from bench_measure import AGAIN, DISTURBED, SETTLE, Plan, reference_file
from bench_peers import Peer, Process, environment

IMPORTS = "cs231n_core, cs231n_core.layers, cs231n_core.fast_layers"
IMPORT_CODE = f"""
import numpy, time
start = time.perf_counter()
import {IMPORTS}
print(time.perf_counter() - start)
"""
MEMORY = ("conv/223", "conv/7x7", "conv/3x3-32")


def import_seconds(peer: Peer, repeats: int) -> float:
    """Return the median time of importing the core and its layers after NumPy.

    As for an installed package, its bytecode lies ready: the first process only writes it.
    """
    with tempfile.TemporaryDirectory(prefix="cs231n-bench-") as folder:
        own = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        _, *times = (
            subprocess.run(
                [sys.executable, "-c", IMPORT_CODE],
                check=True,
                capture_output=True,
                text=True,
                env=environment(peer, 1) | own,
            ).stdout
            for _ in range(1 + repeats)
        )
    return median(map(float, times))


def peak_bytes(peer: Peer, case: Case) -> int | None:
    """Return what one forward and one backward pass need beyond their inputs, in a fresh process.

    A tiny case goes first, so that the libraries' own threads and tables are not counted.
    """
    with Process(peer, 1, "--fresh-memory") as process:
        for each in (by_name("conv/tiny"), case):
            with reference_file(each, "float32") as path:
                answer = process.ask("build", case=each.name, dtype="float32", reference=path)
            if not answer["supported"]:
                return None
        return int(process.ask("memory")["bytes"])


def memory_table(peers: Sequence[Peer]) -> dict[str, dict[str, int]]:
    """Return the peak bytes by case and competitor."""
    cases = [case for case in CONVOLUTIONS if case.name in MEMORY]
    found = {c.name: {p.name: peak_bytes(p, c) for p in peers} for c in cases}
    return {c: {p: n for p, n in row.items() if n is not None} for c, row in found.items()}


def alternation(peer: Peer, case: Case, threads: int, plan: Plan) -> float:
    """Return the time of our calls with a matmul before each, over the sum of both alone."""
    mixed = Peer(peer.name, "peer_alternate:build", peer.about, peer.environment)
    ratios = []
    with Process(mixed, threads) as process, reference_file(case, "float32") as path:
        process.ask("build", case=case.name, dtype="float32", reference=path)
        for _ in range(plan.rounds):
            matmul, ours, both = (
                _time(process, phase, plan.seconds) for phase in ("matmul", "ours", "both")
            )
            ratios.append(both / (2 * matmul + ours))
    return median(ratios)


def _time(process: Process, phase: str, seconds: float) -> float:
    for _ in range(1 + AGAIN):
        time.sleep(SETTLE)
        answer = process.ask("time", phase=phase, seconds=seconds)
        if answer["disturbed"] <= DISTURBED or os.cpu_count() == 1:
            break
    return float(answer["seconds"])
