"""One competitor in a process of its own: builds cases, runs them, times them, on request.

Requests come in on stdin and answers go out on stdout, one JSON object to the line. The first
argument is the module and function of the competitor, the second the number of threads; the
process runs on as many cpus as threads, chosen before any library starts its own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

GLIBC_THRESHOLD = 31 << 20
"""Freeing a block of this size lets glibc keep blocks up to it. The figures of every competitor
would otherwise depend on the sizes that happened to be freed before."""

FIRST_GUESS, SHORTEST_SAMPLE = 1e-6, 2e-4


class Worker:
    """The case that is built, and what can be asked of it."""

    def __init__(self, competitor: str) -> None:
        module, function = competitor.split(":")
        self.build_case = getattr(importlib.import_module(module), function)
        self.run: Any = None

    def build(self, case: str, dtype: str, reference: str) -> dict[str, Any]:
        """Run every phase of a case once and say how far the results are from the reference."""
        import numpy as np
        from bench_cases import by_name, inputs

        self.run = None
        gc.collect()
        chosen = by_name(case)
        self.run = self.build_case(chosen, inputs(chosen, dtype))
        if self.run is None:
            return {"supported": False}
        for call in self.run.calls.values():
            call()
        right = np.load(reference)
        found = self.run.results()
        wrong_dtype = [name for name, a in found.items() if a.ndim and a.dtype != np.dtype(dtype)]
        missing = sorted(set(found) ^ set(right))
        return {
            "supported": True,
            "errors": {n: _error(found[n], right[n]) for n in found if n in right},
            "complaints": [f"dtype of {name}" for name in wrong_dtype] + missing,
        }

    def time(self, phase: str, seconds: float) -> dict[str, float]:
        """Call a phase for some time; return the median time of a call, and what disturbed it."""
        call, samples = self.run.calls[phase], []
        repeats = max(1, round(SHORTEST_SAMPLE / max(_once(call, 1), FIRST_GUESS)))
        waited, start = _waited(), time.perf_counter()
        while time.perf_counter() - start < seconds or len(samples) < 3:
            samples.append(_once(call, repeats))
        elapsed = time.perf_counter() - start
        return {"seconds": median(samples), "disturbed": (_waited() - waited) / elapsed}

    def memory(self) -> dict[str, int]:
        """Return how many bytes one run of all phases needs at its peak, beyond its inputs."""
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # sets the high-water mark back
        before = _status("VmRSS")
        for call in self.run.calls.values():
            call()
        return {"bytes": _status("VmHWM") - before}


def _once(call: Any, repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def _error(found: Any, right: Any) -> float:
    """Return the largest difference, relative to the largest right value."""
    if found.shape != right.shape:
        return float("inf")
    largest = float(abs(right).max()) or 1.0
    return float(abs(found - right).max()) / largest


def _waited() -> float:
    """Return the seconds that runnable threads of this process have waited for a cpu."""
    total = 0
    for entry in Path("/proc/self/task").iterdir():
        try:
            total += int((entry / "schedstat").read_text().split()[1])
        except OSError:  # a thread that has ended, or a kernel that does not say
            continue
    return total * 1e-9 + _stolen()


def _stolen() -> float:
    """Return the seconds that the machine below this one has taken from our cpus."""
    cpus = {f"cpu{n}" for n in os.sched_getaffinity(0)}
    lines = (line.split() for line in Path("/proc/stat").read_text().splitlines())
    ticks = sum(int(fields[8]) for fields in lines if fields[0] in cpus)
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def main() -> None:
    """Obey requests until stdin ends."""
    competitor, threads = sys.argv[1], int(sys.argv[2])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints must not look like an answer
    worker = Worker(competitor)
    if "--fresh-memory" not in sys.argv:
        block = bytearray(GLIBC_THRESHOLD)
        del block
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(worker, request.pop("do"))(**request)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
