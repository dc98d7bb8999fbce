"""A student's own matrix product between two calls of ours: alone, alone, and in turns."""

from __future__ import annotations

import numpy as np
from bench_cases import Arrays, Case
from peer_core import Run
from peer_core import build as build_core

SIDE = 512
"""Large enough for BLAS to use all of its threads."""


def build(case: Case, arrays: Arrays) -> Run:
    """Return the calls ``matmul``, ``ours`` and ``both``."""
    layer = build_core(case, arrays)
    forward, backward = layer.calls["forward"], layer.calls["backward"]
    left = np.ones((SIDE, SIDE), arrays["x"].dtype)

    def matmul() -> None:
        left @ left

    def ours() -> None:
        forward()
        backward()

    def both() -> None:
        matmul()
        forward()
        matmul()
        backward()

    calls = {**layer.calls, "matmul": matmul, "ours": ours, "both": both}
    return Run(calls, layer.results)
