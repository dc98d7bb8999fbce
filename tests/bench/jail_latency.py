"""How soon the jail answers: the first result of a fresh process, and one call across the wall."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.jail.cage import Cage
from autograder.jail.limits import Limits
from autograder.judge.link import Link
from autograder.wire.frames import receive_frame, send_frame

STUDENT = """
import numpy as np
def same(x): return x
def affine(x, w, b): return x @ w + b, (x, w, b)
"""
CALLS = 400


def first_results(cage: Cage, count: int = 25) -> list[float]:
    """Return the milliseconds from asking for a process to its first cell's result."""
    found = []
    for number in range(count):
        started = time.perf_counter()
        with cage.start(Limits()) as sock:
            send_frame(sock, {"q": 1, "op": "cell", "source": f"{number} + 1"})
            receive_frame(sock, time.monotonic() + 30)
            found.append(1e3 * (time.perf_counter() - started))
        cage.end()
    return found


def call_latencies(cage: Cage) -> dict[str, float]:
    """Return the median microseconds of a call, by what goes over and comes back."""
    link = Link()
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(5, 6)), rng.normal(size=(6, 4)), rng.normal(size=4)
    small, large = rng.normal(size=60), rng.normal(size=100_000)
    with cage.start(Limits()) as sock:
        link.connect(sock)
        link.allow(60)
        link.cell(STUDENT)
        names = link.names(["same", "affine"])
        found = {
            "a number": _median(lambda: names["same"](3.0)),
            "60 floats": _median(lambda: names["same"](small)),
            "affine: three small arrays, out and cache back": _median(
                lambda: names["affine"](x, w, b)
            ),
            "100 000 floats": _median(lambda: names["same"](large), CALLS // 10),
        }
    cage.end()
    return found


def _median(call: Callable[[], Any], count: int = CALLS) -> float:
    times = []
    for _ in range(count):
        started = time.perf_counter()
        call()
        times.append(1e6 * (time.perf_counter() - started))
    return statistics.median(times)
